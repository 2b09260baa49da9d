"""Inside the land: a kilometre from any water of the coastline, by cells."""

import numpy as np

from stsdetect.context.inland import CELL_DEG, is_inland
from stsdetect.context.shore import distance_to_shore_km


def test_is_inland__land_and_not_the_shore_nor_the_sea() -> None:
    seoul, incheon_roads, yellow_sea = (37.5, 127.2), (37.35, 126.55), (35.0, 123.5)
    places = np.array([seoul, incheon_roads, yellow_sea])

    assert is_inland(*places.T).tolist() == [True, False, False]


def test_is_inland__is_nowhere_near_the_water() -> None:
    rng = np.random.default_rng(3)
    lat, lon = rng.uniform(34.0, 39.0, 400), rng.uniform(125.0, 129.0, 400)
    inside = is_inland(lat, lon)

    # A step of a cell to each side is land as well: the sea is not next door.
    for north, east in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        beside = distance_to_shore_km(
            lat[inside] + north * CELL_DEG / 3, lon[inside] + east * CELL_DEG / 3
        )
        assert (beside == 0).all()
    assert 0.2 < inside.mean() < 0.8


def test_is_inland__does_not_hang_on_the_order() -> None:
    lat, lon = np.linspace(36.0, 38.0, 50), np.linspace(-179.99, 179.99, 50)

    first = is_inland(lat, lon)

    assert (is_inland(lat[::-1], lon[::-1])[::-1] == first).all()
    assert is_inland([], []).size == 0
