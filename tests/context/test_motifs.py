"""Motifs of voyages: each seen, and each without one of its facts."""

from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
from builders import at
from builders_events import NOBODY, vessel
from builders_leads import lead, leads
from builders_voyages import MEETING, A, B, silence, visit

from stsdetect.context.motifs import add_motifs
from stsdetect.schema import DARK_VOYAGES, PORT_VISITS

GUNSAN = visit(A, 5.0, "Gunsan, KOR")
NAMPO = visit(B, 14.0, "Nampo, PRK")


def table(schema: Any, rows: list[dict[str, Any]]) -> pd.DataFrame:
    found = schema.conform(pl.DataFrame(rows)) if rows else schema.empty_polars()
    frame: pd.DataFrame = schema.to_pandas(found)
    return frame


def told(
    *rows: dict[str, Any],
    vessels: pl.DataFrame = NOBODY,
    port_files: tuple[str, ...] = (),
    **changes: Any,
) -> dict[str, Any]:
    """What is told of the lead of A and B on day 10."""
    facts: dict[str, Any] = {"mmsi_a": A, "mmsi_b": B, "start_time": at(MEETING)}
    one = lead(**(facts | {"end_time": at(MEETING + 300)} | changes))
    visits = table(PORT_VISITS, [row for row in rows if "visit_id" in row])
    voyages = table(DARK_VOYAGES, [row for row in rows if "voyage_id" in row])
    table_of_one = add_motifs(leads(one), visits, voyages, vessels, port_files)
    (found,) = table_of_one.to_dict("records")
    return {str(name): value for name, value in found.items()}


def test_supply_chain__one_from_a_port_and_the_other_to_north_korea() -> None:
    found = told(GUNSAN, NAMPO)

    assert found["supply_chain"] == (
        "a from Gunsan, KOR 4.0 days before, "
        "b in North Korea 3.8 days later, or could be in its silence"
    )


@pytest.mark.parametrize(
    "rows",
    [
        (GUNSAN,),
        (NAMPO,),
        (GUNSAN, visit(A, 14.0, "Nampo, PRK")),  # the same vessel
        (GUNSAN, visit(B, 24.0, "Nampo, PRK")),  # too late
        (visit(A, -12.0, "Gunsan, KOR"), NAMPO),  # too long before
        (visit(A, 5.0, "Wonsan, PRK"), NAMPO),  # from North Korea
        (visit(A, 5.0, "Gunsan, KOR", confidence=0.2), NAMPO),  # passed by
    ],
)
def test_supply_chain__is_none_without_all_of_it(rows: tuple[Any, ...]) -> None:
    assert pd.isna(told(*rows)["supply_chain"])


def test_supply_chain__an_arrival_in_silence_counts() -> None:
    assert (
        "b in North Korea"
        in told(GUNSAN, silence(B, "entered", 12, 14))["supply_chain"]
    )


def test_false_destination__a_port_elsewhere_of_one_who_went_to_north_korea() -> None:
    bound = vessel(B, MEETING - 60, destination="KR PUS")
    later = vessel(B, MEETING + 900, destination="KR PUS")

    found = told(NAMPO, vessels=bound)

    assert found["false_destination"].startswith(
        "b: told Pusan, KOR as its destination, in North Korea 3.8 days later"
    )
    for vessels in (NOBODY, later, vessel(B, 0, destination="KPNAM")):
        assert pd.isna(told(NAMPO, vessels=vessels)["false_destination"])
    assert pd.isna(told(vessels=bound)["false_destination"])


def test_false_destination__may_be_a_port_of_the_users(tmp_path: Path) -> None:
    ports = tmp_path / "ports.csv"
    ports.write_text("name,country,lat,lon\nSim Roads,KOR,35,129\nSim Bay,,35,129\n")
    bound, unsaid = (
        vessel(B, MEETING - 60, destination=to) for to in ("SIM ROADS", "SIM BAY")
    )
    files = (str(ports),)

    found = told(NAMPO, vessels=bound, port_files=files)["false_destination"]

    assert found.startswith("b: told Sim Roads, KOR as its destination")
    assert pd.isna(told(NAMPO, vessels=bound)["false_destination"])
    assert pd.isna(told(NAMPO, vessels=unsaid, port_files=files)["false_destination"])


def test_bound_for__a_port_of_north_korea_that_either_tells() -> None:
    bound = pl.concat(
        [
            vessel(A, MEETING - 60, destination="KP NAM"),
            vessel(B, MEETING - 60, destination="CNDLC>NAMPHO, DPRK"),
        ]
    )

    assert told(vessels=bound)["bound_for"] == (
        "a: told Nampo as its destination, b: told Nampo as its destination"
    )
    for vessels in (NOBODY, vessel(B, MEETING - 60, destination="KR PUS")):
        assert pd.isna(told(vessels=vessels)["bound_for"])


def test_draught_at_sea__a_change_and_no_port_three_days_around() -> None:
    change: dict[str, Any] = {"draught_change_a_m": 0.8, "draught_change_b_m": 0.2}
    deep = vessel(A, 0, draught=18.0)

    assert told(**change)["draught_at_sea"] == "a: +0.8 m"
    assert told(GUNSAN, **change)["draught_at_sea"] == "a: +0.8 m"
    assert pd.isna(told(visit(A, 6.5, "Gunsan, KOR"), **change)["draught_at_sea"])
    assert pd.isna(told(visit(A, 12.0, "Ulsan, KOR"), **change)["draught_at_sea"])
    assert pd.isna(told(vessels=deep, **change)["draught_at_sea"])
    assert pd.isna(told()["draught_at_sea"])
