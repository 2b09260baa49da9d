"""Columns of plain rows, against Python's own way of reading each value."""

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from stsdetect.kernels.row_values import DOUBTFUL, read_decimal, read_stamp
from stsdetect.kernels.rows import (
    MAX_WORDS,
    SEED,
    count_lines,
    fold_values,
    read_numbers,
    read_stamps,
    read_words,
    split_rows,
)

ISO = np.frombuffer(b"0000-00-00T00:00:00", np.uint8)
ISO_PLACES = np.array([0, 5, 8, 11, 14, 17])
COMMA = np.uint8(ord(","))

LINES = st.lists(st.text(alphabet='ab1 ,"', max_size=8), min_size=1, max_size=6)


def as_bytes(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), np.uint8)


def split(
    text: str, n_columns: int
) -> tuple[NDArray[np.uint8], NDArray[np.int32], NDArray[np.bool_]]:
    buffer = as_bytes(text)
    edges = np.zeros((count_lines(buffer), n_columns + 1), np.int32)
    return buffer, edges, split_rows(buffer, COMMA, edges)


@given(LINES, st.sampled_from(["\n", "\r\n"]))
@example([], "\n")
def test_split_rows__values_are_those_of_a_plain_split(
    lines: list[str], end: str
) -> None:
    text = "".join(line + end for line in lines)

    _, edges, plain = split(text, 3)

    for line, row, is_plain in zip(lines, edges.tolist(), plain, strict=True):
        values = line.split(",")
        assert is_plain == (len(values) == 3 and '"' not in line)
        if is_plain:
            found = [text[row[i] + 1 : row[i + 1]] for i in range(3)]
            assert found == values


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4))
def test_read_decimal__the_nearest_float_or_doubt(number: object) -> None:
    text = f"{number},"

    value, stop = read_decimal(as_bytes(text), 0)

    n_digits = sum(letter.isdigit() for letter in text)
    assert (stop == len(text) - 1) == (n_digits <= 15)
    if n_digits <= 15:
        assert value == float(text[:-1])


@pytest.mark.parametrize(
    "text", ["-", "1.", ".", "-.", "1.2.3", "1e3", "+1", " 1", "x"]
)
def test_read_numbers__what_is_not_plain_is_left(text: str) -> None:
    buffer, edges, plain = split(f"{text}\n", 1)

    read_numbers(buffer, edges, plain)

    assert not plain.any()


def test_read_numbers__an_empty_value_is_not_a_number() -> None:
    buffer, edges, plain = split(",-0\n", 2)

    assert np.isnan(read_numbers(buffer, edges[:, :2], plain)[0])
    assert str(read_numbers(buffer, edges[:, 1:], plain)[0]) == "-0.0"
    assert plain.all()


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31)),  # noqa: DTZ001
    st.sampled_from(["", "Z", " UTC"]),
    st.integers(0, 3),
)
def test_read_stamp__the_time_that_is_written(
    time: datetime, zone: str, n_decimals: int
) -> None:
    micros = time.microsecond // 10 ** (6 - n_decimals) * 10 ** (6 - n_decimals)
    time = time.replace(microsecond=micros)
    decimals = f".{time.microsecond:06d}"[: n_decimals + 1] if n_decimals else ""
    text = f"{time:%Y-%m-%d %H:%M:%S}{decimals}{zone},"

    stamp, stop = read_stamp(as_bytes(text), 0, ISO, ISO_PLACES)

    assert stop == len(text) - 1
    assert stamp == round(time.replace(tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    "text",
    [
        *("2023-02-29T00:00:00", "2023-13-01T00:00:00", "2023-00-01T00:00:00"),
        *("2023-01-01T24:00:00", "2023-01-01T00:60:00", "2023-01-01T00:00:60"),
        *("2023-0x-01T00:00:00", "2023-01-01T00:00:00,"),
        *("1989-12-31T23:59:59", "2023/01/01T00:00:00", "2023-01-01T00:00:0"),
        *("2023-01-01T00:00:00.1234", "2023-01-01T00:00:00 GMT", ""),
    ],
)
def test_read_stamps__what_is_not_plain_is_left(text: str) -> None:
    buffer, edges, plain = split(f"{text}\n", 1)

    read_stamps(buffer, edges, plain, ISO, ISO_PLACES)

    assert not plain.any()


@given(st.lists(st.text(alphabet="ab", max_size=3), min_size=1, max_size=30))
def test_read_words__equal_words_share_a_number(words: list[str]) -> None:
    buffer, edges, plain = split("".join(f"{word}\n" for word in words), 1)

    numbers, first = read_words(buffer, edges, plain)

    assert [words[first[number]] for number in numbers] == words
    assert first.tolist() == [words.index(words[line]) for line in first]


def test_read_words__beyond_so_many_words_a_line_is_left() -> None:
    words = [str(i) for i in range(MAX_WORDS + 2)]
    buffer, edges, plain = split("".join(f"{word}\n" for word in words), 1)

    _, first = read_words(buffer, edges, plain)

    assert first.size == MAX_WORDS
    assert np.flatnonzero(~plain).tolist() == [MAX_WORDS, MAX_WORDS + 1]


@given(st.lists(st.tuples(st.text("ab", max_size=2), st.text("ab", max_size=2))))
def test_fold_values__equal_values_alone_have_equal_hashes(
    rows: list[tuple[str, str]],
) -> None:
    text = "".join(f"{a},{b}\n" for a, b in rows)
    buffer, edges, plain = split(text, 2)
    folded = np.full(len(rows), SEED)

    for column in range(2):
        fold_values(buffer, edges[:, column : column + 2], plain, folded)

    assert len(set(folded.tolist())) == len(set(rows))


def test_read_decimal__doubt_is_told_apart_from_the_start() -> None:
    assert read_decimal(as_bytes("-,"), 0)[1] == DOUBTFUL


def test_columns__a_line_that_is_left_is_read_no_further() -> None:
    text = "x,2023-01-01T00:00:00,a\n7,2023-01-01T00:00:01,b\n"
    buffer, edges, plain = split(text, 3)
    folded = np.full(2, SEED)

    numbers = read_numbers(buffer, edges[:, :2], plain)
    times = read_stamps(buffer, edges[:, 1:3], plain, ISO, ISO_PLACES)
    words, first = read_words(buffer, edges[:, 2:], plain)
    fold_values(buffer, edges[:, 2:], plain, folded)
    again = read_numbers(buffer, edges[:, :2], plain)

    assert plain.tolist() == [False, True]
    assert (numbers[1], times[0], words[1]) == (7.0, 0, 0)
    assert np.isnan(again[0])
    assert first.tolist() == [1]
    assert folded[0] == SEED != folded[1]
