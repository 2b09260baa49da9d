"""Windows: the stretches of time into which a run is cut, each owning its ticks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np

from stsdetect.config import Config
from stsdetect.errors import InputError
from stsdetect.ingest.store import Store

__all__ = ["MARGIN", "Window", "leave_out_unheard", "period_of", "split_period"]

MARGIN: Final = timedelta(hours=9)
"""Read on both sides of a window; ours: the longest gap inside a segment, 8 h, and
an hour for the reports around it, so that a window sees what the whole would see."""

_SHOWN: Final = "%Y-%m-%d %H:%M UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A stretch of time that owns its ticks: ``start`` included, ``stop`` not."""

    start: datetime
    stop: datetime


def split_period(
    first: datetime, stop: datetime, length: timedelta
) -> Iterator[Window]:
    """Cut a period into windows on whole multiples of their length since 1970."""
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    edge = epoch + (first - epoch) // length * length
    while edge < stop:
        yield Window(start=max(edge, first), stop=min(edge + length, stop))
        edge += length


def period_of(store: Store, config: Config) -> tuple[datetime, datetime]:
    """Give what of a store a config looks at: from the first, before the second.

    Raises
    ------
    InputError
        The store holds nothing in it.
    """
    first, last = store.period
    start = first if config.since is None else max(first, config.since)
    stop = last + timedelta(milliseconds=1)
    if config.until is not None:
        stop = min(stop, config.until)
    if start >= stop:
        asked = {"since": config.since, "until": config.until}
        ends = [f"{end} {time:{_SHOWN}}" for end, time in asked.items() if time]
        raise InputError(
            f"no position {' '.join(ends)}: the store holds {first:{_SHOWN}} to "
            f"{last:{_SHOWN}}"
        )
    return start, stop


def leave_out_unheard(windows: Iterable[Window], store: Store) -> list[Window]:
    """Leave out windows in which, and near which, nothing was heard at all."""
    days = np.array(store.days, dtype="datetime64[D]")
    edges = [
        (window, window.start - MARGIN, window.stop + MARGIN) for window in windows
    ]
    return [
        window
        for window, start, stop in edges
        if (
            (days >= np.datetime64(start.date())) & (days <= np.datetime64(stop.date()))
        ).any()
    ]
