"""Coverage: what was looked at in a period, and what could not be seen."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import polars as pl

__all__ = ["Coverage", "Heard", "find_heard", "months_of", "rate_reception"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What a brief says of its ground; counts are of the period."""

    heard: pl.DataFrame
    days: list[date]
    kinds_sought: list[str] = field(default_factory=list)
    kinds_not_sought: list[str] = field(default_factory=list)
    reception: list["Heard"] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)
    n_gaps: int = 0
    n_suspicious: int = 0

    @property
    def n_vessel_days(self) -> int:
        """Pairs of an MMSI and a day of UTC on which it was heard at all."""
        return self.heard.height

    @property
    def n_vessels(self) -> int:
        """MMSIs heard at all."""
        return self.heard["mmsi"].n_unique()

    @property
    def days_missing(self) -> list[str]:
        """Days of the period without one position, as ``YYYY-MM-DD``."""
        known = set(self.heard["day"])
        return [f"{day:%Y-%m-%d}" for day in self.days if day not in known]

    def vessel_days_of(self, month: str) -> int:
        """Vessel-days of a month ``YYYY-MM``."""
        return self.heard.filter(pl.col("day").dt.strftime("%Y-%m") == month).height


@dataclass(frozen=True, slots=True)
class Heard:
    """How often vessels of a class that were surely there were heard in ten minutes."""

    ais_class: str
    still: bool
    n_slots: int
    share: float


def find_heard(
    parts: Iterable[pl.DataFrame], since: datetime, until: datetime
) -> pl.DataFrame:
    """Find the vessel-days of a period.

    Parameters
    ----------
    parts : iterable of DataFrame
        With ``mmsi, timestamp``, in any order; held one at a time.
    since, until : datetime
        The period, without its end.

    Returns
    -------
    DataFrame
        ``mmsi, day``, each pair once, sorted.
    """
    inside = (pl.col("timestamp") >= since) & (pl.col("timestamp") < until)
    days = pl.col("timestamp").dt.date().alias("day")
    kept = [
        pl.DataFrame(schema={"mmsi": pl.Int64, "day": pl.Date}),
        *(part.filter(inside).select("mmsi", days).unique() for part in parts),
    ]
    return pl.concat(kept).unique().sort("mmsi", "day")


def rate_reception(parts: Iterable[pl.DataFrame]) -> list[Heard]:
    """Say how often vessels were heard, class by class, under way and still.

    Parameters
    ----------
    parts : iterable of DataFrame
        Columns ``ais_class, still, n_slots, n_heard`` of a
        :data:`~stsdetect.schema.RECEPTION` table; held one at a time.
    """
    kind = ["ais_class", "still"]
    counts = pl.col("n_slots", "n_heard").sum()
    sums = [part.group_by(kind).agg(counts) for part in parts]
    if not sums:
        return []
    total = pl.concat(sums).group_by(kind).agg(counts).sort(kind)
    return [
        Heard(ais_class, still, n_slots, n_heard / n_slots)
        for ais_class, still, n_slots, n_heard in total.iter_rows()
        if n_slots
    ]


def months_of(since: datetime, until: datetime) -> list[str]:
    """List the months that a period touches, as ``YYYY-MM``.

    Examples
    --------
    >>> months_of(datetime(2024, 1, 31), datetime(2024, 3, 1))
    ['2024-01', '2024-02']
    """
    last = until - timedelta(milliseconds=1)
    first = 12 * since.year + since.month - 1
    count = 12 * last.year + last.month - first
    return [
        f"{month // 12:04d}-{month % 12 + 1:02d}"
        for month in range(first, first + count)
    ]
