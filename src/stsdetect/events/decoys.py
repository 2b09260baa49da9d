"""Decoys: the same silences at other times, to see what chance finds among them.

Move the silences of each vessel together, by a time of its own, round the period: who
met no longer meets, but there are as many silences, as long, in the same waters. What
is found among them was found by chance. As many of the pairs that are listed are chance
too: of those with a fit no less, about as many as decoys have (target-decoy counting,
as of spectra: Elias, J. E., Gygi, S. P. (2007). Nature Methods 4, 207-214,
https://doi.org/10.1038/nmeth1019).
"""

import hashlib
from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

__all__ = ["false_discovery_rate", "move_in_time"]

Numbers = NDArray[np.float64]


def move_in_time(silences: pl.DataFrame, number: int) -> pl.DataFrame:
    """Move the silences of each vessel by a time of its own, the same each time.

    Parameters
    ----------
    silences : pl.DataFrame
        As :func:`~stsdetect.events.bounds.list_silences` gives them. Vessels that
        waited, and were heard, stay.
    number : int
        Which of the decoys.

    Returns
    -------
    pl.DataFrame
        Row by row. A silence begins within the time in which silences began, and
        keeps its length, its places, and its distance in time from most others of the
        vessel.
    """
    silent = ~pl.col("still")
    begin = silences.filter(silent)["start_time"].dt.epoch("ms")
    if begin.is_empty():
        return silences
    first = int(begin.min())  # type: ignore[arg-type]
    period_ms = int(begin.max()) - first + 1  # type: ignore[arg-type]
    vessels = silences["mmsi"].unique().sort()
    shifts = [_shift(mmsi, number, period_ms) for mmsi in vessels]
    by_vessel = pl.DataFrame({"mmsi": vessels, "shift": shifts})
    moved = silences.join(by_vessel, on="mmsi", how="left", maintain_order="left")
    start = pl.col("start_time").dt.epoch("ms") - first
    later = (start + pl.col("shift")) % period_ms - start
    by = pl.when(silent).then(later).otherwise(0).cast(pl.Duration("ms"))
    times = [(pl.col(name) + by).alias(name) for name in ("start_time", "end_time")]
    return moved.with_columns(times).drop("shift")


def false_discovery_rate(fit: Numbers, decoys: Sequence[Numbers]) -> Numbers:
    """Give the share of chance among all pairs with a fit no less.

    Parameters
    ----------
    fit : (n,) array
        Of the pairs that are listed, of one kind.
    decoys : sequence of arrays
        Fits of what was found in each of the decoys.

    Returns
    -------
    (n,) array
        Above 0 and at most 1, never less where the fit is less. One more than the
        decoys found counts, so that little data promises nothing.

    Examples
    --------
    >>> false_discovery_rate(np.array([9.0, 2.0, 1.0]), [np.array([1.5]), np.array([])])
    array([0.25      , 0.25      , 0.33333333])
    """
    listed = np.sort(fit)
    chance = np.sort(np.concatenate([np.empty(0), *decoys]))
    n_listed = listed.size - np.searchsorted(listed, listed)
    n_chance = chance.size - np.searchsorted(chance, listed)
    rate = (n_chance + 1.0) / (max(len(decoys), 1) * n_listed)
    smallest = np.minimum.accumulate(np.minimum(rate, 1.0))
    found: Numbers = smallest[np.searchsorted(listed, fit)]
    return found


def _shift(mmsi: int, number: int, period_ms: int) -> int:
    digest = hashlib.sha256(f"decoy {number} {mmsi}".encode()).digest()[:8]
    return int.from_bytes(digest) % period_ms
