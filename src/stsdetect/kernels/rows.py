"""Rows of delimited text, a column at a time: those that are plainly written are read.

A line of which one value is not plain is left out by taking it from ``plain``; the
other arrays hold nothing of use in its place.
"""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.row_values import Bytes, Integer, read_decimal, read_stamp

__all__ = [
    "MAX_WORDS",
    "SEED",
    "count_lines",
    "fold_values",
    "read_numbers",
    "read_stamps",
    "read_words",
    "split_rows",
]

Edges = NDArray[np.int32]
Truths = NDArray[np.bool_]

MAX_WORDS: Final = 255
"""Different words of a column that are told apart, ours: AIS knows 100 at most."""

SEED: Final = np.int64(-3_750_763_034_362_895_579)
"""Of the hash FNV-1a (Fowler, Noll and Vo) in 64 bits, as a signed number."""

_PRIME: Final = np.int64(1_099_511_628_211)
_BETWEEN: Final = np.int64(256)  # no byte: it keeps "ab" and "" from being "a" and "b"
_FEED, _RETURN, _QUOTE = np.frombuffer(b'\n\r"', np.uint8)


@njit(cache=True, nogil=True)
def count_lines(buffer: Bytes) -> int:
    r"""Count line feeds.

    Examples
    --------
    >>> count_lines(np.frombuffer(b"1\n2\n3", np.uint8))
    2
    """
    n_lines = 0
    for byte in buffer:
        n_lines += byte == _FEED
    return n_lines


@njit(cache=True, nogil=True)
def split_rows(buffer: Bytes, separator: Integer, edges: Edges) -> Truths:
    r"""Find where the values of each line are, and tell which lines have all of them.

    Parameters
    ----------
    buffer : (n,) array
        Whole lines, each ended by a line feed, fewer than 2³¹ bytes.
    separator : int
        Byte between two values.
    edges : (n_lines, n_columns + 1) array
        Filled: value c of a line lies behind edge c and before edge c + 1.

    Returns
    -------
    (n_lines,) array
        True for lines with as many values as columns, and no quote.

    Examples
    --------
    >>> text = np.frombuffer(b"1,22\r\n333\n", np.uint8)
    >>> edges = np.zeros((2, 3), np.int32)
    >>> split_rows(text, np.uint8(44), edges)
    array([ True, False])
    >>> edges[0]
    array([-1,  1,  4], dtype=int32)
    """
    n_columns = edges.shape[1] - 1
    plain = np.zeros(edges.shape[0], np.bool_)
    row, n_values, n_quotes = 0, 0, 0
    edges[:1, 0] = -1  # of no lines there is no first
    highest = max(separator, _QUOTE)  # most bytes are letters and digits, above it
    for at in range(buffer.size):
        byte = buffer[at]
        if byte > highest:
            continue
        if byte == separator:
            n_values += 1
            if n_values < n_columns:
                edges[row, n_values] = at
        elif byte == _FEED:
            edges[row, n_columns] = at - (buffer[max(at - 1, 0)] == _RETURN)
            plain[row] = n_quotes == 0 and n_values == n_columns - 1
            row, n_values, n_quotes = row + 1, 0, 0
            if row < plain.size:
                edges[row, 0] = at
        elif byte == _QUOTE:
            n_quotes += 1
    return plain


@njit(cache=True, nogil=True)
def read_numbers(buffer: Bytes, edges: Edges, plain: Truths) -> NDArray[np.float64]:
    """Read a column of decimal numbers; NaN where a value is empty.

    Parameters
    ----------
    buffer : (n,) array
        As :func:`split_rows` took it.
    edges : (n_lines, 2) array
        Both edges of the column.
    plain : (n_lines,) array
        Lines to read; those whose value is no plain number are taken out.
    """
    numbers = np.full(plain.size, np.nan)
    for row in range(plain.size):
        if plain[row]:
            numbers[row], stop = read_decimal(buffer, edges[row, 0] + 1)
            plain[row] = stop == edges[row, 1]
    return numbers


@njit(cache=True, nogil=True)
def read_stamps(
    buffer: Bytes,
    edges: Edges,
    plain: Truths,
    shape: Bytes,
    places: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Read a column of times [ms since 1970].

    Parameters
    ----------
    buffer, edges, plain : arrays
        As :func:`read_numbers` takes them.
    shape, places : arrays
        As :func:`~stsdetect.kernels.row_values.read_stamp` takes them.
    """
    times = np.zeros(plain.size, np.int64)
    for row in range(plain.size):
        if plain[row]:
            start = edges[row, 0] + 1
            times[row], stop = read_stamp(buffer, start, shape, places)
            plain[row] = stop == edges[row, 1]
    return times


@njit(cache=True, nogil=True)
def read_words(
    buffer: Bytes, edges: Edges, plain: Truths
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Give each word of a column of few words a number.

    Parameters
    ----------
    buffer, edges, plain : arrays
        As :func:`read_numbers` takes them; lines are taken out whose word is new when
        255 others are known.

    Returns
    -------
    (n_lines,) array, (n_words,) array
        Number of the word of each line, and a line in which each word stands.
    """
    numbers = np.zeros(plain.size, np.uint8)
    first, n_words = np.zeros(MAX_WORDS, np.int64), 0
    for row in range(plain.size):
        if plain[row]:
            number = _find_word(buffer, edges, row, first, n_words)
            if number == n_words and n_words < MAX_WORDS:
                first[n_words] = row
                n_words += 1
            plain[row] = number < n_words
            numbers[row] = number
    return numbers, first[:n_words]


@njit(cache=True, nogil=True)
def _find_word(
    buffer: Bytes,
    edges: Edges,
    row: Integer,
    first: NDArray[np.int64],
    n_words: Integer,
) -> Integer:
    start, size = edges[row, 0] + 1, edges[row, 1] - edges[row, 0] - 1
    for number in range(n_words):
        there = edges[first[number], 0] + 1
        if edges[first[number], 1] - there != size:
            continue
        n_equal = 0
        while n_equal < size and buffer[start + n_equal] == buffer[there + n_equal]:
            n_equal += 1
        if n_equal == size:
            return number
    return n_words


@njit(cache=True, nogil=True)
def fold_values(
    buffer: Bytes, edges: Edges, plain: Truths, folded: NDArray[np.int64]
) -> None:
    """Fold the values of a column into a hash of each line, FNV-1a.

    Parameters
    ----------
    buffer, edges, plain : arrays
        As :func:`read_numbers` takes them; no line is taken out.
    folded : (n_lines,) array
        The hash so far, :data:`SEED` at first; goes on with the value and a mark that
        it ends.
    """
    for row in range(plain.size):
        if plain[row]:
            value = folded[row]
            for at in range(edges[row, 0] + 1, edges[row, 1]):
                value = (value ^ np.int64(buffer[at])) * _PRIME
            folded[row] = (value ^ _BETWEEN) * _PRIME
