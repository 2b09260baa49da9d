"""Forms of an identity: numbers and call signs that no administration gives so."""

from typing import Final

import polars as pl

__all__ = [
    "NOBODY",
    "find_bad_forms",
    "find_callsign_mismatches",
    "find_missing_imo",
]

NOBODY: Final = pl.lit(None, pl.Int64).alias("other_mmsi")
"""For events of an identity that concern no other one."""

MIN_LENGTH_M: Final = 50.0
"""Ours: about 300 gross tonnage, from which SOLAS V/19 asks for an IMO number and
class A."""
MERCHANT: Final = (60, 89)
"""Ship types: passenger, cargo, tanker (ITU-R M.1371-5)."""


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
        NOBODY,
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

    Of several such call signs the one told first counts, and of two at once the first
    by letters.

    Parameters
    ----------
    vessels : pl.DataFrame
        A :data:`~stsdetect.schema.VESSELS` table, in any order.
    flags : pl.DataFrame
        ``mmsi`` and ``flag``; missing where its first digits are no country's.
    callsigns : pl.DataFrame
        ``callsign`` and ``series``: whose it is, missing where it has not the form.
    """
    merchant = pl.col("ship_type").is_between(*MERCHANT).any().over("mmsi")
    told = (
        vessels.filter(merchant, pl.col("mmsi").is_between(200_000_000, 799_999_999))
        .join(callsigns.drop_nulls(), on="callsign")
        .join(flags.drop_nulls(), on="mmsi")
    )
    state, series = (pl.col(name).replace(_REALMS) for name in ("flag", "series"))
    return (
        told.filter(state != series)
        .group_by("mmsi", "callsign")
        .agg(pl.col("valid_from").min().alias("time"), pl.col("flag", "series").first())
        .sort("mmsi", "time", "callsign")
        .group_by("mmsi", maintain_order=True)
        .first()
        .select(
            "mmsi",
            NOBODY,
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
        NOBODY,
        "time",
        pl.format("{} m long and no IMO number", pl.col("length_m").round(0)).alias(
            "detail"
        ),
    )
