"""Changes: what the list of candidates says otherwise than it did the run before."""

import csv
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Final

import pandas as pd
import polars as pl

from stsdetect.disk.files import written_whole
from stsdetect.export.cells import decimals, format_value
from stsdetect.schema import CANDIDATES, CHANGES

__all__ = ["find_changes", "write_changes", "write_rows"]

COMPARED: Final = (
    "start_time",
    "end_time",
    "lat",
    "lon",
    "mmsi_a",
    "mmsi_b",
    "likelihood",
    "relevance",
    "confidence",
    "p_chance",
)
"""What makes a candidate another: when, where, who, and what is said of it. The rank
alone does not, since it hangs on the others."""


def find_changes(
    before: pd.DataFrame, after: pd.DataFrame, found: AbstractSet[str]
) -> pd.DataFrame:
    """Compare two lists of candidates.

    Parameters
    ----------
    before, after : DataFrame
        :data:`~stsdetect.schema.CANDIDATES` tables, in any order.
    found : set of str
        Ids of all events found now. A candidate that is off the list since the list
        was cut, or since another tells the same event, is not withdrawn.

    Returns
    -------
    DataFrame
        A :data:`~stsdetect.schema.CHANGES` table: new and changed ones by rank, then
        those withdrawn by the rank that they had. Values differ where they differ
        as written.
    """
    both = _slim(after).join(
        _slim(before), on="candidate_id", how="full", suffix="_before", coalesce=True
    )
    is_new = pl.col("rank_before").is_null()
    is_gone = pl.col("rank").is_null()
    differs = pl.concat_list(
        pl.when(pl.col(name).ne_missing(pl.col(f"{name}_before"))).then(pl.lit(name))
        for name in COMPARED
    ).list.drop_nulls()
    both = both.with_columns(
        what=pl.when(~is_new & ~is_gone).then(differs.list.join(", ")),
        change=pl.when(is_new)
        .then(pl.lit("new"))
        .when(is_gone)
        .then(pl.lit("withdrawn"))
        .otherwise(pl.lit("changed")),
        **{
            name: pl.coalesce(name, f"{name}_before")
            for name in ("kind", "start_time", "end_time", "mmsi_a", "mmsi_b")
        },
    )
    kept = (
        both.filter(
            (pl.col("what") != "") | is_new | (is_gone & ~_is_in("candidate_id", found))
        )
        .with_columns(order=pl.col("rank").is_null())
        .sort("order", "rank", "rank_before", "candidate_id")
    )
    changes = CHANGES.to_pandas(CHANGES.conform(kept).select(CHANGES.names))
    CHANGES.check(changes)
    return changes


def write_changes(changes: pd.DataFrame, path: Path) -> None:
    """Write changes as CSV, in the same way as ``candidates.csv``."""
    CHANGES.check(changes)
    write_rows(changes[CHANGES.names], path)


def write_rows(rows: pd.DataFrame, path: Path) -> None:
    """Write any table in that way."""
    names = [str(name) for name in rows.columns]
    with (
        written_whole(path) as aside,
        aside.open("w", encoding="utf-8", newline="") as file,
    ):
        writer = csv.writer(file)
        writer.writerow(names)
        for row in rows.itertuples(index=False, name=None):
            cells = zip(names, row, strict=True)
            writer.writerow([format_value(name, value) for name, value in cells])


def _slim(candidates: pd.DataFrame) -> pl.DataFrame:
    """Take the columns compared, numbers as they are written."""
    table = CANDIDATES.from_pandas(candidates)
    return table.select(
        "candidate_id",
        "rank",
        pl.col("kind").cast(pl.String()),
        *(
            pl.col(name).round(decimals(name))
            if table.schema[name].is_float()
            else pl.col(name).cast(pl.String())
            if name == "confidence"
            else pl.col(name)
            for name in COMPARED
        ),
    )


def _is_in(name: str, ids: AbstractSet[str]) -> pl.Expr:
    return pl.col(name).is_in(pl.Series(sorted(ids), dtype=pl.String).implode())
