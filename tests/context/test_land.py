"""Land: what lies on it, and what a map gets to draw."""

import numpy as np
import pytest
import shapely

from stsdetect.context.land import on_land, read_land
from stsdetect.context.rings import read_rings


@pytest.mark.parametrize(
    ("lat", "lon", "land"),
    [
        (37.55, 127.0, True),  # Seoul
        (39.02, 125.75, True),  # Pyongyang
        (35.0, 123.5, False),  # Yellow Sea
        (33.37, 126.53, True),  # Jeju
        (42.0, 50.5, False),  # Caspian Sea, a lake
        (67.5, 180.0, True),  # Chukotka, on the cut
        (67.5, -180.0, True),
        (-85.0, 0.0, True),  # Antarctica, on the cut
        (89.0, 0.0, False),
    ],
)
def test_on_land__knows_land_from_water(lat: float, lon: float, land: bool) -> None:  # noqa: FBT001 - what is expected
    assert on_land([lat], [lon]).tolist() == [land]


def test_on_land__does_not_depend_on_the_company() -> None:
    generator = np.random.default_rng(5)
    lat, lon = generator.uniform(33, 40, 12), generator.uniform(119, 130, 12)

    together = on_land(lat, lon)

    alone = [on_land([a], [b])[0] for a, b in zip(lat, lon, strict=True)]
    assert together.tolist() == alone
    assert 0 < together.sum() < 12


def test_on_land__of_no_place_is_empty() -> None:
    assert on_land([], []).size == 0


def test_read_land__cuts_to_the_area() -> None:
    around_jeju = (126.0, 33.0, 127.2, 33.8)

    land = read_land(around_jeju)

    assert land.crs == "EPSG:4326"
    assert shapely.box(*around_jeju).covers(shapely.box(*land.total_bounds))
    assert land.to_crs("EPSG:6933").area.sum() / 1e6 == pytest.approx(1_850, rel=0.03)


def test_read_land__gives_lakes_after_the_land_that_they_lie_on() -> None:
    land = read_land((46.0, 36.0, 56.0, 48.0))  # the Caspian Sea

    assert land["level"].is_monotonic_increasing
    assert {1, 2} <= set(land["level"])


def test_read_land__of_the_open_sea_is_empty() -> None:
    assert read_land((-141.0, -1.0, -139.0, 1.0)).empty


def test_read_rings__holds_the_small_islands_of_the_area_of_care() -> None:
    rings = read_rings()
    first = rings.start[:-1]
    west = (rings.lon[first] > 123.5) & (rings.lon[first] < 127)
    korea_bay = west & (rings.lat[first] > 36.5) & (rings.lat[first] < 40.2)

    assert korea_bay.sum() > 500
    assert np.abs(rings.lon).max() == 180
    assert set(rings.level) == {1, 2, 3, 5}
