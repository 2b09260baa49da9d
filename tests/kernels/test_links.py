"""Which positions of an MMSI go together, against a loop over all before each."""

import numpy as np
import oracle
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stsdetect.kernels.links import chain_ids, link_positions, lone_between
from stsdetect.kernels.projection import STRANGE, Reach, Way, fits
from stsdetect.units import MS_PER_KN

MINUTE = 60_000
REACH = Reach(50.0 * MS_PER_KN / 1000, 500.0, 480 * MINUTE, 1_000)

Rows = list[tuple[int, int, float, float]]

# Two places 60 km apart, so that some ways between them are slow enough.
rows = st.tuples(
    st.integers(1, 2),
    st.integers(0, 90),
    st.sampled_from([0.0, 0.001, 0.01, 0.5]),
    st.sampled_from([179.99, -179.99]),
)
histories = st.lists(rows, max_size=16).map(sorted)
motions = st.none() | st.tuples(
    st.sampled_from([3.0, 12.0]), st.sampled_from([10.0, 100.0, 190.0])
)
# Few and near places, so that two vessels of one MMSI often could be one.
near = st.tuples(
    st.integers(1, 1),
    st.integers(0, 9),
    st.sampled_from([0.0, 0.02, 0.05, 0.11]),
    st.sampled_from([0.0, 0.05, -0.07]),
    motions,
)
near_histories = st.lists(near, max_size=14).map(lambda one: sorted(one, key=str))


def links(history: Rows, reach: Reach = REACH) -> np.ndarray:
    return linked(way([(*row, None) for row in history]), reach)


def linked(reports: Way, reach: Reach) -> np.ndarray:
    links, winner = np.full((2, reports.time.size), 7, dtype=np.int32)
    link_positions(reports, reach, links, winner)
    return links


def ids_of(links: np.ndarray, mmsi: np.ndarray, time: np.ndarray) -> np.ndarray:
    ids = np.empty(links.size, dtype=np.int64)
    chain_ids(links, mmsi, time, ids)
    return ids


def way(history: list[tuple[int, int, float, float, oracle.Motion]]) -> Way:
    mmsi, minute, lat, lon = (
        np.array([row[k] for row in history], dtype=float) for k in range(4)
    )
    told = [row[4] or (np.nan, np.nan) for row in history]
    sog, cog = (np.array([m[k] for m in told], dtype=np.float32) for k in range(2))
    time = minute.astype(np.int64) * 10 * MINUTE
    return Way(mmsi.astype(np.int64), time, lat, lon, sog, cog)


@given(histories)
@settings(max_examples=300)
@example([(1, 0, 0.0, 179.99), (1, 0, 0.5, 179.99), (1, 1, 0.0, -179.99)])
def test_link_positions__is_what_a_slow_loop_links(history: Rows) -> None:
    reports = [(minute * 10.0 * MINUTE, lat, lon) for _, minute, lat, lon in history]
    mmsis = [mmsi for mmsi, *_ in history]
    untold: list[oracle.Motion] = [None] * len(history)

    slow = oracle.History(mmsis, reports, untold, 50.0, 500.0, 480 * MINUTE)

    assert links(history).tolist() == oracle.links(slow)


@given(near_histories)
@settings(max_examples=400)
def test_link_positions__by_speed_and_course_is_what_a_slow_loop_links(
    history: list[tuple[int, int, float, float, oracle.Motion]],
) -> None:
    reports = [(minute * 10.0 * MINUTE, lat, lon) for _, minute, lat, lon, _ in history]

    told = [motion for *_, motion in history]
    slow = oracle.History([1] * len(history), reports, told, 50.0, 500.0, 480 * MINUTE)

    assert linked(way(history), REACH).tolist() == oracle.links(slow)


def test_link_positions__gives_up_after_so_many_positions() -> None:
    strangers = [(1, k, 40.0, 10.0 * k) for k in range(1, 9)]
    history = [(1, 0, 0.0, 0.0), *strangers, (1, 9, 0.0, 0.0)]

    assert links(history)[-1] == 0
    assert links(history, REACH._replace(n_back=8))[-1] == -1


def test_chain_ids__hang_on_the_first_position_only() -> None:
    history: Rows = [(1, 0, 0.0, 0.0), (1, 1, 0.0, 0.0), (1, 90, 0.0, 0.0)]
    mmsi, time = np.ones(3, dtype=np.int64), np.array([0, 10, 900])

    both, first = links(history), links(history[:1])

    ids = ids_of(both, mmsi, time)
    assert ids[0] == ids[1] != ids[2]
    assert ids_of(first, mmsi[:1], time[:1]).tolist() == ids[:1].tolist()
    assert ids[0] != ids_of(first, mmsi[:1] + 1, time[:1])[0]


def test_chain_ids__may_lie_over_the_links() -> None:
    links = np.array([[-1, 7], [0, 7], [-1, 7], [1, 7]], dtype=np.int32)
    mmsi, time = np.ones(4, dtype=np.int64), np.arange(4) * 10
    apart = ids_of(links[:, 0].copy(), mmsi, time)

    ids = links.view(np.int64)[:, 0]
    chain_ids(links[:, 0], mmsi, time, ids)

    assert ids.tolist() == apart.tolist()


def test_lone_between__spares_what_a_link_touches() -> None:
    chains = np.array([-1, -1, 0, 1, -1, 2, -1])

    assert lone_between(chains).nonzero()[0].tolist() == [4]


def test_fits__as_near_as_the_noise_no_course_is_needed() -> None:
    fast_away: oracle.Motion = (30.0, 225.0)
    beside = [(1, 0, 0.0, 179.999, fast_away), (1, 1, 0.003, -179.998, fast_away)]
    farther = [beside[0], (1, 1, 0.006, -179.995, fast_away)]

    near, far = way(beside), way(farther)

    assert fits(0, 1, near, REACH, 1.0)
    assert not fits(0, 1, far, REACH, 1.0)
    assert not fits(0, 1, near, REACH._replace(slack_m=400.0), STRANGE)


@pytest.mark.parametrize("cog", [0.0, 90.0])
def test_fits__a_vessel_is_where_its_speed_and_course_lead_to(cog: float) -> None:
    """For half an hour at ten knots on the equator, east or north, and no mile off."""
    reach = REACH._replace(off_share=0.0)
    ahead = 5 / 60
    off = [metres / 111_195 for metres in (-450.0, 450.0, -550.0, 550.0)]
    motion = (10.0, cog)

    found = []
    for one in off:
        place = (ahead + one, 0.0) if cog == 0.0 else (0.0, ahead + one)
        reports = way([(1, 0, 0.0, 0.0, motion), (1, 3, *place, motion)])
        found.append(fits(0, 1, reports, reach, 1.0))

    assert found == [True, True, False, False]


def test_fits__a_vessel_that_says_it_lies_still_has_the_noise_and_no_more() -> None:
    off = (490.0 / 111_195, 510.0 / 111_195)

    found = []
    for one in off:
        still = way([(1, 0, 0.0, 0.0, (0.0, 0.0)), (1, 3, one, 0.0, (0.0, 0.0))])
        found.append(fits(0, 1, still, REACH, 1.0))

    assert found == [True, False]
