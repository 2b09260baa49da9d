"""Clusters: who meets in one place at one time."""

import pandas as pd
import pytest
from builders_events import A, B, C, D, meeting, meetings
from hypothesis import given, settings
from hypothesis import strategies as st

from stsdetect.events.clusters import cluster_encounters
from stsdetect.schema import ENCOUNTERS

E = 412_000_005
DAY = 24 * 60


def test_cluster_encounters__a_barge_between_two_hulls_is_one_cluster_of_three() -> (
    None
):
    clustered = cluster_encounters(
        meetings(meeting((A, B)), meeting((B, C), 60, 300), meeting((D, E)))
    )

    assert clustered["cluster_size"].tolist() == [3, 3, 2]
    assert clustered["cluster_id"].nunique() == 2
    assert clustered["n_partners"].tolist() == [2, 2, 1]


def test_cluster_encounters__one_after_the_other_are_two_clusters() -> None:
    clustered = cluster_encounters(
        meetings(meeting((A, B), 0, 240), meeting((B, C), 241, 480))
    )

    assert clustered["cluster_size"].tolist() == [2, 2]
    assert clustered["cluster_id"].nunique() == 2


def test_cluster_encounters__touching_in_time_is_overlapping() -> None:
    clustered = cluster_encounters(
        meetings(meeting((A, B), 0, 240), meeting((B, C), 240, 480))
    )

    assert clustered["cluster_size"].tolist() == [3, 3]


def test_cluster_encounters__a_long_one_bridges_two_short_ones() -> None:
    clustered = cluster_encounters(
        meetings(
            meeting((A, B), 0, 600), meeting((A, C), 10, 60), meeting((A, D), 300, 360)
        )
    )

    assert clustered["cluster_size"].tolist() == [4, 4, 4]


@pytest.mark.parametrize(("distance", "size"), [(120.0, 2), (120.1, None)])
def test_cluster_encounters__neighbours_that_are_not_close_have_none(
    distance: float, size: int | None
) -> None:
    clustered = cluster_encounters(meeting(median_distance_m=distance))

    known = clustered["cluster_size"].dropna().tolist()
    assert known == ([] if size is None else [size])
    assert clustered["cluster_id"].notna().tolist() == [size is not None]


def test_cluster_encounters__long_hulls_alongside_are_close() -> None:
    clustered = cluster_encounters(meeting(median_distance_m=200.0, alongside=True))

    assert clustered["cluster_size"].tolist() == [2]


@pytest.mark.parametrize(("day", "n"), [(3, 2), (4, 1)])
def test_cluster_encounters__partners_are_counted_over_a_week(day: int, n: int) -> None:
    later = meeting((A, C), day * DAY, day * DAY + 120)

    clustered = cluster_encounters(meetings(meeting((A, B)), later))

    assert clustered["n_partners"].tolist() == [n, n]


def test_cluster_encounters__far_neighbours_are_no_partners() -> None:
    far = meeting((A, C), median_distance_m=400.0, alongside=False)

    clustered = cluster_encounters(meetings(meeting((A, B)), far))

    assert clustered["n_partners"].tolist() == [1, 1]


def test_cluster_encounters__nothing_in_nothing_out() -> None:
    clustered = cluster_encounters(ENCOUNTERS.empty())

    assert clustered.empty
    ENCOUNTERS.check(clustered)


@given(
    st.lists(
        st.tuples(st.sampled_from([(A, B), (A, C), (B, D), (C, D), (D, E)]),
                  st.integers(0, 60), st.integers(1, 30)),
        max_size=8,
        unique_by=lambda row: row[:2],
    ),
    st.randoms(),
)  # fmt: skip
@settings(max_examples=8)
def test_cluster_encounters__equal_a_slow_search_in_any_order(
    rows: list[tuple[tuple[int, int], int, int]], random: "st.DataObject"
) -> None:
    table = [ENCOUNTERS.empty()]
    table += [meeting(pair, start, start + n) for pair, start, n in rows]
    encounters = meetings(*table)
    order = list(range(len(rows)))
    random.shuffle(order)  # type: ignore[attr-defined]

    clustered = cluster_encounters(encounters)
    shuffled = cluster_encounters(encounters.iloc[order]).sort_index()

    pd.testing.assert_frame_equal(clustered, shuffled)
    assert clustered["cluster_size"].tolist() == [
        len(company(rows, row)) for row in rows
    ]


def company(
    rows: list[tuple[tuple[int, int], int, int]], row: tuple[tuple[int, int], int, int]
) -> set[int]:
    """Vessels that can be reached from one encounter."""
    reached, grown = [row], True
    while grown:
        more = [
            other
            for other in rows
            if other not in reached and any(linked(other, one) for one in reached)
        ]
        reached, grown = reached + more, bool(more)
    return {mmsi for pair, _, _ in reached for mmsi in pair}


def linked(
    one: tuple[tuple[int, int], int, int], other: tuple[tuple[int, int], int, int]
) -> bool:
    together = one[1] <= other[1] + other[2] and other[1] <= one[1] + one[2]
    return together and bool(set(one[0]) & set(other[0]))
