"""Listed: a watch list of the fictional vessels of a sea, for trying one out."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import polars as pl

from stsdetect.disk.files import written_whole
from stsdetect.simulate.fleet import imo_number
from stsdetect.simulate.truth import Event

__all__ = ["write_watchlist"]

_COLUMNS: Final = ("list", "entry", "name", "imo", "mmsi", "callsign", "listed")
_EVERY: Final = 5
"""One transfer in so many has a vessel on the list; ours."""

_KNOWN_BY: Final = (("name", "imo"), ("name", "mmsi"), ("name", "callsign"))
"""What the list says of one vessel and the next."""

_ABSENT: Final = ("SIM NOT HERE", imo_number(99_999), "", "", "2023-11-02")
"""A vessel on the list that is in no sea."""


def write_watchlist(
    path: Path, events: Iterable[Event], particulars: pl.DataFrame
) -> Path:
    """Put the guest of every fifth transfer on a list, and a vessel that is not there.

    Parameters
    ----------
    events : iterable of Event
        The truth.
    particulars : DataFrame
        What vessels broadcast about themselves.
    """
    with (
        written_whole(path) as aside,
        aside.open("w", encoding="utf-8", newline="") as f,
    ):
        writer = csv.writer(f, lineterminator="\n")
        writer.writerow(_COLUMNS)
        rows = [*_listed(events, particulars), _ABSENT]
        for number, row in enumerate(rows, start=1):
            writer.writerow(("SIMULATED", f"SIM-{number:03d}", *row))
    return path


def _listed(
    events: Iterable[Event], particulars: pl.DataFrame
) -> Iterator[tuple[object, ...]]:
    vessels = {
        row["mmsi"]: row
        for row in particulars.sort("told", descending=True).iter_rows(named=True)
    }
    transfers = [event for event in events if event.is_transfer]
    for number, event in enumerate(transfers[::_EVERY]):
        vessel = vessels[event.mmsi_b or event.mmsi_a]
        known = _KNOWN_BY[number % len(_KNOWN_BY)]
        said = {name: vessel[name] for name in known if vessel[name]}
        cells = (said.get(name, "") for name in ("name", "imo", "mmsi", "callsign"))
        yield (*cells, f"2023-{number % 12 + 1:02d}-15")
