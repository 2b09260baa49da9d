"""Worsened seas: each condition does what it says, and nothing else."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import polars as pl
import pytest

from stsdetect.kernels.sphere import haversine_m
from stsdetect.simulate.heard import HeardSea, hear_sea
from stsdetect.simulate.sea import WORLD, SeaParams
from stsdetect.simulate.worsen import WORSE, worsen

SMALL = SeaParams(
    seed=3,
    duration=timedelta(hours=14),
    n_lane=8,
    n_anchored=6,
    n_fishing=2,
    n_transfers=1,
    n_decoys=0,
    level="coastal",
)
THINNED, JITTERED, SLOW, SWAPPED, HEADLESS, OUT, WRONG = WORSE


@pytest.fixture(scope="module")
def heard() -> HeardSea:
    return hear_sea(SMALL)


def after(heard: HeardSea, condition: str) -> pl.DataFrame:
    return worsen(np.random.default_rng(1), heard, condition).rows["coast"]


def test_worsen__conditions_are_those_of_the_page() -> None:
    assert len(set(WORSE)) == 7
    assert replace(WORLD, worse=WORSE[0]).worse == WORSE[0]


def test_worsen__thinned_leaves_one_report_in_a_quarter_of_an_hour(
    heard: HeardSea,
) -> None:
    rows = after(heard, THINNED).with_columns(pl.col("second") // 900)

    assert 0 < rows.height < heard.rows["coast"].height / 3
    assert not rows.select("mmsi", "second").is_duplicated().any()


def test_worsen__jitter_is_at_most_30_m(heard: HeardSea) -> None:
    before, now = heard.rows["coast"], after(heard, JITTERED)

    far_m = haversine_m(
        *(one[name].to_numpy() for one in (before, now) for name in ("lat", "lon"))
    )

    assert 10.0 < np.median(far_m) < 20.0
    assert far_m.max() < 31.0


def test_worsen__a_slow_clock_is_slow_all_the_time(heard: HeardSea) -> None:
    late = after(heard, SLOW)["second"] - heard.rows["coast"]["second"]
    by_vessel = pl.DataFrame({"mmsi": heard.rows["coast"]["mmsi"], "late": late})

    spread = by_vessel.group_by("mmsi").agg(pl.col("late").n_unique())

    assert spread["late"].to_list() == [1] * spread.height
    assert 0 <= by_vessel["late"].min() < by_vessel["late"].max() <= 300  # type: ignore[operator]


def test_worsen__a_tenth_swaps_numbers_and_back(heard: HeardSea) -> None:
    before, now = heard.rows["coast"]["mmsi"], after(heard, SWAPPED)["mmsi"]
    vessels = before.n_unique()

    strange = before.filter(before != now)

    assert set(now) == set(before)
    assert 0 < strange.n_unique() <= round(vessels / 10) + 1
    assert 0 < strange.len() < before.len() / 10


def test_worsen__no_heading_is_left(heard: HeardSea) -> None:
    assert (heard.rows["coast"]["heading"] < 360).any()
    assert (after(heard, HEADLESS)["heading"] == 511).all()


def test_worsen__nothing_is_heard_for_six_hours(heard: HeardSea) -> None:
    longest = after(heard, OUT)["second"].sort().diff().max()

    assert isinstance(longest, int)
    assert 6 * 3600 <= longest < 6 * 3600 + 600


def test_worsen__a_third_states_other_dimensions(heard: HeardSea) -> None:
    before = heard.particulars
    now = worsen(np.random.default_rng(1), heard, WRONG).particulars

    ratio = now["length"] / before["length"]

    assert 0.1 < (ratio != 1.0).mean() < 0.6  # type: ignore[operator]
    assert now["mmsi"].equals(before["mmsi"])
