"""Silences in which a call in North Korean waters could be hidden."""

from typing import Any

import pandas as pd
import polars as pl
import pytest
from builders import at

from stsdetect.context.dark_voyages import VoyageParams, find_dark_voyages
from stsdetect.errors import ConfigError
from stsdetect.schema import DARK_VOYAGES, GAPS

NAMPO_ROADS = (38.6, 125.0)
WEST = (38.6, 122.8)
"""Some 60 nm west of 124° E."""
SHANGHAI = (31.0, 123.0)
DALIAN = (38.8, 121.9)


def silence(
    start: tuple[float, float],
    end: tuple[float, float] | None,
    hours: float,
    **columns: Any,
) -> pd.DataFrame:
    """GAPS with one row."""
    row = {
        "gap_id": "one",
        "mmsi": 412_000_001,
        "start_time": at(0),
        "start_lat": start[0],
        "start_lon": start[1],
        "end_time": None if end is None else at(60 * hours),
        "end_lat": None if end is None else end[0],
        "end_lon": None if end is None else end[1],
        "duration_h": hours,
        "own_speed_kn": 10.0,
        "n_alike": 0,
        "mmsi_heard": False,
        "open": end is None,
    }
    frame = pl.DataFrame([row | columns], infer_schema_length=None)
    return GAPS.to_pandas(GAPS.conform(frame))


def kinds(gaps: pd.DataFrame, **params: Any) -> list[str]:
    voyages = find_dark_voyages(gaps, VoyageParams(**params))
    DARK_VOYAGES.check(voyages)
    DARK_VOYAGES.check_key(voyages)
    found: list[str] = voyages["kind"].tolist()
    return found


def test_find_dark_voyages__there_and_back_with_time_to_stay() -> None:
    voyages = find_dark_voyages(silence(WEST, WEST, 30))

    voyage = voyages.iloc[0]
    assert voyages["kind"].tolist() == ["round_trip"]
    assert voyage["zone"] == "North Korean waters, west (approximate)"
    assert voyage["way_nm"] == pytest.approx(113, abs=4)
    assert voyage["stay_h"] == pytest.approx(30 - voyage["way_nm"] / 11.5, abs=0.01)
    assert voyage["lon"] == pytest.approx(124.0, abs=0.05)


def test_find_dark_voyages__too_short_or_too_far_is_none() -> None:
    assert kinds(silence(WEST, WEST, 9)) == []
    assert kinds(silence(SHANGHAI, SHANGHAI, 48)) == []
    assert kinds(silence(WEST, WEST, 24 * 40)) == []


def test_find_dark_voyages__a_slow_vessel_does_not_get_there() -> None:
    assert kinds(silence(WEST, WEST, 30, own_speed_kn=3.0)) == []
    assert kinds(silence(WEST, WEST, 30, own_speed_kn=None)) == ["round_trip"]


def test_find_dark_voyages__to_enter_and_to_leave_are_told() -> None:
    assert kinds(silence(WEST, NAMPO_ROADS, 20)) == ["entered"]
    assert kinds(silence(NAMPO_ROADS, WEST, 20)) == ["left"]
    assert kinds(silence(NAMPO_ROADS, NAMPO_ROADS, 20)) == ["inside"]


def test_find_dark_voyages__an_open_silence_needs_one_way_alone() -> None:
    assert kinds(silence(WEST, None, 9)) == ["open"]
    assert kinds(silence(DALIAN, DALIAN, 14)) == []


def test_find_dark_voyages__both_coasts_in_reach_are_two() -> None:
    assert len(kinds(silence((34.0, 128.0), (34.0, 128.0), 24 * 20))) == 2


def test_find_dark_voyages__no_way_leads_over_the_peninsula() -> None:
    far = find_dark_voyages(silence(WEST, WEST, 24 * 10)).set_index("zone")

    east = far.loc["North Korean waters, east (approximate)"]
    assert east["way_nm"] > 1_000
    japan = find_dark_voyages(silence((37.5, 131.5), (37.5, 131.5), 30))
    assert japan["zone"].tolist() == [east.name]


def test_find_dark_voyages__tell_how_many_silences_as_long_allow_as_much() -> None:
    near = [silence(WEST, WEST, 30, gap_id=f"near {k}") for k in range(3)]
    far = [silence(SHANGHAI, SHANGHAI, 40, gap_id=f"far {k}") for k in range(5)]
    longer = [silence(SHANGHAI, SHANGHAI, 61, gap_id=f"longer {k}") for k in range(9)]
    gaps = pd.concat([*near, *far, *longer], ignore_index=True)

    voyages = find_dark_voyages(gaps)

    told = voyages[voyages["gap_id"].str.startswith("near")]
    assert told["share_alike"].tolist() == [3 / 8] * 3
    assert find_dark_voyages(near[0])["share_alike"].tolist() == [1.0]


def test_find_dark_voyages__nothing_gives_nothing() -> None:
    assert find_dark_voyages(GAPS.empty()).empty


def test_voyage_params__refuse_vessels_that_do_not_move() -> None:
    with pytest.raises(ConfigError, match="max_speed_kn"):
        VoyageParams(max_speed_kn=0)
