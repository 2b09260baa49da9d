"""Lost or silent: what reception says of a gap, in stories with a known truth."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from builders_silence import gaps_of, judged, reception_of
from shapely import box
from stories import heard, sail
from suez import COLUMNS, NAME

import stsdetect as sts
from stsdetect.events.reception import describe_reception
from stsdetect.schema import GAPS, POSITIONS, RECEPTION

DARK, OTHERS = 412_000_100, 412_000_000
DAY = 1_440.0
EVERY_2_MIN = heard(0, DAY, 2)


def coaster(mmsi: int, minutes: np.ndarray, sog: float = 8.0) -> pl.DataFrame:
    """A vessel that sails up and down a short coast, or lies still."""
    phase = mmsi % 7
    way = 15_000 * np.sin(minutes / 100 + phase) if sog > 3 else np.zeros(minutes.size)
    return told(sail(mmsi, minutes, way, 1_000.0 * phase), sog)


def told(vessel: pl.DataFrame, sog: float, cog: float | None = 90.0) -> pl.DataFrame:
    """A vessel of Class A that tells speed and course."""
    return POSITIONS.conform(
        vessel.with_columns(sog=sog, cog=pl.lit(cog), ais_class=pl.lit("A"))
    )


def coast(n: int = 5, minutes: np.ndarray = EVERY_2_MIN) -> list[pl.DataFrame]:
    """Vessels that are heard all day."""
    return [coaster(OTHERS + k, minutes) for k in range(n)]


def without(minutes: np.ndarray, start: float, stop: float) -> np.ndarray:
    """Minutes but those between two."""
    return minutes[(minutes <= start) | (minutes >= stop)]


def the_gap(*vessels: pl.DataFrame) -> "pd.Series[Any]":
    """The longest gap of the vessel that is silent."""
    gaps = judged(pl.concat(vessels))
    GAPS.check(gaps)
    own = gaps[gaps["mmsi"] == DARK]
    return own.sort_values("duration_h").iloc[-1]


def test_judge_gaps__a_silence_that_others_witness_is_suspicious() -> None:
    gap = the_gap(*coast(), coaster(DARK, without(EVERY_2_MIN, 400, 700)))

    assert gap["suspicious"]
    assert gap["n_witnesses"] == 5
    assert gap["witnessed"] == 1.0
    assert gap["n_expected"] == pytest.approx(29, abs=4)
    assert gap["p_silence"] < 1e-4
    assert gap["log_bf_silence"] == pytest.approx(np.log(1_000))


def test_judge_gaps__an_outage_that_silences_all_clears_them() -> None:
    minutes = without(EVERY_2_MIN, 400, 700)

    gap = the_gap(*coast(minutes=minutes), coaster(DARK, minutes))

    assert not gap["suspicious"]
    assert gap["p_silence"] > 0.05


def test_judge_gaps__where_nobody_is_heard_nothing_is_expected() -> None:
    far = told(sail(DARK, np.array([0, 30, 600, 630.0]), 300_000, 0), 8.0)

    gap = the_gap(*coast(), far)

    assert gap["n_witnesses"] == 0
    assert gap["n_expected"] < 0.5
    assert not gap["suspicious"]


def test_judge_gaps__own_reports_are_no_witness() -> None:
    gap = the_gap(coaster(DARK, without(EVERY_2_MIN, 400, 700)), *coast(1)[:0])

    assert gap["n_witnesses"] == 0
    assert gap["p_silence"] > 0.2


def test_judge_gaps__who_is_never_heard_again_is_judged_too() -> None:
    gone = told(coaster(DARK, heard(0, 500, 2)), 8.0, None)

    gap = the_gap(*coast(), gone)

    assert gap["open"]
    assert gap["stopped"]
    assert gap["suspicious"] == (gap["p_silence"] < 1e-3)


def passes(seed: int, share: float, minutes: np.ndarray) -> np.ndarray:
    """Minutes at which a satellite overhead every hour hears a vessel, at random."""
    rng = np.random.default_rng(seed)
    overhead = (minutes % 60 < 12) & (rng.random(minutes.size) < share)
    overhead[[0, -1]] = True
    return minutes[overhead]


def passage(mmsi: int, minutes: np.ndarray, start_km: float) -> pl.DataFrame:
    """A vessel that sails east at 9 knots along a lane, and again from its start."""
    east = (278.0 * minutes + 1_000 * start_km) % 1_200_000 - 600_000
    return told(sail(mmsi, minutes, east, 0.0), 9.0)


def satellite_sea() -> list[pl.DataFrame]:
    """Vessels on a lane that are heard at each pass, and some at anchor, seldom."""
    time = heard(0, 3 * DAY, 1)
    sailing = [passage(OTHERS + k, passes(k, 0.5, time), 150.0 * k) for k in range(8)]
    at_anchor = [coaster(OTHERS + 10 + k, passes(k, 0.02, time), 0.1) for k in range(4)]
    return sailing + at_anchor


def test_judge_gaps__who_anchors_is_not_taken_for_silent() -> None:
    time = heard(0, 3 * DAY, 1)
    under_way = passage(DARK, without(passes(99, 0.5, time), 1_500, 2_300), 80.0)
    anchored = coaster(DARK, passes(99, 0.03, time), 0.1)

    stays = the_gap(*satellite_sea(), anchored)
    sails = the_gap(*satellite_sea(), under_way)

    assert stays["stopped"]
    assert not stays["suspicious"]
    assert not sails["stopped"]
    assert sails["suspicious"]


@pytest.mark.parametrize("step", [0.2, 6.0])
def test_judge_gaps__a_thinned_archive_expects_as_much(step: float) -> None:
    dense, thin = heard(0, DAY, 2), heard(0, DAY, step)

    usual = the_gap(*coast(minutes=dense), coaster(DARK, without(dense, 400, 700)))
    other = the_gap(*coast(minutes=thin), coaster(DARK, without(thin, 400, 700)))

    assert other["n_expected"] == pytest.approx(usual["n_expected"], rel=0.05)
    assert other["suspicious"]


def test_judge_gaps__a_weak_transmitter_is_expected_less() -> None:
    rng = np.random.default_rng(5)
    some = EVERY_2_MIN[rng.random(EVERY_2_MIN.size) < 0.03]
    weak = coaster(DARK, without(some, 400, 650))
    strong = coaster(DARK, without(EVERY_2_MIN, 400, 650))

    faint, clear = the_gap(*coast(), weak), the_gap(*coast(), strong)

    assert faint["own_hearing"] < 0.4 < clear["own_hearing"]
    assert faint["n_expected"] < clear["n_expected"] / 2
    assert faint["p_silence"] > 10 * clear["p_silence"]


def test_judge_gaps__while_its_mmsi_is_heard_no_gap_is_suspicious() -> None:
    dark = coaster(DARK, without(EVERY_2_MIN, 400, 700))
    clone = sail(DARK, EVERY_2_MIN + 0.5, 0.0, 0.0, around=(-38.0, -124.0))

    gap = the_gap(*coast(), dark, told(clone, 1.0))

    assert gap["mmsi_heard"]
    assert not gap["suspicious"]


@pytest.mark.parametrize("hours", [1.0, 2.5, 7.0])
def test_judge_gaps__windows_of_any_length_give_the_same(hours: float) -> None:
    vessels = pl.concat([
        *coast(3), coaster(DARK, without(EVERY_2_MIN, 100, 800)), *satellite_sea()[3:6]
    ])  # fmt: skip

    at_once, by_window = judged(vessels), judged(vessels, hours)

    pd.testing.assert_frame_equal(by_window, at_once, check_exact=True)


def test_describe_reception__an_outage_shows_in_its_hours() -> None:
    minutes = without(EVERY_2_MIN, 360, 660)
    vessels = pl.concat([*coast(minutes=minutes), coaster(DARK, minutes)])

    table = describe_reception(reception_of(vessels, gaps_of(vessels))).read()

    RECEPTION.check(table)
    RECEPTION.check_key(table)
    hour = table["start_time"].dt.hour
    assert (table.loc[hour.isin([7, 8, 9]), "condition"] < 0.1).all()
    assert (table.loc[hour.isin([2, 3, 15]), "condition"] > 0.9).all()
    assert (table["n_heard"] <= table["n_slots"]).all()
    assert table["n_slots"].sum() == 6 * 145


def test_describe_reception__of_an_area_has_the_cells_in_it() -> None:
    vessels = pl.concat([*coast(), coaster(DARK, EVERY_2_MIN)])
    reception = reception_of(vessels, gaps_of(vessels))
    everywhere = describe_reception(reception).read()
    east = float(everywhere["lon"].median())
    area = box(-180.0, -90.0, east, 90.0)

    table = describe_reception(reception, area=area).read()

    inside = everywhere[everywhere["lon"] <= east].reset_index(drop=True)
    assert 0 < len(inside) < len(everywhere)
    assert table.equals(inside)


def test_describe_reception__satellites_and_stations_are_told_apart() -> None:
    coasts = pl.concat([coaster(OTHERS + k, heard(0, DAY, 10)) for k in range(5)])
    hour = pl.col("timestamp").dt.hour()
    receiver = (
        pl.when(hour < 6).then(pl.lit("satellite")).otherwise(pl.lit("terrestrial"))
    )
    told = POSITIONS.conform(coasts.with_columns(receiver=receiver))

    table = describe_reception(reception_of(told, gaps_of(told))).read()

    assert (table["n_satellite"] + table["n_terrestrial"] == table["n_heard"]).all()
    under_way = table[~table["still"]]
    assert under_way["p_satellite"].mean() == pytest.approx(0.25, abs=0.05)
    assert under_way["p_terrestrial"].mean() == pytest.approx(0.75, abs=0.1)
    assert (table["p_satellite"] <= table["p_heard"] + 1e-12).all()


@pytest.mark.slow
def test_judge_gaps__real_vessels_made_silent_are_told_from_others(
    real_ais: Path, tmp_path: Path
) -> None:
    sts.ingest(real_ais / NAME, tmp_path, columns=COLUMNS)
    store = sts.open_store(tmp_path)
    first, last = store.period
    vessels = store.read_positions(first, last + timedelta(seconds=1))
    chosen = steady(vessels)[::4]
    since = pl.col("timestamp") - pl.col("timestamp").min().over("mmsi")
    cut = pl.col("mmsi").is_in(chosen) & since.is_between(
        timedelta(hours=3), timedelta(hours=10)
    )

    untouched, silenced = judged(vessels), judged(vessels.filter(~cut))

    own = silenced[silenced["mmsi"].isin(chosen) & (silenced["duration_h"] >= 7)]
    flagged = own.groupby("mmsi")["suspicious"].any()
    long = untouched[(untouched["duration_h"] >= 3) & ~untouched["open"]]
    assert len(flagged) == len(chosen) >= 10
    assert flagged.mean() >= 0.7
    assert long["suspicious"].mean() < 0.1


def steady(vessels: pl.DataFrame) -> list[int]:
    """Vessels that are heard for half a day or more, every 90 minutes."""
    time = pl.col("timestamp")
    spans = vessels.group_by("mmsi", maintain_order=True).agg(
        span=time.max() - time.min(), hole=time.diff().max()
    )
    kept = spans.filter(
        pl.col("span") > timedelta(hours=12), pl.col("hole") < timedelta(minutes=90)
    )
    return kept["mmsi"].to_list()
