"""Contacts: spells in which two vessels are close and slow, and which go together."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.events.arrays import fixed, numbers, whole
from stsdetect.events.particulars import longest_known
from stsdetect.events.rule import EncounterParams
from stsdetect.events.spells import Spells
from stsdetect.kernels.runs import ContactBounds, contact_ids, in_order, part_ids
from stsdetect.kernels.sphere import haversine_m
from stsdetect.units import M_PER_NM

__all__ = [
    "MILLISECOND",
    "PAIR",
    "blocks_of_pairs",
    "find_contacts",
    "find_near",
    "reach_of",
    "within_lengths",
]

PAIR: Final = ("mmsi_a", "mmsi_b")
MILLISECOND: Final = timedelta(milliseconds=1)
NO_VESSEL: Final = (
    (111_000_000, 111_999_999),
    (970_000_000, 970_999_999),
    (972_000_000, 972_999_999),
    (974_000_000, 974_999_999),
    (990_000_000, 999_999_999),
)
"""Search and rescue aircraft, distress transmitters, aids to navigation and the net
beacons that bear their numbers. Coast stations are left in: ``00…`` as a number can't
be told from the short ids of some files."""


def find_near(proximities: pl.DataFrame, params: EncounterParams) -> pl.DataFrame:
    """Find the ticks at which a contact can go on, whatever the speed.

    Parameters
    ----------
    proximities : pl.DataFrame
        A :data:`~stsdetect.schema.PROXIMITIES` table, in any order.
    params : EncounterParams
        Bounds; that by lengths is for :func:`within_lengths`.

    Returns
    -------
    pl.DataFrame
        By pair and time, with ``part``, the number of the stretch of a pair that no
        encounter can reach beyond, in ascending order.
    """
    near = _in_order(
        proximities.filter(
            pl.col("distance_m") <= params.keep_distance_m,
            *(~pl.any_horizontal(_no_vessel(name)) for name in PAIR),
        )
    )
    pair = near.select(_other_pair().cum_sum().cast(pl.Int64))
    part = part_ids(
        whole(pair.to_series()),
        whole(near["timestamp"]),
        reach_of(params) // MILLISECOND,
        params.max_length // MILLISECOND,
    )
    return near.with_columns(pl.Series("part", part))


def within_lengths(
    near: pl.DataFrame, vessels: pl.DataFrame, params: EncounterParams
) -> pl.DataFrame:
    """Keep the ticks that a rule by the length of the longer vessel lets pass.

    Parameters
    ----------
    near : pl.DataFrame
        As :func:`find_near` gives it.
    vessels : pl.DataFrame
        A :data:`~stsdetect.schema.VESSELS` table, in any order.
    params : EncounterParams
        Bounds; without ``max_lengths`` every tick passes.
    """
    if params.max_lengths is None:
        return near
    lengths = longest_known(vessels)
    for side in ("a", "b"):
        near = near.join(
            lengths.rename({"mmsi": f"mmsi_{side}", "length_m": f"length_{side}_m"}),
            on=f"mmsi_{side}",
            how="left",
            maintain_order="left",
        )
    longer = pl.max_horizontal("length_a_m", "length_b_m")
    return near.filter(pl.col("distance_m") <= params.max_lengths * longer)


def find_contacts(near: pl.DataFrame, params: EncounterParams) -> pl.DataFrame:
    """Find the ticks of contacts and number the contacts that go together.

    Parameters
    ----------
    near : pl.DataFrame
        As :func:`find_near` or :func:`within_lengths` gives it.
    params : EncounterParams
        Bounds.

    Returns
    -------
    pl.DataFrame
        The ticks of every contact slow enough, by pair and time, with the numbers
        ``contact`` and ``encounter``, in ascending order, and their ``row`` of `near`.
    """
    contact = _contacts(near, params)
    row = np.flatnonzero(contact >= 0)
    ticks = near[row].with_columns(
        pl.Series("contact", contact[row]), pl.Series("row", row)
    )
    return _merge(ticks, params)


def blocks_of_pairs(proximities: pl.DataFrame, n_rows: int) -> Iterator[pl.DataFrame]:
    """Cut PROXIMITIES, in any order, into blocks that hold whole pairs in order.

    Parameters
    ----------
    proximities : pl.DataFrame
        With the columns ``mmsi_a, mmsi_b, timestamp`` and any others.
    n_rows : int
        A block ends with the pair that brings it to so many rows.

    Yields
    ------
    pl.DataFrame
        At least one, which may be empty.
    """
    near = _in_order(proximities)
    first = near.select(_other_pair().arg_true()).to_series().to_numpy()
    ends = np.append(first, near.height)
    start = 0
    while True:
        next_end = int(np.searchsorted(ends, start + n_rows))
        stop = int(ends[min(next_end, ends.size - 1)])
        yield near[start:stop]
        if stop >= near.height:
            return
        start = stop


def reach_of(params: EncounterParams) -> timedelta:
    """Longest time between two ticks that can be of one encounter."""
    return max(params.max_silence, params.merge_gap - MILLISECOND)


def _no_vessel(name: str) -> list[pl.Expr]:
    """Whether an MMSI is that of a thing which can't be alongside (ITU-R M.585)."""
    return [pl.col(name).is_between(low, high) for low, high in NO_VESSEL]


def _in_order(near: pl.DataFrame) -> pl.DataFrame:
    """Sort by pair and time, unless it is."""
    near = near.with_columns(pl.col("timestamp").dt.cast_time_unit("ms")).rechunk()
    ordered = in_order(*(whole(near[name]) for name in (*PAIR, "timestamp")))
    return near if ordered else near.sort(*PAIR, "timestamp")


def _other_pair() -> pl.Expr:
    """Whether a row is of another pair than the one before; true for the first."""
    other = [pl.col(name) != pl.col(name).shift() for name in PAIR]
    return pl.any_horizontal(other).fill_null(value=True)


def _contacts(near: pl.DataFrame, params: EncounterParams) -> NDArray[np.int64]:
    faster = np.maximum(numbers(near["speed_a_kn"]), numbers(near["speed_b_kn"]))
    return contact_ids(
        whole(near["part"]),
        whole(near["timestamp"]),
        numbers(near["distance_m"]),
        fixed(faster),
        ContactBounds(
            float(params.open_distance_m),
            float(params.max_speed_kn),
            params.max_silence // MILLISECOND,
        ),
    )


def _merge(ticks: pl.DataFrame, params: EncounterParams) -> pl.DataFrame:
    """Give each tick the number of its encounter; drop contacts too fast."""
    each = Spells(ticks, "contact")
    medians = [
        each.median(numbers(ticks[name])) for name in ("speed_a_kn", "speed_b_kn")
    ]
    contacts = each.first("part", "timestamp", "lat", "lon").hstack(
        each.last("timestamp", "lat", "lon").select(pl.all().name.prefix("end_"))
    )
    slow = np.maximum(*medians) <= params.max_median_speed_kn
    length = contacts["end_timestamp"] - contacts["timestamp"]
    kept = pl.Series(slow) & (length >= params.min_contact)
    encounter = np.full(len(each), -1, dtype=np.int64)
    encounter[kept.to_numpy()] = _encounter_ids(contacts.filter(kept), params)
    of_tick = pl.Series("encounter", np.repeat(encounter, each.height))
    ticks = ticks.with_columns(of_tick)
    return ticks if kept.all() else ticks.filter(of_tick >= 0)


def _encounter_ids(contacts: pl.DataFrame, params: EncounterParams) -> pl.Series:
    before = contacts.shift()
    same = contacts["part"] == before["part"]
    soon = contacts["timestamp"] - before["end_timestamp"] < params.merge_gap
    apart_m = haversine_m(
        numbers(before["end_lat"]),
        numbers(before["end_lon"]),
        numbers(contacts["lat"]),
        numbers(contacts["lon"]),
    )
    nearby = pl.Series(apart_m < params.merge_distance_nm * M_PER_NM)
    merged = (same & soon & nearby).fill_null(value=False)
    return (~merged).cum_sum().cast(pl.Int64)
