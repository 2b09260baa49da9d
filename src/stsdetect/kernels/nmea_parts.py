"""Messages out of their sentences: parts interleaved, out of order, or lost."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.nmea_records import (
    CONTINUATION,
    INCOMPLETE,
    NO_TIME,
    SENTENCE,
    UNKNOWN_RECEIVER,
    Integer,
    Record,
    Records,
)

__all__ = ["MAX_LINES", "join_parts"]

MAX_LINES = 1_000
"""Lines between the first and the last part of a message, ours: parts lie one or two
lines apart in every real log at hand, but a message is slow on some networks."""

MAX_MS = 60_000
"""Milliseconds between two parts that both have a time, ours: the parts leave the
vessel in slots of 27 ms in a row."""

_OPENED = np.dtype(
    [
        ("station", np.int64),
        ("time_ms", np.int64),
        ("first_number", np.int64),
        ("older", np.int64),  # message of the same key opened before, or −1
        ("n_missing", np.int64),  # 0 once it is whole or given up
        ("parts", np.int64, (9,)),  # index of each line, or −1
    ],
    align=True,
)


@njit(cache=True, nogil=True)
def join_parts(
    lines: Records, members: NDArray[np.int64], starts: NDArray[np.int64]
) -> Integer:
    """Put sentences together into messages.

    Parameters
    ----------
    lines : (n,) records
        :data:`LINE` in the order of the file. Changed: a later part of a whole message
        becomes a continuation, a part that can't be completed any more incomplete, and
        the first part gets the time and receiver of the others where it has none.
    members : (n,) array
        Filled with the lines of each message, in the order of its parts.
    starts : (n + 1,) array
        Filled with where each message begins in ``members``, and where the last ends.

    Returns
    -------
    int
        Number of whole messages, in the order in which they were completed. Parts in
        none of them that are still sentences wait for the rest.

    Notes
    -----
    Parts belong together when they agree in group (of the tag block), sequence,
    channel and number of parts, and in station unless one has none, lie within
    1,000 lines, and within 60 s where both have a time. A part that is
    there already begins a new message and gives up the old one, since sequence numbers
    come back.
    """
    table, opened = _make_room(lines)
    n_opened, n_messages, n_members = np.int64(0), 0, 0
    starts[0] = 0
    for i in range(lines.size):
        if lines[i]["kind"] != SENTENCE:
            continue
        n_new = 1
        if lines[i]["n_parts"] == 1:
            members[n_members] = i
        else:
            at = _find_opened(lines, i, table, opened)
            if at < 0:
                at = n_opened
                n_opened += 1
                _open(lines, i, table, opened, at)
            n_new = _add_part(lines, i, opened[at], members[n_members:])
        if n_new > 0:
            n_members += n_new
            n_messages += 1
            starts[n_messages] = n_members
    _give_up_old(lines, opened[:n_opened])
    return n_messages


@njit(cache=True, nogil=True)
def _make_room(lines: Records) -> tuple[NDArray[np.int64], Records]:
    """Make an empty hash table (key, newest message) and room for every message."""
    n_parts = 0
    for i in range(lines.size):
        if lines[i]["kind"] == SENTENCE and lines[i]["n_parts"] > 1:
            n_parts += 1
    size = 16
    while size < 2 * n_parts:
        size *= 2
    return np.full((size, 2), -1, np.int64), np.zeros(n_parts, _OPENED)


@njit(cache=True, nogil=True)
def _find_slot(table: NDArray[np.int64], key: Integer) -> Integer:
    at = key & (table.shape[0] - 1)
    while table[at, 0] != key and table[at, 0] != -1:
        at = (at + 1) & (table.shape[0] - 1)
    return at


@njit(cache=True, nogil=True)
def _find_opened(
    lines: Records, i: Integer, table: NDArray[np.int64], opened: Records
) -> Integer:
    """Find the newest message that lacks a line, −1 without one; unlink dead ones."""
    slot = _find_slot(table, lines[i]["key"])
    newer, at = -1, table[slot, 1]
    while at >= 0:
        message = opened[at]
        akin = _is_akin(message, lines[i])
        again = akin and message["parts"][lines[i]["part"] - 1] >= 0
        if again or lines[i]["number"] - message["first_number"] > MAX_LINES:
            _give_up(lines, message)
        if message["n_missing"] == 0:
            if newer < 0:
                table[slot, 1] = message["older"]
            else:
                opened[newer]["older"] = message["older"]
        elif akin:
            return at
        else:
            newer = at
        at = message["older"]
    return -1


@njit(cache=True, nogil=True)
def _is_akin(message: Record, line: Record) -> bool:
    both = message["station"] != 0 and line["station"] != 0
    if both and message["station"] != line["station"]:
        return False
    if message["time_ms"] == NO_TIME or line["time_ms"] == NO_TIME:
        return True
    return bool(abs(message["time_ms"] - line["time_ms"]) <= MAX_MS)


@njit(cache=True, nogil=True)
def _open(
    lines: Records, i: Integer, table: NDArray[np.int64], opened: Records, at: Integer
) -> None:
    slot = _find_slot(table, lines[i]["key"])
    message = opened[at]
    message["older"] = table[slot, 1]
    message["station"] = 0
    message["time_ms"] = NO_TIME
    message["first_number"] = lines[i]["number"]
    message["n_missing"] = lines[i]["n_parts"]
    for k in range(9):
        message["parts"][k] = -1
    table[slot, 0] = lines[i]["key"]
    table[slot, 1] = at


@njit(cache=True, nogil=True)
def _add_part(
    lines: Records, i: Integer, message: Record, members: NDArray[np.int64]
) -> Integer:
    """Add a line to a message; give its number of parts if that makes it whole."""
    line = lines[i]
    message["parts"][line["part"] - 1] = i
    message["n_missing"] -= 1
    if message["station"] == 0:
        message["station"] = line["station"]
    if message["time_ms"] == NO_TIME:
        message["time_ms"] = line["time_ms"]
    if message["n_missing"] > 0:
        return 0
    first = lines[message["parts"][0]]
    for k in range(line["n_parts"]):
        members[k] = message["parts"][k]
        part = lines[members[k]]
        part["kind"] = CONTINUATION if k > 0 else SENTENCE
        if first["time_ms"] == NO_TIME:
            first["time_ms"] = part["time_ms"]
        if first["receiver"] == UNKNOWN_RECEIVER:
            first["receiver"] = part["receiver"]
    return line["n_parts"]


@njit(cache=True, nogil=True)
def _give_up_old(lines: Records, opened: Records) -> None:
    if lines.size == 0:
        return
    last_number = lines[lines.size - 1]["number"]
    for at in range(opened.size):
        if last_number - opened[at]["first_number"] > MAX_LINES:
            _give_up(lines, opened[at])


@njit(cache=True, nogil=True)
def _give_up(lines: Records, message: Record) -> None:
    if message["n_missing"] == 0:
        return
    message["n_missing"] = 0
    for k in range(9):
        if message["parts"][k] >= 0:
            lines[message["parts"][k]]["kind"] = INCOMPLETE
