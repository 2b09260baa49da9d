"""Logs whose messages have no time: rejected, or timed from one reference."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sentences import (
    Field,
    long_range,
    position,
    sentence,
    sentences,
    tagged,
    voyage,
)

import stsdetect as sts
from stsdetect.cli.main import app
from stsdetect.config import Config
from stsdetect.ingest.message_tables import MessageTables, join_tables
from stsdetect.ingest.nmea import NmeaDecoder

START = datetime(2024, 3, 1, tzinfo=UTC)


def at_second(second: int, msg_type: int = 1) -> list[Field]:
    """Fields of a position that says the second of its minute."""
    *head, (_, n_bits) = position(msg_type)
    return [*head, (second, 6), (0, n_bits - 6)]


def decode(*lines: str, reference: datetime | None = START) -> MessageTables:
    decoder = NmeaDecoder(reference_time=reference)
    tables = [decoder.feed(f"{line}\n".encode()) for line in lines]
    return join_tables([*tables, decoder.finish()])


def seconds(tables: MessageTables) -> list[float]:
    return [(time - START).total_seconds() for time in tables.positions["timestamp"]]


def test_nmea__without_a_reference_a_line_without_time_is_rejected() -> None:
    found = decode(sentence(at_second(5)), reference=None)

    assert found.rejects["reason"].to_list() == ["no time"]


def test_nmea__the_seconds_of_the_messages_carry_the_clock_on() -> None:
    told = [5, 20, 18, 45, 10, 35, 0, 20]

    found = decode(*(sentence(at_second(second)) for second in told))

    assert seconds(found) == [5, 20, 18, 45, 70, 95, 120, 140]


def test_nmea__the_first_second_may_lie_before_the_reference() -> None:
    assert seconds(decode(sentence(at_second(58)))) == [-2]


@pytest.mark.parametrize("msg_type", [1, 3, 18])
def test_nmea__each_type_says_its_second(msg_type: int) -> None:
    assert seconds(decode(sentence(at_second(7, msg_type)))) == [7]


def test_nmea__what_says_no_second_is_of_the_time_before() -> None:
    found = decode(
        sentence(at_second(9)),
        *sentences(voyage()),
        sentence(long_range()),
        sentence(at_second(61)),
    )

    assert seconds(found) == [9, 9, 9]
    assert found.statics["timestamp"].to_list() == [START + timedelta(seconds=9)]


def test_nmea__a_time_that_is_told_wins_and_sets_the_clock() -> None:
    epoch = int(START.timestamp())

    found = decode(tagged(sentence(at_second(0)), epoch + 600), sentence(at_second(10)))

    assert seconds(found) == [600, 610]


def test_ingest__the_command_takes_a_reference_time(tmp_path: Path) -> None:
    log = tmp_path / "log.nmea"
    log.write_text(sentence(at_second(5)) + "\n", encoding="ascii")
    arguments = ["ingest", str(log), "--store", str(tmp_path / "store"), "--quiet"]

    app([*arguments, "--reference-time", "2024-03-01"], standalone_mode=False)

    times = sts.open_store(tmp_path / "store").read_positions()["timestamp"]
    assert times.to_list() == [START + timedelta(seconds=5)]


def test_config__a_reference_time_without_zone_is_utc() -> None:
    config = Config(reference_time=datetime(2024, 3, 1))  # noqa: DTZ001

    assert config.reference_time == START
