"""Messages: the fields of AIS messages, in the order and width in which they are sent.

References
----------
ITU-R M.1371-5, annex 8, tables 48, 52, 70, 83 and 84.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

__all__ = [
    "Field",
    "class_a",
    "class_b",
    "long_range",
    "part_a",
    "part_b",
    "voyage",
]

Numbers = NDArray[np.int64]
Field = tuple[Numbers, int]
"""Values (n,) and their width in bits."""


def class_a(rows: pl.DataFrame) -> list[Field]:
    """Give the fields of types 1 and 3."""
    n = rows.height
    return [
        (_whole(rows, "msg_type"), 6),
        (_zeros(n), 2),
        (_whole(rows, "mmsi"), 30),
        (_whole(rows, "nav_status"), 4),
        (_zeros(n) - 128, 8),
        (_whole(rows, "sog", 10.0), 10),
        (_zeros(n), 1),
        *_place(rows, 600_000.0, (28, 27)),
        (_whole(rows, "cog", 10.0), 12),
        (_whole(rows, "heading"), 9),
        (_whole(rows, "epoch") % 60, 6),
        (_zeros(n), 25),
    ]


def class_b(rows: pl.DataFrame) -> list[Field]:
    """Give the fields of type 18."""
    n = rows.height
    return [
        (_zeros(n) + 18, 6),
        (_zeros(n), 2),
        (_whole(rows, "mmsi"), 30),
        (_zeros(n), 8),
        (_whole(rows, "sog", 10.0), 10),
        (_zeros(n), 1),
        *_place(rows, 600_000.0, (28, 27)),
        (_whole(rows, "cog", 10.0), 12),
        (_whole(rows, "heading"), 9),
        (_whole(rows, "epoch") % 60, 6),
        (_zeros(n), 2),
        (_zeros(n) + 1, 1),  # carrier sense
        (_zeros(n), 26),
    ]


def long_range(rows: pl.DataFrame) -> list[Field]:
    """Give the fields of type 27."""
    n = rows.height
    return [
        (_zeros(n) + 27, 6),
        (_zeros(n), 2),
        (_whole(rows, "mmsi"), 30),
        (_zeros(n), 2),
        (_whole(rows, "nav_status"), 4),
        *_place(rows, 600.0, (18, 17)),
        (np.minimum(_whole(rows, "sog"), 63), 6),
        (np.where(_whole(rows, "cog") < 360, _whole(rows, "cog"), 511), 9),
        (_zeros(n), 2),
    ]


def voyage(rows: pl.DataFrame) -> list[Field]:
    """Give the fields of type 5."""
    n = rows.height
    return [
        (_zeros(n) + 5, 6),
        (_zeros(n), 2),
        (_whole(rows, "mmsi"), 30),
        (_zeros(n), 2),
        (_whole(rows, "imo"), 30),
        *_text(rows, "callsign", 7),
        *_text(rows, "name", 20),
        (_whole(rows, "ship_type"), 8),
        *_hull(rows),
        (_zeros(n) + 1, 4),
        (_zeros(n), 4),
        (_zeros(n), 5),
        (_zeros(n) + 24, 5),
        (_zeros(n) + 60, 6),
        (_whole(rows, "draught", 10.0), 8),
        *_text(rows, "destination", 20),
        (_zeros(n), 2),
    ]


def part_a(rows: pl.DataFrame) -> list[Field]:
    """Give the fields of part A of type 24."""
    n = rows.height
    return [
        (_zeros(n) + 24, 6),
        (_zeros(n), 2),
        (_whole(rows, "mmsi"), 30),
        (_zeros(n), 2),
        *_text(rows, "name", 20),
        (_zeros(n), 8),
    ]


def part_b(rows: pl.DataFrame) -> list[Field]:
    """Give the fields of part B of type 24."""
    n = rows.height
    return [
        (_zeros(n) + 24, 6),
        (_zeros(n), 2),
        (_whole(rows, "mmsi"), 30),
        (_zeros(n) + 1, 2),
        (_whole(rows, "ship_type"), 8),
        (_zeros(n), 42),
        *_text(rows, "callsign", 7),
        *_hull(rows),
        (_zeros(n), 6),
    ]


def _place(rows: pl.DataFrame, per_deg: float, widths: tuple[int, int]) -> list[Field]:
    return [
        (_whole(rows, "lon", per_deg), widths[0]),
        (_whole(rows, "lat", per_deg), widths[1]),
    ]


def _hull(rows: pl.DataFrame) -> list[Field]:
    widths = {"to_bow": 9, "to_stern": 9, "to_port": 6, "to_starboard": 6}
    return [(_whole(rows, name), width) for name, width in widths.items()]


def _text(rows: pl.DataFrame, name: str, length: int) -> list[Field]:
    """Give each character of a text six bits; what is left is ``@``."""
    padded = [text.upper()[:length].ljust(length, "@") for text in rows[name].to_list()]
    codes = np.frombuffer("".join(padded).encode("ascii"), np.uint8) & 63
    return [(column, 6) for column in codes.astype(np.int64).reshape(-1, length).T]


def _whole(rows: pl.DataFrame, name: str, factor: float = 1.0) -> Numbers:
    values = rows[name].cast(pl.Float64).to_numpy() * factor
    return np.round(values).astype(np.int64)


def _zeros(n: int) -> Numbers:
    return np.zeros(n, np.int64)
