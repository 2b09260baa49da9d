"""Trial files: what came out of a world, kept so that it is not made again."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import polars as pl

from stsdetect.disk.files import written_whole
from stsdetect.disk.parquet import STRANGE, read_rows
from stsdetect.errors import StoreError
from stsdetect.evaluate.marks import NO_MARKS
from stsdetect.evaluate.outcomes import Outcome

__all__ = ["Trial", "cause_of", "read_trial", "write_trial"]

_TABLES: Final = ("judged", "told", "vessels")
_RECORD: Final = "trial.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What came out of one world, or of many.

    Attributes
    ----------
    outcome : Outcome
        Of every variant, labelled with ``variant``, ``world`` and ``level``.
    vessels : DataFrame
        Particulars of the vessels, with ``world`` and ``planted``.
    counts : DataFrame
        One row per world: ``world, level, vessel_days, rows, transfers,
        hard_negatives``.
    marks : DataFrame
        Identity events and anomalies, as
        :func:`~stsdetect.evaluate.marks.measure_marks` holds them against the truth.
    """

    outcome: Outcome
    vessels: pl.DataFrame
    counts: pl.DataFrame
    marks: pl.DataFrame = field(default_factory=NO_MARKS.clone)


def cause_of(folder: Path) -> str:
    """Give the hash of what made the trial that is kept, empty where none is."""
    path = folder / _RECORD
    if not path.is_file():
        return ""
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["cause"])
    except (ValueError, LookupError, TypeError, RecursionError):
        return ""  # torn, or of something else: it is made anew


def write_trial(folder: Path, trial: Trial, cause: str) -> None:
    """Write the tables first and the record last, which says that all are there."""
    for name, table in zip(_TABLES, (*trial.outcome, trial.vessels), strict=True):
        with written_whole(folder / f"{name}.parquet") as path:
            table.write_parquet(path, compression="zstd")
    record: dict[str, Any] = {
        "cause": cause,
        "counts": trial.counts.to_dicts()[0],
        "marks": trial.marks.to_dicts(),
    }
    with written_whole(folder / _RECORD) as path:
        path.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def read_trial(folder: Path) -> Trial:
    """Read back what :func:`write_trial` wrote.

    Raises
    ------
    StoreError
        It is damaged.
    """
    try:
        judged, told, vessels = (
            read_rows(folder / f"{name}.parquet") for name in _TABLES
        )
        record = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
        return Trial(
            outcome=Outcome(judged, told),
            vessels=vessels,
            counts=pl.DataFrame(record["counts"]),
            marks=pl.DataFrame(record["marks"], schema=NO_MARKS.schema),
        )
    except (*STRANGE, LookupError) as error:
        raise StoreError(f"{folder}: damaged; delete it, it is made anew") from error
