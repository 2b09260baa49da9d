"""The families of false positives, each a small story with its due answer."""

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from builders_events import A, B, C, D, hull, vessel
from stories import heard, meet, noise_m, sail, way_m

TANKER, CARGO, TUG, FISHING, PILOT = 80, 70, 52, 30, 50
SIX_HOURS = heard(0, 360)
N = SIX_HOURS.size


def typed(**types: int) -> pl.DataFrame:
    """VESSELS a to d with a type, and hulls that go with it."""
    mmsi = {"a": A, "b": B, "c": C, "d": D}
    hulls = {FISHING: hull(20, 10, 3, 3), TUG: hull(20, 10, 5, 5)}
    usual = hull(75, 15, 7, 7)
    return pl.concat(
        vessel(mmsi[name], ship_type=code, **hulls.get(code, usual))
        for name, code in types.items()
    )


def swinging(
    mmsi: int, east: float, north: float, bearing: np.ndarray, seed: int
) -> pl.DataFrame:
    """A vessel on 200 m of chain that lies on a bearing from its anchor."""
    angle = np.radians(bearing)
    return sail(
        mmsi,
        SIX_HOURS,
        east + 200 * np.sin(angle) + noise_m(N, seed),
        north + 200 * np.cos(angle) + noise_m(N, seed + 1),
        bearing + 180.0,
    )


def only(encounters: pd.DataFrame) -> "pd.Series[Any]":
    assert len(encounters) == 1
    return encounters.iloc[0]


TIDE = 90.0 + 80.0 * np.tanh((SIX_HOURS - 180.0) / 30.0)


def lashed(bearing: np.ndarray, drift_kn: float = 0.0) -> list[pl.DataFrame]:
    """Two tankers side by side that swing and drift as one."""
    angle = np.radians(bearing)
    east = way_m(drift_kn)(SIX_HOURS)
    return [
        sail(A, SIX_HOURS, east + noise_m(N, 1), noise_m(N, 2), bearing),
        sail(
            B,
            SIX_HOURS,
            east + 22 * np.cos(angle) + noise_m(N, 3),
            -22 * np.sin(angle) + noise_m(N, 4),
            bearing + 180.0,
        ),
    ]


@pytest.mark.parametrize("drift_kn", [0.0, 1.2])
def test_a_transfer_at_anchor_or_adrift_is_transfer_like(drift_kn: float) -> None:
    one = only(meet(*lashed(TIDE, drift_kn), particulars=typed(a=TANKER, b=TANKER)))

    assert one["activity"] == "transfer_like"
    assert one["alongside"]
    assert one["clearance_m"] < 15
    assert one["body_sd_m"] < 15
    assert (one["cluster_size"], one["n_partners"]) == (2, 1)


def test_anchored_neighbours_are_told_from_a_transfer() -> None:
    lag = 15.0 * np.sin(SIX_HOURS / 40.0)

    one = only(
        meet(
            swinging(A, 0.0, 0.0, TIDE, 1),
            swinging(B, 250.0, 0.0, TIDE + lag, 5),
            particulars=typed(a=TANKER, b=TANKER),
        )
    )

    assert one["alongside"] == False  # noqa: E712
    assert one["body_sd_m"] > 40
    assert one["activity"] != "transfer_like"
    assert pd.isna(one["cluster_size"])


def test_still_neighbours_in_an_anchorage_are_named_so() -> None:
    vessels = [
        sail(mmsi, SIX_HOURS, 350.0 * n + noise_m(N, n), noise_m(N, n + 9), 10.0 * n)
        for n, mmsi in enumerate((A, B, C, D))
    ]

    encounters = meet(*vessels, particulars=typed(a=TANKER, b=CARGO, c=CARGO, d=TANKER))

    assert len(encounters) >= 3
    assert set(encounters["activity"]) == {"anchorage"}


def test_a_tow_is_no_transfer() -> None:
    north = way_m(2.4)(SIX_HOURS)

    one = only(
        meet(
            sail(A, SIX_HOURS, noise_m(N, 1), north, 0.0),
            sail(B, SIX_HOURS, noise_m(N, 2), north - 220.0, 0.0),
            particulars=typed(a=TUG, b=CARGO),
        )
    )

    assert one["activity"] == "tow"


def test_a_pair_of_trawlers_is_no_transfer() -> None:
    north = way_m(2.8)(SIX_HOURS)

    one = only(
        meet(
            sail(A, SIX_HOURS, noise_m(N, 1, 10.0), north, 0.0),
            sail(B, SIX_HOURS, 350.0 + noise_m(N, 2, 10.0), north, 0.0),
            particulars=typed(a=FISHING, b=FISHING),
        )
    )

    assert one["activity"] == "pair_trawl"


def test_fishing_boats_side_by_side_are_a_raft() -> None:
    boats = [
        sail(mmsi, SIX_HOURS, 7.0 * n + noise_m(N, n), noise_m(N, n + 9), 40.0)
        for n, mmsi in enumerate((A, B, C))
    ]

    encounters = meet(*boats, particulars=typed(a=FISHING, b=FISHING, c=FISHING))

    assert encounters["activity"].tolist() == ["raft"] * 3
    assert encounters["cluster_size"].tolist() == [3] * 3
    assert set(encounters["cluster_id"]) == {encounters["cluster_id"].iloc[0]}


def test_a_pilot_who_comes_and_goes_is_nothing_or_pilotage() -> None:
    visit, longer = heard(40, 52, 0.5), heard(20, 60, 0.5)
    ship = sail(A, heard(0, 120, 1.0), 0.0, way_m(2.0)(heard(0, 120, 1.0)), 0.0)
    kinds = typed(a=TANKER, b=PILOT)

    brief = sail(B, visit, 15.0, way_m(2.0)(visit), 0.0)
    late = sail(B, longer, 15.0, way_m(2.0)(longer), 0.0)

    assert meet(ship, brief, particulars=kinds).empty
    assert only(meet(ship, late, particulars=kinds))["activity"] == "pilotage"


def test_a_convoy_in_a_lane_is_no_encounter_and_a_slow_one_is_named() -> None:
    def in_company(speed_kn: float) -> pd.DataFrame:
        north = way_m(speed_kn)(SIX_HOURS)
        return meet(
            sail(A, SIX_HOURS, 0.0, north, 0.0),
            sail(B, SIX_HOURS, 400.0, north, 0.0),
            particulars=typed(a=CARGO, b=CARGO),
        )

    assert in_company(11.0).empty
    assert only(in_company(2.6))["activity"] == "convoy"


def test_crossing_and_overtaking_are_no_encounters() -> None:
    way = way_m(8.0)(heard(-180, 180))
    crossing = sail(A, SIX_HOURS, way, 0.0), sail(B, SIX_HOURS, 0.0, way + 150.0)
    overtaking = sail(A, SIX_HOURS, way, 0.0), sail(B, SIX_HOURS, 1.4 * way, 200.0)

    assert meet(*crossing).empty
    assert meet(*overtaking).empty


def test_a_moored_vessel_passed_slowly_is_no_encounter() -> None:
    passing = sail(B, SIX_HOURS, way_m(2.5)(heard(-180, 180)), 200.0)

    assert meet(sail(A, SIX_HOURS, 0.0, 0.0), passing).empty


def test_a_bunker_tanker_with_many_clients_says_so() -> None:
    clients = [
        sail(mmsi, SIX_HOURS, 5_000.0 * n, 0.0, 0.0) for n, mmsi in enumerate((B, C, D))
    ]
    place_m = 5_000.0 * (SIX_HOURS >= 120.0) + 5_000.0 * (SIX_HOURS >= 240.0)
    busy = sail(A, SIX_HOURS, place_m + 20.0, 0.0, 0.0)

    encounters = meet(busy, *clients, particulars=typed(a=TANKER, b=CARGO, c=CARGO))

    assert len(encounters) == 3
    assert encounters["n_partners"].tolist() == [3, 3, 3]
    assert encounters["n_partners_a"].tolist() == [3, 3, 3]
    assert encounters["n_partners_b"].tolist() == [1, 1, 1]
    assert encounters["activity"].tolist()[:2] == ["bunkering"] * 2


def test_a_tanker_that_serves_one_vessel_or_tankers_is_no_bunker_call() -> None:
    def called(n_clients: int, client: int) -> set[str]:
        clients = [
            sail(mmsi, SIX_HOURS, 5_000.0 * n, 0.0, 0.0)
            for n, mmsi in enumerate((B, C, D)[:n_clients])
        ]
        stay = 360.0 / n_clients
        place_m = 5_000.0 * np.minimum(SIX_HOURS // stay, n_clients - 1)
        busy = sail(A, SIX_HOURS, place_m + 20.0, 0.0, 0.0)
        types = {"a": TANKER} | dict.fromkeys("bcd"[:n_clients], client)
        return set(meet(busy, *clients, particulars=typed(**types))["activity"])

    assert called(3, CARGO) == {"bunkering"}
    assert "bunkering" not in called(2, CARGO)
    assert "bunkering" not in called(3, TANKER)


def test_one_vessel_with_three_partners_at_once() -> None:
    places = {A: (0.0, 0.0), B: (25.0, 0.0), C: (-25.0, 0.0), D: (0.0, 100.0)}

    encounters = meet(
        *(sail(mmsi, SIX_HOURS, *place, 0.0) for mmsi, place in places.items())
    )

    with_a = encounters[encounters["mmsi_a"] == A]
    assert with_a["mmsi_b"].tolist() == [B, C, D]
    assert set(encounters["cluster_size"].dropna()) == {4}


def test_positions_that_are_the_same_are_an_encounter_at_no_distance() -> None:
    one = only(meet(sail(A, SIX_HOURS, 0.0, 0.0), sail(B, SIX_HOURS, 0.0, 0.0)))

    assert one["median_distance_m"] == 0.0
    assert one["sd_distance_m"] == 0.0


def test_one_reports_twice_a_second_and_the_other_every_six_minutes() -> None:
    often, rarely = heard(0, 60, 1 / 120), heard(1, 60, 6.0)

    one = only(meet(sail(A, often, 0.0, 0.0), sail(B, rarely, 30.0, 0.0)))

    assert one["support"] == 1.0
    assert one["median_distance_m"] == pytest.approx(30.0, abs=0.1)


def test_two_vessels_that_swap_their_mmsi_stay_together() -> None:
    early, late = heard(0, 178), heard(181, 360)
    a, b = (
        pl.concat([sail(mmsi, early, here, 0.0), sail(mmsi, late, there, 0.0)])
        for mmsi, here, there in ((A, 0.0, 40.0), (B, 40.0, 0.0))
    )

    one = only(meet(a, b))

    assert one["median_distance_m"] == pytest.approx(40.0, abs=1.0)
    assert one["n_contacts"] == 1
