"""Silences: how strange each would be of a vessel that broadcasts."""

from typing import Any, Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import betaln

from stsdetect.events.around import look_around
from stsdetect.events.arrays import whole
from stsdetect.events.conditions import condition_of
from stsdetect.events.passes import share_of_slots
from stsdetect.events.pieces import Pieces
from stsdetect.events.reception import Reception
from stsdetect.events.slots import HOUR_MS, ReceptionParams

__all__ = ["Silence", "Vessel", "hearing_of", "measure_silence"]

Numbers = NDArray[np.float64]
Integers = NDArray[np.int64]

BEST: Final = 0.98
"""Ours: a vessel may be hidden behind another for ten minutes anywhere."""


class Silence(NamedTuple):
    """What one hypothesis says of each gap; each is an (n,) array."""

    log_p: Numbers
    """Log probability of the silence, were the vessel on the air."""
    n_expected: Numbers
    """Slots in which it would have been heard."""
    n_witnesses: Numbers
    """Other vessels heard, in the hour in which most were."""
    witnessed: Numbers
    """Share of that expectation in hours in which any was."""


class Vessel(NamedTuple):
    """What is known of the vessels of gaps themselves."""

    own: pl.DataFrame
    """``row, block, hour, own`` (in millionths): slots of the gap that were counted as
    missed, where they were to be heard."""
    hearing: Numbers
    """(n,) array: how well it is heard elsewhere, to others as 1."""


def measure_silence(
    gaps: pl.DataFrame,
    pieces: Pieces,
    kind: Integers,
    chance: Numbers,
    heard: pl.DataFrame,
    params: ReceptionParams,
) -> Silence:
    """Tell how strange silences are on supposed ways, of supposed kinds of vessel.

    Parameters
    ----------
    gaps : pl.DataFrame
        A :data:`~stsdetect.schema.GAPS` table.
    pieces : Pieces
        Their slots on the way.
    kind : (n,) array
        As which kind each would send.
    chance : (m,) array
        That such a vessel is heard in each; see :func:`hearing_of`.
    heard : pl.DataFrame
        ``block, hour, n_vessels``: the witnesses.
    params : ReceptionParams
        Widths and priors.
    """
    keys = pieces.keys()
    witnesses = _witnesses(keys, gaps, heard)
    expected = _add_up(pieces.row, chance, gaps.height)
    seen = chance * (witnesses > 0)[pieces.stretch]
    backed = _add_up(pieces.row, seen, gaps.height)
    most = np.zeros(gaps.height)
    np.maximum.at(most, keys["row"].to_numpy(), witnesses)
    return Silence(
        _log_silence(pieces, chance, pieces.weight(kind), gaps.height, params),
        expected,
        most,
        np.minimum(backed / np.maximum(expected, 1e-12), 1.0),
    )


def hearing_of(
    pieces: Pieces,
    kind: Integers,
    vessel: Vessel,
    reception: Reception,
    params: ReceptionParams,
) -> Numbers:
    """Give the probability that each vessel is heard, slot by slot."""
    keys, stretch = pieces.keys(), pieces.stretch
    missed = keys.join(
        vessel.own, on=["row", "block", "hour"], how="left", maintain_order="left"
    )["own"].fill_null(0)
    usual = pieces.p(kind) * vessel.hearing[pieces.row]
    condition = condition_of(
        keys, missed.to_numpy() / 1e6, reception.conditions, params
    )
    shares = share_of_slots(keys, reception.slots.squares, params)
    share = shares[stretch, pieces.slot % params.per_hour]
    return np.asarray(np.clip(usual * condition[stretch] * share, 0.0, BEST))


def _log_silence(
    pieces: Pieces,
    chance: Numbers,
    weight: Numbers,
    n_gaps: int,
    params: ReceptionParams,
) -> Numbers:
    """Give the log probability that a vessel on the air is not heard at all.

    While it is in one cell its share there is one draw from a beta distribution, as
    wide as the few slots behind it and the differences of vessels make it. Slots of
    unequal chance count as so many equal ones as have the same sum and sum of squares:
    with two passes in an hour as two slots, not six.
    """
    row, cell = pieces.row, pieces.cell
    if row.size == 0:
        return np.zeros(n_gaps)
    other = (np.diff(row) != 0) | (np.diff(cell) != 0)
    first = np.append(0, np.flatnonzero(other) + 1)
    expected = np.maximum(np.add.reduceat(chance, first), 1e-12)
    mean = np.add.reduceat(chance**2, first) / expected
    n = expected / np.maximum(mean, 1e-12)
    size = 1.0 / (1.0 / weight[first] + 1.0 / params.concentration)
    heard = np.maximum(mean * size, 1e-12)
    missed = size - mean * size
    log_p = betaln(heard, missed + n) - betaln(heard, missed)
    return np.minimum(_add_up(row[first], log_p, n_gaps), 0.0)


def _add_up(row: Integers, values: NDArray[Any], n_gaps: int) -> Numbers:
    """Add up what the pieces of each gap have."""
    return np.asarray(np.bincount(row, values, n_gaps), dtype=np.float64)


def _witnesses(keys: pl.DataFrame, gaps: pl.DataFrame, heard: pl.DataFrame) -> Integers:
    """Count other vessels heard in the degree square and hour of each stretch."""
    n_vessels = look_around(keys, heard, ("n_vessels",))[0][:, 0]
    row, hour = keys["row"].to_numpy(), keys["hour"].to_numpy()
    start = whole(gaps["start_time"]) // HOUR_MS
    end = whole(gaps["end_time"].fill_null(gaps["start_time"])) // HOUR_MS
    itself = (hour == start[row]) | (hour == end[row])
    others: Integers = np.maximum(n_vessels - itself, 0)
    return others
