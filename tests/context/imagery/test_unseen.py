"""Hulls side by side that AIS does not know, and what is none of it."""

from datetime import UTC, datetime
from typing import Any

import numpy as np
import polars as pl
import pytest

from stsdetect.context.imagery.scene import Scene, View
from stsdetect.context.imagery.unseen import find_unseen_pairs
from stsdetect.schema import UNSEEN_PAIRS

NOON = datetime(2024, 4, 16, 12, tzinfo=UTC)
M = 1.0 / 111_195.0
ONE = {"lat": 29.0, "lon": 125.0, "length_m": 110.0, "width_m": 20.0}


def beside(north_m: float = 40.0, **other: Any) -> dict[str, Any]:
    """A hull so far north of the first."""
    return ONE | {"lat": 29.0 + north_m * M, "length_m": 90.0} | other


def view(*hulls: dict[str, Any], matched: dict[int, int] | None = None) -> View:
    schema = dict.fromkeys(("lat", "lon", "length_m", "width_m"), pl.Float64)
    who = np.full(len(hulls), -1)
    for row, mmsi in (matched or {}).items():
        who[row] = mmsi
    scene = Scene("S1", NOON, None, pl.DataFrame(list(hulls), schema=schema))
    nothing = np.full(len(hulls), np.nan)
    return View(scene, who, nothing, pl.DataFrame(), nothing)


def test_unseen_pairs__two_hulls_and_the_water_between_them() -> None:
    (pair,) = find_unseen_pairs([view(beside(), ONE)]).to_dicts()

    assert (pair["scene"], pair["timestamp"]) == ("S1", NOON)
    assert pair["clear_m"] == pytest.approx(20.0, abs=0.1)
    assert (pair["length_a_m"], pair["length_b_m"]) == (110.0, 90.0)
    assert pair["lat"] == pytest.approx(29.0 + 20.0 * M)


def test_unseen_pairs__a_width_that_is_not_told_is_a_sixth_of_the_length() -> None:
    (pair,) = find_unseen_pairs([view(ONE, beside(width_m=None))]).to_dicts()

    assert pair["clear_m"] == pytest.approx(40.0 - 10.0 - 7.5, abs=0.1)


@pytest.mark.parametrize(
    ("other", "matched"),
    [
        (beside(75.0), {}),  # too far
        (beside(length_m=49.0), {}),  # a boat
        (beside(length_m=None), {}),
        (beside(), {1: 412_000_001}),  # AIS knows one of them
        (beside(), {0: 412_000_001, 1: 412_000_002}),
    ],
)
def test_unseen_pairs__what_is_none(
    other: dict[str, Any], matched: dict[int, int]
) -> None:
    assert find_unseen_pairs([view(ONE, other, matched=matched)]).is_empty()


def test_unseen_pairs__across_the_antimeridian_and_of_nothing() -> None:
    east, west = ONE | {"lon": 179.9999}, ONE | {"lon": -179.9998}

    (pair,) = find_unseen_pairs([view(east, west)]).to_dicts()

    assert pair["lon"] == pytest.approx(-179.99995, abs=1e-6)
    assert find_unseen_pairs([]).equals(UNSEEN_PAIRS.empty_polars())
