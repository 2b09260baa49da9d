"""Where a vessel stays slow, against a loop; and which spells are one wait."""

import numpy as np
import oracle_silence
from hypothesis import given, settings
from hypothesis import strategies as st

from stsdetect.kernels.slow_spells import SpellBounds, Waits, find_spells, join_spells

STEP = 300_000
BOUNDS = SpellBounds(3.0, 3 * STEP, 5_556.0)

ticks = st.tuples(
    st.integers(1, 2),
    st.integers(0, 30),
    st.sampled_from([0.0, 0.01, 0.2]),
    st.sampled_from([179.99, -179.99]),
    st.sampled_from([0.0, 2.5, 3.0, 3.1, 12.0]),
)
histories = st.lists(ticks, max_size=25, unique_by=lambda tick: tick[:2]).map(sorted)

Tick = tuple[int, int, float, float, float]


def waits(history: list[Tick]) -> Waits:
    columns = np.array(history, dtype=float).reshape(-1, 5).T
    segment, time = columns[0].astype(np.int64), columns[1].astype(np.int64) * STEP
    return Waits(segment, time, *(column.copy() for column in columns[2:]))


@given(histories)
@settings(max_examples=200)
def test_find_spells__are_what_a_slow_loop_finds(history: list[Tick]) -> None:
    timed = [(segment, k * STEP, *rest) for segment, k, *rest in history]

    found = find_spells(waits(history), BOUNDS)

    truth = oracle_silence.spells(timed, 3.0, 3 * STEP, 5_556.0)  # type: ignore[arg-type]
    assert found[:, :3].tolist() == [[one[0], one[-1], len(one)] for one in truth]
    speeds = [sum(round(history[row][4] * 1e6) for row in one) for one in truth]
    assert found[:, 3].tolist() == speeds


def test_find_spells__of_many_vessels_none_is_lost() -> None:
    history = [(k, 0, 0.01, 179.99, 2.5) for k in range(600)]

    found = find_spells(waits(history), BOUNDS)

    assert found[:, 0].tolist() == list(range(600))
    assert (found[:, 1:4] == [[k, 1, 2_500_000] for k in range(600)]).all()


def joined(*parts: list[Tick]) -> list[float]:
    """Number of slow ticks of each wait that the spells of the parts make."""
    rows = [
        (part[first], part[last], n)
        for part in parts
        for first, last, n in find_spells(waits(part), BOUNDS)[:, :3].tolist()
    ]
    if not rows:
        return []
    times = [np.array([row[k][1] * STEP for row in rows]) for k in (0, 1)]
    start, end = (
        (np.array([row[k][2] for row in rows]), np.array([row[k][3] for row in rows]))
        for k in (0, 1)
    )
    mmsi = np.ones(len(rows), dtype=np.int64)
    wait = join_spells(mmsi, (times[0], times[1]), start, end, BOUNDS)
    sizes: list[float] = np.bincount(wait, [row[2] for row in rows]).tolist()
    return sizes


@given(histories, st.integers(1, 29))
@settings(max_examples=200)
def test_join_spells__puts_together_what_a_window_cut(
    history: list[Tick], border: int
) -> None:
    alone = [tick for tick in history if tick[0] == 1]
    early = [tick for tick in alone if tick[1] < border]

    assert joined(early, alone[len(early) :]) == joined(alone)


def test_join_spells__two_vessels_of_one_mmsi_wait_apart() -> None:
    one = np.ones(4, dtype=np.int64)
    time = (np.array([0, 1, 12, 13]) * STEP, np.array([10, 11, 20, 21]) * STEP)
    lat, lon = np.array([0.0, 9.0, 0.0, 9.0]), np.zeros(4)

    assert join_spells(one, time, (lat, lon), (lat, lon), BOUNDS).tolist() == [
        0, 1, 0, 1,
    ]  # fmt: skip


def test_join_spells__from_one_spell_one_other_goes_on() -> None:
    one = np.ones(3, dtype=np.int64)
    time = (np.array([0, 11, 12]) * STEP, np.array([10, 20, 21]) * STEP)
    here = (np.zeros(3), np.zeros(3))

    assert join_spells(one, time, here, here, BOUNDS).tolist() == [0, 0, 1]


def test_join_spells__two_vessels_never_wait_as_one() -> None:
    mmsi = np.array([1, 1, 2, 2])
    time = (np.array([0, 4, 5, 9]) * STEP, np.array([3, 4, 8, 12]) * STEP)
    here = (np.zeros(4), np.zeros(4))

    assert join_spells(mmsi, time, here, here, BOUNDS).tolist() == [0, 0, 1, 1]
    assert join_spells(mmsi // 3, time, here, here, BOUNDS).tolist() == [0] * 4
