"""How many vessels use an MMSI at once, and what is left of a number that many use."""

import pandas as pd
import polars as pl
import pytest
from builders import EPOCH, at
from builders_meetings import wait, waits
from stories import heard, sail

from stsdetect.events.edges import find_edges
from stsdetect.events.presence import count_sharing, leave_out_crowded, mark_sharing
from stsdetect.events.reports import order_reports
from stsdetect.tracks.segment import find_segments

A, B = 412_000_001, 412_000_002
PERIOD = (EPOCH, at(3_000))


def sharing(n: int, last: float = 600.0) -> dict[int, int]:
    """Vessels in as many seas that use one MMSI until a minute, one all the time."""
    hulls = [
        sail(A, heard(k, last if k else 2_000.0, 30), 0.0, 0.0, around=(8.0 * k, 124.0))
        for k in range(n)
    ]
    alone = sail(B, heard(0, 2_000, 30), 0.0, 0.0)
    edges = find_edges(
        order_reports(find_segments(pl.concat([*hulls, alone]))), PERIOD, PERIOD
    )
    counted = count_sharing([edges])
    return dict(counted.select("mmsi", "n_sharing").iter_rows())


@pytest.mark.parametrize(("n", "counted"), [(1, {}), (2, {A: 2}), (5, {A: 5})])
def test_count_sharing__is_how_many_are_heard_at_once(
    n: int, counted: dict[int, int]
) -> None:
    assert sharing(n) == counted


def test_count_sharing__a_stray_half_hour_is_no_vessel() -> None:
    assert sharing(3, last=40.0) == {}


def waiting() -> pd.DataFrame:
    """A wait of each of both."""
    return waits(wait(A, (0, 5), (38.0, 124.0)), wait(B, (0, 5), (38.0, 125.0)))


def told(n: int) -> pl.DataFrame:
    """So many use the first MMSI."""
    return pl.DataFrame({"mmsi": [A], "n_sharing": [n]})


def test_mark_sharing__tells_of_each_wait_how_many() -> None:
    marked = mark_sharing(waiting(), told(4)).set_index("mmsi")["n_sharing"]

    assert marked[A] == 4
    assert pd.isna(marked[B])


def test_leave_out_crowded__two_are_a_copy_and_three_a_crowd() -> None:
    assert leave_out_crowded(waiting(), told(2))["mmsi"].tolist() == [A, B]
    assert leave_out_crowded(waiting(), told(3))["mmsi"].tolist() == [B]
