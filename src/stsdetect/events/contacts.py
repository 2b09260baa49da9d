"""Contacts: spells in which two vessels are close and slow, and which go together."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

import numpy as np
import polars as pl

from stsdetect.events.arrays import numbers, whole
from stsdetect.events.particulars import longest_known
from stsdetect.events.rule import STSDETECT, EncounterParams
from stsdetect.kernels.runs import ContactBounds, contact_ids, in_order, part_ids
from stsdetect.kernels.sphere import haversine_m
from stsdetect.units import M_PER_NM

__all__ = ["blocks_of_pairs", "find_contacts", "split_settled"]

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


def find_contacts(
    proximities: pl.DataFrame, vessels: pl.DataFrame, params: EncounterParams
) -> pl.DataFrame:
    """Find the ticks of contacts and number the contacts that go together.

    Parameters
    ----------
    proximities : pl.DataFrame
        A :data:`~stsdetect.schema.PROXIMITIES` table, in any order.
    vessels : pl.DataFrame
        A :data:`~stsdetect.schema.VESSELS` table, for a rule by length.
    params : EncounterParams
        Bounds.

    Returns
    -------
    pl.DataFrame
        The ticks of every contact slow enough, by pair and time, with the numbers
        ``contact`` and ``encounter``, in ascending order.
    """
    near = _parts(_within(proximities, params), params)
    near = _within_lengths(near, vessels, params)
    contact = _contacts(near, params)
    return _merge(near.with_columns(contact).filter(contact >= 0), params)


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


def split_settled(
    proximities: pl.DataFrame, stop: datetime, params: EncounterParams = STSDETECT
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Split off the pairs whose encounter can still go on after an instant.

    Rows that a tick at `stop` or later could join, as the same contact or by a merge,
    stay open together with every row that hangs on them; what lies before the last
    break of the pair that nothing can bridge is settled. Encounters of the settled
    rows of window after window are those of all rows at once.

    Parameters
    ----------
    proximities : pl.DataFrame
        The open rows so far and those of a window that ends at `stop`; a
        :data:`~stsdetect.schema.PROXIMITIES` table, in any order.
    stop : datetime
        End of the window, exclusive.
    params : EncounterParams
        Bounds of the encounters.

    Returns
    -------
    settled, open : pl.DataFrame
        PROXIMITIES tables by pair and time. Rows beyond the distance at which a
        contact closes, or of what is no vessel, are in neither.
    """
    near = _parts(_within(proximities, params), params)
    first, last = pl.col("timestamp").first(), pl.col("timestamp").last()
    goes_on = (pl.lit(stop) - last <= _reach(params)) & (
        pl.lit(stop) - first < params.max_length
    )
    waits = goes_on.over("part") & (pl.col("part") == pl.col("part").last().over(PAIR))
    return near.filter(~waits).drop("part"), near.filter(waits).drop("part")


def _reach(params: EncounterParams) -> timedelta:
    """Longest time between two ticks that can be of one encounter."""
    return max(params.max_silence, params.merge_gap - MILLISECOND)


def _within(proximities: pl.DataFrame, params: EncounterParams) -> pl.DataFrame:
    """Ticks at which a contact can go on, by pair and time."""
    near = proximities.filter(
        pl.col("distance_m") <= params.keep_distance_m,
        *(~pl.any_horizontal(_no_vessel(name)) for name in PAIR),
    )
    return _in_order(near)


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


def _parts(near: pl.DataFrame, params: EncounterParams) -> pl.DataFrame:
    """Tell apart the stretches of a pair that no encounter can reach across."""
    pair = near.select(_other_pair().cum_sum().cast(pl.Int64))
    part = part_ids(
        whole(pair.to_series()),
        whole(near["timestamp"]),
        _reach(params) // MILLISECOND,
        params.max_length // MILLISECOND,
    )
    return near.with_columns(pl.Series("part", part))


def _within_lengths(
    near: pl.DataFrame, vessels: pl.DataFrame, params: EncounterParams
) -> pl.DataFrame:
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


def _contacts(near: pl.DataFrame, params: EncounterParams) -> pl.Series:
    faster = near.select(pl.max_horizontal("speed_a_kn", "speed_b_kn"))
    contact = contact_ids(
        whole(near["part"]),
        whole(near["timestamp"]),
        numbers(near["distance_m"]),
        numbers(faster.to_series()),
        ContactBounds(
            float(params.open_distance_m),
            float(params.max_speed_kn),
            params.max_silence // MILLISECOND,
        ),
    )
    return pl.Series("contact", contact)


def _merge(ticks: pl.DataFrame, params: EncounterParams) -> pl.DataFrame:
    """Give each tick the number of its encounter; drop contacts too fast."""
    n_contacts = int(ticks["contact"].max() or 0) + 1  # type: ignore[arg-type]
    encounter = np.full(n_contacts, -1, dtype=np.int64)
    contacts = (
        ticks.group_by("contact", maintain_order=True)
        .agg(
            pl.col("part").first(),
            pl.col("timestamp").first().alias("start"),
            pl.col("timestamp").last().alias("end"),
            pl.col("lat", "lon").first().name.prefix("start_"),
            pl.col("lat", "lon").last().name.prefix("end_"),
            pl.col("speed_a_kn", "speed_b_kn").median(),
        )
        .filter(
            pl.max_horizontal("speed_a_kn", "speed_b_kn") <= params.max_median_speed_kn,
            pl.col("end") - pl.col("start") >= params.min_contact,
        )
    )
    encounter[contacts["contact"].to_numpy()] = _encounter_ids(contacts, params)
    of_tick = pl.Series("encounter", encounter[ticks["contact"].to_numpy()])
    return ticks.with_columns(of_tick).filter(of_tick >= 0)


def _encounter_ids(contacts: pl.DataFrame, params: EncounterParams) -> pl.Series:
    before = contacts.shift()
    same = contacts["part"] == before["part"]
    soon = contacts["start"] - before["end"] < params.merge_gap
    apart_m = haversine_m(
        numbers(before["end_lat"]),
        numbers(before["end_lon"]),
        numbers(contacts["start_lat"]),
        numbers(contacts["start_lon"]),
    )
    nearby = pl.Series(apart_m < params.merge_distance_nm * M_PER_NM)
    merged = (same & soon & nearby).fill_null(value=False)
    return (~merged).cum_sum().cast(pl.Int64)
