"""Rows on their way into the store come back by day, from memory or from disk."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from builders import positions

from stsdetect.ingest.shelves import Shelf

DAY = 24 * 60


@pytest.mark.parametrize("max_rows", [1, 3, 1_000])
def test_shelf__gives_each_row_back_on_its_day(tmp_path: Path, max_rows: int) -> None:
    shelf = Shelf(tmp_path / "spilled", max_rows)
    shelf.put(positions(1, [0, DAY, 1], 35, 123))
    shelf.put(positions(2, [2 * DAY], 35, 123))
    shelf.put(positions(3, [2, DAY + 1], 35, 123))

    days = shelf.days()
    taken = {
        day: pl.concat(shelf.take(day)).sort("mmsi", "timestamp").collect()
        for day in days
    }

    assert days == [date(2024, 3, 1), date(2024, 3, 2), date(2024, 3, 3)]
    assert [taken[day]["mmsi"].to_list() for day in days] == [[1, 1, 3], [1, 3], [2]]
    assert (tmp_path / "spilled").exists() == (max_rows < 1_000)


def test_shelf__without_rows_has_no_day(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.put(pl.DataFrame(schema=positions(1, [0], 0, 0).schema))

    assert shelf.days() == []
