from itertools import pairwise

import numpy as np

from stsdetect.kernels.nmea_parts import MAX_LINES, join_parts
from stsdetect.kernels.nmea_records import (
    CONTINUATION,
    INCOMPLETE,
    LINE,
    NO_TIME,
    SENTENCE,
    UNKNOWN_RECEIVER,
    Records,
)


def parts(*numbers: int, n_parts: int) -> Records:
    """Lines with parts of one message, by number."""
    lines = np.zeros(len(numbers), LINE)
    lines["number"] = np.arange(len(numbers)) + 1
    lines["kind"], lines["key"] = SENTENCE, 7
    lines["time_ms"], lines["receiver"] = NO_TIME, UNKNOWN_RECEIVER
    lines["n_parts"], lines["part"] = n_parts, numbers
    return lines


def join(lines: Records) -> list[list[int]]:
    members = np.empty(lines.size, np.int64)
    starts = np.empty(lines.size + 1, np.int64)
    n_messages = join_parts(lines, members, starts)
    bounds = pairwise(starts[: n_messages + 1])
    return [members[start:stop].tolist() for start, stop in bounds]


def test_join_parts__no_lines_no_messages() -> None:
    assert join(np.zeros(0, LINE)) == []


def test_join_parts__nine_parts_in_the_order_of_their_numbers() -> None:
    lines = parts(9, 1, 8, 2, 7, 3, 6, 4, 5, n_parts=9)

    assert join(lines) == [[1, 3, 5, 7, 8, 6, 4, 2, 0]]
    assert (lines["kind"] == CONTINUATION).sum() == 8
    assert lines["kind"][1] == SENTENCE


def test_join_parts__two_stations_send_no_message_together() -> None:
    lines = parts(1, 2, 2, n_parts=2)
    lines["station"] = [3, 5, 3]

    assert join(lines) == [[0, 2]]


def test_join_parts__what_is_not_whole_stays_a_sentence() -> None:
    lines = parts(1, 2, n_parts=3)

    assert join(lines) == []
    assert lines["kind"].tolist() == [SENTENCE] * 2


def test_join_parts__what_waits_too_long_is_given_up_the_first_line_as_well() -> None:
    lines = parts(1, 1, 2, n_parts=2)
    lines["n_parts"][0], lines["key"][1:] = 3, 8
    lines["number"][1:] = MAX_LINES + 2, MAX_LINES + 3

    assert join(lines) == [[1, 2]]
    assert lines["kind"].tolist() == [INCOMPLETE, SENTENCE, CONTINUATION]


def test_join_parts__equal_keys_of_many_messages_take_little_time() -> None:
    lines = parts(*[1, 2] * 50_000, n_parts=2)

    assert len(join(lines)) == 50_000
