"""Lines of a block of delimited text: which can be parsed at once, which one by one."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Sorted", "pick_lines", "sort_lines"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """A block taken apart.

    Parameters
    ----------
    regular : bytes
        The lines with the right number of separators and no quote.
    regular_lines : (n,) array
        Their numbers in the block, from 0.
    fields : list of list of str
        Values of the lines that have quotes and are well formed.
    field_lines : list of int
        Their numbers.
    faults : dict of int to str
        Number of a line that is no row, to the reason.
    n_rows : int
        Lines that are not blank.
    """

    regular: bytes
    regular_lines: NDArray[np.int64]
    fields: list[list[str]]
    field_lines: list[int]
    faults: dict[int, str]
    n_rows: int


def sort_lines(block: bytes, separator: str, n_columns: int) -> Sorted:
    """Take a block apart, so that no line can shift or swallow another.

    Parameters
    ----------
    block : bytes
        Whole lines, each ended by a line feed.
    separator : str
        One ASCII character.
    n_columns : int
        Values that a row has.
    """
    n_lines, n_separators = block.count(b"\n"), n_columns - 1
    mark = separator.encode()
    if b'"' not in block and block.count(mark) == n_lines * n_separators:
        numbers = np.arange(n_lines)
        if _is_even(block, mark, n_separators):
            return Sorted(
                regular=block,
                regular_lines=numbers,
                fields=[],
                field_lines=[],
                faults={},
                n_rows=n_lines,
            )
    return _sort_each(block, separator, n_separators)


def pick_lines(block: bytes, numbers: Sequence[int]) -> list[bytes]:
    """Give the lines of a block with these numbers, from 0, without their end."""
    if not numbers:
        return []
    starts, stops = _bounds(block)
    return [block[starts[i] : stops[i]].rstrip(b"\r") for i in numbers]


def _is_even(block: bytes, mark: bytes, n_separators: int) -> bool:
    """Tell whether each line, not only their sum, has its separators."""
    buffer = np.frombuffer(block, np.uint8)
    marks = np.flatnonzero((buffer == mark[0]) | (buffer == 10))
    is_end = buffer[marks] == 10
    return bool(is_end[n_separators :: n_separators + 1].all())


def _bounds(block: bytes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    stops = np.flatnonzero(np.frombuffer(block, np.uint8) == 10)
    starts = np.concatenate(([0], stops[:-1] + 1)).astype(np.int64)
    return starts[: stops.size], stops.astype(np.int64)


def _count(block: bytes, sign: bytes, starts: NDArray[np.int64]) -> NDArray[np.int64]:
    found = np.flatnonzero(np.frombuffer(block, np.uint8) == sign[0])
    line = np.searchsorted(starts, found, side="right") - 1
    return np.bincount(line, minlength=starts.size)


def _sort_each(block: bytes, separator: str, n_separators: int) -> Sorted:
    starts, stops = _bounds(block)
    quoted = _count(block, b'"', starts) > 0
    even = _count(block, separator.encode(), starts) == n_separators
    regular = ~quoted & even
    faults: dict[int, str] = {}
    fields: list[list[str]] = []
    field_lines: list[int] = []
    n_blank = 0
    for i in np.flatnonzero(~regular).tolist():
        line = block[starts[i] : stops[i]]
        if not line.strip():
            n_blank += 1
        elif not quoted[i]:
            faults[i] = "ragged"
        elif isinstance(values := _parse(line, separator, n_separators), str):
            faults[i] = values
        else:
            fields.append(values)
            field_lines.append(i)
    return Sorted(
        regular=b"".join(_pieces(block, regular, starts, stops)),
        regular_lines=np.flatnonzero(regular),
        fields=fields,
        field_lines=field_lines,
        faults=faults,
        n_rows=int(starts.size) - n_blank,
    )


def _parse(line: bytes, separator: str, n_separators: int) -> list[str] | str:
    """Give the values of one line with quotes, or the reason why it has none."""
    text = line.decode("utf-8", "replace").strip("\r")
    try:
        (values,) = csv.reader([text], delimiter=separator, strict=True)
    except csv.Error:
        return "stray quote"
    return values if len(values) == n_separators + 1 else "ragged"


def _pieces(
    block: bytes,
    chosen: NDArray[np.bool_],
    starts: NDArray[np.int64],
    stops: NDArray[np.int64],
) -> Iterator[bytes]:
    """Give the chosen lines, runs of neighbours at once."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], chosen, [False]))))
    for first, after in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        yield block[starts[first] : stops[after - 1] + 1]
