"""Fields of the messages of aisstream.io, by the names that its JSON gives them."""

import polars as pl

from stsdetect.ingest.json_lines import OTHER, STATIC
from stsdetect.ingest.message_tables import KEPT

__all__ = ["MESSAGE", "flatten"]

_NUMBER, _WORD, _TRUTH = pl.Float64(), pl.String(), pl.Boolean()
_HEAD = {"MessageID": _NUMBER, "UserID": _NUMBER, "Valid": _TRUTH}
_DIMENSION = pl.Struct(dict.fromkeys("ABCD", _NUMBER))
_ETA = pl.Struct(dict.fromkeys(("Month", "Day", "Hour", "Minute"), _NUMBER))
_MOTION = pl.Struct(
    {
        **_HEAD,
        **dict.fromkeys(("Latitude", "Longitude", "Sog", "Cog"), _NUMBER),
        **dict.fromkeys(("TrueHeading", "NavigationalStatus"), _NUMBER),
        # An extended report of class B has particulars as well.
        "Name": _WORD,
        "Type": _NUMBER,
        "Dimension": _DIMENSION,
    }
)
_VOYAGE = pl.Struct(
    {
        **_HEAD,
        **dict.fromkeys(("Name", "CallSign", "Destination"), _WORD),
        **dict.fromkeys(("ImoNumber", "Type"), _NUMBER),
        "Dimension": _DIMENSION,
        "Eta": _ETA,
        "MaximumStaticDraught": _NUMBER,
    }
)
_PART_A = pl.Struct({"Name": _WORD, "Valid": _TRUTH})
_PART_B = pl.Struct(
    {"CallSign": _WORD, "ShipType": _NUMBER, "Dimension": _DIMENSION, "Valid": _TRUTH}
)
_PARTS = pl.Struct({**_HEAD, "ReportA": _PART_A, "ReportB": _PART_B})

_POSITIONS = (
    "PositionReport",
    "StandardClassBPositionReport",
    "ExtendedClassBPositionReport",
    "LongRangeAisBroadcastMessage",
)
_STATICS = ("ShipStaticData", "StaticDataReport")

MESSAGE = {
    "MessageType": _WORD,
    "Message": pl.Struct(
        {
            **dict.fromkeys(_POSITIONS, _MOTION),
            **dict(zip(_STATICS, (_VOYAGE, _PARTS), strict=True)),
        }
    ),
    "MetaData": pl.Struct({"MMSI": _NUMBER, "time_utc": _WORD}),
}
"""What is read of a message; further fields are passed over."""

# Go writes "2023-10-22 22:47:36.94034384 +0000 UTC", up to nine decimals.
_TIME = r"^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,3})?)\d* \+0000"


def flatten(messages: pl.DataFrame) -> pl.DataFrame:
    """Put the fields of every message side by side, null where it has none.

    Parameters
    ----------
    messages : polars.DataFrame
        Columns of :data:`MESSAGE`, and further ones that stay.

    Returns
    -------
    polars.DataFrame
        ``kind`` (null where the row is no message of aisstream), ``valid``, the columns
        of :data:`~stsdetect.schema.POSITIONS` and what
        :func:`~stsdetect.ingest.message_tables.type_particulars` takes, as broadcast.
    """
    name = pl.col("MessageType")
    kind = (
        pl.when(name.is_in(_POSITIONS))
        .then(pl.lit(KEPT))
        .when(name.is_in(_STATICS))
        .then(pl.lit(STATIC))
        .when(name.is_not_null())
        .then(pl.lit(OTHER))
    )
    metadata = pl.col("MetaData").struct
    time = metadata.field("time_utc").str.extract(_TIME)
    return messages.with_columns(
        kind=kind,
        valid=_first("Valid"),
        mmsi=pl.coalesce(_first("UserID"), metadata.field("MMSI")).cast(
            pl.Int64, strict=False
        ),
        timestamp=time.str.to_datetime(
            "%Y-%m-%d %H:%M:%S%.f", time_unit="ms", time_zone="UTC", strict=False
        ),
        msg_type=_first("MessageID"),
        **_motion(),
        **_particulars(),
    ).drop("Message", "MessageType", "MetaData")


def _motion() -> dict[str, pl.Expr]:
    fields = {
        "lat": "Latitude",
        "lon": "Longitude",
        "sog": "Sog",
        "cog": "Cog",
        "heading": "TrueHeading",
        "nav_status": "NavigationalStatus",
    }
    return {name: _first(field, among=_POSITIONS) for name, field in fields.items()}


def _particulars() -> dict[str, pl.Expr]:
    voyage, extended = _body("ShipStaticData"), _body("ExtendedClassBPositionReport")
    parts = _body("StaticDataReport").struct
    part_a, part_b = _valid(parts.field("ReportA")), _valid(parts.field("ReportB"))
    named = (voyage, extended, part_a)
    # A craft of a parent ship (98…) has that ship's MMSI in place of its dimensions.
    is_craft = parts.field("UserID") // 10_000_000 == 98
    sized = (voyage, extended, pl.when(~is_craft).then(part_b))
    dimension = pl.coalesce(_of("Dimension", *sized)).struct
    eta = voyage.struct.field("Eta").struct
    types = [*_of("Type", voyage, extended), *_of("ShipType", part_b)]
    sides = ("to_bow_m", "to_stern_m", "to_port_m", "to_starboard_m")
    return {
        "imo": voyage.struct.field("ImoNumber"),
        "shipname": pl.coalesce(_of("Name", *named)),
        "callsign": pl.coalesce(_of("CallSign", voyage, part_b)),
        "destination": voyage.struct.field("Destination"),
        "ship_type": pl.coalesce(types),
        "draught": voyage.struct.field("MaximumStaticDraught"),
        **{side: dimension.field(x) for side, x in zip(sides, "ABCD", strict=True)},
        **{x.lower(): eta.field(x) for x in ("Month", "Day", "Hour", "Minute")},
    }


def _first(field: str, *, among: tuple[str, ...] = _POSITIONS + _STATICS) -> pl.Expr:
    return pl.coalesce(_of(field, *map(_body, among)))


def _of(field: str, *bodies: pl.Expr) -> list[pl.Expr]:
    return [body.struct.field(field) for body in bodies]


def _body(name: str) -> pl.Expr:
    return pl.col("Message").struct.field(name)


def _valid(body: pl.Expr) -> pl.Expr:
    return pl.when(body.struct.field("Valid")).then(body)
