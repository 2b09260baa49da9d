"""Hostile messages in JSON: numbers that are none, types that no message has."""

import json
from typing import Any

import polars as pl
import pytest

from stsdetect.ingest import json_lines
from stsdetect.ingest.aisstream import AISSTREAM
from stsdetect.ingest.json_lines import JsonDecoder
from stsdetect.ingest.message_tables import MessageTables, join_tables


def position(**changed: Any) -> bytes:
    report = {
        "MessageID": 1,
        "UserID": 412000001,
        "Valid": True,
        "Latitude": 36.0,
        "Longitude": 123.0,
        "Sog": 1.5,
    }
    message = {
        "MessageType": "PositionReport",
        "Message": {"PositionReport": report | changed},
        "MetaData": {"time_utc": "2024-03-01 00:00:00.000000001 +0000 UTC"},
    }
    return json.dumps(message).encode()


def decode(*lines: bytes) -> MessageTables:
    decoder = JsonDecoder(AISSTREAM)
    return join_tables([decoder.feed(b"\n".join(lines) + b"\n"), decoder.finish()])


@pytest.mark.parametrize("number", [2**64, -(2**64), 128, 28, 0, -1, 1e308])
def test_decode__a_type_that_no_message_has_is_unknown(number: float) -> None:
    found = decode(position(MessageID=number), position())

    assert found.positions["msg_type"].to_list() == [None, 1]
    assert found.positions["source_row"].to_list() == [1, 2]


@pytest.mark.parametrize("text", [b"NaN", b"-Infinity", b"1e999", b"9" * 5_000])
def test_decode__a_number_that_is_none_makes_no_message(text: bytes) -> None:
    bad = position().replace(b"1.5", text)

    found = decode(position(), bad, position())

    assert found.positions["source_row"].to_list() == [1, 3]
    assert found.rejects["reason"].to_list() == ["no message of aisstream"]


def test_decode__messages_that_are_none_do_not_make_it_read_again_and_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Who sends thousands of them must not slow the reading down a thousandfold."""
    calls: list[int] = []
    read = json_lines._read

    def counted(texts: list[bytes], schema: dict[str, Any]) -> pl.DataFrame:
        calls.append(len(texts))
        return read(texts, schema)

    monkeypatch.setattr(json_lines, "_read", counted)
    bad = [
        position().replace(b"1.5", one)
        for one in (b"NaN", b"-Infinity", b"1e999", b"9" * 5_000, b"}", b"[" * 3_000)
    ]

    found = decode(*(line for _ in range(100) for line in (*bad, position())))

    assert found.positions.height == 100
    assert found.rejects.height == 600
    assert len(calls) <= 3
