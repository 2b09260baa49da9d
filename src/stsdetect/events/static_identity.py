"""Static identity: names, flags and hulls that change, as particulars alone show."""

from datetime import timedelta
from typing import Final

import polars as pl

from stsdetect.events.identity_forms import NOBODY
from stsdetect.events.particulars import HULL

__all__ = [
    "find_churn",
    "find_clones",
    "find_shells",
]

YEAR: Final = timedelta(days=365)
MIN_NAMES: Final = 3
"""Ours: one new name is a sale."""
MIN_FLAGS: Final = 2
MIN_SHARE: Final = 0.10
MIN_CHANGE_M: Final = 8.0
"""Ours: a length that differs more is another hull."""


def find_churn(vessels: pl.DataFrame, flags: pl.DataFrame) -> pl.DataFrame:
    """Find hulls with three names, or two flags, within twelve months.

    Names are those of an MMSI, spaces and signs left out; where an MMSI goes back to
    an earlier name, two vessels share it, and that is no change. Flags are those of the
    MMSIs that tell one IMO number.
    """
    key = pl.col("shipname").str.to_uppercase().str.replace_all(r"[^A-Z0-9]", "")
    names = _births(vessels.with_columns(key.alias("value")), "mmsi")
    renamed = _within_a_year(names, "mmsi", MIN_NAMES)
    flown = vessels.drop_nulls("imo").join(flags, on="mmsi")
    reflagged = _within_a_year(
        _births(flown.with_columns(pl.col("flag").alias("value")), "imo"),
        "imo",
        MIN_FLAGS,
    )
    return pl.concat(
        [
            renamed.select(
                "mmsi",
                NOBODY,
                "time",
                pl.format("names {}", "values").alias("detail"),
            ),
            reflagged.select(
                "mmsi",
                NOBODY,
                "time",
                pl.format("flags {} under IMO {}", "values", "imo").alias("detail"),
            ),
        ]
    )


def find_shells(vessels: pl.DataFrame) -> pl.DataFrame:
    """Find IMO numbers that are told by hulls of different length."""
    lengths = (
        vessels.drop_nulls(["imo", "length_m"])
        .sort("valid_from", "mmsi")
        .group_by("imo", maintain_order=True)
        .agg(
            pl.col("length_m").min().alias("short"),
            pl.col("length_m").max().alias("long"),
            pl.col("mmsi").last(),
            pl.col("mmsi").first().alias("first_mmsi"),
            pl.col("valid_from").last().alias("time"),
        )
    )
    change = pl.col("long") - pl.col("short")
    differs = (change > MIN_CHANGE_M) & (change > MIN_SHARE * pl.col("long"))
    other = pl.when(pl.col("first_mmsi") != pl.col("mmsi")).then("first_mmsi")
    return lengths.filter(differs).select(
        "mmsi",
        other.alias("other_mmsi"),
        "time",
        pl.format(
            "IMO {} is told by hulls of {} and {} m",
            "imo",
            pl.col("short").round(0),
            pl.col("long").round(0),
        ).alias("detail"),
    )


def find_clones(vessels: pl.DataFrame, spells: pl.DataFrame) -> pl.DataFrame:
    """Find MMSIs heard at the same time that tell one IMO number, or one hull.

    One hull is the same call sign and the same four distances from the antenna.
    """
    told = vessels.select("mmsi", "imo", "callsign", *HULL).unique()
    same = [
        _pairs(told.drop_nulls("imo"), ["imo"], pl.format("IMO {}", "imo")),
        _pairs(
            told.drop_nulls(["callsign", *HULL]),
            ["callsign", *HULL],
            pl.format("call sign {} and dimensions", "callsign"),
        ),
    ]
    pairs = pl.concat(same).unique(
        ["mmsi", "other_mmsi"], keep="first", maintain_order=True
    )
    life = spells.select("mmsi", "start_time", "end_time")
    start = pl.max_horizontal("start_time", "start_time_other")
    together = (
        pairs.join(life, on="mmsi")
        .join(life.rename({"mmsi": "other_mmsi"}), on="other_mmsi", suffix="_other")
        .with_columns(
            start.alias("time"),
            (pl.min_horizontal("end_time", "end_time_other") - start).alias("both"),
        )
        .filter(pl.col("both") >= timedelta(hours=1))
    )
    return together.group_by("mmsi", "other_mmsi").agg(
        pl.col("time").min(),
        pl.format("both tell {}", pl.col("what")).first().alias("detail"),
    )


def _births(told: pl.DataFrame, key: str) -> pl.DataFrame:
    """Give each value of a key with when it was told first, by time."""
    return (
        told.filter(pl.col("value").is_not_null(), pl.col("value") != "")
        .sort("valid_from", "mmsi")
        .group_by(key, "value", maintain_order=True)
        .agg(
            pl.col("valid_from").first().alias("time"),
            *([pl.col("mmsi").first()] if key != "mmsi" else []),
        )
        .sort(key, "time", "value")
    )


def _within_a_year(births: pl.DataFrame, key: str, n_values: int) -> pl.DataFrame:
    """Give the first time at which so many values came within twelve months."""
    first = pl.col("time").shift(n_values - 1).over(key)
    crowded = births.with_columns((pl.col("time") - first).alias("within")).filter(
        pl.col("within") <= YEAR
    )
    values = births.group_by(key).agg(pl.col("value").str.join(", ").alias("values"))
    return (
        crowded.group_by(key, maintain_order=True)
        .first()
        .join(values, on=key, maintain_order="left")
    )


def _pairs(told: pl.DataFrame, keys: list[str], what: pl.Expr) -> pl.DataFrame:
    return (
        told.join(told, on=keys, suffix="_other")
        .filter(pl.col("mmsi") < pl.col("mmsi_other"))
        .select("mmsi", pl.col("mmsi_other").alias("other_mmsi"), what.alias("what"))
        .sort("mmsi", "other_mmsi", "what")
    )
