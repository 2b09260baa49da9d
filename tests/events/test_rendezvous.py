"""Meetings in silence: what is possible, what is not, and who ranks first."""

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
import shapely
from builders import at
from builders_meetings import gap, gaps, moved, silent_sea, types, wait, waits

from stsdetect.errors import ConfigError
from stsdetect.events.rendezvous import RendezvousParams, find_rendezvous
from stsdetect.kernels.sphere import haversine_m

Row = dict[str, Any]

A, B, C = 412_000_001, 412_000_002, 412_000_003
PLACE = (35.0, 123.0)
NOBODY = types({})


def met(mmsi: int, course: float = 0.0, place: tuple[float, float] = PLACE) -> Row:
    """Silent for 10 h: 2.5 h to a place at 10 kn, 5 h there, 2.5 h on."""
    start, end = (moved(place, course + turn, 25.0) for turn in (180.0, 0.0))
    courses = {"start_cog": course, "end_cog": course}
    return gap(mmsi, (0.0, 10.0), start, end, **courses)


def found(*rows: Row, loiterings: pd.DataFrame | None = None) -> pd.DataFrame:
    """RENDEZVOUS of some gaps."""
    there = waits() if loiterings is None else loiterings
    return find_rendezvous(gaps(*rows), there, NOBODY)


def test_find_rendezvous__two_that_stop_at_one_place_could_have_met_there() -> None:
    (one,) = found(met(A, 0.0), met(B, 90.0)).to_dict("records")

    assert (one["kind"], one["mmsi_a"], one["mmsi_b"]) == ("both_dark", A, B)
    assert one["usual_slack_h"] == pytest.approx(5.0, abs=0.05)
    assert one["lost_a_h"] == pytest.approx(5.0, abs=0.05)
    assert one["needed_b_h"] == pytest.approx(5.0, abs=0.05)
    assert one["share_explained"] == pytest.approx(1.0, abs=0.02)
    assert haversine_m(one["lat"], one["lon"], *PLACE) < 15_000.0
    assert (one["partner_rank"], one["n_partners"]) == (1, 1)
    assert one["way_on_kn"] == 10.0


def test_find_rendezvous__slack_is_more_at_the_greatest_speed_than_at_the_usual() -> (
    None
):
    (one,) = found(met(A, 0.0), met(B, 90.0)).to_dict("records")

    fastest_kn = 1.15 * 11.0
    assert one["slack_h"] == pytest.approx(10.0 - 50.0 / fastest_kn, abs=0.05)


def test_find_rendezvous__two_that_sailed_on_lost_no_time() -> None:
    south, north = moved(PLACE, 180.0, 50.0), moved(PLACE, 0.0, 50.0)
    west, east = moved(PLACE, 270.0, 50.0), moved(PLACE, 90.0, 50.0)
    sailed = (gap(A, (0, 10), south, north), gap(B, (0, 10), west, east))

    assert found(*sailed).query("usual_slack_h > 0.2").empty


def test_find_rendezvous__less_than_two_hours_is_no_meeting() -> None:
    south, north = moved(PLACE, 180.0, 51.0), moved(PLACE, 0.0, 51.0)

    assert found(gap(A, (0, 10), south, north), met(B, 90.0)).empty


def test_find_rendezvous__vessels_too_far_apart_or_silent_at_other_times_are_none() -> (
    None
):
    far = met(B, 90.0, moved(PLACE, 45.0, 200.0))
    late = met(C) | {"start_time": at(60 * 9), "end_time": at(60 * 19)}

    assert found(met(A), far, late).empty


def test_find_rendezvous__a_vessel_does_not_meet_itself() -> None:
    assert found(met(A), met(A, 90.0) | {"gap_id": "another"}).empty


def test_find_rendezvous__open_and_endless_gaps_are_left_out() -> None:
    is_open = met(B) | {"open": True, "end_time": None, "end_lat": None}
    is_open |= {"end_lon": None, "distance_nm": None, "implied_speed_kn": None}
    endless = gap(C, (-400.0, 10.0), PLACE, PLACE)

    assert found(met(A), is_open, endless).empty


def test_find_rendezvous__the_place_lies_in_the_region_and_its_slack_is_enough() -> (
    None
):
    (one,) = found(met(A, 0.0), met(B, 90.0)).to_dict("records")

    region = shapely.from_wkt(one["feasible_region"])

    assert region.covers(shapely.Point(one["lon"], one["lat"]))
    assert region.covers(shapely.Point(PLACE[1], PLACE[0]))
    km2 = region.area * 111.195**2 * np.cos(np.radians(35.0))
    assert one["feasible_area_km2"] == pytest.approx(km2, rel=0.02)


def test_find_rendezvous__times_bound_the_meeting() -> None:
    (one,) = found(met(A, 0.0), met(B, 90.0)).to_dict("records")

    apart_nm = float(haversine_m(*moved(PLACE, 180, 25), *moved(PLACE, 270, 25))) / 1852
    minutes = 60 * apart_nm / (2 * 1.15 * 11.0)
    assert abs(one["earliest_start"] - at(minutes)).total_seconds() < 60
    assert abs(one["latest_end"] - at(600 - minutes)).total_seconds() < 60


def test_find_rendezvous__who_was_silent_could_have_come_to_who_waited() -> None:
    there = waits(wait(C, (2.0, 9.0), PLACE))

    (one,) = found(met(B, 90.0), loiterings=there).to_dict("records")

    sail_h = 25.0 / (1.15 * 11.0)
    assert (one["kind"], one["mmsi_a"], one["mmsi_b"]) == ("one_dark", C, B)
    assert one["slack_h"] == pytest.approx(10.0 - 2 * sail_h, abs=0.05)
    assert (one["lat"], one["lon"]) == PLACE
    assert abs(one["earliest_start"] - at(60 * max(2.0, sail_h))).total_seconds() < 60
    assert abs(one["latest_end"] - at(60 * (10.0 - sail_h))).total_seconds() < 60
    assert (one["silent_a_h"] is None) or np.isnan(one["silent_a_h"])


def test_find_rendezvous__two_that_were_heard_are_no_rendezvous() -> None:
    there = waits(wait(A, (0.0, 9.0), PLACE), wait(B, (0.0, 9.0), PLACE))

    assert found(loiterings=there).empty


def test_find_rendezvous__of_possible_partners_the_one_that_lost_time_is_first() -> (
    None
):
    south, north = moved(PLACE, 180.0, 47.0), moved(PLACE, 0.0, 47.0)
    sailed = gap(C, (0.0, 10.0), south, north, start_sog=13.0, end_sog=13.0)
    there = waits(wait(A, (1.0, 9.0), PLACE))

    table = found(sailed, met(B, 90.0), loiterings=there).query("kind == 'one_dark'")

    assert table.set_index("partner_rank")["mmsi_b"].to_dict() == {1: B, 2: C}
    assert (table["n_partners"] == 2).all()


def test_find_rendezvous__few_partners_are_kept_and_all_are_counted() -> None:
    many = [met(412_000_100 + k, 7.0 * k) for k in range(12)]
    there = waits(wait(A, (1.0, 9.0), PLACE))

    table = found(*many, loiterings=there).query("kind == 'one_dark'")

    assert sorted(table["partner_rank"]) == [1, 2, 3, 4, 5]
    assert (table["n_partners"] == 12).all()


def test_find_rendezvous__nothing_gives_nothing() -> None:
    assert found().empty


def test_find_rendezvous__order_of_rows_changes_nothing() -> None:
    sea = silent_sea(1, 120, 8)

    once = find_rendezvous(sea.gaps, sea.waits, sea.vessels)
    again = find_rendezvous(
        sea.gaps.sample(frac=1.0, random_state=1),
        sea.waits.sample(frac=1.0, random_state=2),
        sea.vessels.sample(fraction=1.0, shuffle=True, seed=3),
    )

    pd.testing.assert_frame_equal(once, again)
    assert len(once) > 10


def test_find_rendezvous__a_later_hour_and_another_sea_are_alike() -> None:
    def at_lon(lon: float) -> pd.DataFrame:
        place = (35.0, lon)
        rows = [met(A, 0.0, place), met(B, 90.0, place)]
        for row in rows:
            for side in ("start_lon", "end_lon"):
                row[side] = (row[side] + 180.0) % 360.0 - 180.0
        return found(*rows)

    here, there = at_lon(123.0), at_lon(180.0)

    for name in ("slack_h", "usual_slack_h", "feasible_area_km2"):
        assert here[name].item() == pytest.approx(there[name].item(), rel=1e-3)
    assert abs(there["lon"].item()) > 179.0


def test_find_rendezvous__a_type_bounds_the_speed() -> None:
    rows = (
        met(A, 0.0) | {"own_speed_kn": 30.0},
        met(B, 90.0) | {"own_speed_kn": 30.0},
    )

    free = find_rendezvous(gaps(*rows), waits(), types({A: 60, B: 60}))
    bound = find_rendezvous(gaps(*rows), waits(), types({A: 80, B: 80}))

    assert free["slack_h"].item() == pytest.approx(10 - 50 / 34.5, abs=0.05)
    assert bound["slack_h"].item() == pytest.approx(10 - 50 / 14.0, abs=0.05)


def test_find_rendezvous__a_vessel_is_never_slower_than_it_was() -> None:
    quick = gap(A, (0, 10), moved(PLACE, 180, 100), moved(PLACE, 0, 100))
    there = waits(wait(B, (0.0, 10.0), PLACE))

    table = found(quick | {"own_speed_kn": 5.0}, loiterings=there)

    assert table.empty


@pytest.mark.parametrize("gap_h", [4.0, 8.0, 12.0])
def test_find_rendezvous__true_partners_rank_first_in_a_sea_of_silences(
    gap_h: float,
) -> None:
    sea = silent_sea(11, 800, 15, gap_h)

    table = find_rendezvous(sea.gaps, sea.waits, sea.vessels)

    pairs = pd.Series(zip(table["mmsi_a"], table["mmsi_b"], strict=True))
    visits = table[(pairs.isin(sea.one)) & (table["kind"] == "one_dark")]
    assert (visits["partner_rank"] <= 5).sum() >= 0.8 * len(sea.one)
    both = table[table["kind"] == "both_dark"].sort_values("fit", ascending=False)
    first = both.head(3 * len(sea.both))
    hits = sum(
        pair in sea.both for pair in zip(first["mmsi_a"], first["mmsi_b"], strict=True)
    )
    assert hits >= 0.5 * len(sea.both)


def test_rendezvous_params__refuse_what_is_no_bound() -> None:
    with pytest.raises(ConfigError, match="n_draws"):
        RendezvousParams(n_draws=0)


def test_find_rendezvous__leaves_its_input_alone() -> None:
    rows, vessels = gaps(met(A), met(B, 90.0)), types({A: 80})
    before, told = rows.copy(deep=True), vessels.clone()

    find_rendezvous(rows, waits(), vessels)

    pd.testing.assert_frame_equal(rows, before)
    assert isinstance(vessels, pl.DataFrame)
    assert vessels.equals(told)


def gone(mmsi: int, hours: float = 10.0, **told: Any) -> Row:
    """Falls silent 25 nm south of the place, and is not heard again."""
    start = moved(PLACE, 180.0, 25.0)
    nothing = dict.fromkeys(("end_time", "end_lat", "end_lon", "end_sog", "end_cog"))
    nothing |= {"distance_nm": None, "implied_speed_kn": None}
    row = gap(mmsi, (0.0, hours), start, start, open=True, suspicious=True)
    return row | nothing | told


def test_find_rendezvous__who_is_not_heard_again_could_have_come_until_the_end() -> (
    None
):
    there = waits(wait(C, (2.0, 9.0), PLACE), wait(A, (2.0, 30.0), PLACE))

    rows = found(gone(B), loiterings=there).to_dict("records")

    (short, long) = sorted(rows, key=lambda row: -row["mmsi_a"])
    sail_h = 25.0 / (1.15 * 11.0)
    assert short["slack_h"] == pytest.approx(9.0 - 2.0, abs=0.05)
    assert long["slack_h"] == pytest.approx(10.0 - max(2.0, sail_h), abs=0.05)
    assert abs(long["latest_end"] - at(600)).total_seconds() < 60
    assert short["goes_on_b"]
    assert np.isnan(short["lost_b_h"])


@pytest.mark.parametrize(
    "told", [{"suspicious": False}, {"suspicious": None}, {"duration_h": 73.0}]
)
def test_find_rendezvous__who_left_as_all_do_came_to_nobody(told: Row) -> None:
    assert found(gone(B, **told), loiterings=waits(wait(C, (2, 9), PLACE))).empty


def test_find_rendezvous__two_that_are_not_heard_again_are_not_paired() -> None:
    assert found(gone(A), gone(B), met(C, 90.0)).query("goes_on_b == True").empty


def test_find_rendezvous__who_came_back_late_ranks_before_who_did_not() -> None:
    there = waits(wait(C, (2.0, 9.0), PLACE))

    table = found(gone(A), met(B, 0.0), loiterings=there)

    table = table[table["kind"] == "one_dark"].set_index("partner_rank")
    assert table["mmsi_b"].to_dict() == {1: B, 2: A}
