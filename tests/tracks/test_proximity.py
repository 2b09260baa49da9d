"""Proximities: who is near whom at each tick."""

from datetime import timedelta
from random import Random
from typing import Any

import numpy as np
import oracle
import polars as pl
import pytest
from builders import EPOCH, at
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stsdetect.errors import ConfigError
from stsdetect.schema import PROXIMITIES, TICKS
from stsdetect.tracks.proximity import ProximityParams, find_proximities

Where = tuple[int, int, float, float]
KEY = ["mmsi_a", "mmsi_b", "timestamp"]

wheres = st.lists(
    st.tuples(
        st.integers(1, 6),
        st.integers(0, 2),
        st.floats(-0.01, 0.01).map(lambda lat: round(lat, 5)),
        st.floats(-0.01, 0.01).map(lambda lon: round(lon, 5)),
    ),
    max_size=20,
    unique_by=lambda where: where[:2],
)


def ticks(*wheres: Where, lat: float = 38.0, lon: float = 124.0) -> pl.DataFrame:
    """TICKS of MMSIs at the number of a tick, degrees from a place."""
    rows = [
        {
            "segment_id": number,
            "mmsi": mmsi,
            "timestamp": at(5 * tick),
            "lat": lat + north,
            "lon": (lon + east + 180.0) % 360.0 - 180.0,
            "speed_kn": float(mmsi),
            "heading": 10.0 * mmsi,
            "age_s": 30.0 * mmsi,
            "hole_s": 100.0 - mmsi,
        }
        for number, (mmsi, tick, north, east) in enumerate(wheres)
    ]
    return TICKS.conform(pl.DataFrame(rows)) if rows else TICKS.empty_polars()


def test_find_proximities__tells_all_of_a_pair() -> None:
    near = find_proximities(ticks((5, 1, 0.0, 0.0), (2, 1, 0.001, 0.0)))

    PROXIMITIES.check(near)
    row = near.row(0, named=True)
    assert near.height == 1
    assert (row["mmsi_a"], row["mmsi_b"], row["timestamp"]) == (2, 5, at(5))
    assert row["distance_m"] == pytest.approx(111.195, abs=1e-3)
    assert (row["speed_a_kn"], row["speed_b_kn"]) == (2.0, 5.0)
    assert (row["heading_a"], row["heading_b"]) == (20.0, 50.0)
    assert row["heading_difference_deg"] == 30.0
    assert (row["lat"], row["lon"]) == pytest.approx((38.0005, 124.0))
    assert (row["age_s"], row["hole_s"]) == (150.0, 98.0)
    assert (row["east_m"], row["north_m"]) == pytest.approx((0.0, -111.195), abs=1e-3)
    assert row["n_near"] == 0


def test_find_proximities__nothing_gives_nothing() -> None:
    near = find_proximities(TICKS.empty_polars())

    assert near.is_empty()
    assert near.columns == PROXIMITIES.names


def test_find_proximities__no_heading_gives_no_difference() -> None:
    pair = ticks((1, 1, 0.0, 0.0), (2, 1, 0.001, 0.0))
    silent = pair.with_columns(
        heading=pl.when(pl.col("mmsi") == 2).then(pl.col("heading"))
    )

    near = find_proximities(silent)

    PROXIMITIES.check(near)
    assert near["heading_difference_deg"].to_list() == [None]
    assert near["heading_a"].to_list() == [None]


# 0.006745 degrees of latitude are 750.0 m.
@pytest.mark.parametrize(("north", "n"), [(0.00674, 1), (0.00675, 0)])
def test_find_proximities__end_at_750_m(north: float, n: int) -> None:
    assert find_proximities(ticks((1, 0, 0, 0), (2, 0, north, 0))).height == n


def test_find_proximities__an_mmsi_is_no_pair_with_itself() -> None:
    assert find_proximities(ticks((1, 0, 0, 0), (1, 0, 0.001, 0))).is_empty()


def test_find_proximities__of_two_segments_the_nearer_counts() -> None:
    near = find_proximities(
        ticks((1, 0, 0.002, 0), (1, 0, 0.001, 0), (2, 0, 0.0, 0.0), (1, 0, 0.003, 0))
    )

    assert near["distance_m"].to_list() == pytest.approx([111.195], abs=1e-3)


def test_find_proximities__counts_the_company_of_the_busier_one() -> None:
    # 3 is 1,790 m from 2, and 1,840 m off 1 to the other side is 4.
    near = find_proximities(
        ticks(
            (1, 0, 0.0, 0.0),
            (2, 0, 0.001, 0.0),
            (3, 0, 0.0171, 0.0),
            (4, 0, -0.01655, 0.0),
            (5, 0, -0.0164, 0.0),
            (6, 1, 0.0, 0.0),
        )
    )

    pair = near.filter(pl.col("mmsi_b") == 2)
    assert pair["n_near"].to_list() == [2]


@given(wheres, st.sampled_from([(38.0, 124.0), (0.0, 180.0), (89.98, 0.0)]))
@settings(max_examples=60)
@example([(1, 0, 0.0, -0.001), (2, 0, 0.0, 0.001)], (0.0, 180.0))
def test_find_proximities__are_what_a_slow_loop_finds(
    where: list[Where], place: oracle.Place
) -> None:
    fleet = ticks(*where, lat=place[0], lon=place[1])

    near = find_proximities(fleet)

    rows = fleet.select("timestamp", "mmsi", "lat", "lon").rows()
    vessels = [((t - EPOCH) // timedelta(minutes=5), m, (y, x)) for t, m, y, x in rows]
    truth = {
        (rows[i][1], rows[j][1], rows[i][0]): apart_m
        for (i, j), apart_m in oracle.pairs_within(vessels, 750.0).items()
    }
    assert near.select(KEY).rows() == sorted(truth)
    assert near["distance_m"].to_list() == pytest.approx(
        [truth[key] for key in sorted(truth)], rel=1e-6, abs=1e-6
    )
    assert np.hypot(near["east_m"].to_numpy(), near["north_m"].to_numpy()) == (
        pytest.approx(near["distance_m"].to_numpy(), rel=1e-6, abs=1e-6)
    )


@given(wheres, st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_find_proximities__the_order_of_rows_changes_nothing(
    where: list[Where], random: Random
) -> None:
    mixed = list(where)
    random.shuffle(mixed)

    near = find_proximities(ticks(*mixed))

    assert near.equals(find_proximities(ticks(*where)))


@given(wheres)
@settings(max_examples=30)
def test_find_proximities__swapping_the_names_swaps_the_columns(
    where: list[Where],
) -> None:
    fleet = ticks(*where)
    renamed = fleet.with_columns(mmsi=100 - pl.col("mmsi"))

    near = find_proximities(fleet).sort("distance_m", "timestamp", "mmsi_a")
    swapped = find_proximities(renamed).sort("distance_m", "timestamp", "mmsi_a")

    back = swapped.select(
        mmsi_a=100 - pl.col("mmsi_b"),
        mmsi_b=100 - pl.col("mmsi_a"),
        timestamp="timestamp",
        speed_a_kn="speed_b_kn",
        heading_b="heading_a",
        n_near="n_near",
    ).sort(KEY)
    assert back.equals(near.select(back.columns).sort(KEY))
    assert np.allclose(sorted(near["east_m"]), sorted(-swapped["east_m"]), atol=1e-6)


@given(wheres, st.floats(-180.0, 180.0))
@settings(max_examples=30)
def test_find_proximities__a_turn_about_the_axis_changes_no_distance(
    where: list[Where], turn: float
) -> None:
    near = find_proximities(ticks(*where))

    turned = find_proximities(ticks(*where, lon=124.0 + turn))

    sure = pl.col("distance_m") < 749.9
    assert turned.filter(sure).select(KEY).equals(near.filter(sure).select(KEY))
    columns = ("distance_m", "east_m", "north_m", "lat")
    assert np.allclose(
        turned.filter(sure).select(columns),
        near.filter(sure).select(columns),
        atol=1e-5,
    )


@given(wheres, st.floats(10.0, 740.0))
@settings(max_examples=30)
def test_find_proximities__a_wider_bound_never_finds_less(
    where: list[Where], narrow_m: float
) -> None:
    narrow = find_proximities(ticks(*where), ProximityParams(max_distance_m=narrow_m))

    wide = find_proximities(ticks(*where))

    assert narrow.equals(wide.filter(pl.col("distance_m") <= narrow_m))


@pytest.mark.parametrize("fault", [{"max_distance_m": 0.0}, {"near_radius_m": 1.0}])
def test_proximity_params__refuse_what_finds_nothing(fault: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match="proximities"):
        ProximityParams(**fault)
