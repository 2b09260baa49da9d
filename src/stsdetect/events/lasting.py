"""Lasting: which contacts make an encounter, alone or as repeated ones."""

from datetime import timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.events.arrays import fixed, numbers, whole
from stsdetect.events.contacts import MILLISECOND, PAIR
from stsdetect.events.rule import EncounterParams
from stsdetect.events.spells import Spells
from stsdetect.kernels.repeats import RepeatBounds, ShortContacts, repeat_ids
from stsdetect.kernels.runs import part_ids
from stsdetect.units import M_PER_NM

__all__ = ["chain_ids", "find_short", "keep_lasting"]

Bools = NDArray[np.bool_]


def keep_lasting(ticks: pl.DataFrame, params: EncounterParams) -> pl.DataFrame:
    """Keep the ticks of encounters that last, and join short ones that repeat.

    Contacts too short to be an encounter are one together where two or more of a pair
    come within `repeat_time` and `repeat_distance_nm` and add up to `repeat_duration`.

    Parameters
    ----------
    ticks : pl.DataFrame
        As :func:`~stsdetect.events.contacts.find_contacts` gives them.
    params : EncounterParams
        Bounds.

    Returns
    -------
    pl.DataFrame
        The ticks with ``repeated`` (boolean), those of one ``encounter`` together and
        by time. An encounter may lie between the contacts of a repeated one.
    """
    each = Spells(ticks, "encounter")
    long, short, together = _told_apart(each, params)
    number = np.where(long, np.arange(len(each)), -1)
    if short.any():
        number[short] = _repeats(each, short, together, params)
    of_tick = np.repeat(number, each.height)
    kept = ticks.with_columns(
        pl.Series("encounter", of_tick),
        pl.Series("repeated", np.repeat(~long, each.height)),
    )
    kept = kept if (number >= 0).all() else kept.filter(pl.Series(of_tick >= 0))
    # A long encounter between two repeated contacts stands between their ticks.
    in_order = bool((np.diff(number[number >= 0]) >= 0).all())
    return kept if in_order else kept.sort("encounter", maintain_order=True)


def find_short(ticks: pl.DataFrame, params: EncounterParams) -> pl.DataFrame:
    """Find what could be part of a repeated encounter.

    Returns
    -------
    pl.DataFrame
        ``mmsi_a, mmsi_b, part, timestamp`` of the first tick of each group of contacts
        that is too short alone.
    """
    each = Spells(ticks, "encounter")
    _, short, _ = _told_apart(each, params)
    return each.first(*PAIR, "part", "timestamp").filter(pl.Series(short))


def chain_ids(short: pl.DataFrame, params: EncounterParams) -> NDArray[np.int64]:
    """Give the chain of each short contact of a pair: those that could repeat.

    Parameters
    ----------
    short : pl.DataFrame
        ``mmsi_a, mmsi_b, timestamp``, by pair and time.
    params : EncounterParams
        Bounds; a chain gets as long as an encounter at most, so that its end is known
        some day.

    Returns
    -------
    (n,) array
        Numbers in ascending order.
    """
    return part_ids(
        whole(short.select(pl.struct(PAIR).rle_id()).to_series()),
        whole(short["timestamp"]),
        _ms(params.repeat_time),
        _ms(params.max_length),
    )


def _told_apart(
    each: Spells, params: EncounterParams
) -> tuple[Bools, Bools, NDArray[np.int64]]:
    """Tell which groups last and which could repeat, and how long they are close."""
    distance = numbers(each.table["distance_m"])
    step_ms = params.step // MILLISECOND
    n_steps = each.count(distance <= params.open_distance_m) - each.n_unique("contact")
    together = n_steps * step_ms
    long = together >= _ms(params.min_duration)
    if params.tight_distance_m is not None:
        tight = (each.count(distance <= params.tight_distance_m) - 1) * step_ms
        long |= tight >= _ms(params.tight_duration)
    least, _ = each.least("distance_m")
    short = ~long & (together >= _ms(params.repeat_contact))
    return long, short & (least <= params.repeat_near_m), together


def _repeats(
    each: Spells, short: Bools, together: NDArray[np.int64], params: EncounterParams
) -> NDArray[np.int64]:
    """Give each short group the number of the first one of its meeting, else −1."""
    numbers_of = np.flatnonzero(short)
    first = each.first(*PAIR, "timestamp", "lat", "lon")[numbers_of]
    last = each.last("timestamp")[numbers_of]
    contacts = ShortContacts(
        chain_ids(first, params),
        whole(first["timestamp"]),
        whole(last["timestamp"]),
        numbers(first["lat"]),
        numbers(first["lon"]),
        fixed(together[short]),
    )
    bounds = RepeatBounds(
        _ms(params.repeat_time),
        params.repeat_distance_nm * M_PER_NM,
        _ms(params.repeat_duration),
    )
    meeting = repeat_ids(contacts, bounds)
    return np.where(meeting >= 0, numbers_of[meeting], -1)


def _ms(time: timedelta) -> int:
    return time // MILLISECOND
