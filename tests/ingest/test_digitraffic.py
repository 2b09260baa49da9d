"""Messages of Digitraffic: features, those of the stream, and the newer flat ones."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from stsdetect.ingest.digitraffic import DIGITRAFFIC
from stsdetect.ingest.files import ingest_files
from stsdetect.ingest.json_lines import JsonDecoder
from stsdetect.ingest.message_tables import MessageTables
from stsdetect.ingest.store import open_store

MS = 1_709_251_200_123
TIME = datetime(2024, 3, 1, 0, 0, 0, 123_000, tzinfo=UTC)


def feature(**changes: Any) -> dict[str, Any]:
    place = changes.pop("place", [24.951581666666666, 59.49639333333334])
    properties = {
        "sog": 0.1,
        "cog": 169.3,
        "navStat": 5,
        "rot": 0,
        "posAcc": True,
        "raim": False,
        "heading": 511,
        "timestamp": 59,
        "timestampExternal": MS,
    }
    return {
        "mmsi": 230_000_001,
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": place},
        "properties": properties | changes,
    }


FLAT = {
    "mmsi": 230_000_002,
    "time": MS // 1000,
    "sog": 10.7,
    "cog": 326.6,
    "navStat": 0,
    "heading": 325,
    "lon": 20.34,
    "lat": 60.03,
}
METADATA = {
    "mmsi": 230_000_001,
    "timestamp": MS,
    "destination": "PORVOO",
    "draught": 61,
    "name": "FICTITIOUS",
    "callSign": "OABC",
    "imo": 9_074_729,
    "eta": 176_640,
}
OLD = {"shipType": 80, **dict.fromkeys(("referencePointA", "referencePointB"), 30)}
NEW = {"type": 80, "refA": 30, "refB": 30}


def decode(*messages: object) -> MessageTables:
    text = "".join(f"{json.dumps(one)}\n" for one in messages)
    return JsonDecoder(DIGITRAFFIC).feed(text.encode())


@pytest.mark.parametrize(
    "message", [feature(), {"type": "VESSEL_LOCATION", "data": feature()}]
)
def test_digitraffic__a_location_comes_back(message: dict[str, Any]) -> None:
    found = decode(message).positions.row(0, named=True)

    assert (found["mmsi"], found["timestamp"]) == (230_000_001, TIME)
    assert (found["lat"], found["lon"]) == (59.49639333333334, 24.951581666666666)
    assert (found["sog"], found["cog"]) == (pytest.approx(0.1), pytest.approx(169.3))
    assert (found["heading"], found["nav_status"]) == (None, 5)


def test_digitraffic__a_flat_message_counts_seconds() -> None:
    found = decode(FLAT).positions.row(0, named=True)

    assert found["timestamp"] == TIME.replace(microsecond=0)
    assert (found["lat"], found["lon"], found["heading"]) == (60.03, 20.34, 325)


@pytest.mark.parametrize(
    "message",
    [
        {"type": "VESSEL_METADATA", "data": METADATA | OLD},
        METADATA | OLD,
        METADATA | NEW,
    ],
)
def test_digitraffic__metadata_are_particulars(message: dict[str, Any]) -> None:
    found = decode(message).statics.row(0, named=True)

    assert (found["imo"], found["shipname"]) == (9_074_729, "FICTITIOUS")
    assert (found["ship_type"], found["to_bow_m"]) == (80, 30)
    assert found["draught"] == pytest.approx(6.1)
    assert found["eta"] == "02-22T08:00"


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ({"x": 1}, "no message of Digitraffic"),
        (feature(place=[181, 91]), "no position"),
        (feature(place=[]), "no position"),
        (feature(place=[24, 95]), "position out of range"),
        (FLAT | {"mmsi": None}, "bad MMSI"),
        (FLAT | {"time": 1e300}, "no time"),
        (FLAT | {"time": 5}, "no time"),
    ],
)
def test_digitraffic__each_bad_message_has_its_reason(
    message: dict[str, Any], reason: str
) -> None:
    assert decode(message).rejects["reason"].to_list() == [reason]


def test_ingest_files__a_file_of_digitraffic_is_recognised(tmp_path: Path) -> None:
    file = tmp_path / "ais.jsonl"
    lines = [feature(), FLAT, METADATA | OLD, {"x": 1}]
    file.write_text("".join(f"{json.dumps(one)}\n" for one in lines))

    (source,) = ingest_files([file], tmp_path / "store").to_dict("records")

    assert source["format"] == "digitraffic"
    assert (source["rows_kept"], source["rows_static"]) == (2, 1)
    assert open_store(tmp_path / "store").read_vessels()["draught"].len() == 1


METADATA_LIST = [METADATA | OLD, METADATA | OLD | {"mmsi": 230_000_003}]
COLLECTION = {
    "type": "FeatureCollection",
    "dataUpdatedTime": "2024-03-01T00:00:30Z",
    "features": [feature(), feature() | {"mmsi": 230_000_002}, {"type": "Feature"}],
}


@pytest.mark.parametrize("indent", [None, 2])
def test_ingest_files__an_answer_of_the_web_service_is_read_whole(
    tmp_path: Path, indent: int | None
) -> None:
    (tmp_path / "locations.json").write_text(json.dumps(COLLECTION, indent=indent))
    (tmp_path / "vessels.json").write_text(json.dumps(METADATA_LIST, indent=indent))

    sources = ingest_files([tmp_path], tmp_path / "store").sort_values("name")
    store = open_store(tmp_path / "store")

    counts = ["format", "rows_read", "rows_kept", "rows_static", "rows_rejected"]
    assert sources[counts].to_numpy().tolist() == [
        ["digitraffic", 3, 2, 0, 1],
        ["digitraffic", 2, 0, 2, 0],
    ]
    assert store.read_rejects()["source_row"].to_list() == [3]
    names = store.read_vessels().filter(pl.col("mmsi") == METADATA["mmsi"])["shipname"]
    assert names.to_list() == ["FICTITIOUS"]
