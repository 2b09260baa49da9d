"""Doubts about destinations: each seen, and each without one of its conditions."""

from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
from builders import at
from builders_events import vessel
from builders_leads import lead, leads
from builders_voyages import DAY, MEETING, A, B, visit

from stsdetect.context.destination_doubts import add_destination_doubts, ask_places
from stsdetect.schema import PORT_VISITS

END = MEETING + 300.0
HERE = (33.0, 125.0)
SOUTH = (32.0, 125.0)
"""Sixty miles on, and farther from Pusan."""


def told(
    *vessels: pl.DataFrame,
    visits: tuple[dict[str, Any], ...] = (),
    then: tuple[float, float] = SOUTH,
    here: tuple[float, float] = HERE,
    early: tuple[float, float] = HERE,
    files: tuple[str, ...] = (),
) -> str | None:
    """What is told of A, who met B on day 10, of her destination."""
    one = leads(lead(mmsi_a=A, mmsi_b=B, start_time=at(MEETING), end_time=at(END)))
    found = PORT_VISITS.to_pandas(
        PORT_VISITS.conform(pl.DataFrame(visits))
        if visits
        else PORT_VISITS.empty_polars()
    )
    places = pl.DataFrame(
        [
            (A, at(MEETING - 360), *early),
            (A, at(MEETING), *here),
            (A, at(END), *here),
            (A, at(END + 360), *then),
        ],
        schema={
            "mmsi": pl.Int64,
            "at": pl.Datetime("ms", "UTC"),
            "lat": pl.Float64,
            "lon": pl.Float64,
        },
        orient="row",
    )
    (words,) = add_destination_doubts(one, pl.concat(vessels), found, places, files)[
        "destination_doubts"
    ]
    return None if pd.isna(words) else str(words)


def bound(destination: str | None, minutes: float = 0.0, **told: Any) -> pl.DataFrame:
    return vessel(A, minutes, destination=destination, **told)


def test_destination_doubts__away_from_the_port_that_is_told() -> None:
    assert told(bound("KR PUS")) == (
        "a: told Pusan, KOR as its destination, and of 60 nm in the 6 h after "
        "went 37 away from there"
    )
    assert "in the 6 h before" in str(told(bound("BUSAN"), early=(33.8, 126.0)))


@pytest.mark.parametrize(
    ("vessels", "then"),
    [
        ((bound("KR PUS"),), (33.8, 126.0)),  # towards it
        ((bound("KR PUS"),), (32.7, 125.0)),  # hardly under way
        ((bound("KR PUS"),), (33.7, 124.4)),  # aside
        ((bound("SHANGHAI"),), (32.0, 124.0)),
        ((bound("NOWHERE PORT"),), SOUTH),
        ((bound("KR PUS"), bound("CN SHA", END + 60)), SOUTH),  # told anew
    ],
)
def test_destination_doubts__who_is_on_the_way_gives_none(
    vessels: tuple[pl.DataFrame, ...], then: tuple[float, float]
) -> None:
    assert told(*vessels, then=then) is None


def test_destination_doubts__a_list_of_ports_that_changed_is_read_anew(
    tmp_path: Path,
) -> None:
    ports = tmp_path / "ports.csv"
    head = "name,country,lat,lon\n"
    ports.write_text(f"{head}Sim Haven,KOR,35.1,129.0\n")
    away = told(bound("SIM HAVEN"), files=(str(ports),))
    ports.write_text(f"{head}Sim Haven,KOR,30.0,125.0\n")

    assert "told Sim Haven, KOR" in str(away)
    assert told(bound("SIM HAVEN"), files=(str(ports),)) is None
    ports.write_text(f"{head}Sim Harbour,KOR,30.0,125.0\n")
    assert told(bound("SIM HAVEN"), files=(str(ports),)) is None


def test_destination_doubts__who_just_left_the_port_has_not_changed_it() -> None:
    assert told(bound("KR PUS"), here=(34.7, 129.2), early=(34.7, 129.2)) is None


def test_destination_doubts__the_way_round_a_peninsula_is_by_sea() -> None:
    off_nampo, south_of_it = (38.6, 124.8), (37.6, 124.4)

    bound_east = bound("WONSAN")
    assert told(bound_east, here=off_nampo, early=off_nampo, then=south_of_it) is None
    assert told(bound("KP NAM"), here=off_nampo, early=off_nampo, then=SOUTH) is None
    up_a_river = told(bound("KP NAM"), here=south_of_it, early=south_of_it, then=SOUTH)
    assert "Nampo, PRK" in str(up_a_river)


CHANGES = [
    bound(name, day * DAY) for day, name in enumerate(("A ONE", "B TWO", "C TREE"), 4)
]


def test_destination_doubts__three_changes_on_one_voyage() -> None:
    first = bound("KR PUS", 3 * DAY)

    assert told(first, *CHANGES, then=HERE) == (
        "a: changed its destination 3 times on this voyage"
    )
    assert told(*CHANGES, then=HERE) is None
    other_spelling = [bound("BUSAN", 3.2 * DAY), bound("KRPUS", 3.4 * DAY)]
    assert told(first, *other_spelling, *CHANGES[1:], then=HERE) is None
    blank = [bound(None, 3.5 * DAY, draught=5.0)]
    assert told(first, *blank, *CHANGES[1:], then=HERE) is None
    called = (visit(A, 4.5, "Gunsan, KOR"),)
    assert told(first, *CHANGES, visits=called, then=HERE) is None
    passed = (visit(A, 4.5, "Gunsan, KOR", confidence=0.2),)
    assert told(first, *CHANGES, visits=passed, then=HERE) is not None
    long_ago = [bound(name, (day - 60) * DAY) for day, name in enumerate("PQRS")]
    assert told(*long_ago, bound("KR PUS", 3 * DAY), then=HERE) is None


@pytest.mark.parametrize(
    ("vessels", "words"),
    [
        ((bound("FOR ORDERS"),), "a: told no destination but orders"),
        ((bound("for order."),), "a: told no destination but orders"),
        (
            (bound("KR PUS"), bound(None, 60, draught=5.0)),
            "a: left its destination blank",
        ),
        ((bound("KR PUS"), bound(None, 60)), None),  # a name alone was told
        ((bound(None, 60, draught=5.0),), None),  # nobody tells destinations here
        ((bound("ORDERS", END + 60),), None),
    ],
)
def test_destination_doubts__orders_and_blanks(
    vessels: tuple[pl.DataFrame, ...], words: str | None
) -> None:
    assert told(*vessels, then=HERE) == words


def test_ask_places__of_both_before_and_after_each_once() -> None:
    one = lead(mmsi_a=A, mmsi_b=B, start_time=at(MEETING), end_time=at(END))

    asked = ask_places(leads(one, one | {"candidate_id": "f" * 16, "mmsi_b": None}))

    assert asked.height == 8
    assert set(asked["mmsi"]) == {A, B}
    assert asked["at"].min() == at(MEETING - 360)
    assert asked["at"].max() == at(END + 360)
