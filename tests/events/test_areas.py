"""Areas: where a silent vessel could have been, against a slow reading of it."""

from collections.abc import Mapping
from datetime import timedelta

import numpy as np
import pandas as pd
import polars as pl
import pytest
from builders import at
from builders_meetings import gap, gaps
from shapely import Point

from stsdetect.events.areas import find_areas, find_last_heard, find_silences
from stsdetect.kernels.sphere import haversine_m
from stsdetect.schema import RENDEZVOUS
from stsdetect.units import MS_PER_KN

VISIT = timedelta(hours=1.5)
SILENT = gap(300000002, (0, 8), (33.0, 124.0), (33.2, 124.5))
REGION = "POLYGON ((124 33, 125 33, 125 34, 124 33))"


def rendezvous(*rows: Mapping[str, object]) -> pd.DataFrame:
    common: dict[str, object] = {
        "mmsi_a": 200000001, "mmsi_b": 300000002, "earliest_start": at(60),
        "latest_end": at(240), "lat": 33.1, "lon": 124.2, "slack_h": 3.0,
        "feasible_area_km2": 10.0, "partner_rank": 1, "n_partners": 1,
        "max_speed_a_kn": None, "max_speed_b_kn": 10.0, "feasible_region": None,
    }  # fmt: skip
    frame = pl.DataFrame([{**common, **row} for row in rows], infer_schema_length=None)
    return RENDEZVOUS.to_pandas(RENDEZVOUS.conform(frame))


VISITED: dict[str, object] = {
    "rendezvous_id": "one",
    "kind": "one_dark",
    "event_a": "wait",
    "event_b": SILENT["gap_id"],
}


@pytest.mark.parametrize("bearing", np.linspace(0, 2 * np.pi, 9)[:-1])
def test_find_areas__of_one_dark_is_where_it_could_have_stayed(bearing: float) -> None:
    area = find_areas(rendezvous(VISITED), gaps(SILENT), VISIT)["one"]

    for share in (0.9, 0.98, 1.02, 1.1):
        lat = 33.1 + share * 0.5 * np.sin(bearing)
        lon = 124.25 + share * 0.6 * np.cos(bearing)
        way_m = haversine_m(33.0, 124.0, lat, lon) + haversine_m(lat, lon, 33.2, 124.5)
        stay_h = 8 - way_m / (10 * MS_PER_KN) / 3_600
        if abs(stay_h - 1.5) > 0.05:
            assert area.contains(Point(lon, lat)) == (stay_h > 1.5)


def test_find_areas__of_both_dark_is_that_of_the_meeting() -> None:
    both = {
        "rendezvous_id": "both", "kind": "both_dark", "event_a": "x", "event_b": "y",
        "feasible_region": REGION,
    }  # fmt: skip

    areas = find_areas(rendezvous(VISITED, both), gaps(SILENT), VISIT)

    assert set(areas) == {"one", "both"}
    assert areas["both"].bounds == (124, 33, 125, 34)


def test_find_areas__across_180_runs_on() -> None:
    far = gap(300000002, (0, 8), (33.0, 179.9), (33.0, -179.9))

    met = VISITED | {"event_b": far["gap_id"], "lon": 179.95}
    area = find_areas(rendezvous(met), gaps(far), VISIT)["one"]

    west, _, east, _ = area.bounds
    assert 178.5 < west < 180 < east < 181.5


GONE = SILENT | {"end_time": None, "end_lat": None, "end_lon": None, "open": True}


def test_find_areas__a_silence_that_goes_on_bounds_nothing() -> None:
    assert find_areas(rendezvous(VISITED), gaps(GONE), VISIT) == {}


def test_find_silences__of_one_that_goes_on_have_its_start_alone() -> None:
    assert find_silences(rendezvous(VISITED), gaps(GONE)) == {"one": (at(0), at(0))}


def test_find_last_heard__tells_where_and_how_far_it_could_have_come() -> None:
    told = find_last_heard(rendezvous(VISITED), gaps(GONE))

    # an hour at 10 kn
    assert told == {"one": (at(0), 33.0, 124.0, 10.0)}
    assert find_last_heard(rendezvous(VISITED), gaps(SILENT)) == {}


def test_find_areas__of_no_meeting_are_none() -> None:
    assert find_areas(RENDEZVOUS.empty(), gaps(SILENT), VISIT) == {}


def test_find_silences__span_all_silences_of_a_meeting() -> None:
    other = gap(200000001, (3, 11), (33.0, 124.0), (33.2, 124.5))
    both = VISITED | {"event_a": other["gap_id"], "kind": "both_dark"}

    spans = find_silences(rendezvous(both), gaps(SILENT, other))

    assert spans == {"one": (at(0), at(11 * 60))}
