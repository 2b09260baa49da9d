"""Matching to watch lists: what agrees, how strongly, and what must not match."""

from typing import Any

import polars as pl
import pytest
from builders_events import A, B, vessel

from stsdetect.context.watchlists.match import match_watchlist
from stsdetect.context.watchlists.names import find_similar, name_key, name_similarity
from stsdetect.schema import VESSELS, WATCHLIST, WATCHLIST_HITS

LISTED: dict[str, Any] = {"list_name": "invented", "entry": "1", "row": 2}


def watchlist(*entries: dict[str, Any]) -> pl.DataFrame:
    columns = {
        name: [(LISTED | entry).get(name) for entry in entries]
        for name in WATCHLIST.names
    }
    return WATCHLIST.conform(pl.DataFrame(columns, schema=WATCHLIST.polars_schema))


ALPHA: dict[str, Any] = {
    "name": "SIM ALPHA",
    "imo": 2000004,
    "mmsi": A,
    "callsign": "9SIM1",
    "length_m": 92.0,
}


def basis(told: dict[str, Any], listed: dict[str, Any] = ALPHA) -> str | None:
    hits = match_watchlist(vessel(A, **told), watchlist(listed))
    return hits["basis"][0] if hits.height else None


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"imo": 2000004, "shipname": "OTHER"}, "imo"),
        ({"shipname": "SIM ALPHA"}, "mmsi_and_name"),
        ({"shipname": "m/t Sim-Alhpa"}, "mmsi_and_name"),
        ({"shipname": "OTHER NAME"}, "mmsi"),
        ({"callsign": "9SIM9"}, "mmsi"),
    ],
)
def test_match_watchlist__by_number_first(told: dict[str, Any], expected: str) -> None:
    assert basis(told) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"shipname": "SIM ALPHA", "callsign": "9sim1"}, "name_and_callsign"),
        ({"shipname": "SIM ALPHA", "length_m": 90.0}, "name_and_length"),
        ({"shipname": "SIM ALPHA"}, None),
        ({"shipname": "SIM ALPHA", "length_m": 120.0}, None),
        ({"shipname": "OTHER NAME", "callsign": "9SIM1"}, None),
        ({"shipname": "OTHER NAME", "length_m": 92.0}, None),
        ({"callsign": "9SIM1", "length_m": 92.0}, None),
    ],
)
def test_match_watchlist__a_name_needs_something_beside_it(
    told: dict[str, Any], expected: str | None
) -> None:
    assert basis(told, ALPHA | {"mmsi": B}) == expected


@pytest.mark.parametrize(
    "told",
    [
        {"shipname": "SIM ALPHA"},
        {"shipname": "SIM ALPHA", "callsign": "9SIM1", "length_m": 92.0},
    ],
)
def test_match_watchlist__another_imo_number_is_another_hull(
    told: dict[str, Any],
) -> None:
    assert basis(told | {"imo": 2000016}) is None


def test_match_watchlist__former_names_count() -> None:
    listed = ALPHA | {"mmsi": B, "name": "SIM NEW", "aliases": "SIM OLD; SIM ALPHA"}

    hits = match_watchlist(
        vessel(A, shipname="SIM ALPHA", callsign="9SIM1"), watchlist(listed)
    )

    assert hits["listed_name"].to_list() == ["SIM ALPHA"]
    assert hits["name_similarity"].to_list() == [1.0]


def test_match_watchlist__numbers_in_a_name_tell_vessels_of_a_fleet_apart() -> None:
    listed = ALPHA | {"name": "SIM FLEET 12", "mmsi": B}

    assert basis({"shipname": "SIM FLEET 13", "callsign": "9SIM1"}, listed) is None


def test_match_watchlist__one_row_for_each_entry_whatever_changed() -> None:
    told = pl.concat(
        [
            vessel(A, 0, shipname="OTHER"),
            vessel(A, 60, shipname="OTHER", imo=2000004),
            vessel(A, 90, shipname="SIM ALPHA", imo=2000004),
        ]
    )

    hits = match_watchlist(told, watchlist(ALPHA, ALPHA | {"entry": "2"}))

    WATCHLIST_HITS.check_key(hits)
    assert hits["entry"].to_list() == ["1", "2"]
    assert hits["basis"].unique().to_list() == ["imo"]
    assert hits["strength"].unique().to_list() == ["exact"]
    shuffled = match_watchlist(told[::-1], watchlist(ALPHA | {"entry": "2"}, ALPHA))
    assert shuffled.equals(hits)


def test_match_watchlist__nothing_gives_nothing() -> None:
    nobody = VESSELS.empty_polars()

    assert match_watchlist(nobody, watchlist(ALPHA)).is_empty()
    assert match_watchlist(vessel(A), WATCHLIST.empty_polars()).is_empty()
    assert match_watchlist(vessel(B), watchlist(ALPHA)).is_empty()


def test_find_similar__is_what_all_pairs_give() -> None:
    names = [name_key(f"SIM {word} {n}") for word in ("ALPHA", "ALHPA") for n in (1, 2)]
    others = ["SIM ALPHA 1", "SIM BRAVO 2", ""]

    pairs = find_similar([*names, ""], others, 0.85)

    truth = [
        [i, j]
        for i, one in enumerate([*names, ""])
        for j, other in enumerate(others)
        if name_similarity(one, other) >= 0.85
    ]
    assert pairs.tolist() == truth == [[0, 0], [2, 0]]
