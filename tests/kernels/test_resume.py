"""Who goes on after a long silence, against a loop over all ends before."""

import numpy as np
import oracle_silence
from hypothesis import given, settings
from hypothesis import strategies as st

from stsdetect.kernels.resume import Resumption, resume_segments

HOUR = 3_600_000
BOUNDS = Resumption(0.0257, 500.0, 0.001, 100)

edges = st.tuples(
    st.integers(1, 2),
    st.integers(0, 300),
    st.sampled_from([0.0, 0.0011, 0.27, 3.9]),
    st.sampled_from([179.99, -179.98]),
    st.booleans(),
    st.booleans(),
)
histories = st.lists(edges, max_size=14, unique_by=lambda edge: edge[:2]).map(sorted)


def resume(
    history: list[oracle_silence.Edge], bounds: Resumption = BOUNDS
) -> list[int]:
    columns = np.array(history, dtype=float).reshape(-1, 6).T
    mmsi, time = (column.astype(np.int64) for column in columns[:2])
    opens, closes = (column.astype(np.bool_) for column in columns[4:])
    place = (columns[2].copy(), columns[3].copy())
    found: list[int] = resume_segments(
        mmsi, time, place, opens, closes, bounds
    ).tolist()
    return found


@given(histories)
@settings(max_examples=300)
def test_resume_segments__is_what_a_slow_loop_links(
    history: list[tuple[int, int, float, float, bool, bool]],
) -> None:
    timed: list[oracle_silence.Edge] = [
        (mmsi, hour * HOUR, lat, lon, opens, closes)
        for mmsi, hour, lat, lon, opens, closes in history
    ]

    truth = oracle_silence.resumptions(timed, *BOUNDS[:3])

    assert resume(timed) == truth


def test_resume_segments__an_end_long_ago_does_not_win_by_a_mile() -> None:
    ends: list[oracle_silence.Edge] = [
        (1, 0, 38.00, 124.0, True, True),
        (1, 200 * HOUR, 38.05, 124.0, True, True),
    ]
    again = (1, 210 * HOUR, 38.01, 124.0, True, True)

    assert resume([*ends, again])[-1] == 1


def test_resume_segments__only_the_latest_ends_are_remembered() -> None:
    ends: list[oracle_silence.Edge] = [
        (1, hour * HOUR, lat, 124.0, False, True)
        for hour, lat in ((0, 38.0), (1, -38.0), (2, -60.0))
    ]
    again = (1, 20 * HOUR, 38.0, 124.0, True, True)

    assert resume([*ends, again])[-1] == 0
    assert resume([*ends, again], BOUNDS._replace(n_back=2))[-1] == -1
