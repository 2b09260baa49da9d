"""Write: received rows as the files that AIS networks deliver."""

import gzip
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl
import pyarrow as pa

from stsdetect.disk.files import written_whole
from stsdetect.errors import ConfigError
from stsdetect.simulate.columns import fixed, imo_or_none, unless
from stsdetect.simulate.families import FAMILIES

__all__ = ["LAYOUTS", "Layout", "layout_of", "stamped", "write_rows"]


class Layout(NamedTuple):
    """How a network writes its files.

    Attributes
    ----------
    suffix : str
        End of the file's name, which tells the compression.
    text : callable
        Rows with particulars, to the text of a file.
    encoding : str
        Of the text.
    """

    suffix: str
    text: Callable[[pl.DataFrame], str]
    encoding: str = "utf-8"


def write_rows(path: Path, rows: pl.DataFrame, layout: Layout) -> Path:
    """Write rows in the order in which they are given.

    Parameters
    ----------
    path : Path
        Without the suffix.
    rows : DataFrame
        Received rows joined with particulars, and ``timestamp``.

    Returns
    -------
    Path
        Of the file.
    """
    target = path.with_name(path.name + layout.suffix)
    text = layout.text(rows).encode(layout.encoding)
    if layout.suffix.endswith(".gz"):
        packed = gzip.compress(text, compresslevel=6, mtime=0)
    else:
        codec = pa.Codec("zstd", compression_level=9)
        packed = codec.compress(text, asbytes=True)
    with written_whole(target) as aside:
        aside.write_bytes(packed)
    return target


def _marine_cadastre(rows: pl.DataFrame) -> pl.DataFrame:
    """Write as MarineCadastre does from 2025 on: names in snake case."""
    return rows.select(
        pl.col("mmsi"),
        base_date_time=pl.col("timestamp").dt.strftime("%Y-%m-%d %H:%M:%S"),
        longitude=fixed("lon", 5),
        latitude=fixed("lat", 5),
        sog=fixed("sog", 1),
        cog=fixed("cog", 1),
        heading=pl.col("heading"),
        vessel_name=unless("name", ""),
        imo=imo_or_none(),
        call_sign=pl.col("callsign"),
        vessel_type=unless("ship_type", 0),
        status=unless("nav_status", 15),
        length=unless("length", 0),
        width=unless("beam", 0),
        draft=pl.when(pl.col("length") > 0).then(fixed("draught", 1)),
        cargo=unless("ship_type", 0),
        transceiver=pl.col("ais_class"),
    )


def _marine_cadastre_2024(rows: pl.DataFrame) -> pl.DataFrame:
    """Write as MarineCadastre did up to 2024."""
    renamed = dict(
        zip(
            ("mmsi", "base_date_time", "latitude", "longitude", "sog", "cog", "heading",
             "vessel_name", "imo", "call_sign", "vessel_type", "status", "length",
             "width", "draft", "cargo", "transceiver"),
            ("MMSI", "BaseDateTime", "LAT", "LON", "SOG", "COG", "Heading",
             "VesselName", "IMO", "CallSign", "VesselType", "Status", "Length",
             "Width", "Draft", "Cargo", "TransceiverClass"),
            strict=True,
        )
    )  # fmt: skip
    return _marine_cadastre(rows).select(
        pl.col("base_date_time").str.replace(" ", "T").alias("BaseDateTime")
        if old == "BaseDateTime"
        else pl.col(new).alias(old)
        for new, old in renamed.items()
    )


_STATUS_WORDS: Final = {
    0: "Under way using engine",
    1: "At anchor",
    2: "Not under command",
    3: "Restricted maneuverability",
    5: "Moored",
    7: "Engaged in fishing",
    8: "Under way sailing",
    15: "Unknown value",
}
_TYPE_WORDS: Final = {
    0: "Undefined", 30: "Fishing", 37: "Pleasure", 50: "Pilot", 52: "Tug",
    55: "Law enforcement", 60: "Passenger", 70: "Cargo", 71: "Cargo", 80: "Tanker",
}  # fmt: skip


def _danish(rows: pl.DataFrame) -> pl.DataFrame:
    """Write as the Danish Maritime Authority does: day first, words for codes."""
    heading = pl.col("heading")
    return rows.select(
        pl.col("timestamp").dt.strftime("%d/%m/%Y %H:%M:%S").alias("# Timestamp"),
        pl.format("Class {}", pl.col("ais_class")).alias("Type of mobile"),
        pl.col("mmsi").alias("MMSI"),
        fixed("lat", 6).alias("Latitude"),
        fixed("lon", 6).alias("Longitude"),
        pl.col("nav_status")
        .replace_strict(_STATUS_WORDS, default="Unknown value", return_dtype=pl.String)
        .alias("Navigational status"),
        pl.lit("").alias("ROT"),
        pl.when(pl.col("sog") < 102).then(fixed("sog", 1)).alias("SOG"),
        pl.when(pl.col("cog") < 360).then(fixed("cog", 1)).alias("COG"),
        pl.when(heading < 360).then(heading).alias("Heading"),
        pl.when(pl.col("imo") > 0).then(pl.col("imo").cast(pl.String))
        .otherwise(pl.lit("Unknown")).alias("IMO"),
        pl.col("callsign").alias("Callsign"),
        pl.col("name").alias("Name"),
        pl.col("ship_type")
        .replace_strict(_TYPE_WORDS, default="Other", return_dtype=pl.String)
        .alias("Ship type"),
        pl.lit("").alias("Cargo type"),
        unless("beam", 0).alias("Width"),
        unless("length", 0).alias("Length"),
        pl.lit("GPS").alias("Type of position fixing device"),
        pl.when(pl.col("length") > 0).then(fixed("draught", 1)).alias("Draught"),
        pl.when(pl.col("destination") != "").then(pl.col("destination"))
        .otherwise(pl.lit("Unknown")).alias("Destination"),
        pl.lit("").alias("ETA"),
        pl.lit("AIS").alias("Data source type"),
        *(
            unless(name, 0).alias(letter)
            for letter, name in zip(
                "ABCD", ("to_bow", "to_stern", "to_port", "to_starboard"), strict=True
            )
        ),
    )  # fmt: skip


def _csv(table: Callable[[pl.DataFrame], pl.DataFrame]) -> Callable[..., str]:
    return lambda rows: table(rows).write_csv(line_terminator="\n")


_NOAA_2025: Final = Layout(".csv.zst", _csv(_marine_cadastre))
_NOAA: Final = Layout(".csv.gz", _csv(_marine_cadastre_2024))
_DANISH: Final = Layout(".csv.gz", _csv(_danish))

NETWORK_LAYOUTS: Final = {
    "north": Layout(*FAMILIES["nmea"]),
    "south": _DANISH,
    "satellite": _NOAA,
    "coast": _NOAA_2025,
}
"""How each network writes when no format is asked for."""

LAYOUTS: Final = {
    "marinecadastre": _NOAA,
    "marinecadastre_2025": _NOAA_2025,
    "dma": _DANISH,
    **{name: Layout(*family) for name, family in FAMILIES.items()},
}
"""Layouts by format; all that ingest reads."""


def layout_of(network: str, format_name: str) -> Layout:
    """Give how a network writes; an empty format is its own.

    Raises
    ------
    ConfigError
        There is no such format; those known are listed.
    """
    if not format_name:
        return NETWORK_LAYOUTS[network]
    if format_name not in LAYOUTS:
        known = ", ".join(LAYOUTS)
        raise ConfigError(f"format {format_name!r}: unknown; known are {known}")
    return LAYOUTS[format_name]


def stamped(rows: pl.DataFrame, start: datetime) -> pl.DataFrame:
    """Turn seconds since the start into instants."""
    epoch = int(start.timestamp())
    return rows.with_columns(
        timestamp=pl.from_epoch(pl.col("second") + epoch, time_unit="s")
    )
