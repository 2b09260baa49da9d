"""Stretches: which turns are held beside which, and none of them twice as the first."""

from datetime import timedelta

import polars as pl
from builders import EPOCH
from polars.testing import assert_frame_equal

from stsdetect.events.stretches import stretches_of

LAG = timedelta(hours=5)


def turns(*hours: float) -> pl.LazyFrame:
    times = [EPOCH + timedelta(hours=hour) for hour in hours]
    table = pl.DataFrame({"mmsi": 1, "timestamp": times, "lat": 0.0, "lon": 0.0})
    return table.lazy()


def hours_of(table: pl.DataFrame) -> list[float]:
    return [(one - EPOCH) / timedelta(hours=1) for one in table["timestamp"]]


def test_stretches_of__each_window_is_held_with_those_of_a_lag_after_it() -> None:
    windows = [turns(1, 0), turns(3), turns(), turns(6.5), turns(12, 9)]

    found = list(stretches_of(windows, LAG, batch=1))

    assert [n_own for _, n_own in found] == [2, 1, 1, 2]
    assert [hours_of(table) for table, _ in found] == [
        [0, 1, 3],
        [3, 6.5],
        [6.5, 9, 12],
        [9, 12],
    ]


def test_stretches_of__windows_with_few_turns_are_put_together() -> None:
    windows = [turns(3), turns(1, 0), turns(4), turns(6.5)]

    found = list(stretches_of(windows, LAG, batch=3))

    assert [n_own for _, n_own in found] == [3, 2]
    assert hours_of(found[0][0]) == [0, 1, 3, 4, 6.5]


def test_stretches_of__in_any_order_of_windows() -> None:
    windows = [turns(1, 0), turns(3), turns(6.5)]

    tables = [
        pl.concat([table for table, _ in stretches_of(some, LAG, batch=1)])
        for some in (windows, windows[::-1])
    ]

    assert_frame_equal(*tables)


def test_stretches_of__of_no_turn_there_is_none() -> None:
    assert not list(stretches_of([turns()], LAG))
