"""Segments on ticks, against great circles made by turning about an axis."""

from collections.abc import Sequence

import numpy as np
import oracle
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stsdetect.kernels.orders import group_segments
from stsdetect.kernels.resample import Ticks, empty_ticks, fill_ticks
from stsdetect.kernels.spans import Grid, Reports, find_spans
from stsdetect.kernels.sphere import unit_vectors

MINUTE = 60_000
STEP = 5 * MINUTE
GRID = Grid(-1000, 1000, STEP, 60 * MINUTE, 240 * MINUTE, 1852.0)

starts = st.sampled_from([(0.0, 179.9), (89.95, 0.0), (38.0, 124.0), (-89.9, -180.0)])
hops = st.tuples(
    st.integers(1, 400).map(lambda tenth: tenth * MINUTE // 5),
    st.floats(0.02, 0.2),
    st.floats(-0.2, 0.2),
)


@st.composite
def voyages(draw: st.DrawFn) -> list[oracle.Report]:
    """Reports of one vessel that goes on, at times that often are those of ticks."""
    lat, lon = draw(starts)
    time = draw(st.integers(-20, 20)) * MINUTE
    reports: list[oracle.Report] = [(time, lat, lon)]
    for elapsed, north, east in draw(st.lists(hops, max_size=8)):
        time += elapsed
        lat = lat - north if lat > 0 else lat + north
        lon = (lon + east + 180.0) % 360.0 - 180.0
        reports.append((time, lat, lon))
    return reports


def columns(*segments: Sequence[oracle.Report], fast: bool = False) -> Reports:
    rows = np.array([report for segment in segments for report in segment])
    rows = rows.reshape(-1, 3)
    numbers = [number for number, segment in enumerate(segments) for _ in segment]
    return Reports(
        np.array(numbers, dtype=np.int64),
        np.array(numbers, dtype=np.int64),
        rows[:, 0].astype(np.int64),
        np.ascontiguousarray(rows[:, 1]),
        np.ascontiguousarray(rows[:, 2]),
        np.full(len(rows), np.nan, dtype=np.float32),
        np.full(len(rows), fast),
    )


def resample(reports: Reports, grid: Grid) -> Ticks:
    spans = np.empty((reports.time.size, 3), dtype=np.int32)
    n_spans, n_ticks = find_spans(reports, grid, spans)
    ticks = empty_ticks(n_ticks)
    fill_ticks(reports, spans[:n_spans], grid, ticks)
    return ticks


def numbers_of(ticks: Ticks) -> list[int]:
    assert (ticks.time % STEP == 0).all()
    return (ticks.time // STEP).tolist()  # type: ignore[no-any-return]


@given(voyages(), voyages())
@settings(max_examples=150)
@example([(0.0, 0.0, 179.99), (10.0 * MINUTE, 0.0, -179.99)], [(0.0, 1.0, 1.0)])
@example([(0.0, 89.9, 0.0), (20.0 * MINUTE, 89.9, 180.0)], [])
@example([(0.0, 1.0, 1.0), (61.0 * MINUTE, 9.0, 1.0), (65.0 * MINUTE, 9.0, 1.0)], [])
def test_resample__goes_along_the_great_circle(
    one: list[oracle.Report], other: list[oracle.Report]
) -> None:
    ticks = resample(columns(one, other), GRID)

    truth = [oracle.ticks_of_segment(way, STEP, 60 * MINUTE) for way in (one, other)]
    numbers = [number for places in truth for number in sorted(places)]
    places = [places[number] for places in truth for number in sorted(places)]
    assert numbers_of(ticks) == numbers
    found = unit_vectors(ticks.lat, ticks.lon).T
    assert np.allclose(found, np.reshape(places, (-1, 3)), atol=1e-9)
    speeds = [oracle.speeds_kn(places, STEP) for places in truth]
    lone = [len(places) == 1 or n not in kn for places, kn in
            zip(truth, speeds, strict=True) for n in sorted(places)]  # fmt: skip
    known = [kn[number] for kn in speeds for number in sorted(kn)]
    assert ticks.speed_kn[~np.array(lone, dtype=bool)] == pytest.approx(
        known, rel=1e-6, abs=1e-5
    )


@given(voyages(), st.integers(-5, 20), st.integers(0, 30))
def test_resample__a_part_of_the_grid_gives_that_part(
    voyage: list[oracle.Report], first: int, n: int
) -> None:
    whole = resample(columns(voyage), GRID)
    part = resample(columns(voyage), GRID._replace(first=first, last=first + n))

    inside = (whole.time >= first * STEP) & (whole.time <= (first + n) * STEP)
    assert part.time.tolist() == whole.time[inside].tolist()
    assert part.lat.tolist() == whole.lat[inside].tolist()
    assert part.age_s.tolist() == whole.age_s[inside].tolist()


def test_resample__tells_how_far_the_reports_are() -> None:
    ticks = resample(columns([(0, 1.0, 1.0), (22 * MINUTE, 1.0, 1.1)]), GRID)

    assert (ticks.age_s // 60).tolist() == [0, 5, 10, 7, 2]
    assert (ticks.hole_s // 60).tolist() == [0, 22, 22, 22, 22]


def test_resample__takes_a_report_at_a_tick_as_it_is() -> None:
    reports = [(0, 10.3, 1.0 / 3.0), (5 * MINUTE, 10.4, 0.1), (8 * MINUTE, 10.4, 0.2)]

    ticks = resample(columns(reports), GRID)

    assert ticks.lat.tolist() == [10.3, 10.4]
    assert ticks.lon.tolist() == [1.0 / 3.0, 0.1]


def test_resample__takes_the_heading_of_the_nearer_report_that_has_one() -> None:
    reports = columns([(k * 12 * MINUTE, 1.0, 1.0) for k in range(4)])
    headings = np.array([10.0, 20.0, np.nan, np.nan], dtype=np.float32)

    ticks = resample(reports._replace(heading=headings), GRID)

    assert numbers_of(ticks) == [0, 1, 2, 3, 4, 5, 6, 7]
    assert ticks.heading.tolist() == pytest.approx(
        [10, 10, 20, 20, 20, np.nan, np.nan, np.nan], nan_ok=True
    )


@pytest.mark.parametrize(
    ("minutes", "shift_deg", "fast", "n_ticks"),
    [
        (60, 1.0, False, 13),
        (61, 1.0, False, 0),
        (240, 0.016, False, 49),
        (240, 0.017, False, 0),
        (241, 0.0, False, 0),
        (240, 0.0, True, 0),
    ],
)
def test_resample__bridges_a_long_hole_only_where_nothing_moved(
    minutes: int, shift_deg: float, *, fast: bool, n_ticks: int
) -> None:
    reports = [(0, 0.0, 1.0), (minutes * MINUTE, shift_deg, 1.0)]

    assert resample(columns(reports, fast=fast), GRID).time.size == n_ticks


def test_resample__a_lone_tick_has_the_speed_from_report_to_report() -> None:
    reports = [(4 * MINUTE, 0.0, 1.0), (6 * MINUTE, 1.0 / 60.0, 1.0)]

    ticks = resample(columns(reports), GRID)

    assert numbers_of(ticks) == [1]
    assert ticks.speed_kn == pytest.approx(30.0, rel=2e-3)


def test_resample__goes_nowhere_between_equal_or_opposite_places() -> None:
    equal = [(0, 5.0, 5.0), (10 * MINUTE, 5.0, 5.0)]
    opposite = [(0, 0.0, 0.0), (10 * MINUTE, 0.0, 180.0)]

    ticks = resample(columns(equal, opposite), GRID)

    assert numbers_of(ticks) == [0, 1, 2, 0, 1, 2]
    assert ticks.lat[:3] == pytest.approx([5.0] * 3)
    assert np.isfinite(ticks.speed_kn).all()


def test_group_segments__keeps_the_order_within_a_segment() -> None:
    mmsi = np.array([1, 1, 1, 1, 2, 2, 3])
    segment = np.array([5, 4, 5, 4, 7, 7, 1])

    assert group_segments(mmsi, segment).tolist() == [1, 3, 0, 2, 4, 5, 6]


def test_fill_ticks__of_today_are_those_of_1970_later() -> None:
    """As plain Python too, where 32 bits of a span are no time of today."""
    step, now = 300_000, 5_700_000 * 300_000
    found = []
    for begin in (0, now):
        time = np.array([0, 600_000]) + begin
        ticks = empty_ticks(3)
        reports = Reports(
            np.zeros(2, np.int64),
            np.zeros(2, np.int64),
            time,
            np.zeros(2),
            np.array([179.99, -179.99]),
            np.array([90, np.nan], np.float32),
            np.zeros(2, np.bool_),
        )
        spans = np.array([[1, 0, 3]], dtype=np.int32)
        grid = Grid(begin // step, begin // step + 9, step, 3_600_000, 0, 0.0)
        fill_ticks(reports, spans, grid, ticks)
        found.append(ticks)

    early, late = found
    assert (late.time - now).tolist() == early.time.tolist() == [0, step, 2 * step]
    assert late.lon.tolist() == early.lon.tolist()
