"""Courses: whether vessels fell silent on the way to a place, and came back from it.

A vessel that sails on keeps its course through a silence: it leads from where it was
last heard to where it is heard again. One that turns aside, to a place and on from
there, is last heard on the way to it and heard again on the way from it.
"""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.events.arrays import numbers, whole
from stsdetect.kernels.angles import angle_difference_deg
from stsdetect.kernels.sphere import bearing_deg, haversine_m
from stsdetect.units import M_PER_NM

__all__ = ["add_courses"]

Numbers = NDArray[np.float64]

UNDER_WAY_KN: Final = 3.0
"""ITU-R M.1371-5, table 1: below it a vessel may lie at anchor, and head anywhere."""
LEAST_WAY_NM: Final = 1.0
"""Ours: of a shorter way a bearing says nothing."""


def add_courses(pairs: pl.DataFrame, silences: pl.DataFrame) -> pl.DataFrame:
    """Add how far off the courses told were from the ways to and from a place.

    Parameters
    ----------
    pairs : pl.DataFrame
        ``first, second``: rows of silences; ``lat, lon``: a place of each pair.
    silences : pl.DataFrame
        As :func:`~stsdetect.events.bounds.list_silences` gives them.

    Returns
    -------
    pl.DataFrame
        The pairs with ``off_course_deg``, the mean angle between a course told and the
        way to the place (before a silence) or from it (after), over the ends at which
        a silent vessel was under way and the place a mile off or more; and
        ``aside_deg``, by how much the way straight on, from end to end, is farther
        off: below 0 where a vessel that sailed on explains the courses better. Missing
        where no end tells.
    """
    place = numbers(pairs["lat"]), numbers(pairs["lon"])
    off, aside = [], []
    for row in ("first", "second"):
        told = silences[whole(pairs[row])]
        start, end = (
            (numbers(told[f"{side}_lat"]), numbers(told[f"{side}_lon"]))
            for side in ("start", "end")
        )
        for side, way, on in (
            ("start", (start, place), (start, end)),
            ("end", (place, end), (start, end)),
        ):
            by_place = _off(told, side, *way)
            off.append(by_place)
            aside.append(_off(told, side, *on) - by_place)
    return pairs.with_columns(
        off_course_deg=pl.Series(_mean(off)).fill_nan(None),
        aside_deg=pl.Series(_mean(aside)).fill_nan(None),
    )


def _off(
    told: pl.DataFrame,
    side: str,
    start: tuple[Numbers, Numbers],
    end: tuple[Numbers, Numbers],
) -> Numbers:
    """Angle between the course told on one side and a way, NaN where it tells none."""
    way = bearing_deg(*start, *end)
    off = angle_difference_deg(numbers(told[f"{side}_cog"]), way)
    far = haversine_m(*start, *end) >= LEAST_WAY_NM * M_PER_NM
    fast = numbers(told[f"{side}_sog"]) > UNDER_WAY_KN
    return np.where(far & fast, np.abs(off), np.nan)


def _mean(angles: list[Numbers]) -> Numbers:
    """Mean of what is known, row by row; NaN where nothing is."""
    table = np.array(angles)
    known = np.isfinite(table)
    n = known.sum(axis=0)
    total = np.where(known, table, 0.0).sum(axis=0)
    mean: Numbers = np.where(n > 0, total / np.maximum(n, 1), np.nan)
    return mean
