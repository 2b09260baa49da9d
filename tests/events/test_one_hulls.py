"""Two transponders of one hull, and what sails beside each other otherwise."""

from typing import Any

import numpy as np
import polars as pl
import pytest
from builders_events import NOBODY, A, B, every, hull, near, vessel

from stsdetect.events.one_hulls import add_rigid, count_rigid, find_one_hulls

SHIP = hull(160, 28, 12, 12)


def beside(minutes: list[int], distance_m: Any = None, **columns: Any) -> pl.DataFrame:
    """A pair 76 m apart at 12 kn, by the noise of GPS."""
    noise = np.random.default_rng(len(minutes)).normal(0.0, 5.0, len(minutes))
    distance = (76.0 + noise).tolist() if distance_m is None else distance_m
    moving = {"speed_a_kn": 12.0, "speed_b_kn": 12.0} | columns
    return near(minutes, distance, **moving)


def found(*parts: pl.DataFrame, told: pl.DataFrame | None = None) -> pl.DataFrame:
    known = vessel(A, **SHIP) if told is None else told
    return find_one_hulls([count_rigid(part) for part in parts], known)


def test_one_hull__two_mmsis_that_keep_their_distance_under_way() -> None:
    (pair,) = found(beside(every(0, 180))).to_dicts()

    assert (pair["mmsi"], pair["other_mmsi"]) == (A, B)
    assert pair["detail"] == "the two keep 76 m apart, also under way"


def in_port(minutes: list[int], distance_m: Any = None) -> pl.DataFrame:
    return beside(minutes, distance_m, speed_a_kn=0.1, speed_b_kn=0.1)


def sets_sail(distance_m: Any = None, **columns: Any) -> pl.DataFrame:
    """Two hours at rest, and then half an hour at sea."""
    sails = beside(every(125, 150), distance_m, **columns)
    return pl.concat([in_port(every(0, 120)), sails])


def test_one_hull__of_a_vessel_that_is_under_way_for_half_an_hour_only() -> None:
    (pair,) = found(sets_sail()).to_dicts()

    assert (pair["mmsi"], pair["other_mmsi"]) == (A, B)
    hulls_lashed = {"speed_a_kn": 6.0, "speed_b_kn": 6.0}
    assert found(sets_sail(**hulls_lashed)).is_empty()
    assert found(in_port(every(0, 150))).is_empty()
    assert found(beside(every(0, 25))).is_empty()
    assert found(sets_sail([96.0, 97.0, 98.0, 99.0, 97.0, 98.0])).is_empty()
    assert found(sets_sail([50.0, 100.0] * 3)).is_empty()


def test_one_hull__few_ticks_are_enough_over_half_a_day() -> None:
    passes = [0, 5, 400, 900, 1_300, 1_440, 1_500]

    assert found(beside(passes)).height == 1
    assert found(beside(passes[:3]), beside(passes[3:])).height == 1
    assert found(beside([0, 5, 100, 200, 500, 600, 715])).is_empty()
    assert found(beside(passes[::2])).is_empty()
    assert found(beside(passes, speed_b_kn=7.0)).is_empty()
    assert found(beside(passes, [76.0, 140.0] * 3 + [76.0])).is_empty()


def test_one_hull__ticks_between_old_reports_tell_nothing() -> None:
    fresh, old = beside(every(0, 180)), beside(every(185, 600), 700.0, age_s=900.0)

    assert found(pl.concat([fresh, old])).height == 1
    assert found(beside(every(0, 180), age_s=900.0)).is_empty()


@pytest.mark.parametrize(
    ("part", "told"),
    [
        (beside(every(0, 100)), None),  # for less than two hours
        (beside(every(0, 180), speed_b_kn=4.0), None),  # trawls or drifts
        (beside(every(0, 180), [60.0, 100.0] * 18 + [60.0]), None),  # escorts
        (beside(every(0, 180), 250.0), None),  # tows: beyond the hull
        (beside(every(0, 280), [76.0] * 50 + [500.0] * 7), None),  # parts
        (beside(every(0, 180)), NOBODY),
        (beside(every(0, 180)), vessel(A, length_m=30.0)),
        (beside(every(0, 180)), vessel(A, ship_type=52, **SHIP)),
        (
            beside(every(0, 180)),
            pl.concat([vessel(A, imo=2000004, **SHIP), vessel(B, imo=2000016)]),
        ),
    ],
)
def test_one_hull__what_two_vessels_do_is_none(
    part: pl.DataFrame, told: pl.DataFrame | None
) -> None:
    assert found(part, told=told).is_empty()


def test_one_hull__windows_give_what_all_time_gives() -> None:
    whole = beside(every(0, 600))
    parts = [whole[first : first + 17] for first in range(0, whole.height, 17)]

    assert found(*reversed(parts)).equals(found(whole))
    added = add_rigid([count_rigid(part) for part in parts])
    assert added.equals(count_rigid(whole))
    assert find_one_hulls([], NOBODY).is_empty()


def test_one_hull__windows_in_which_the_pair_is_only_near_count_too() -> None:
    close, wide = beside(every(0, 145)), beside(every(1440, 1600), 600.0)
    whole = pl.concat([close, wide])

    assert found(whole).is_empty()
    assert found(close, wide).is_empty()
    assert add_rigid([count_rigid(close), count_rigid(wide)]).equals(count_rigid(whole))
