"""JSON of Digitraffic (Fintraffic, Finland): locations and metadata of vessels.

Read are messages ``{"type": "VESSEL_LOCATION", "data": {...}}`` of the stream, features
of the web service, alone or as its ``FeatureCollection``, its list of metadata, and the
flat messages of the newer stream with the ``mmsi`` of their topic put in. The clock is
``timestampExternal``, or ``time`` [s].
"""

from typing import Final

import polars as pl

from stsdetect.ingest.json_lines import STATIC, JsonMessages
from stsdetect.ingest.message_tables import KEPT

__all__ = ["DIGITRAFFIC", "is_digitraffic"]

_NUMBER, _WORD = pl.Float64(), pl.String()
_PROPERTIES: Final = dict.fromkeys(
    ("mmsi", "sog", "cog", "navStat", "heading", "timestampExternal"), _NUMBER
)
_BODY: Final = {
    **_PROPERTIES,
    "geometry": pl.Struct({"coordinates": pl.List(_NUMBER)}),
    "properties": pl.Struct(_PROPERTIES),
    **dict.fromkeys(("lat", "lon", "time", "timestamp"), _NUMBER),
    **dict.fromkeys(("name", "callSign", "destination"), _WORD),
    **dict.fromkeys(("imo", "shipType", "draught", "eta"), _NUMBER),
    **{f"referencePoint{letter}": _NUMBER for letter in "ABCD"},
    **{f"ref{letter}": _NUMBER for letter in "ABCD"},
}
_SCHEMA: Final = {"type": _WORD, "data": pl.Struct(_BODY), **_BODY}

_MARKS: Final = (
    *(b'"timestampExternal"', b'"VESSEL_METADATA"', b'"navStat"'),
    *(b'"referencePointA"', b'"posType"'),
)
_SIDES: Final = dict(
    zip(("to_bow_m", "to_stern_m", "to_port_m", "to_starboard_m"), "ABCD", strict=True)
)


def is_digitraffic(head: bytes) -> bool:
    """Tell whether a file that begins so holds messages of Digitraffic.

    Examples
    --------
    >>> is_digitraffic(b'{"mmsi":230000001,"time":1668075025,"navStat":0}')
    True
    >>> is_digitraffic(b'{"type": "FeatureCollection"}')
    False
    """
    is_json = head.lstrip().startswith((b"{", b"["))
    return is_json and any(mark in head for mark in _MARKS)


def flatten(messages: pl.DataFrame) -> pl.DataFrame:
    """Put the fields of every message side by side, null where it has none."""
    body = messages.select(
        pl.when(pl.col("data").is_not_null())
        .then(pl.col("data"))
        .otherwise(pl.struct(list(_BODY)))
        .alias("body"),
        # Newer metadata have the type of ship under "type".
        number=pl.col("type").cast(pl.Float64, strict=False),
    ).unnest("body")
    point = pl.col("geometry").struct.field("coordinates")
    external_ms, time_s = _either("timestampExternal"), pl.col("time")
    is_position = external_ms.is_not_null() | time_s.is_not_null() | point.is_not_null()
    is_static = pl.any_horizontal(
        pl.col("name", "callSign", "imo", "destination").is_not_null()
    )
    milliseconds = pl.coalesce(external_ms, time_s * 1000, "timestamp")
    return body.select(
        pl.when(is_position)
        .then(pl.lit(KEPT))
        .when(is_static)
        .then(pl.lit(STATIC))
        .alias("kind"),
        valid=pl.lit(value=True),
        mmsi=_either("mmsi").cast(pl.Int64, strict=False),
        timestamp=milliseconds.cast(pl.Int64, strict=False).cast(
            pl.Datetime("ms", "UTC")
        ),
        msg_type=pl.lit(None, pl.Float64),
        lat=pl.coalesce("lat", point.list.get(1, null_on_oob=True)),
        lon=pl.coalesce("lon", point.list.get(0, null_on_oob=True)),
        sog=_either("sog"),
        cog=_either("cog"),
        heading=_either("heading"),
        nav_status=_either("navStat"),
        imo=pl.col("imo"),
        shipname=pl.col("name"),
        callsign=pl.col("callSign"),
        destination=pl.col("destination"),
        ship_type=pl.coalesce("shipType", "number"),
        draught=pl.col("draught") / 10,
        **{
            side: pl.coalesce(f"referencePoint{letter}", f"ref{letter}")
            for side, letter in _SIDES.items()
        },
        **_arrival(pl.col("eta").cast(pl.Int64, strict=False)),
    )


def _either(name: str) -> pl.Expr:
    return pl.coalesce(pl.col("properties").struct.field(name), name)


def _arrival(eta: pl.Expr) -> dict[str, pl.Expr]:
    """Take month, day, hour and minute from the 20 bits of ITU-R M.1371-5, table 52."""
    return {
        "month": eta // 65_536,
        "day": eta // 2_048 % 32,
        "hour": eta // 64 % 32,
        "minute": eta % 64,
    }


DIGITRAFFIC: Final = JsonMessages(sender="Digitraffic", schema=_SCHEMA, flatten=flatten)
