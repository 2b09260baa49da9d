"""Tests for long tables that are written part by part."""

import tempfile
from itertools import pairwise
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stsdetect.export.parquet import write_parts
from stsdetect.schema.column import choice, count, quantity
from stsdetect.schema.table import Table

TABLE = Table(
    "heard",
    count("row", "Number."),
    choice("kind", ("A", "B"), "Kind."),
    quantity("share", "1", "Share."),
    key=("row",),
    meaning="Rows.",
)

ROWS = TABLE.conform(
    pl.DataFrame({"row": range(50), "kind": ["A", "B"] * 25, "share": [0.1, 0.7] * 25})
)


@given(st.lists(st.integers(0, 50), max_size=6), st.integers(1, 60))
def test_write_parts__the_bytes_hang_on_the_rows_alone(
    cuts: list[int], n_rows: int
) -> None:
    parts = [ROWS[first:stop] for first, stop in pairwise([0, *sorted(cuts), 50])]
    with tempfile.TemporaryDirectory() as folder:
        whole, parted = Path(folder, "whole.parquet"), Path(folder, "parted.parquet")
        write_parts([ROWS], TABLE, whole, n_rows)
        write_parts(parts, TABLE, parted, n_rows)

        assert parted.read_bytes() == whole.read_bytes()
        assert pl.read_parquet(parted).equals(ROWS)
        assert pl.read_parquet_schema(parted) == TABLE.polars_schema
        groups = pq.ParquetFile(parted).metadata
        sizes = [groups.row_group(k).num_rows for k in range(groups.num_row_groups)]
        assert sizes == [n_rows] * (50 // n_rows) + [50 % n_rows] * (50 % n_rows > 0)


def test_write_parts__of_none_is_an_empty_table(tmp_path: Path) -> None:
    write_parts([], TABLE, tmp_path / "none.parquet")

    assert pl.read_parquet(tmp_path / "none.parquet").equals(TABLE.empty_polars())


def test_write_parts__what_was_there_stays_when_a_part_fails(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    write_parts([ROWS], TABLE, path)

    with pytest.raises(ZeroDivisionError):
        write_parts((ROWS[: 1 // k] for k in (1, 0)), TABLE, path)

    assert pl.read_parquet(path).equals(ROWS)
    assert [one.name for one in tmp_path.iterdir()] == ["table.parquet"]
