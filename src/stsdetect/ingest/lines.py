"""Lines of a block of delimited text: those that are rows, and why others are not.

Each line of the file is judged by itself. A row never spans lines, so that one stray
quote can't swallow what follows, and line numbers hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "RAGGED",
    "STRAY_QUOTE",
    "Group",
    "Lines",
    "Sorted",
    "pick_lines",
    "sort_lines",
]

RAGGED: Final = "ragged"
STRAY_QUOTE: Final = "stray quote"

_QUOTE: Final = ord('"')
_FEED: Final = ord("\n")
_RETURN: Final = ord("\r")

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that are parsed in one way.

    Parameters
    ----------
    text : bytes
        The lines.
    numbers : (n,) array
        Their numbers in the block, from 0.
    quoted : bool
        Quotes enclose values; else a quote is a letter like any other.
    """

    text: bytes
    numbers: Integers
    quoted: bool


@dataclass(frozen=True, slots=True)
class Sorted:
    """A block taken apart.

    Parameters
    ----------
    groups : tuple of Group
        Lines that are rows.
    faults : dict of int to str
        Number of a line that is none, to the reason.
    """

    groups: tuple[Group, ...]
    faults: dict[int, str]


def sort_lines(block: bytes, separator: str, n_columns: int) -> Sorted:
    r"""Take a block apart, so that no line can shift or swallow another.

    Parameters
    ----------
    block : bytes
        Whole lines, each ended by a line feed.
    separator : str
        One ASCII character.
    n_columns : int
        Values that a row has.

    Examples
    --------
    >>> found = sort_lines(b'1,2\n"a,b",3\n4\n', ",", 2)
    >>> [group.text for group in found.groups], found.faults
    ([b'1,2\n"a,b",3\n'], {2: 'ragged'})
    """
    row = separator.encode() * (n_columns - 1) + b"\n"
    signs = block.translate(None, _all_but(separator))
    n_lines = len(signs) // len(row)
    if signs == row * n_lines:
        return Sorted((Group(block, np.arange(n_lines), quoted=False),), {})
    return _sort_each(block, ord(separator), n_columns - 1)


@cache
def _all_but(separator: str) -> bytes:
    """Give every byte that tells nothing of how a block is divided."""
    return bytes(set(range(256)) - {_QUOTE, _FEED, ord(separator)})


class Lines:
    """The lines of a block, to be taken by their number.

    Parameters
    ----------
    block : bytes
        Whole lines, each ended by a line feed.
    starts : (n + 1,) array
        First byte of each, and the end of all.
    """

    def __init__(self, block: bytes, starts: Integers) -> None:
        self._block = block
        self._starts = starts

    def take(self, numbers: Integers) -> bytes:
        """Give the lines of these numbers, from 0, in ascending order."""
        if numbers.size == self._starts.size - 1:
            return self._block
        starts, stops = self._starts[numbers], self._starts[numbers + 1]
        pieces = zip(starts.tolist(), stops.tolist(), strict=True)
        return b"".join([self._block[start:stop] for start, stop in pieces])


def pick_lines(block: bytes, numbers: Sequence[int]) -> list[bytes]:
    """Give the lines of a block with these numbers, from 0, without their end."""
    if not numbers:
        return []
    starts, stops = _bounds(np.frombuffer(block, np.uint8))
    return [block[starts[i] : stops[i]].rstrip(b"\r") for i in numbers]


def _sort_each(block: bytes, mark: int, n_separators: int) -> Sorted:
    buffer = np.frombuffer(block, np.uint8)
    starts, stops = _bounds(buffer)
    n_quotes = _per_line(np.flatnonzero(buffer == _QUOTE), starts)
    even = _per_line(np.flatnonzero(buffer == mark), starts) == n_separators
    good = (n_quotes == 0) & even
    literal = np.zeros_like(good)
    with_quotes = np.flatnonzero(n_quotes)
    text = _lines_text(buffer, n_quotes > 0, starts, stops)
    enclosed, literal[with_quotes] = _judge_quotes(text, mark, n_separators)
    good[with_quotes] = enclosed
    faults = {}
    for i in np.flatnonzero(~good & ~literal).tolist():
        if block[starts[i] : stops[i]].strip():
            faults[i] = STRAY_QUOTE if n_quotes[i] % 2 else RAGGED
    groups = (
        Group(
            _lines_text(buffer, chosen, starts, stops),
            np.flatnonzero(chosen),
            quoted=quoted,
        )
        for chosen, quoted in ((good, bool(enclosed.any())), (literal, False))
    )
    return Sorted(tuple(group for group in groups if group.numbers.size), faults)


def _judge_quotes(
    text: bytes, mark: int, n_separators: int
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tell of lines with quotes which have all of them around values, and which none.

    Around means: the first, third, … quote of a line stands after a separator or at the
    start, the second, fourth, … before one or at the end; or two stand together.
    """
    buffer = np.frombuffer(b"\n" + text + b"\n", np.uint8)
    starts, _ = _bounds(buffer[1:-1])
    quotes = np.flatnonzero(buffer[1:-1] == _QUOTE)
    separators = np.flatnonzero(buffer[1:-1] == mark)
    line = np.searchsorted(starts, quotes, side="right") - 1
    first = np.searchsorted(quotes, starts)
    opens = (np.arange(quotes.size) - first[line]) % 2 == 0
    outer = np.where(opens, buffer[quotes], buffer[quotes + 2])
    edge = np.isin(outer, [mark, _FEED, _RETURN])
    line_of = np.searchsorted(starts, separators, side="right") - 1
    inside = (np.searchsorted(quotes, separators) - first[line_of]) % 2 == 1
    n_outside = _per_line(separators[~inside], starts)
    n_all = _per_line(separators, starts)
    n_quotes = _per_line(quotes, starts)
    n_good = _per_line(quotes[edge | (outer == _QUOTE)], starts)
    enclosed = (n_quotes % 2 == 0) & (n_good == n_quotes) & (n_outside == n_separators)
    literal = (_per_line(quotes[edge], starts) == 0) & (n_all == n_separators)
    return enclosed, literal & ~enclosed


def _bounds(buffer: NDArray[np.uint8]) -> tuple[Integers, Integers]:
    stops = np.flatnonzero(buffer == _FEED)
    starts = np.concatenate(([0], stops[:-1] + 1))[: stops.size]
    return starts.astype(np.int64), stops.astype(np.int64)


def _per_line(places: Integers, starts: Integers) -> Integers:
    """Count places, in order, by the line in which they lie."""
    edges = np.searchsorted(places, starts)
    return np.diff(np.concatenate((edges, [places.size])))


def _lines_text(
    buffer: NDArray[np.uint8],
    chosen: NDArray[np.bool_],
    starts: Integers,
    stops: Integers,
) -> bytes:
    """Give the chosen lines."""
    if chosen.all():
        return buffer.tobytes()
    return buffer[np.repeat(chosen, stops + 1 - starts)].tobytes()
