"""Registers: what is told against what is known, of invented vessels."""

from typing import Any

import polars as pl
import pytest
from builders_events import A, B, meeting, vessel

from stsdetect.context.leads import describe_encounters
from stsdetect.context.registry import add_ages, find_mismatches
from stsdetect.schema import IDENTITY_EVENTS, WATCHLIST

IMO = 2_000_004
KNOWN: dict[str, Any] = {
    "list_name": "register",
    "entry": "7",
    "row": 2,
    "name": "SIM ALPHA",
    "aliases": "SIM OLD",
    "imo": IMO,
    "mmsi": A,
    "callsign": "9SIM1",
    "flag": "China",
    "length_m": 92.0,
}
TOLD: dict[str, Any] = {
    "imo": IMO,
    "shipname": "SIM ALPHA",
    "callsign": "9SIM1",
    "length_m": 92.0,
}


def known(**fields: Any) -> pl.DataFrame:
    return WATCHLIST.conform(pl.DataFrame([KNOWN | fields]))


def mismatches(mmsi: int = A, of: pl.DataFrame | None = None, **told: Any) -> list[str]:
    """Kind and detail of what is told of one vessel."""
    entries = known() if of is None else of
    found = find_mismatches(vessel(mmsi, **(TOLD | told)), entries)
    IDENTITY_EVENTS.check(found)
    return [
        f"{kind}: {detail}" for kind, detail in found.select("kind", "detail").rows()
    ]


def test_find_mismatches__who_tells_what_is_known_is_no_event() -> None:
    assert mismatches() == []
    assert mismatches(shipname="M/T SIM ALPHAA", length_m=88.0) == []
    assert mismatches(shipname="SIM OLD") == []
    assert mismatches(shipname=None, callsign=None, length_m=None) == []
    assert mismatches(imo=2_000_016, of=known(mmsi=None)) == []


@pytest.mark.parametrize(
    ("told", "detail"),
    [
        ({"shipname": "SIM BRAVO STAR"}, "name SIM BRAVO STAR, there SIM ALPHA"),
        ({"length_m": 120.0}, "length 120 m, there 92 m"),
        ({"callsign": "9SIM2"}, "call sign 9SIM2, there 9SIM1"),
        ({"mmsi": B}, f"MMSI {B}, there {A}"),
    ],
)
def test_find_mismatches__another_name_length_call_sign_or_mmsi(
    told: dict[str, Any], detail: str
) -> None:
    (found,) = mismatches(**told)

    assert found == f"registry_mismatch: tells IMO {IMO}, register 7: {detail}"


def test_find_mismatches__an_mmsi_that_belongs_to_another_imo_number() -> None:
    (found,) = mismatches(imo=2_000_016)

    assert found.endswith(f"register 7: this MMSI is there of IMO {IMO}")


def test_find_mismatches__flag_by_the_mmsi_against_the_flag_that_is_known() -> None:
    assert mismatches(of=known(flag="Korea, North")) == [
        f"flag_mismatch: tells IMO {IMO}, register 7: flag CHN by the MMSI, there PRK"
    ]
    assert mismatches(of=known(flag="Nowhere")) == []
    assert mismatches(of=known(flag=None)) == []


def test_find_mismatches__once_for_an_entry_when_it_was_first_told() -> None:
    told = pl.concat(
        [vessel(A, minute, **(TOLD | {"length_m": 120.0})) for minute in (60, 0, 90)]
    )

    (found,) = find_mismatches(told, known()).to_dicts()

    assert found["time"] == told["valid_from"].min()


def test_find_mismatches__changes_of_what_no_register_knows_change_nothing() -> None:
    other = TOLD | {"shipname": "SIM BRAVO STAR"}
    once = pl.concat([vessel(A, 0, **TOLD), vessel(A, 60, **other)])
    often = [
        vessel(A, minute + more, **told, draught=5.0 + more)
        for minute, told in ((0, TOLD), (60, other), (120, TOLD), (180, other))
        for more in range(5)
    ]

    found = find_mismatches(pl.concat(reversed(often)), known())

    assert found.height == 1
    assert found.equals(find_mismatches(once, known()))


def test_add_ages__of_the_older_vessel_by_the_year_of_building() -> None:
    leads = describe_encounters(meeting(), vessel(A, imo=IMO))

    assert add_ages(leads, known(built=1_999))["age_years"].tolist() == [25.0]
    assert add_ages(leads, known())["age_years"].isna().all()
    assert add_ages(leads, known(imo=2_000_016, built=1_999))["age_years"].isna().all()
