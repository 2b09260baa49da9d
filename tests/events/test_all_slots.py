"""Slots of all windows: bounded while they are kept, and none lost."""

from datetime import timedelta

import numpy as np
import polars as pl
from builders import EPOCH
from builders_silence import cut, gaps_of, near
from polars.testing import assert_frame_equal
from stories import heard, sail

from stsdetect.events.all_slots import add_silences, batches_of, keep_slots
from stsdetect.events.slots import BY_VESSEL, STSDETECT, Slots, count_heard
from stsdetect.schema import GAPS

N_DAYS = 4


def kept_by_window(hours: float, n_days: int = N_DAYS) -> tuple[list[Slots], int]:
    """Slots of three vessels at anchor, and most rows of vessels kept at a time."""
    period = (EPOCH, EPOCH + timedelta(days=n_days))
    minutes = heard(0, 1_440 * n_days - 20, 20)
    places = zip(range(3), (0.0, 30_000.0, 90_000.0), strict=True)
    positions = pl.concat(
        [sail(412_000_000 + k, minutes, east, 0.0) for k, east in places]
    )
    kept: list[Slots] = []
    most = 0
    for window in cut(period, hours):
        keep_slots(count_heard(near(positions, window), window, period), kept)
        most = max(most, sum(one.by_vessel.height for one in kept))
    return kept, most


def test_keep_slots__grows_with_the_places_and_not_with_the_days() -> None:
    few, most = (kept_by_window(6, n_days)[1] for n_days in (N_DAYS, 3 * N_DAYS))

    assert 0 < most <= few


def test_add_silences__windows_of_any_length_give_the_same() -> None:
    gaps = GAPS.empty()

    apart, whole = (
        add_silences(kept_by_window(hours)[0], gaps, timedelta(hours=8))
        for hours in (6, 24 * N_DAYS)
    )

    assert_frame_equal(apart.by_vessel, whole.by_vessel)
    assert_frame_equal(apart.squares, whole.squares)
    hours = [pl.concat(one.by_hour).sort(pl.all()) for one in (apart, whole)]
    assert_frame_equal(*hours)
    by_hour = hours[0].collect()
    assert by_hour["n_slots"].sum() == whole.by_vessel["n_slots"].sum()
    assert by_hour["hour"].n_unique() == 24 * N_DAYS


def test_add_silences__counts_hours_in_which_no_window_heard_anybody() -> None:
    """Both vessels are silent for 20 h: windows of 3 h in between are left out."""
    period = (EPOCH, EPOCH + timedelta(hours=40))
    minutes = np.concatenate([heard(0, 600, 20), heard(1_800, 2_380, 20)])
    positions = pl.concat(
        [sail(412_000_000 + k, minutes, 9_000.0 * k, 0.0) for k in range(2)]
    )
    gaps = gaps_of(positions, period)
    all_slots = []
    for hours in (3, 40):
        kept: list[Slots] = []
        for window in cut(period, hours):
            reports = near(positions, window)
            if not reports.is_empty():
                keep_slots(count_heard(reports, window, period), kept)
        all_slots.append(add_silences(kept, gaps, timedelta(hours=8)))

    apart, whole = (
        pl.concat(one.by_hour).sort(pl.all()).collect() for one in all_slots
    )
    silent = apart.filter(pl.col("n_heard") == 0, pl.col("n_slots") == 6)
    assert_frame_equal(apart, whole)
    assert silent["hour"].n_unique() >= 18
    assert_frame_equal(all_slots[0].by_vessel, all_slots[1].by_vessel)


def test_keep_slots__a_window_alone_is_as_it_was_counted() -> None:
    (alone,), _ = kept_by_window(24 * N_DAYS)

    assert alone.by_vessel.select(BY_VESSEL).is_unique().all()


def test_batches_of__cuts_by_slots_and_loses_none() -> None:
    rng = np.random.default_rng(4)
    gaps = pl.DataFrame({"duration_h": rng.uniform(1.0, 9_000.0, 500)})

    batches = list(batches_of(gaps, STSDETECT))
    capped = list(batches_of(gaps, STSDETECT, most=100))

    slots = [(one["duration_h"] * 6 + 1).sum() for one in batches]
    assert len(batches) > 3
    assert max(slots) < 2_000_000 + 9_000 * 6 + 1
    assert_frame_equal(pl.concat(batches), gaps)
    assert len(capped) == 1
    assert [one.height for one in batches_of(gaps.clear(), STSDETECT)] == [0]
