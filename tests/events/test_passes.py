"""Passes of satellites: a silence counts where others were heard, not between."""

import numpy as np
import pandas as pd
import polars as pl
import pytest
from builders_silence import judged
from stories import heard, sail

from stsdetect.events.passes import share_of_slots
from stsdetect.events.slots import STSDETECT
from stsdetect.schema import POSITIONS

HOUR, PLACE = 100, 34 * 360 + 359
DARK, OTHERS = 412_000_900, 412_000_000
DAYS, PASS_MIN = 3, 90.0
NOISE = {0: 3, 1: 1, 2: 4, 3: 2, 4: 1, 5: 2}


def told(heard_in: dict[tuple[int, int], int]) -> np.ndarray:
    """Shares of the slots of one hour at one place, by who was heard where."""
    rows = []
    for block in {block for block, _ in heard_in}:
        parts = {f"part_{part}": heard_in.get((block, part), 0) for part in range(6)}
        rows.append({"block": block, "hour": HOUR, **parts})
    asked = pl.DataFrame({"block": [PLACE], "hour": [HOUR]})
    (shares,) = share_of_slots(asked, pl.DataFrame(rows), STSDETECT)
    return np.asarray(shares)


def test_share_of_slots__one_pass_takes_the_hour() -> None:
    share = told({(PLACE, 2): 60})

    assert share[2] > 5.5
    assert (share[[0, 1, 3, 4, 5]] < 0.1).all()
    assert share.sum() == pytest.approx(6.0)


def test_share_of_slots__beside_a_station_each_slot_is_as_good() -> None:
    share = told({(PLACE, part): 7 for part in range(6)})

    assert share == pytest.approx(np.ones(6))


def test_share_of_slots__what_chance_makes_uneven_is_even() -> None:
    few, noisy = told({(PLACE, 2): 1}), told({(PLACE, k): n for k, n in NOISE.items()})

    assert few == pytest.approx(np.ones(6))
    assert noisy == pytest.approx(np.ones(6))


def test_share_of_slots__more_reports_tell_more() -> None:
    some, many = told({(PLACE, 2): 3}), told({(PLACE, 2): 20})

    assert 1.0 < some[2] < many[2] < 6.0
    assert some.sum() == pytest.approx(6.0)


def test_share_of_slots__squares_beside_count_across_180_and_others_do_not() -> None:
    east_of_180 = PLACE - 359
    beside = told({(east_of_180, 4): 60})
    far = told({(east_of_180 + 1, 4): 60})

    assert beside[4] > 5.5
    assert far == pytest.approx(np.ones(6))


def passage(mmsi: int, minutes: np.ndarray, start_km: float) -> pl.DataFrame:
    """A vessel that sails east at 9 knots along a lane, and again from its start."""
    east = (278.0 * minutes + 1_000 * start_km) % 1_200_000 - 600_000
    vessel = sail(mmsi, minutes, east, 0.0)
    return POSITIONS.conform(
        vessel.with_columns(sog=9.0, cog=90.0, ais_class=pl.lit("A"))
    )


def sea(seed: int, *, spread: bool) -> list[pl.DataFrame]:
    """Vessels heard in nine of ten passes, or as often at any minute."""
    draw = np.random.default_rng(seed)
    vessels = []
    for k in range(120):
        starts = np.arange(0.0, DAYS * 1_440.0, PASS_MIN)
        kept = starts[draw.random(starts.size) < 0.9]
        width = PASS_MIN if spread else 10.0
        vessels.append(
            passage(OTHERS + k, kept + draw.uniform(0.0, width, kept.size), 10.0 * k)
        )
    return vessels


def of_silence(*, spread: bool) -> "pd.Series[float]":
    """What is said of a vessel that is silent for twelve hours."""
    rest = sea(1, spread=spread)
    minutes = heard(0, DAYS * 1_440.0, PASS_MIN) + 4.0
    dark = passage(DARK, minutes[(minutes <= 1_500) | (minutes >= 2_250)], 40.0)
    gaps = judged(pl.concat([*rest, dark]))
    own = gaps[gaps["mmsi"] == DARK]
    return own.sort_values("duration_h").iloc[-1]


def test_judge_gaps__a_silence_through_passes_is_strange_and_between_them_none() -> (
    None
):
    through, spread = of_silence(spread=False), of_silence(spread=True)

    assert through["p_silence"] < 1e-3
    assert through["p_silence"] < 0.1 * spread["p_silence"]


def test_judge_gaps__who_is_missed_in_some_passes_is_rarely_taken_for_silent() -> None:
    gaps = judged(pl.concat(sea(2, spread=False)))
    p_silence = gaps.loc[gaps["duration_h"] >= 2.5, "p_silence"]

    assert len(p_silence) > 400
    assert (p_silence < 0.1).mean() < 0.2  # of who was missed at least once
    assert (p_silence < 0.01).mean() < 0.02
    assert (p_silence < 1e-3).mean() < 0.005
    assert not gaps["suspicious"].any()
