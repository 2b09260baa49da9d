"""Classes of MMSI: what kind of station a number stands for."""

from typing import Final

import polars as pl

__all__ = ["MMSI_CLASSES", "is_vessel", "mmsi_class"]

MMSI_CLASSES: Final = (
    "vessel",
    "coast_station",
    "group",
    "sar_aircraft",
    "aid_to_navigation",
    "craft",
    "handheld",
    "beacon",
    "pseudonym",
    "unknown",
)
"""Kinds of station; ``craft`` belongs to a parent ship, ``beacon`` is of AIS-SART, man
overboard or EPIRB, ``pseudonym`` is our number for an identity that is no number."""

_SHAPES: Final = (
    ("vessel", 201_000_000, 775_999_999),  # MIDxxxxxx
    ("coast_station", 2_010_000, 7_759_999),  # 00MIDxxxx
    ("group", 20_100_000, 77_599_999),  # 0MIDxxxxx
    ("sar_aircraft", 111_201_000, 111_775_999),  # 111MIDxxx
    ("aid_to_navigation", 992_010_000, 997_759_999),  # 99MIDxxxx
    ("craft", 982_010_000, 987_759_999),  # 98MIDxxxx
    ("handheld", 820_100_000, 877_599_999),  # 8MIDxxxxx
    ("beacon", 970_000_000, 970_999_999),
    ("beacon", 972_000_000, 972_999_999),
    ("beacon", 974_000_000, 974_999_999),
    ("pseudonym", 1_000_000_000, 2**63 - 1),
)
"""First and last number of each (ITU-R M.585-9, annexes 1 and 2; MID from 201 to 775);
pseudonyms are ours."""

_NO_VESSELS: Final = ("sar_aircraft", "aid_to_navigation", "beacon")


def mmsi_class(mmsi: pl.Expr) -> pl.Expr:
    """Tell the class of each MMSI, ``unknown`` where the number has no shape of any.

    Examples
    --------
    >>> numbers = pl.DataFrame({"mmsi": [441910000, 994160209, 111232506, 123, None]})
    >>> numbers.select(mmsi_class(pl.col("mmsi"))).to_series().to_list()
    ['vessel', 'aid_to_navigation', 'sar_aircraft', 'unknown', None]
    """
    dtype = pl.Enum(MMSI_CLASSES)
    shaped = [
        pl.when(mmsi.is_between(first, last)).then(pl.lit(name, dtype))
        for name, first, last in _SHAPES
    ]
    unknown = pl.when(mmsi.is_not_null()).then(pl.lit("unknown", dtype))
    return pl.coalesce(*shaped, unknown).alias("mmsi_class")


def is_vessel(mmsi: pl.Expr) -> pl.Expr:
    """Tell what may be a vessel: all but aircraft, aids to navigation and beacons.

    An unknown number may be a vessel that hides or that was set up badly. A coast
    station sends no position of a vessel; a number of its shape in a file whose
    identities are not MMSIs is no coast station.
    """
    return ~mmsi_class(mmsi).is_in(list(_NO_VESSELS))
