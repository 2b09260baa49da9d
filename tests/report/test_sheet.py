"""Sheets: the data of the figures of one candidate, and the skeleton they fill."""

import base64
import gzip
import json
from datetime import timedelta
from itertools import accumulate
from typing import Any

import numpy as np
import polars as pl
import pytest
import shapely
from bokeh.models import ColumnDataSource
from builders import at
from builders_events import vessel
from builders_leads import RAFTED, UNKNOWN, candidates
from builders_pairs import pair_followed, pair_tracks

from stsdetect.report.canvas import mercator
from stsdetect.report.sheet import pack_sheet, sheet_of
from stsdetect.report.skeleton import SOURCES, draw_map, draw_panels
from stsdetect.report.trails import NOTHING_FOLLOWED
from stsdetect.schema.last_heard import LastHeard


def sheet(changes: dict[str, Any] | None = None, **parts: Any) -> dict[str, Any]:
    candidate = candidates(changes or {}).iloc[0]
    return sheet_of(candidate, parts.pop("followed", pair_followed()), **parts)


def sums(steps: list[int]) -> list[int]:
    return list(accumulate(steps))


def test_draw__the_skeleton_has_every_source_once() -> None:
    drawn = [draw_map(), draw_panels()]

    names = [
        one.name for part in drawn for one in part.select({"type": ColumnDataSource})
    ]
    assert sorted(names) == sorted(SOURCES)


def test_sheet_of__tells_where_each_vessel_was_to_a_metre_and_a_second() -> None:
    track, own = sheet()["track_a"], pair_tracks()

    x, y = mercator(own["lat"][:61], own["lon"][:61])
    assert np.abs(np.array(sums(track["x"])) - x).max() <= 0.5
    assert np.abs(np.array(sums(track["y"])) - y).max() <= 0.5
    assert sums(track["time"])[::60] == [at(0).timestamp(), at(600).timestamp()]
    assert track["cut"] == track["hole"] == []


def test_sheet_of__shades_the_candidate_and_shows_six_hours_around() -> None:
    drawn = sheet()

    start = at(120).timestamp()
    assert drawn["shade"] == [start, start + 17 * 1_200]
    assert drawn["time"] == [start - 21_600, start + 17 * 1_200 + 21_600]


def test_sheet_of__a_silence_breaks_the_track_and_has_both_ends() -> None:
    hours = pl.col("timestamp").dt.hour()
    heard = ~((pl.col("mmsi") == RAFTED["mmsi_a"]) & (hours == 4))

    drawn = sheet(followed=pair_followed(pair_tracks().filter(heard)))

    track = drawn["track_a"]
    time = sums(track["time"])
    assert track["hole"] == [track["cut"][0] - 1, track["cut"][0]]
    assert [time[row] for row in track["hole"]] == [
        at(230).timestamp(),
        at(300).timestamp(),
    ]
    assert drawn["track_b"]["hole"] == []


def test_sheet_of__two_vessels_under_one_mmsi_are_two_lines() -> None:
    twin = pair_tracks().filter(pl.col("mmsi") == RAFTED["mmsi_a"])
    other = twin.with_columns(
        pl.col("timestamp") + timedelta(minutes=5),
        lat=pl.col("lat") + 3.0,
        segment_id=pl.lit(7, dtype=pl.Int64),
    )

    track = sheet(followed=pair_followed(pl.concat([twin, other])))["track_a"]

    assert track["cut"] == [61]
    assert np.ptp(sums(track["y"])[:61]) < 10_000
    assert track["hole"] == []


def test_sheet_of__goes_on_across_180() -> None:
    tracks = pair_followed(pair_tracks(lon=179.995))

    lines = sheet({"lon": 179.995}, followed=tracks)

    assert np.ptp(sums(lines["track_a"]["x"])) < 20_000


def test_sheet_of__sides_follow_the_candidate_where_a_has_the_larger_number() -> None:
    swapped = {
        "kind": "one_dark",
        "mmsi_a": RAFTED["mmsi_b"],
        "mmsi_b": RAFTED["mmsi_a"],
    }

    turned = sheet(swapped, followed=pair_followed(a=RAFTED["mmsi_b"]))

    assert turned["track_a"] == sheet()["track_b"]


def test_sheet_of__of_one_vessel_has_no_distance() -> None:
    alone = pair_tracks().filter(pl.col("mmsi") == RAFTED["mmsi_a"])

    lone = sheet(
        UNKNOWN | {"mmsi_b": None}, followed=pair_followed(alone, distances=False)
    )

    assert lone["distance"]["y"] == lone["track_b"]["x"] == []
    assert len(lone["track_a"]["speed"]) == 61


def test_sheet_of__nothing_known_is_no_fault() -> None:
    empty = sheet(followed=NOTHING_FOLLOWED)

    assert empty["track_a"]["x"] == empty["hearing_b"]["y"] == []
    assert empty["place"]["x"]


def test_sheet_of__draught_is_told_where_it_changes() -> None:
    told = pl.concat(
        [
            vessel(RAFTED["mmsi_a"], 0, draught=4.0),
            vessel(RAFTED["mmsi_a"], 60, draught=4.0, destination="BUSAN"),
            vessel(RAFTED["mmsi_a"], 90, draught=7.25),
            vessel(999, 30, draught=9.0),
        ]
    )

    drawn = sheet(particulars=told)

    assert drawn["draught_a"]["y"] == [40, 72]
    assert sums(drawn["draught_a"]["time"])[1] == at(90).timestamp()
    assert drawn["draught_b"]["y"] == []


def test_sheet_of__draws_where_they_could_have_met_and_frames_it() -> None:
    area = shapely.MultiPolygon(
        [shapely.box(124, 31, 124.2, 31.2), shapely.box(125, 31, 125.2, 31.2)]
    )

    drawn = sheet(area=area)

    west, east = sums(drawn["frame"]["x"])
    x = sums(drawn["area"]["x"])
    assert drawn["area"]["cut"] == [5]
    assert west < min(x) < max(x) < east


def test_sheet_of__frames_where_a_vessel_was_heard_last() -> None:
    last = LastHeard(at(0), 31.6, 125.3, 20.0)

    drawn = sheet(last_heard=last)

    (x,), (y,) = (sums(drawn["gone"][axis]) for axis in "xy")
    west, east = sums(drawn["frame"]["x"])
    south, north = sums(drawn["frame"]["y"])
    assert west < x < east
    assert south < y < north
    assert sheet()["gone"] == {"x": [], "y": []}


def test_sheet_of__last_heard_across_180_lies_beside_the_candidate() -> None:
    last = LastHeard(at(0), 31.0, -179.9, 20.0)

    drawn = sheet({"lon": 179.9}, last_heard=last)

    assert sums(drawn["gone"]["x"])[0] > sums(drawn["place"]["x"])[0]


def test_sheet_of__without_land_leaves_the_coast_to_the_page() -> None:
    assert not {"land", "water"} & set(sheet())


def test_pack_sheet__is_the_same_each_time_and_comes_back() -> None:
    one = pack_sheet(sheet())

    assert one == pack_sheet(sheet())
    assert json.loads(gzip.decompress(base64.b64decode(one))) == sheet()


def test_pack_sheet__refuses_what_json_does_not_know() -> None:
    with pytest.raises(ValueError, match="JSON"):
        pack_sheet({"x": float("nan")})
