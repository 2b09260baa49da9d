"""Trails: what the vessels of one candidate did around it, as figures show it."""

from typing import Final, NamedTuple

import polars as pl

from stsdetect.schema import TRACKS

__all__ = ["NOTHING_FOLLOWED", "Followed", "sides_of"]


class Followed(NamedTuple):
    """What the vessels of one candidate did, each table by ``leg``: an even one is a.

    Attributes
    ----------
    tracks : DataFrame
        A :data:`~stsdetect.schema.TRACKS` table by leg and time, as thin as may be,
        with ``leg``, and ``after_hole``: the vessel was long not heard before.
    distances : DataFrame
        ``leg, timestamp, distance_m`` of both, under the leg of a, where it is known.
    hearing : DataFrame
        ``leg, timestamp, p_heard``: how likely a vessel there was to be heard.
    """

    tracks: pl.DataFrame
    distances: pl.DataFrame
    hearing: pl.DataFrame


_LEG: Final = {"leg": pl.Int64(), "timestamp": pl.Datetime("ms", "UTC")}

NOTHING_FOLLOWED: Final = Followed(
    TRACKS.empty_polars().with_columns(
        leg=pl.lit(0, dtype=pl.Int64()), after_hole=pl.lit(value=False)
    ),
    pl.DataFrame(schema=_LEG | {"distance_m": pl.Float64()}),
    pl.DataFrame(schema=_LEG | {"p_heard": pl.Float64()}),
)
"""Of vessels of which nothing was received."""


def sides_of(table: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Part a table of :class:`Followed` into what is of a and what is of b."""
    n_of_a = int((table["leg"].to_numpy() % 2 == 0).sum())
    return table[:n_of_a], table[n_of_a:]
