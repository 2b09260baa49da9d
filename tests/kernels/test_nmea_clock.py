from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stsdetect.kernels.nmea_clock import read_clock_line, read_time

SECOND = 1_668_046_497


def milliseconds(text: str) -> int:
    return int(read_time(np.frombuffer(text.encode(), np.uint8), 0, len(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1668046497", SECOND * 1000),
        ("1668046497.25", SECOND * 1000 + 250),
        ("1668046497123", SECOND * 1000 + 123),
        ("2022-11-10T02:14:57Z", SECOND * 1000),
        ("2022/11/10 02:14:57.1234567", SECOND * 1000 + 123),
        ("2022-11-10T03:44:57+01:30", SECOND * 1000),
        ("2022-11-10T00:14:57-0200", SECOND * 1000),
        ("2022-11-10T03:44:57.+01:30", SECOND * 1000),
        ("2022-11-10T14:14:57.1+12:00", SECOND * 1000 + 100),
        ('"2022-11-10 02:14:57",', SECOND * 1000),
        ('"2022-11-10 02:14:57.5",', SECOND * 1000 + 500),
        ("1668046497;7", SECOND * 1000),
        ("2024-02-29 00:00:00", 1_709_164_800_000),
    ],
)
def test_read_time__forms_that_loggers_write(text: str, expected: int) -> None:
    assert milliseconds(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "x", "12", "1668046497x", "99999999999999999999", "0", "-1"),
        *("20221110021457", "2022-13-10T02:14:57", "2022-02-29 00:00:00"),
        *("2022-11-10T02:14", "2022-11-10T24:14:57", "2022-11-10T02:60:57"),
        *("10/11/2022 02:14:57", "2022-1a-10T02:14:57", "2022-11710T02:14:57"),
        *("1989-12-31T23:59:59", "2100-01-01T00:00:00"),
        *("1889-11-10T02:14:57", "2022-11-31T02:14:57", "2022-11-10T02:14:77"),
    ],
)
def test_read_time__anything_else_is_no_time(text: str) -> None:
    assert milliseconds(text) == -1


@given(st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31)))  # noqa: DTZ001
def test_read_time__equals_the_standard_library(moment: datetime) -> None:
    moment = moment.replace(tzinfo=UTC)
    whole = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)

    assert milliseconds(moment.isoformat(timespec="microseconds")) == whole


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("$PGHP,1,2022,11,10,2,14,57,390,231,45,992190934,1,2B", SECOND * 1000 + 390),
        ("$PGHP,1,2022,11,10,2,14,57,,231,45,992190934,1,2B", -1),
        ("$PGHP,1,2022,11,10", -1),
        ("$PGHP,1", -1),
    ],
)
def test_read_clock_line__gatehouse(line: str, expected: int) -> None:
    found = read_clock_line(np.frombuffer(line.encode(), np.uint8), 0, len(line))

    assert found == expected
