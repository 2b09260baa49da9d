import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stsdetect.ingest.aisstream import AISSTREAM, is_aisstream
from stsdetect.ingest.json_lines import JsonDecoder
from stsdetect.ingest.message_tables import KEPT, MessageTables, join_tables
from stsdetect.ingest.particulars import complete_particulars

MMSI = 440_123_456
TIME = "2024-03-01 00:00:00.94034384 +0000 UTC"
MOTION = {
    "UserID": MMSI,
    "Valid": True,
    "Latitude": 37.9,
    "Longitude": 124.05,
    "Sog": 0.3,
    "Cog": 90.5,
    "TrueHeading": 88,
    "NavigationalStatus": 1,
}
DIMENSION = {"A": 150, "B": 30, "C": 0, "D": 22}


def message(name: str, body: dict[str, Any], time: str = TIME) -> dict[str, Any]:
    return {
        "Message": {name: body},
        "MessageType": name,
        "MetaData": {"MMSI": MMSI, "MMSI_String": MMSI, "time_utc": time},
    }


def position(**changes: Any) -> dict[str, Any]:
    time = changes.pop("time", TIME)
    return message("PositionReport", {"MessageID": 1} | MOTION | changes, time)


def decode(*messages: dict[str, Any] | str, cut: int = 0) -> MessageTables:
    lines = [m if isinstance(m, str) else json.dumps(m) for m in messages]
    decoder = JsonDecoder(AISSTREAM)
    blocks = ("".join(f"{x}\n" for x in part) for part in (lines[:cut], lines[cut:]))
    tables = [decoder.feed(block.encode()) for block in blocks]
    found = join_tables([*tables, decoder.finish()])
    return replace(found, statics=complete_particulars(found.statics))


def test_aisstream__a_position_comes_back() -> None:
    found = decode(position()).positions.row(0, named=True)

    assert str(found.pop("timestamp")) == "2024-03-01 00:00:00.940000+00:00"
    assert found == {
        "mmsi": MMSI,
        "lat": 37.9,
        "lon": 124.05,
        "sog": pytest.approx(0.3),
        "cog": 90.5,
        "heading": 88,
        "nav_status": 1,
        "ais_class": "A",
        "receiver": None,
        "msg_type": 1,
        "source_row": 1,
    }


def test_aisstream__what_is_not_available_is_null() -> None:
    missing = {"Sog": 102.3, "Cog": 360, "TrueHeading": 511, "NavigationalStatus": 15}
    coarse = {"MessageID": 27, "Sog": 63, "Cog": 511, "TrueHeading": None}

    found = decode(
        position(**missing), message("LongRangeAisBroadcastMessage", MOTION | coarse)
    ).positions

    names = ["sog", "cog", "heading"]
    assert found.select(names).rows() == [(None, None, None)] * 2
    assert found["nav_status"].to_list() == [None, 1]
    assert found["ais_class"].to_list() == ["A", None]


def test_aisstream__particulars() -> None:
    eta = {"Month": 3, "Day": 9, "Hour": 17, "Minute": 5}
    voyage = {
        "MessageID": 5,
        "UserID": MMSI,
        "Valid": True,
        "ImoNumber": 9_074_729,
        "Name": "FICTITIOUS  ",
        "CallSign": "HPQW",
        "Type": 80,
        "Eta": eta,
        "Dimension": DIMENSION,
        "MaximumStaticDraught": 10.5,
        "Destination": "",
    }
    part_a = {"Name": "SEA STAR", "Valid": True}
    part_b = {"CallSign": "D7AB", "ShipType": 37, "Dimension": DIMENSION, "Valid": True}
    off = {"Name": "OLD", "CallSign": "OLD", "ShipType": 1, "Valid": False}
    head = {"MessageID": 24, "UserID": MMSI, "Valid": True}
    extended = MOTION | {"MessageID": 19, "Name": "BUOY", "Type": 0, "Dimension": None}
    craft = head | {"UserID": 984_401_234, "ReportB": part_b}

    found = decode(
        message("ShipStaticData", voyage),
        message("StaticDataReport", head | {"ReportA": part_a, "ReportB": off}),
        message("StaticDataReport", head | {"ReportA": off, "ReportB": part_b}),
        message("StaticDataReport", craft),
        message("ExtendedClassBPositionReport", extended),
    )

    names = ["imo", "shipname", "callsign", "ship_type", "to_bow_m", "to_port_m"]
    assert found.statics.select(names).rows() == [
        (9_074_729, "FICTITIOUS", "HPQW", 80, 150, 0),
        (None, "SEA STAR", None, None, None, None),
        (None, None, "D7AB", 37, 150, 0),
        (None, None, "D7AB", 37, None, None),
        (None, "BUOY", None, None, None, None),
    ]
    first = found.statics.row(0, named=True)
    assert (first["eta"], first["draught"]) == ("03-09T17:05", 10.5)
    assert first["destination"] is None
    assert found.n_rows == {"particulars": 4, KEPT: 1}
    assert (found.n_read, found.n_static) == (5, 4)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("nonsense", "no message of aisstream"),
        ("[1, 2]", "no message of aisstream"),
        ('{"MessageType": NaN}', "no message of aisstream"),
        ('{"MessageType": "PositionReport"}', "bad MMSI"),
        (position(UserID=0), "bad MMSI"),
        (position(UserID=1_000_000_000), "bad MMSI"),
        (position(Valid=False), "not valid by its own word"),
        (position(Latitude=91), "no position"),
        (position(Longitude=181), "no position"),
        (position(Latitude="north"), "no position"),
        (position(Latitude=-90.1), "position out of range"),
        (position(time="soon"), "no time"),
        (position(time="2024-03-01 09:00:00 +0900 KST"), "no time"),
    ],
)
def test_aisstream__a_row_of_no_use_is_rejected_with_its_reason(
    row: dict[str, Any] | str, reason: str
) -> None:
    found = decode(position(), row, position())

    text = row if isinstance(row, str) else json.dumps(row)
    assert found.rejects.rows() == [(2, reason, text[:500])]
    assert found.n_rows == {KEPT: 2, reason: 1}


def test_aisstream__messages_over_several_lines_are_one_row_each() -> None:
    pretty = json.dumps(position(), indent=2)
    lines = [*pretty.splitlines(), "", json.dumps(position()), *pretty.splitlines()]
    n_lines = len(pretty.splitlines())

    for cut in range(0, len(lines), 7):
        found = decode(*lines, cut=cut)

        assert found.positions["source_row"].to_list() == [1, n_lines + 2, n_lines + 3]
        assert found.n_rows == {KEPT: 3, "blank": 1}


def test_aisstream__a_message_that_never_ends_is_told() -> None:
    pretty = json.dumps(position(), indent=2).splitlines()

    found = decode(*pretty[:-3], position(), *pretty[:5])

    assert found.positions["source_row"].to_list() == [len(pretty) - 2]
    assert found.rejects["source_row"].to_list() == [1, len(pretty) - 1]
    assert set(found.rejects["reason"]) == {"no message of aisstream"}


def test_aisstream__a_message_without_an_end_takes_no_more_than_a_mebibyte() -> None:
    found = decode("{", *["x" * 1000] * 1100, position())

    assert found.n_rows[KEPT] == 1
    assert found.rejects["source_row"][0] == 1


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=6))
def test_aisstream__damage_never_stops_it(at: int, noise: bytes) -> None:
    log = bytearray("\n".join(json.dumps(position()) for _ in range(4)).encode())
    log[at % len(log)] = noise[0]
    decoder = JsonDecoder(AISSTREAM)

    found = [decoder.feed(bytes(log) + b"\n" + noise), decoder.finish()]

    n_rejected = sum(tables.rejects.height for tables in found)
    n_kept = sum(tables.positions.height for tables in found)
    assert n_kept >= 2
    n_static = sum(tables.n_static for tables in found)
    assert n_kept + n_static + n_rejected == sum(tables.n_read for tables in found)


REAL = {
    "AidsToNavigationReport": {"message of another type": 1},
    "BaseStationReport": {"message of another type": 1},
    "ExtendedClassBPositionReport": {KEPT: 1},
    "PositionReport": {KEPT: 1},
    "SafetyBroadcastMessage": {"message of another type": 1},
    "ShipStaticData": {"particulars": 1},
    "StandardClassBPositionReport": {KEPT: 1},
    "StandardSearchAndRescueAircraftReport": {"message of another type": 1},
    "StaticDataReport": {"particulars": 1},
    "UnknownMessage": {"message of another type": 1},
}


@pytest.mark.parametrize("name", REAL)
def test_aisstream__real_messages(real_ais: Path, name: str) -> None:
    content = (real_ais / "aisstream" / f"{name}.json").read_bytes()

    found = decode(content.decode())

    assert is_aisstream(content)
    assert found.n_rows == REAL[name]
    if name == "StaticDataReport":
        assert found.statics["callsign"].to_list() == ["LK 4676"]
        assert found.statics["to_bow_m"].to_list() == [11]


def test_is_aisstream__other_json_is_not() -> None:
    assert is_aisstream(json.dumps(position()).encode())
    assert not is_aisstream(b'{"type": "FeatureCollection", "features": []}')
    assert not is_aisstream(b"!AIVDM,1,1,,A,15,0*00")
    assert not is_aisstream(b"")
