"""Rows of delimited text that are written plainly, as nearly all rows of a file are.

They are read by kernels, each value straight into its type. What they leave, such as
quoted or padded values and every fault, is read as text with more patience; both ways
give the same values.
"""

import threading
from functools import cache
from typing import Final, NamedTuple, Self

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.ingest.codes import CODES, read_codes
from stsdetect.ingest.layout import Layout
from stsdetect.ingest.lines import Lines
from stsdetect.ingest.message_tables import POSITION_SCHEMA
from stsdetect.ingest.normalise import (
    NUMBERS,
    in_our_units,
    is_position,
    largest_id,
    unwrap_cog,
)
from stsdetect.ingest.particulars import PARTICULARS
from stsdetect.ingest.times import read_times
from stsdetect.kernels import rows as kernels

__all__ = ["PlainRows", "can_be_plain", "read_plain_rows"]

_LARGEST: Final = {"lat": 90.0, "lon": 180.0}


class _Shape(NamedTuple):
    """How a time is written: as the kernel takes it."""

    letters: NDArray[np.uint8]
    places: NDArray[np.int64]

    @classmethod
    def of(cls, letters: bytes, *places: int) -> Self:
        """Give the letters, and where year, month, day, hour, minute, second begin."""
        return cls(np.frombuffer(letters, np.uint8), np.array(places))


_SHAPES: Final = {
    "iso": _Shape.of(b"0000-00-00T00:00:00", 0, 5, 8, 11, 14, 17),
    "day_first": _Shape.of(b"00/00/0000T00:00:00", 6, 3, 0, 11, 14, 17),
    "month_first": _Shape.of(b"00/00/0000T00:00:00", 6, 0, 3, 11, 14, 17),
    "packed": _Shape.of(b"00000000_000000", 0, 4, 6, 9, 11, 13),
}


class PlainRows(NamedTuple):
    """What was read of a block.

    Parameters
    ----------
    rows : polars.DataFrame
        Positions without ``source_row``, and ``said``, a hash of the particulars.
    lines : (n,) array
        Number of the line of each of them in the block, from 0.
    rest : (m,) array
        Numbers of the other lines, but for empty ones.
    texts : Lines
        All lines of the block.
    """

    rows: pl.DataFrame
    lines: NDArray[np.int64]
    rest: NDArray[np.int64]
    texts: Lines


def can_be_plain(layout: Layout) -> bool:
    """Tell whether a layout has values that the kernels know."""
    has_times = layout.time_format in _SHAPES or layout.time_format.startswith("epoch")
    in_utc = layout.time_zone == "UTC"
    has_numbers = layout.ids in ("mmsi", "number") and not layout.decimal_comma
    return has_times and in_utc and has_numbers


def read_plain_rows(block: bytes, layout: Layout) -> PlainRows:
    """Read the rows of a block that are plain, and positions for sure.

    Parameters
    ----------
    block : bytes
        Whole lines, each ended by a line feed.
    layout : Layout
        One of which :func:`can_be_plain` is true.
    """
    scan = _Scan(block, layout)
    columns = {
        "mmsi": scan.identities(),
        "timestamp": scan.times(),
        **{name: pl.Series(scan.numbers(name)) for name in NUMBERS},
        **{name: scan.codes(name) for name in CODES},
        "said": pl.Series(scan.said()),
    }
    typed = in_our_units(pl.DataFrame(columns))
    plain = scan.plain & typed.select(is_position()).to_series().to_numpy()
    rows = typed if plain.all() else typed.filter(pl.Series(plain))
    kept = (name for name in POSITION_SCHEMA if name != "source_row")
    starts = scan.starts()
    filled = np.diff(starts) > 1
    return PlainRows(
        rows.select(*(pl.col(one).cast(POSITION_SCHEMA[one]) for one in kept), "said"),
        np.flatnonzero(plain),
        np.flatnonzero(~plain & filled),
        Lines(block, starts),
    )


_OWN: Final = threading.local()
"""Memory of each thread for the edges: fresh memory costs more than finding them."""


def _scratch(n_lines: int, n_edges: int) -> NDArray[np.int32]:
    size = n_lines * n_edges
    if getattr(_OWN, "edges", np.empty(0)).size < size:
        _OWN.edges = np.empty(size, np.int32)
    edges: NDArray[np.int32] = _OWN.edges[:size].reshape(n_lines, n_edges)
    return edges


@cache
def _no_codes(name: str) -> pl.Series:
    return read_codes(name, pl.Series([None], dtype=pl.String))


class _Scan:
    """A block split into values; a line of which one is not plain is taken out."""

    def __init__(self, block: bytes, layout: Layout) -> None:
        self._layout = layout
        self._buffer = np.frombuffer(block, np.uint8)
        n_lines, n_columns = kernels.count_lines(self._buffer), len(layout.header)
        self._edges = _scratch(n_lines, n_columns + 1)
        separator = np.uint8(ord(layout.separator))
        self.plain = kernels.split_rows(self._buffer, separator, self._edges)

    def identities(self) -> pl.Series:
        """Read whole numbers that are identities."""
        found = self._decimals("mmsi")
        largest = largest_id(self._layout)
        self.plain &= (found >= 1) & (found <= largest) & (found == np.floor(found))
        return pl.Series(np.where(self.plain, found, 0).astype(np.int64))

    def times(self) -> pl.Series:
        """Read times, UTC."""
        way = self._layout.time_format
        if way in _SHAPES:
            shape = _SHAPES[way]
            stamps = kernels.read_stamps(*self._column("timestamp"), *shape)
            return pl.Series(stamps).cast(pl.Datetime("ms", "UTC"))
        times = read_times(pl.Series(self._decimals("timestamp")), way, "UTC")
        self.plain &= times.is_not_null().to_numpy()
        return times

    def numbers(self, name: str) -> NDArray[np.float64]:
        """Read numbers, NaN where there is none; a position has to be on Earth."""
        if name not in self._layout.places:
            return np.full(self.plain.size, np.nan)
        found = self._decimals(name)
        factor = self._layout.factors.get(name, 1.0)
        found = found if factor == 1.0 else found * factor
        if name in _LARGEST:
            self.plain &= np.abs(found) <= _LARGEST[name]
        if name == "cog" and self._layout.wrapped_cog:
            return unwrap_cog(found)
        return found

    def codes(self, name: str) -> pl.Series:
        """Read codes on what is different of them."""
        field = CODES[name]
        if field not in self._layout.places:
            return _no_codes(name).new_from_index(0, self.plain.size)
        numbers, first = kernels.read_words(*self._column(field))
        _, edges, _ = self._column(field)
        texts = [
            bytes(self._buffer[start + 1 : stop]).decode("utf-8", "replace")
            for start, stop in edges[first].tolist()
        ]
        codes = read_codes(name, pl.Series(texts or [None], dtype=pl.String))
        return codes.gather(numbers)

    def said(self) -> NDArray[np.int64]:
        """Hash what the vessels say of themselves."""
        folded = np.full(self.plain.size, kernels.SEED)
        for name in PARTICULARS:
            if name in self._layout.places:
                kernels.fold_values(*self._column(name), folded)
        return folded

    def starts(self) -> NDArray[np.int64]:
        """Give the first byte of each line, and the end of all."""
        starts = np.append(self._edges[:, 0] + 1, self._buffer.size)
        return starts.astype(np.int64)

    def _decimals(self, name: str) -> NDArray[np.float64]:
        return kernels.read_numbers(*self._column(name))

    def _column(
        self, name: str
    ) -> tuple[NDArray[np.uint8], NDArray[np.int32], NDArray[np.bool_]]:
        place = self._layout.places[name]
        return self._buffer, self._edges[:, place : place + 2], self.plain
