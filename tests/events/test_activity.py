"""Activity: each family of encounters gets its name, and keeps its row."""

from typing import Any

import pandas as pd
import polars as pl
import pytest
from builders_events import NOBODY, A, B, meeting, meetings, vessel

from stsdetect.events.activity import RULES, classify_activity
from stsdetect.schema import ENCOUNTERS
from stsdetect.schema.events import ACTIVITIES

ALONGSIDE = {"alongside": True}
NEIGHBOURS = {"alongside": False, "median_distance_m": 300.0, "sd_distance_m": 45.0}
MOVING: dict[str, Any] = {
    "drift_nm": 10.0,
    "median_speed_kn": 2.6,
    "median_speed_a_kn": 2.5,
    "median_speed_b_kn": 2.6,
}
TANKER, TUG, FISHING, PILOT = 80, 52, 30, 50

FAMILIES: list[tuple[str, tuple[int | None, int | None], dict[str, Any]]] = [
    ("transfer_like", (TANKER, TANKER), ALONGSIDE),
    ("transfer_like", (TANKER, 70), ALONGSIDE | {"drift_nm": 6.0}),
    ("transfer_like", (None, None), ALONGSIDE),
    ("transfer_like", (TANKER, FISHING), ALONGSIDE),
    ("transfer_like", (TANKER, None), {"alongside": None, "median_distance_m": 60.0}),
    ("tow", (TUG, TANKER), ALONGSIDE | MOVING),
    ("tow", (70, 31), {"median_distance_m": 220.0} | MOVING),
    ("pair_trawl", (FISHING, FISHING), {"median_distance_m": 300.0} | MOVING),
    ("raft", (FISHING, FISHING), ALONGSIDE),
    ("raft", (FISHING, FISHING), {"median_distance_m": 20.0, "cluster_size": 5}),
    ("pilotage", (PILOT, TANKER), ALONGSIDE | {"end": 40}),
    ("convoy", (70, 70), {"median_distance_m": 450.0} | MOVING),
    ("anchorage", (TANKER, TANKER), NEIGHBOURS),
    ("anchorage", (None, None), NEIGHBOURS | {"n_near": 6.0}),
    ("unknown", (TUG, TANKER), ALONGSIDE),
    ("unknown", (TANKER, TANKER), NEIGHBOURS | {"support": 0.2}),
    ("transfer_like", (37, TANKER), ALONGSIDE),
    ("unknown", (37, 36), ALONGSIDE | {"end": 60}),
    ("unknown", (None, None), {"alongside": None, "median_distance_m": 90.0}),
]


def types(a: int | None, b: int | None) -> pl.DataFrame:
    return pl.concat([vessel(A, ship_type=a), vessel(B, ship_type=b)])


@pytest.mark.parametrize(("activity", "ship_types", "columns"), FAMILIES)
def test_classify_activity__each_family_has_its_name(
    activity: str, ship_types: tuple[int | None, int | None], columns: dict[str, Any]
) -> None:
    classified = classify_activity(meeting(**columns), types(*ship_types))

    assert classified["activity"].tolist() == [activity]
    assert 0.2 <= classified["activity_weight"].item() <= 1.0


def test_classify_activity__no_row_is_lost_and_the_order_stays() -> None:
    encounters = meetings(
        *(
            meeting(start=n, **columns | {"end": 300})
            for n, (_, _, columns) in enumerate(FAMILIES)
        )
    )

    classified = classify_activity(encounters, NOBODY)

    assert classified["encounter_id"].tolist() == encounters["encounter_id"].tolist()
    named = ["activity", "activity_weight"]
    pd.testing.assert_frame_equal(
        classified.drop(columns=named), encounters.drop(columns=named)
    )


def test_classify_activity__swapping_the_vessels_changes_nothing() -> None:
    encounter = meeting(median_distance_m=220.0, **MOVING)

    one = classify_activity(encounter, types(TUG, TANKER))
    other = classify_activity(encounter, types(TANKER, TUG))

    pd.testing.assert_frame_equal(one, other)


def test_classify_activity__the_type_is_that_of_the_time() -> None:
    vessels = pl.concat([types(TANKER, TANKER), vessel(A, 1000, ship_type=FISHING),
                         vessel(B, 1000, ship_type=FISHING)])  # fmt: skip
    encounters = meetings(meeting(), meeting(start=1100, end=1300))

    classified = classify_activity(
        encounters.assign(alongside=pd.array([True, True], dtype="boolean")), vessels
    )

    assert classified["activity"].tolist() == ["transfer_like", "raft"]


def test_classify_activity__nothing_in_nothing_out() -> None:
    assert classify_activity(ENCOUNTERS.empty(), NOBODY).empty


def test_rules__give_points_to_known_activities_only() -> None:
    assert {rule.activity for rule in RULES} == set(ACTIVITIES)
