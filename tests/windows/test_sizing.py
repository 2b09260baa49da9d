"""Sizes of windows: they keep to a memory, and change no byte of the list."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from builders_windows import Counting, list_candidates
from checkout import Command

import stsdetect as sts
from stsdetect.config import Config
from stsdetect.errors import InputError
from stsdetect.ingest.store import Store
from stsdetect.ingest.store_files import DAYS
from stsdetect.windows.sizing import RowCounts, Size, choose_size, need_mib
from stsdetect.windows.vessel_groups import read_groups

DAY = timedelta(days=1)
NOON = datetime(2024, 4, 17, 12, tzinfo=UTC)


class InGroups(Counting):
    """Works on windows whose vessels are read in groups of a few thousand rows."""

    def map(self, work: Callable[[Any], Any], tasks: Sequence[Any]) -> Iterator[Any]:
        small = [replace(one, spec=replace(one.spec, max_rows=5_000)) for one in tasks]
        return super().map(work, small)


def store_of(folder: Path, rows_by_day: dict[date, int]) -> Store:
    """Make what a size is chosen from: the days of a store and their counts."""
    ends = {
        "first_timestamp": datetime.combine(min(rows_by_day), datetime.min.time(), UTC),
        "last_timestamp": datetime.combine(max(rows_by_day), datetime.max.time(), UTC),
    }
    folder.mkdir()
    for day in rows_by_day:
        (folder / "positions" / f"date={day}").mkdir(parents=True)
    counts = pl.DataFrame(
        list(rows_by_day.items()), ["date", "rows_kept"], orient="row"
    )
    counts.write_parquet(folder / DAYS)
    return Store(folder, pl.DataFrame([ends]))


def test_find_events__groups_of_vessels_give_the_same_bytes(
    sample_run: sts.Run, tmp_path: Path
) -> None:
    store = sample_run.folder / "store"
    engine = InGroups()

    found = list_candidates(store, tmp_path / "parts", engine=engine)

    assert len(engine.seen) == 3
    assert found == (sample_run.folder / "candidates.csv").read_bytes()


def test_read_groups__each_vessel_is_in_one_group_and_no_row_is_lost(
    sample_run: sts.Run,
) -> None:
    store = sts.open_store(sample_run.folder / "store")
    start, stop = NOON - DAY / 4, NOON + DAY

    groups = list(read_groups(store, start, stop, 4_000))

    vessels = [set(group["mmsi"]) for group in groups]
    assert len(groups) > 5
    assert all(group.height <= 4_000 for group in groups)
    assert sum(map(len, vessels)) == len(set().union(*vessels))
    assert pl.concat(groups).equals(store.read_positions(start, stop))


def test_read_groups__one_vessel_with_more_rows_is_a_group_alone(
    sample_run: sts.Run,
) -> None:
    store = sts.open_store(sample_run.folder / "store")

    groups = list(read_groups(store, NOON, NOON + DAY / 8, 1))

    heard = [group for group in groups if not group.is_empty()]
    assert all(group["mmsi"].n_unique() == 1 for group in heard)


def test_row_counts__are_even_over_a_day(tmp_path: Path) -> None:
    days = {date(2024, 4, 16): 2_400, date(2024, 4, 18): 4_800}
    counts = RowCounts(store_of(tmp_path / "store", days))

    midnight = datetime(2024, 4, 18, tzinfo=UTC)

    assert counts.between(midnight, midnight + DAY / 24) == pytest.approx(200)
    assert counts.between(NOON, midnight) == 0
    assert counts.between(NOON - DAY, midnight + DAY / 2) == pytest.approx(3_600)
    assert counts.between(midnight - 9 * DAY, midnight + 9 * DAY) == 7_200


def test_choose_size__without_a_bound_is_the_configs(sample_run: sts.Run) -> None:
    store = sts.open_store(sample_run.folder / "store")

    assert choose_size(store, Config(), None) == Size(DAY)
    assert choose_size(store, Config(), 2_000) == Size(DAY)


def test_choose_size__little_memory_gives_groups_then_shorter_windows(
    tmp_path: Path,
) -> None:
    days = {date(2024, 4, day): 30_000_000 for day in (16, 17, 18)}
    store = store_of(tmp_path / "store", days)

    much, some, little = (
        choose_size(store, Config(), 1024 * gib) for gib in (40, 8, 2)
    )

    assert much == Size(DAY)
    assert some.length == DAY
    assert some.max_rows is not None
    assert need_mib(30e6, some.max_rows) <= 8 * 1024 + 1
    assert little.length < DAY
    assert little.max_rows is not None
    assert need_mib(30e6 * (little.length / DAY), little.max_rows) <= 2 * 1024 + 1


def test_choose_size__too_little_is_told(tmp_path: Path) -> None:
    store = store_of(tmp_path / "store", {date(2024, 4, 16): 30_000_000})

    with pytest.raises(InputError, match=r"600 MiB .* windows of 1:00:00 need"):
        choose_size(store, Config(), 600)


def test_run__memory_is_an_amount(tmp_path: Path, stsdetect: Command) -> None:
    code, _, err = stsdetect("run", "x.csv", "--out", tmp_path, "--memory", "much")

    assert code == 2
    assert "'much' is no amount of memory; give one as 4G" in err


def test_detect__keeps_to_a_memory(
    sample_run: sts.Run, tmp_path: Path, stsdetect: Command
) -> None:
    store = sample_run.folder / "store"

    code, _, err = stsdetect(
        "detect", "--store", store, "--out", tmp_path / "out", "--memory", "500M"
    )

    assert code == 2
    assert "500 MiB for each worker is too little" in err
