"""Slots heard and not, against a loop over every slot of every segment."""

import numpy as np
import oracle
import oracle_silence
from hypothesis import given, settings
from hypothesis import strategies as st

from stsdetect.kernels.slots import Grid, Heard, Ways, count_slots, spread_ways
from stsdetect.kernels.speeds import count_bins, fill_speeds_kn

SLOT = 600_000
ALL = Grid(SLOT, 6, -(10**6), 10**6)

reports = st.tuples(
    st.integers(1, 3),
    st.integers(-100, 400),
    st.sampled_from([-89.9, 0.1, 0.3, 60.26, 89.99]),
    st.sampled_from([179.9, -179.9, 100.13, 99.0]),
    st.integers(0, 3),
    st.booleans(),
)
histories = st.lists(reports, max_size=25, unique_by=lambda report: report[:2]).map(
    sorted
)

Report = tuple[int, int, float, float, int, bool]
Counts = dict[tuple[int, ...], list[int]]


def heard(history: list[Report]) -> Heard:
    columns = np.array(history, dtype=float).reshape(-1, 6).T
    segment, time, kind = (columns[k].astype(np.int64) for k in (0, 1, 4))
    lat, lon = columns[2].copy(), columns[3].copy()
    return Heard(segment, time, lat, lon, kind, columns[5] > 0)


def summed(counts: np.ndarray, history: list[Report]) -> Counts:
    found: Counts = {}
    for row, hour, cell, kind, *values in counts.tolist():
        entry = found.setdefault((history[row][0], hour, cell, kind), [0, 0, 0, 0, 0])
        for k, value in enumerate(values):
            entry[k] += value
    return found


@given(histories)
@settings(max_examples=300)
def test_count_slots__is_what_a_slow_loop_counts(
    history: list[tuple[int, int, float, float, int, bool]],
) -> None:
    timed = [(one[0], one[1] * 173_000, *one[2:]) for one in history]

    counts = count_slots(heard(timed), ALL)

    assert summed(counts, timed) == oracle_silence.slots(timed, 6)


@given(histories, st.integers(-5, 30))
@settings(max_examples=100)
def test_count_slots__hours_add_up(
    history: list[tuple[int, int, float, float, int, bool]], hour: int
) -> None:
    timed = [(one[0], one[1] * 173_000, *one[2:]) for one in history]
    early, late = ALL._replace(stop_hour=hour), ALL._replace(first_hour=hour)

    parts = [summed(count_slots(heard(timed), part), timed) for part in (early, late)]

    assert parts[0] | parts[1] == summed(count_slots(heard(timed), ALL), timed)
    assert not parts[0].keys() & parts[1].keys()


def test_spread_ways__whole_slots_inside_follow_the_way() -> None:
    ways = Ways(
        np.array([0, 60_000]),
        np.array([6 * SLOT, 60_000 + SLOT]),
        np.zeros(2),
        np.array([179.6, 0.0]),
        np.zeros(2),
        np.array([-179.9, 0.0]),
    )

    pieces = spread_ways(ways, ALL, 1_000)

    assert pieces[:, :2].tolist() == [[0, 1], [0, 2], [0, 3], [0, 4], [0, 5]]
    lons = (179.7, 179.8, 179.8, 179.8, -179.99)
    assert pieces[:, 2].tolist() == [oracle_silence.cell(0.0, lon) for lon in lons]


def test_spread_ways__a_long_silence_is_cut() -> None:
    zero = np.zeros(1)
    ways = Ways(np.zeros(1, int), np.array([10**9]), zero, zero, zero, zero)

    assert spread_ways(ways, ALL, 50)[:, 1].tolist() == list(range(1, 51))
    assert len(spread_ways(ways, ALL._replace(first_hour=3), 50)) == 33


def test_count_slots_and_spread_ways__a_way_of_months_is_no_shorter() -> None:
    n_hours = 300
    time, lon = np.array([0, n_hours * 6 * SLOT]), np.array([0.0, n_hours * 0.3])
    one, zero = np.ones(2, dtype=np.int64), np.zeros(2)

    counts = count_slots(Heard(one, time, zero, lon, one, one > 1), ALL)
    ways = Ways(time[:1], time[1:], zero[:1], lon[:1], zero[:1], lon[1:])
    pieces = spread_ways(ways, ALL, 10**6)

    assert counts[:, 4].sum() == n_hours * 6 + 1
    assert counts[:, 5].sum() == 2
    assert pieces.shape[0] == n_hours * 6 - 1
    for hours in (counts[:, 1], pieces[:, 1] // 6):
        assert set(hours.tolist()) >= set(range(n_hours))
        assert hours.size > 512


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.sampled_from([0.0, 0.5, 3.2, 49.99, 50.0])),
        max_size=40,
    ).map(sorted)
)
def test_count_bins__is_what_a_slow_loop_counts(pairs: list[tuple[int, float]]) -> None:
    keys = np.array([key for key, _ in pairs], dtype=np.int64)
    values = np.array([value for _, value in pairs])

    found = {(k, b): n for k, b, n in count_bins(keys, values, 0.5, 50.0).tolist()}

    assert found == oracle_silence.speed_counts(
        keys.tolist(), values.tolist(), 0.5, 50.0
    )


def test_count_bins__of_many_keys_none_is_lost() -> None:
    keys = np.repeat(np.arange(400), 2)
    values = np.tile([0.1, 0.6], 400)

    found = count_bins(keys, values, 0.5, 50.0)

    assert found[:, 0].tolist() == keys.tolist()
    assert found[:, 1].tolist() == [0, 1] * 400
    assert (found[:, 2] == 1).all()


def test_fill_speeds_kn__told_speeds_stay_and_long_steps_tell_none() -> None:
    time = np.array([0, 10_000, 370_000, 9_000_000, 9_100_000])
    segment = np.array([1, 1, 1, 1, 2])
    lat = np.array([0.0, 0.0, 1 / 60, 1.0, 1.0])
    sog = np.array([np.nan, 3.0, np.nan, np.nan, np.nan])

    speed = fill_speeds_kn(segment, time, (lat, np.zeros(5)), sog, (60_000, 3_600_000))

    assert speed[1] == 3.0
    assert speed[2].round(2) == 10.01
    assert np.isnan(speed[[0, 3, 4]]).all()


@given(histories)
def test_fill_speeds_kn__are_those_from_the_report_before(
    history: list[Report],
) -> None:
    segment, time, lat, lon, *_ = heard(history)
    silent = np.full(time.size, np.nan)

    speed = fill_speeds_kn(segment, time * 10_000, (lat, lon), silent, (60_000, 10**6))

    told = np.full(time.size, np.nan)
    for row in range(1, time.size):
        seconds = 10 * (time[row] - time[row - 1])
        if segment[row] == segment[row - 1] and 60 <= seconds <= 1_000:
            before, here = ((lat[k], lon[k]) for k in (row - 1, row))
            told[row] = oracle.distance_m(before, here) / seconds * 3_600 / 1_852
    np.testing.assert_allclose(speed, told, rtol=1e-9, atol=1e-6)
