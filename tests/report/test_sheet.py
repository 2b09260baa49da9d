"""Sheets: the data of the figures of one candidate, and the skeleton they fill."""

import base64
import gzip
import json
from typing import Any

import numpy as np
import polars as pl
import pytest
import shapely
from bokeh.models import ColumnDataSource
from builders_leads import RAFTED, UNKNOWN, candidates
from builders_pairs import pair_proximities, pair_tracks

from stsdetect.report.sheet import pack_sheet, sheet_of
from stsdetect.report.skeleton import SOURCES, draw_skeleton
from stsdetect.schema import PROXIMITIES, TRACKS


def sheet(changes: dict[str, Any] | None = None, **parts: Any) -> dict[str, Any]:
    candidate = candidates(changes or {}).iloc[0]
    tracks = parts.get("tracks", pair_tracks())
    near = parts.get("proximities", pair_proximities())
    return sheet_of(candidate, tracks, near, None, parts.get("area"))


def test_sheet_of__fills_every_source_of_the_skeleton() -> None:
    drawn = draw_skeleton()

    names = {one.name for one in drawn.select({"type": ColumnDataSource})}
    assert names == set(SOURCES)
    assert set(sheet()) == {*SOURCES, "time", "shade"}


def test_sheet_of__marks_the_time_together() -> None:
    lines = sheet()

    assert [len(part) for part in lines["track_a"]["x"]] == [61]
    assert [len(part) for part in lines["together_b"]["x"]] == [35]
    assert lines["shade"][1] - lines["shade"][0] == round(17 / 3 * 3_600_000)


def test_sheet_of__a_silence_is_dashed_and_breaks_the_track() -> None:
    hours = pl.col("timestamp").dt.hour()
    silent = pair_tracks().filter(
        ~((pl.col("mmsi") == RAFTED["mmsi_a"]) & (hours == 4))
    )

    lines = sheet(tracks=silent.filter(pl.len() > 0))

    assert len(lines["track_a"]["x"]) == 2
    assert len(lines["hole_a"]["x"]) == 1
    assert lines["hole_a"]["x"][0] == [
        lines["track_a"]["x"][0][-1],
        lines["track_a"]["x"][1][0],
    ]
    assert lines["hole_b"]["x"] == []


def test_sheet_of__goes_on_across_180() -> None:
    lines = sheet({"lon": 179.995}, tracks=pair_tracks(lon=179.995))

    every = [x for part in lines["track_a"]["x"] for x in part]
    assert np.ptp(every) < 20_000


def test_sheet_of__breaks_the_distance_and_keeps_to_the_pair() -> None:
    distance = sheet()["distance"]["y"]

    assert distance.count(None) == 1
    assert max(value for value in distance if value is not None) == 700


def test_sheet_of__sides_follow_the_candidate_where_a_has_the_larger_number() -> None:
    swapped = {
        "kind": "one_dark",
        "mmsi_a": RAFTED["mmsi_b"],
        "mmsi_b": RAFTED["mmsi_a"],
    }

    assert sheet(swapped)["speed_a"] == sheet()["speed_b"]
    assert sheet(swapped)["track_a"] == sheet()["track_b"]


def test_sheet_of__of_one_vessel_tells_the_speed_it_reported() -> None:
    lone = sheet(UNKNOWN | {"mmsi_b": None}, proximities=PROXIMITIES.empty_polars())

    assert lone["distance"]["x"] == []
    assert len(lone["speed_a"]["x"]) >= 61
    assert lone["speed_b"]["x"] == []
    assert lone["track_b"]["x"] == [[]]


def test_sheet_of__nothing_known_is_no_fault() -> None:
    empty = sheet(tracks=TRACKS.empty_polars(), proximities=PROXIMITIES.empty_polars())

    assert empty["track_a"]["x"] == [[]]
    assert empty["place"]["x"]


def test_sheet_of__draws_where_they_could_have_met() -> None:
    area = shapely.MultiPolygon(
        [shapely.box(124, 31, 124.2, 31.2), shapely.box(125, 31, 125.2, 31.2)]
    )

    assert [len(ring) for ring in sheet(area=area)["area"]["x"]] == [5, 5]


def test_pack_sheet__is_the_same_each_time_and_comes_back() -> None:
    one = pack_sheet(sheet())

    assert one == pack_sheet(sheet())
    assert json.loads(gzip.decompress(base64.b64decode(one))) == sheet()


def test_pack_sheet__refuses_what_json_does_not_know() -> None:
    with pytest.raises(ValueError, match="JSON"):
        pack_sheet({"x": float("nan")})
