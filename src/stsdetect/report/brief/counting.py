"""Counting: candidates of a period beside those of the period before."""

from dataclasses import dataclass

import pandas as pd

from stsdetect.schema import LIKELY

__all__ = ["Count", "by_month", "count_by", "per_thousand"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Candidates of one kind, region or month; None where nothing was looked at."""

    name: str
    n: int
    n_likely: int
    n_before: int | None

    @property
    def change(self) -> int | None:
        """More or fewer than before."""
        return None if self.n_before is None else self.n - self.n_before


def count_by(
    now: pd.DataFrame, before: pd.DataFrame | None, column: str
) -> list[Count]:
    """Count candidates by the words of a column, most first, then by name.

    Parameters
    ----------
    now, before : DataFrame
        :data:`~stsdetect.schema.CANDIDATES` tables; ``before`` is None where nothing
        was looked at, which is not the same as nothing found.
    column : str
        Of text; a missing word counts as ``elsewhere``.
    """
    names = set(_words(now, column))
    if before is not None:
        names |= set(_words(before, column))
    counts = [
        _count(
            name,
            now[_words(now, column) == name],
            None if before is None else before[_words(before, column) == name],
        )
        for name in names
    ]
    return sorted(counts, key=lambda one: (-one.n, one.name))


def by_month(candidates: pd.DataFrame, months: list[str]) -> list[Count]:
    """Count candidates by month of their start, each beside the month before it.

    Parameters
    ----------
    candidates : DataFrame
        A :data:`~stsdetect.schema.CANDIDATES` table.
    months : list of str
        ``YYYY-MM``, in order, those looked at; the first has none before it.
    """
    own = [candidates[_months(candidates) == month] for month in months]
    before = [None, *own[:-1]]
    return [
        _count(month, now, then)
        for month, now, then in zip(months, own, before, strict=True)
    ]


def per_thousand(n: int, n_vessel_days: int) -> float:
    """Candidates per 1,000 vessel-days; NaN without any."""
    return 1000 * n / n_vessel_days if n_vessel_days else float("nan")


def _count(name: str, now: pd.DataFrame, before: pd.DataFrame | None) -> Count:
    return Count(
        name=name,
        n=len(now),
        n_likely=_likely(now),
        n_before=None if before is None else len(before),
    )


def _likely(candidates: pd.DataFrame) -> int:
    return int((candidates["likelihood"] >= LIKELY).sum())


def _words(candidates: pd.DataFrame, column: str) -> "pd.Series[str]":
    return candidates[column].astype(object).fillna("elsewhere").astype(str)


def _months(candidates: pd.DataFrame) -> "pd.Series[str]":
    months: pd.Series[str] = candidates["start_time"].dt.strftime("%Y-%m")
    return months
