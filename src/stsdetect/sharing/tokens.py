"""Tokens: keyed hashes of who met when and where, for teams to compare.

Two teams that hold a key together can see which events both hold without showing the
others. ``docs/how-to/share.md`` says what a token gives away.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

import numpy as np
import pandas as pd

from stsdetect.schema import CANDIDATES
from stsdetect.sharing.key import seal
from stsdetect.units import S_PER_H

__all__ = ["CELL_DEG", "find_shared", "make_tokens"]

CELL_DEG: Final = 0.5
"""Width of a cell [°]; ours. With the cells around it two places meet that lie less
than 30 nm apart in latitude; teams hear a drifting pair at other ticks."""

_N_COLUMNS: Final = round(360 / CELL_DEG)
_NEAR: Final = (-1, 0, 1)

_Cell = tuple[int, int]


def make_tokens(candidates: pd.DataFrame, key: bytes) -> list[str]:
    """Make the tokens of all candidates, to be given to another team.

    A candidate has one for each hour that it touches, in the cell of its place, by the
    MMSIs of its vessels; another for each by their IMO numbers, where all are known.
    All vessels of a candidate go into one token together, so that nobody learns from
    it that a vessel was seen, but that these two were seen with each other.

    Parameters
    ----------
    candidates : DataFrame
        A :data:`~stsdetect.schema.CANDIDATES` table, in any order.
    key : bytes
        Held by both teams.

    Returns
    -------
    list of str
        SHA-256 in hexadecimal, sorted, each once: their order tells nothing.
    """
    CANDIDATES.check(candidates)
    tokens: set[str] = set()
    for _, candidate in candidates.iterrows():
        cell = _cell(candidate["lat"], candidate["lon"])
        tokens.update(_tokens(candidate, _hours(candidate, 0), [cell], key))
    return sorted(tokens)


def find_shared(
    candidates: pd.DataFrame, theirs: frozenset[str], key: bytes
) -> pd.DataFrame:
    """Find the candidates that the other team holds as well.

    An hour earlier and later, and the eight cells around, are tried too: teams hear
    the same meeting from other receivers, so that its bounds and its place differ.

    Parameters
    ----------
    candidates : DataFrame
        A :data:`~stsdetect.schema.CANDIDATES` table, in any order.
    theirs : frozenset of str
        Tokens of the other team.
    key : bytes
        The one that they used.

    Returns
    -------
    DataFrame
        Those rows, in their order.
    """
    CANDIDATES.check(candidates)
    shared = [
        any(
            token in theirs
            for token in _tokens(
                one, _hours(one, 1), _cells_around(one["lat"], one["lon"]), key
            )
        )
        for _, one in candidates.iterrows()
    ]
    return candidates[np.array(shared, dtype=np.bool_)]


def _tokens(
    candidate: "pd.Series[Any]", hours: range, cells: list[_Cell], key: bytes
) -> Iterator[str]:
    for who in _identities(candidate):
        for hour in hours:
            for row, column in cells:
                yield seal(key, "token 1", f"{who} {hour} {row} {column}".encode())


def _identities(candidate: "pd.Series[Any]") -> Iterator[str]:
    """Name all vessels together, the same whichever of them is a."""
    sides = "ab" if pd.notna(candidate["mmsi_b"]) else "a"
    for what in ("mmsi", "imo"):
        numbers = candidate[[f"{what}_{side}" for side in sides]]
        if numbers.notna().all():
            yield " ".join([what, *map(str, sorted(int(one) for one in numbers))])


def _hours(candidate: "pd.Series[Any]", margin: int) -> range:
    """Count the hours since 1970 that an event touches, and some around it."""
    first, last = (_hour(candidate[name]) for name in ("start_time", "end_time"))
    return range(first - margin, last + margin + 1)


def _hour(time: datetime) -> int:
    return int(time.timestamp() // S_PER_H)


def _cell(lat: float, lon: float) -> _Cell:
    return (
        int(np.floor(lat / CELL_DEG)),
        int(np.floor(lon / CELL_DEG)) % _N_COLUMNS,
    )


def _cells_around(lat: float, lon: float) -> list[_Cell]:
    row, column = _cell(lat, lon)
    return [
        (row + north, (column + east) % _N_COLUMNS) for north in _NEAR for east in _NEAR
    ]
