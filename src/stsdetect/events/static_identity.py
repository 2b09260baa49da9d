"""Static identity: what particulars alone show of names, numbers and hulls."""

from datetime import timedelta
from typing import Final

import polars as pl

from stsdetect.events.particulars import HULL

__all__ = [
    "find_bad_forms",
    "find_callsign_mismatches",
    "find_churn",
    "find_clones",
    "find_missing_imo",
    "find_shells",
]

YEAR: Final = timedelta(days=365)
MIN_NAMES: Final = 3
"""Ours: one new name is a sale."""
MIN_FLAGS: Final = 2
MIN_LENGTH_M: Final = 50.0
"""Ours: about 300 gross tonnage, from which SOLAS V/19 asks for an IMO number and
class A."""
MERCHANT: Final = (60, 89)
"""Ship types: passenger, cargo, tanker (ITU-R M.1371-5)."""
MIN_SHARE: Final = 0.10
MIN_CHANGE_M: Final = 8.0
"""Ours: a length that differs more is another hull."""

_COLUMNS: Final = ("mmsi", "other_mmsi", "time", "detail")


def find_bad_forms(heard: pl.DataFrame, flags: pl.DataFrame) -> pl.DataFrame:
    """Find MMSIs that no administration gives to a ship.

    Parameters
    ----------
    heard : pl.DataFrame
        ``mmsi`` and ``time``, when each was first heard.
    flags : pl.DataFrame
        ``mmsi`` and ``flag``; missing where its first digits are no country's.
    """
    known = heard.join(flags, on="mmsi", how="left")
    form = pl.col("mmsi").is_between(200_000_000, 799_999_999)
    return known.filter(
        pl.col("mmsi") < 1_000_000_000, ~form | pl.col("flag").is_null()
    ).select(
        "mmsi",
        _nobody(),
        "time",
        pl.when(form)
        .then(pl.lit("its first three digits are no country's"))
        .otherwise(pl.lit("not the form of a ship's MMSI"))
        .alias("detail"),
    )


_REALMS: Final = {
    "TWN": "CHN",
    **dict.fromkeys(("FRO", "GRL"), "DNK"),
    **dict.fromkeys(("ABW", "CUW", "SXM", "BES"), "NLD"),
    **dict.fromkeys(("BMU", "GIB", "CYM", "VGB", "TCA", "FLK", "MSR", "AIA"), "GBR"),
    **dict.fromkeys(("SHN", "PCN", "IMN"), "GBR"),
    **dict.fromkeys(("PYF", "NCL", "REU", "GLP", "MTQ", "GUF", "SPM", "WLF"), "FRA"),
    **dict.fromkeys(("PRI", "VIR", "ASM", "GUM", "MNP"), "USA"),
}
"""Territories with an MID of their own that take call signs of the state they belong
to; of B, one series serves both sides of the Taiwan Strait."""


def find_callsign_mismatches(
    vessels: pl.DataFrame, flags: pl.DataFrame, callsigns: pl.DataFrame
) -> pl.DataFrame:
    """Find merchant vessels whose call sign is of another flag than their MMSI.

    Parameters
    ----------
    vessels : pl.DataFrame
        A :data:`~stsdetect.schema.VESSELS` table.
    flags : pl.DataFrame
        ``mmsi`` and ``flag``; missing where its first digits are no country's.
    callsigns : pl.DataFrame
        ``callsign`` and ``series``: whose it is, missing where it has not the form.
    """
    merchant = pl.col("ship_type").is_between(*MERCHANT).any().over("mmsi")
    told = (
        vessels.filter(merchant, pl.col("mmsi").is_between(200_000_000, 799_999_999))
        .sort("mmsi", "valid_from")
        .join(callsigns.drop_nulls(), on="callsign")
        .join(flags.drop_nulls(), on="mmsi")
    )
    state, series = (pl.col(name).replace(_REALMS) for name in ("flag", "series"))
    return (
        told.filter(state != series)
        .group_by("mmsi", "callsign", maintain_order=True)
        .agg(pl.col("valid_from").min().alias("time"), pl.col("flag", "series").first())
        .group_by("mmsi", maintain_order=True)
        .first()
        .select(
            "mmsi",
            _nobody(),
            "time",
            pl.format(
                "call sign {} of {}, MMSI of {}", "callsign", "series", "flag"
            ).alias("detail"),
        )
    )


def find_missing_imo(vessels: pl.DataFrame) -> pl.DataFrame:
    """Find merchant vessels of 50 m and more that never tell a valid IMO number."""
    told = vessels.group_by("mmsi").agg(
        pl.col("imo").drop_nulls().len().alias("n_imo"),
        pl.col("length_m").max(),
        pl.col("ship_type").is_between(*MERCHANT).any().alias("merchant"),
        pl.col("valid_from").min().alias("time"),
    )
    return told.filter(
        pl.col("n_imo") == 0, pl.col("length_m") >= MIN_LENGTH_M, "merchant"
    ).select(
        "mmsi",
        _nobody(),
        "time",
        pl.format("{} m long and no IMO number", pl.col("length_m").round(0)).alias(
            "detail"
        ),
    )


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
                _nobody(),
                "time",
                pl.format("names {}", "values").alias("detail"),
            ),
            reflagged.select(
                "mmsi",
                _nobody(),
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


def _nobody() -> pl.Expr:
    return pl.lit(None, pl.Int64).alias("other_mmsi")
