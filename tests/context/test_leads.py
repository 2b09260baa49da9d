"""Leads: encounters with the particulars of their time and their place."""

import pandas as pd
import polars as pl
import pytest
from builders_events import NOBODY, meeting, meetings, vessel

from stsdetect.context.leads import describe_encounters
from stsdetect.errors import SchemaError
from stsdetect.schema import ENCOUNTERS, LEADS, VESSELS

PAEK, JI, KOTI = 412_000_001, 445_000_002, 352_000_003


def known(*rows: pl.DataFrame) -> pl.DataFrame:
    return pl.concat(rows)


def test_describe_encounters__tells_whose_vessels_where_and_how_long() -> None:
    encounters = meeting((PAEK, JI), 0, 340, lat=38.53, lon=124.7)
    vessels = known(
        vessel(PAEK, -60, shipname="SIM ONE", ship_type=80, length_m=92.0),
        vessel(JI, -30, shipname="SIM TWO", ship_type=79, imo=2_000_006),
    )

    leads = describe_encounters(encounters, vessels)

    LEADS.check(leads)
    lead = leads.iloc[0]
    assert lead["candidate_id"] == encounters["encounter_id"].iloc[0]
    assert lead["kind"] == "encounter"
    assert lead["duration_h"] == pytest.approx(17 / 3)
    assert (lead["shipname_a"], lead["shipname_b"]) == ("SIM ONE", "SIM TWO")
    assert (lead["flag_a"], lead["flag_b"]) == ("CHN", "PRK")
    assert (lead["ship_type_a"], lead["ship_type_b"]) == ("tanker", "cargo")
    assert (lead["imo_a"] is pd.NA, lead["imo_b"]) == (True, 2_000_006)
    assert lead["length_a_m"] == 92
    assert (lead["region"], lead["port"]) == ("Off Cho-do", "Nampo, PRK")
    assert lead["distance_to_shore_km"] == pytest.approx(6, abs=1)
    assert lead["median_distance_m"] == encounters["median_distance_m"].iloc[0]


def test_describe_encounters__the_first_vessel_may_have_told_no_type() -> None:
    encounters = meetings(meeting((PAEK, JI), 0, 240), meeting((JI, KOTI), 0, 240))

    leads = describe_encounters(encounters, vessel(KOTI, -10, ship_type=80))

    types = leads.set_index("mmsi_b")["ship_type_b"]
    assert pd.isna(types[JI])
    assert types[KOTI] == "tanker"


def test_describe_encounters__takes_the_name_of_the_time() -> None:
    encounters = meeting((PAEK, JI), 0, 240)
    names = known(
        vessel(PAEK, 241, shipname="AFTER"),
        vessel(PAEK, -500, shipname="LONG BEFORE"),
        vessel(PAEK, 200, shipname="DURING"),
        vessel(PAEK, -10, shipname="BEFORE"),
    )

    leads = describe_encounters(encounters, names)

    assert leads["shipname_a"].tolist() == ["DURING"]


def test_describe_encounters__a_name_told_at_the_last_tick_counts() -> None:
    encounters = meeting((PAEK, JI), 0, 240)

    leads = describe_encounters(encounters, vessel(PAEK, 240, shipname="AT THE END"))

    assert leads["shipname_a"].tolist() == ["AT THE END"]


def test_describe_encounters__else_takes_the_first_told_afterwards() -> None:
    encounters = meeting((PAEK, JI), 0, 240)
    later = known(
        vessel(PAEK, 900, shipname="LATER STILL"), vessel(PAEK, 300, shipname="LATER")
    )

    leads = describe_encounters(encounters, later)

    assert leads["shipname_a"].tolist() == ["LATER"]


def test_describe_encounters__a_silent_vessel_keeps_its_flag() -> None:
    leads = describe_encounters(meeting((PAEK, JI)), NOBODY)

    assert leads["flag_b"].tolist() == ["PRK"]
    missing = ["shipname_a", "imo_a", "ship_type_a", "length_a_m", "shipname_b"]
    assert leads[missing].isna().all(axis=None)


def test_describe_encounters__keeps_vessels_and_order_apart() -> None:
    encounters = meetings(
        meeting((PAEK, JI), 600, 700),
        meeting((KOTI, PAEK), 0, 100),
        meeting((KOTI, JI), 300, 400),
    )
    vessels = known(
        vessel(PAEK, 0, shipname="PAEK"),
        vessel(PAEK, 650, shipname="PAEK NEW"),
        vessel(JI, 0, shipname="JI"),
        vessel(KOTI, 0, shipname="KOTI"),
    )

    leads = describe_encounters(encounters, vessels)

    pairs = leads[["shipname_a", "shipname_b"]].to_numpy().tolist()
    assert pairs == [["PAEK NEW", "JI"], ["KOTI", "PAEK"], ["KOTI", "JI"]]
    assert leads["candidate_id"].tolist() == encounters["encounter_id"].tolist()


def test_describe_encounters__does_not_mind_the_order_of_the_vessels() -> None:
    encounters = meeting((PAEK, JI))
    vessels = known(
        vessel(JI, 30, shipname="JI"),
        vessel(PAEK, -30, shipname="PAEK"),
        vessel(PAEK, 30, shipname="PAEK NEW"),
    )

    leads = describe_encounters(encounters, vessels)

    pd.testing.assert_frame_equal(
        leads, describe_encounters(encounters, vessels.reverse())
    )


def test_describe_encounters__leaves_its_input_alone() -> None:
    encounters, vessels = meeting((PAEK, JI)), vessel(PAEK, 0, shipname="PAEK")
    before, told = encounters.copy(), vessels.clone()

    describe_encounters(encounters, vessels)

    pd.testing.assert_frame_equal(encounters, before)
    assert vessels.equals(told)


def test_describe_encounters__of_no_encounter_is_an_empty_table() -> None:
    leads = describe_encounters(ENCOUNTERS.empty(), NOBODY)

    assert leads.empty
    LEADS.check(leads)
    assert leads.columns.tolist() == LEADS.names


def test_describe_encounters__carries_pseudo_identities_without_a_flag() -> None:
    leads = describe_encounters(meeting((PAEK, 5_445_000_002)), NOBODY)

    assert leads["mmsi_b"].tolist() == [5_445_000_002]
    assert leads["flag_b"].isna().all()


def test_describe_encounters__refuses_what_is_no_table_of_encounters() -> None:
    with pytest.raises(SchemaError, match="encounters: no column 'encounter_id'"):
        describe_encounters(pd.DataFrame({"lat": [1.0]}), VESSELS.empty_polars())
