"""Hulls of an image, vessels of AIS, and what a lead is told of both."""

from itertools import permutations
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
import shapely
from builders import at, positions
from builders_leads import lead, leads
from hypothesis import given
from hypothesis import strategies as st

from stsdetect.context.imagery.scene import Scene, View, expect_places, match_scene
from stsdetect.context.imagery.tell import add_imagery

A, B = 200_000_001, 300_000_002
HERE = (38.4, 124.2)
M = 1 / 111_195
EVERYWHERE = shapely.box(100, 0, 150, 60)
LENGTHS = pl.DataFrame(
    {"mmsi": [A, B], "length_m": [92.0, 84.0], "beam_m": [15.0, 14.0]}
)


def hulls(*east_m: float, length_m: float | None = 90.0) -> pl.DataFrame:
    """Hulls some metres east of HERE."""
    per_degree = np.cos(np.radians(HERE[0])) / M
    return pl.DataFrame(
        {
            "lat": [HERE[0]] * len(east_m),
            "lon": [HERE[1] + east / per_degree for east in east_m],
            "length_m": [length_m] * len(east_m),
            "width_m": [None] * len(east_m),
        },
        schema=dict.fromkeys(("lat", "lon", "length_m", "width_m"), pl.Float64),
    )


def vessel(mmsi: int, east_m: float, minutes: tuple[float, ...] = (595, 605)) -> Any:
    """A vessel that lies still, heard at some minutes."""
    lon = hulls(east_m)["lon"][0]
    return positions(mmsi, minutes, HERE[0], lon)


def view(
    shown: pl.DataFrame, *heard: pl.DataFrame, area: Any = EVERYWHERE, name: str = "S1"
) -> View:
    """An image at minute 600."""
    return match_scene(Scene(name, at(600), area, shown), pl.concat(heard), LENGTHS)


def told(*views: View, **changes: Any) -> dict[str, Any]:
    """What a lead of minutes 540 to 720 is told."""
    place = {"lat": HERE[0], "lon": HERE[1], "start_min": 540, "duration_h": 3.0}
    row = add_imagery(leads(lead(1, **{**place, **changes})), views).iloc[0]
    names = (
        "n_scenes",
        "unmatched_m",
        "side_by_side_m",
        "merged_m",
        "n_absent",
        "alone",
        "imagery",
    )
    said = {name: None if pd.isna(row[name]) else row[name] for name in names}
    return said | ({} if said["alone"] is None else {"alone": bool(said["alone"])})


def test_expect_places__lie_between_the_reports_around() -> None:
    moving = positions(A, [500, 700], [38.0, 38.2], [124.0, 124.0])

    places = expect_places(moving, at(600))

    assert places["lat"].to_list() == [pytest.approx(38.1, abs=1e-6)]
    assert places["spread_m"][0] == pytest.approx(np.hypot(100, 3_000), rel=1e-6)
    assert places["age_s"].to_list() == [6_000]


def test_expect_places__after_one_report_a_vessel_strays() -> None:
    near, far = (
        expect_places(vessel(A, 0, (minute,)), at(600)) for minute in (590, 300)
    )

    assert near["spread_m"][0] == pytest.approx(np.hypot(100, 600))
    assert far.is_empty()


def test_match_scene__each_hull_has_one_vessel_and_strangers_none() -> None:
    seen = view(hulls(10.0, 40.0, 9_000.0), vessel(A, 0.0), vessel(B, 50.0))

    assert seen.matched.tolist() == [A, B, -1]
    assert (seen.probability[:2] > 0.4).all()
    assert np.isnan(seen.probability[2])


def test_match_scene__a_length_that_differs_is_another_vessel() -> None:
    assert view(hulls(0.0), vessel(A, 0.0)).matched.tolist() == [A]
    assert view(hulls(0.0, length_m=12.0), vessel(A, 0.0)).matched.tolist() == [-1]
    assert view(hulls(0.0, length_m=None), vessel(A, 0.0)).matched.tolist() == [A]


@given(st.lists(st.floats(-900, 900), min_size=1, max_size=3), st.floats(0, 900))
def test_match_scene__is_the_likeliest_of_all_ways(
    east_m: list[float], apart: float
) -> None:
    seen = view(hulls(*east_m, length_m=None), vessel(A, 0.0), vessel(B, apart))

    def gain(chosen: tuple[int, ...]) -> Any:
        centre = {A: 0.0, B: apart}
        spread = seen.places["spread_m"][0]
        null = np.log(2 * np.pi * spread**2 * 1e-8)
        return sum(
            -0.5 * ((east - centre[mmsi]) / spread) ** 2 - null
            for east, mmsi in zip(east_m, chosen, strict=True)
            if mmsi > 0
        )

    ways = set(permutations([A, B, *[-1] * len(east_m)], len(east_m)))
    best = max(gain(way) for way in ways)
    assert gain(tuple(seen.matched.tolist())) == pytest.approx(best, abs=1e-3)


def test_add_imagery__two_hulls_side_by_side_are_told() -> None:
    seen = told(view(hulls(0.0, 30.0), vessel(A, 0.0), vessel(B, 30.0)))

    assert seen["side_by_side_m"] == pytest.approx(15, abs=0.5)
    assert seen["unmatched_m"] is None
    assert seen["alone"] is False
    assert seen["imagery"] == "S1 at 2024-03-01 10:00 UTC"
    far = told(view(hulls(0.0, 80.0), vessel(A, 0.0), vessel(B, 80.0)))
    assert far["side_by_side_m"] is None


@pytest.mark.parametrize(("east_m", "near"), [(900.0, True), (1_100.0, False)])
def test_add_imagery__a_hull_without_ais_beside_one_that_waits(
    east_m: float, near: Any
) -> None:
    seen = told(view(hulls(0.0, east_m), vessel(A, 0.0)), kind="loitering", mmsi_b=None)

    assert (seen["unmatched_m"] is not None) == near
    assert seen["alone"] == (not near)


def test_add_imagery__absence_asks_for_a_scene_that_covers_the_place() -> None:
    elsewhere = hulls(5_000.0)

    assert told(view(elsewhere, vessel(A, 0.0)))["n_absent"] == 1
    assert told(view(elsewhere, vessel(A, 0.0), area=None))["n_absent"] is None
    twice = [view(elsewhere, vessel(A, 0.0), name=name) for name in ("S1", "S2")]
    assert told(*twice)["n_absent"] == 2


def test_add_imagery__a_clear_scene_speaks_against_only_meanwhile() -> None:
    clear = view(hulls(0.0), vessel(A, 0.0))

    assert told(clear)["alone"] is True
    assert told(clear, start_min=620)["alone"] is None
    assert told(clear, start_min=620)["n_scenes"] == 1
    assert told(clear, start_min=640)["n_scenes"] is None


def test_add_imagery__without_images_nothing_is_told() -> None:
    rows = leads(lead(1), lead(2))

    pd.testing.assert_frame_equal(add_imagery(rows, []), rows)
    assert set(told(view(hulls(0.0), vessel(999_000_111, 0.0))).values()) == {None}


OTHERS = [400_000_000 + k for k in range(5)]


def wide(*width_m: float | None, length_m: float = 90.0) -> View:
    """An image of A and of five others 20 km apart, all 15 m broad, by their widths."""
    east = [0.0, *(20_000.0 * (k + 1) for k in range(len(OTHERS)))]
    shown = hulls(*east, length_m=length_m).with_columns(
        pl.Series("width_m", width_m, pl.Float64)
    )
    heard = [vessel(m, e) for m, e in zip([A, *OTHERS], east, strict=True)]
    known = pl.DataFrame({"mmsi": [A, *OTHERS], "length_m": 92.0, "beam_m": 15.0})
    return match_scene(Scene("S1", at(600), EVERYWHERE, shown), pl.concat(heard), known)


def test_match_scene__breadth_beyond_that_of_the_other_hulls_of_an_image() -> None:
    blurred = wide(50.0, *[30.0] * 5)

    assert blurred.broad_m.tolist() == [20.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    assert np.isnan(wide(50.0, 30.0, 30.0, 30.0, None, None).broad_m).all()
    assert np.isnan(wide(50.0, *[30.0] * 5, length_m=130.0).broad_m).all()


def test_add_imagery__a_broad_hull_may_be_two_and_is_not_alone() -> None:
    broad, usual = (told(wide(width, *[30.0] * 5)) for width in (50.0, 37.0))

    assert (broad["merged_m"], broad["alone"]) == (20.0, False)
    assert (usual["merged_m"], usual["alone"]) == (None, True)
