"""Coming together, parting, and going on as one hull."""

import numpy as np
import pandas as pd
import polars as pl
import pytest
from builders_events import A, B, hull, vessel
from stories import heard, meet, noise_m, sail, way_m

CARGO, TANKER, TUG = 70, 80, 52
NIGHT = heard(0, 600)
N = NIGHT.size


def visit(heard_at: np.ndarray, arrive_min: float, leave_min: float) -> pl.DataFrame:
    """A vessel that comes at 2 kn to 30 m east of the origin, stays and leaves."""
    away = np.maximum(0.0, np.maximum(arrive_min - heard_at, heard_at - leave_min))
    return sail(B, heard_at, 30.0 + way_m(2.0)(away), 0.0, 90.0)


def test_manoeuvres__one_waits_the_other_comes_slowly_and_leaves() -> None:
    only = meet(sail(A, NIGHT, noise_m(N, 1), noise_m(N, 2), 90.0),
                visit(NIGHT, 120, 420)).iloc[0]  # fmt: skip

    assert only["approach_kn"] == pytest.approx(2.0, abs=0.3)
    assert only["castoff_kn"] == pytest.approx(2.0, abs=0.3)
    assert only["waiting_kn"] < 0.3
    assert only["n_ends_seen"] == 2
    assert only["heading_off_deg"] == 0.0


def test_manoeuvres__what_nobody_saw_is_missing() -> None:
    there = heard(120, 420)
    hourly = heard(0, 600, 50.0)

    unseen = meet(sail(A, there, 0.0, 0.0), visit(there, 120, 420)).iloc[0]
    sparse = meet(sail(A, hourly, 0.0, 0.0), visit(hourly, 120, 420)).iloc[0]

    for only in (unseen, sparse):
        assert only[["approach_kn", "castoff_kn", "waiting_kn"]].isna().all()
        assert only["n_ends_seen"] == 0


def test_manoeuvres__few_samples_are_called_insufficient_and_not_loose() -> None:
    hourly = heard(2, 600, 60.0)
    swing = 60.0 * np.sin(hourly)

    only = meet(sail(A, hourly, swing, 0.0, 10.0), sail(B, hourly, 90.0, swing, 50.0))

    assert only["coupling"].tolist() == ["insufficient"]
    assert only["body_sd_m"].isna().all()


@pytest.mark.parametrize(("noisy_m", "coupling"), [(2.0, "coupled"), (100.0, "loose")])
def test_manoeuvres__coupling_says_what_the_frame_of_a_hull_shows(
    noisy_m: float, coupling: str
) -> None:
    place = 30.0 + noise_m(N, 1, noisy_m)

    only = meet(sail(A, NIGHT, 0.0, 0.0, 10.0), sail(B, NIGHT, place, 0.0, 10.0))

    assert only["coupling"].tolist() == [coupling]


def one_hull(stop_h: float, speed_kn: float, b_type: int = CARGO) -> pd.DataFrame:
    """Two transponders 12 m apart that sail before and after four hours of rest."""
    times = heard(0, (2 * stop_h + 4) * 60, 6.0)
    rest = np.clip(times - stop_h * 60, 0, 240)
    north = way_m(speed_kn)(times - rest)
    return meet(
        sail(A, times, noise_m(times.size, 1), north, 0.0),
        sail(B, times, noise_m(times.size, 2), north + 12.0),
        particulars=pl.concat(
            [
                vessel(A, ship_type=CARGO, **hull(60, 20, 6, 6)),
                vessel(B, ship_type=b_type),
            ]
        ),
    )


def test_activity__two_mmsi_on_one_hull_go_on_together() -> None:
    only = one_hull(stop_h=11, speed_kn=12.0).iloc[0]

    assert only["activity"] == "one_hull"
    assert only["one_hull_h"] == pytest.approx(26.0, abs=0.5)
    assert only["one_hull_under_way_h"] == pytest.approx(22.0, abs=0.5)


def test_activity__a_and_b_class_of_one_hull_need_no_day() -> None:
    assert one_hull(stop_h=1.5, speed_kn=12.0)["activity"].tolist() == ["one_hull"]


@pytest.mark.parametrize(
    "other",
    [
        {"stop_h": 11, "speed_kn": 4.5},
        {"stop_h": 0.3, "speed_kn": 12.0},
        {"stop_h": 1.5, "speed_kn": 7.0, "b_type": TUG},
    ],
)
def test_activity__slow_short_or_towed_company_is_no_hull(
    other: dict[str, float],
) -> None:
    assert "one_hull" not in set(one_hull(**other)["activity"])  # type: ignore[arg-type]
