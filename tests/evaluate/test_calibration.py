"""Calibration and leaks: what is true of a score that is true, and of one that lies."""

import numpy as np
import polars as pl
import pytest

from stsdetect.evaluate.calibration import (
    brier_score,
    calibration_curve,
    calibration_error,
    shift_prevalence,
    shift_to_seen,
)
from stsdetect.evaluate.leaks import measure_leak

RNG = np.random.default_rng(3)
SAID = RNG.uniform(0, 1, 20_000)
TRUE = RNG.uniform(0, 1, 20_000) < SAID


def test_calibration_error__of_a_true_score_is_small_and_of_a_loud_one_is_not() -> None:
    assert calibration_error(SAID, TRUE) < 0.02
    assert calibration_error(np.sqrt(SAID), TRUE) > 0.1
    assert calibration_error(SAID, TRUE, top=2_000) < 0.02


def test_calibration_curve__bins_hold_equally_many_in_order() -> None:
    curve = calibration_curve(SAID, TRUE, 8)

    assert curve["n"].to_list() == [2_500] * 8
    assert curve["said"].is_sorted()
    assert curve["n"].dot(curve["was"]) == pytest.approx(TRUE.sum())


def test_brier_score__truth_itself_is_best() -> None:
    assert brier_score(TRUE.astype(float), TRUE) == 0
    assert brier_score(SAID, TRUE) < brier_score(np.full(SAID.size, 0.5), TRUE)


def test_shift_prevalence__a_thinned_sea_is_calibrated_again() -> None:
    # of the transfers one in ten is kept: the same evidence, a lower base rate
    kept = ~TRUE | (RNG.uniform(0, 1, TRUE.size) < 0.1)
    said, true = SAID[kept], TRUE[kept]

    shifted = shift_prevalence(said, 0.5, 1 / 11)

    assert calibration_error(said, true) > 0.2
    assert calibration_error(shifted, true) < 0.02
    assert shift_prevalence(shifted, 1 / 11, 0.5) == pytest.approx(said)


def test_shift_to_seen__each_dark_kind_is_carried_by_its_own_share() -> None:
    # One in four visits was true and is said at 1 in 100, one in two meetings.
    judged = pl.DataFrame(
        {
            "kind": ["one_dark"] * 4 + ["both_dark"] * 2,
            "likelihood": [0.2, 0.1, 0.1, 0.0, 0.4, 0.1],
            "rival_odds": [3.0, 1.0, 0.0, 0.0, 1.0, 0.0],
            "rival_odds_other": [2.0, 1.0, 0.0, 0.0, 0.0, 0.0],
            "verdict": ["transfer", "false", "false", "false", "repeat", "false"],
        }
    )
    base_rates = {"one_dark": 0.01, "both_dark": 0.01}

    shifted = shift_to_seen(judged, "one_dark", base_rates)

    visits, meetings = (1 / 3) / (1 / 99), 1 / (1 / 99)
    odds = 0.2 / 0.8 * (1 + 3.0)
    rivals = 1.0 * visits + 2.0 * meetings
    assert shifted[0] == pytest.approx(odds * visits / (1 + rivals + odds * visits))
    alone = 0.1 / 0.9 * visits
    assert shifted[2] == pytest.approx(alone / (1 + alone))


def vessels(n: int, *, planted_serials_from: int) -> pl.DataFrame:
    """Half of n vessels planted; numbered from somewhere, or mixed with the others."""
    rng = np.random.default_rng(5)
    planted = np.arange(n) % 2 == 0
    serial = rng.integers(0, 5_000, n) + planted * planted_serials_from
    bow, port = rng.integers(20, 90, n), rng.integers(3, 12, n)
    return pl.DataFrame(
        {
            "world": ["w"] * n,
            "mmsi": 412_000_000 + serial,
            "valid_from": [0] * n,
            "imo": 3_000_000 + serial * 10,
            "shipname": [f"SIM {one}" for one in serial],
            "callsign": [f"Q{chr(65 + one % 26)}12" for one in serial],
            "ship_type": [80] * n,
            "to_bow_m": bow,
            "to_stern_m": bow // 3,
            "to_port_m": port,
            "to_starboard_m": port + 1,
            "planted": planted,
        }
    ).unique("mmsi")


def test_measure_leak__identities_that_are_mixed_tell_nothing() -> None:
    leak = measure_leak(vessels(400, planted_serials_from=0))

    assert leak.low < 0.5 < leak.high


def test_measure_leak__numbers_apart_give_the_planted_away() -> None:
    assert measure_leak(vessels(400, planted_serials_from=3_000)).low > 0.8


def test_measure_leak__too_few_vessels_tell_nothing() -> None:
    assert np.isnan(measure_leak(vessels(20, planted_serials_from=0)).auc)
