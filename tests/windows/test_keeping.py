"""Keeping: when those who have parted are taken out changes nothing but the memory."""

from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from pandas.testing import assert_frame_equal

import stsdetect as sts
from stsdetect.config import Config
from stsdetect.ingest.store import open_store
from stsdetect.windows.joining import settle
from stsdetect.windows.keeping import Parts, keep_near, settle_near
from stsdetect.windows.sizing import Size
from stsdetect.windows.window import period_of
from stsdetect.windows.work import cut_work, work_window

NEVER = 10**9
CONFIG = Config().aligned()


@pytest.fixture(scope="module")
def whole(sample_run: sts.Run) -> pl.DataFrame:
    """Pairs near each other in the sample, in one window."""
    store = open_store(sample_run.folder / "store")
    period = period_of(store, CONFIG)
    (spec,) = cut_work(store, CONFIG, period, Size(timedelta(days=4)))
    return work_window(spec).near


def kept(folder: Path, whole: pl.DataFrame, many: int) -> tuple[Parts, list[int]]:
    """Keep the pairs three hours at a time; give the parts, and rows that wait."""
    store = open_store(folder)
    period = period_of(store, CONFIG)
    parts, waiting = Parts(store.read_vessels(), period), []
    for spec in cut_work(store, CONFIG, period, Size(timedelta(hours=3))):
        start, stop = spec.window.start, spec.window.stop
        time = pl.col("timestamp")
        keep_near(whole.filter(time >= start, time < stop), spec, parts, many)
        waiting.append(sum(one.height for one in parts.near))
    settle_near(parts, CONFIG.encounters)
    return parts, waiting


@pytest.mark.parametrize("many", [1, 2_000])
def test_keep_near__taken_out_early_or_at_the_end_they_are_the_same(
    sample_run: sts.Run, whole: pl.DataFrame, many: int
) -> None:
    folder = sample_run.folder / "store"

    parts, waiting = kept(folder, whole, many)

    at_once, all_rows = kept(folder, whole, NEVER)
    assert len(parts.encounters) > 3 > len(at_once.encounters)
    assert max(waiting) < max(all_rows) == whole.height
    assert not parts.near
    assert_frame_equal(settle(parts), settle(at_once), check_exact=True)


def test_settle_near__of_no_window_at_all_is_nothing(sample_run: sts.Run) -> None:
    store = open_store(sample_run.folder / "store")
    parts = Parts(store.read_vessels(), period_of(store, CONFIG))

    settle_near(parts, CONFIG.encounters)

    assert settle(parts).empty
