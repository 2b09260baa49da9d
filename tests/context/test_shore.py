"""Distance to shore against a slow look at every edge of the coast."""

from functools import cache

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from stsdetect.context import shore
from stsdetect.context.land import on_land
from stsdetect.context.rings import read_rings
from stsdetect.context.shore import (
    coast_edges,
    distance_to_coast_km,
    distance_to_shore_km,
)
from stsdetect.units import EARTH_RADIUS_M

Vectors = NDArray[np.float64]


def near_korea() -> st.SearchStrategy[tuple[float, float]]:
    return st.tuples(st.floats(30, 43), st.floats(118, 135))


def anywhere() -> st.SearchStrategy[tuple[float, float]]:
    return st.tuples(st.floats(-85, 85), st.floats(-180, 180))


@settings(max_examples=40)
@given(place=near_korea() | anywhere())
@example(place=(35.0, 123.5))
@example(place=(-18.15, 180.0))
@example(place=(-18.15, -180.0))
@example(place=(71.2, 180.0))
@example(place=(38.6, 125.1))
@example(place=(89.0, 10.0))
@example(place=(-76.0, 0.0))
def test_distance_to_coast__is_that_to_the_nearest_of_all_edges(
    place: tuple[float, float],
) -> None:
    lat, lon = place

    distance = distance_to_coast_km([lat], [lon])[0]

    assert distance == pytest.approx(nearest_edge_km(lat, lon, distance), abs=0.001)


@settings(max_examples=20)
@given(place=near_korea() | anywhere())
def test_distance_to_shore__is_that_to_the_coast_at_sea_and_none_on_land(
    place: tuple[float, float],
) -> None:
    lat, lon = place

    distance = distance_to_shore_km([lat], [lon])[0]

    land = on_land([lat], [lon])[0]
    assert distance == (0 if land else distance_to_coast_km([lat], [lon])[0])


@pytest.mark.slow
def test_distance_to_shore__at_a_thousand_places_of_korea_is_the_slow_one() -> None:
    draw = np.random.default_rng(11)
    lat, lon = draw.uniform(32, 43, 1_000), draw.uniform(122, 133, 1_000)

    land, distance = on_land(lat, lon), distance_to_shore_km(lat, lon)

    slow_land = np.array([is_inside(*place) for place in zip(lat, lon, strict=True)])
    assert (land == slow_land).all()
    assert 0.1 < land.mean() < 0.9
    assert (distance[land] == 0).all()
    at_sea = np.flatnonzero(~land)
    slow = [nearest_near_korea_km(lat[k], lon[k]) for k in at_sea]
    assert distance[at_sea] == pytest.approx(slow, abs=0.001)


@pytest.mark.parametrize(
    ("lat", "lon", "km"),
    [
        (35.0, 123.5, 156.9),  # the middle of the Yellow Sea, from Gageo-do
        (38.68, 125.1, 1.5),  # roads of Nampo, among islands
        (31.25, 124.5, 169.4),  # east of Shanghai
        (37.55, 127.0, 0.0),  # Seoul
        (-18.0, 179.9, 51.9),  # Koro Sea, from Gau
    ],
)
def test_distance_to_shore__at_places_that_one_can_look_up(
    lat: float, lon: float, km: float
) -> None:
    assert distance_to_shore_km([lat], [lon])[0] == pytest.approx(km, abs=2.0)


def test_distance_to_shore__is_one_at_both_names_of_the_antimeridian() -> None:
    lat = np.linspace(-60, 75, 28)

    east = distance_to_shore_km(lat, np.full(28, 180.0))
    west = distance_to_shore_km(lat, np.full(28, -180.0))

    np.testing.assert_allclose(east, west, atol=1e-6)


def test_distance_to_shore__sees_no_coast_where_a_ring_is_cut() -> None:
    chukotka = ([67.5, 67.5, 67.5], [179.999, 180.0, -179.999])

    assert distance_to_shore_km(*chukotka).tolist() == [0, 0, 0]
    assert (distance_to_coast_km(*chukotka) > 100).all()
    assert (distance_to_coast_km([-85.0, -85.0], [0.0, 180.0]) > 100).all()


def test_coast_edges__have_a_length_and_stay_in_their_ring() -> None:
    rings = read_rings()
    ring = np.repeat(np.arange(rings.level.size), np.diff(rings.start))

    first, last = coast_edges(rings)

    assert (ring[first] == ring[last]).all()
    assert edges()[2].min() > 0.0005


def test_distance_to_shore__on_a_lake_is_that_to_its_shore() -> None:
    caspian = distance_to_shore_km([42.0], [50.5])[0]

    assert 40 < caspian < 200


def test_distance_to_shore__is_missing_where_a_coordinate_is() -> None:
    distance = distance_to_shore_km([np.nan, 35.0, 35.0], [123.5, np.nan, 123.5])

    assert np.isnan(distance).tolist() == [True, True, False]


def test_distance_to_shore__of_no_place_is_empty() -> None:
    assert distance_to_shore_km([], []).size == 0


def test_distance_to_shore__is_the_same_in_small_batches(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lat, lon = np.linspace(31, 38, 25), np.linspace(122, 126, 25)
    at_once = distance_to_shore_km(lat, lon)

    monkeypatch.setattr(shore, "_BATCH", 4)

    np.testing.assert_array_equal(distance_to_shore_km(lat, lon), at_once)


def is_inside(lat: float, lon: float) -> bool:
    """Count the edges that a ray to the north crosses; an odd number is land.

    Lakes lie in land and islands in lakes, so that all rings count alike.
    """
    west, south, east, north = eastern_edges()[0]
    across = (west > lon) != (east > lon)
    at = south[across] + (lon - west[across]) / (east[across] - west[across]) * (
        north[across] - south[across]
    )
    return bool((at > lat).sum() % 2)


def nearest_near_korea_km(lat: float, lon: float) -> float:
    """Least distance to the edges that begin within 3.5°, more than any is away."""
    place = unit(np.array([lat]), np.array([lon]))[0]
    _, start, end = eastern_edges()
    close = start @ place > np.cos(np.radians(3.5))
    return float(to_arcs_km(place, start[close], end[close]).min())


@cache
def eastern_edges() -> tuple[tuple[Vectors, ...], Vectors, Vectors]:
    """Edges around Korea, as degrees and as vectors.

    The ray of a place to the north may cross all of Asia, so that the degrees are those
    of every edge that spans a meridian between 121 and 134° E.
    """
    rings = read_rings()
    first, last = coast_edges(rings)
    ends = (rings.lon[first], rings.lat[first], rings.lon[last], rings.lat[last])
    west, east = np.minimum(ends[0], ends[2]), np.maximum(ends[0], ends[2])
    spans = (east > 121) & (west < 134) & (east - west < 180)
    start, end, _ = edges()
    lon, lat = ends[0], ends[1]
    near = (lat > 27) & (lat < 48) & (lon > 115) & (lon < 140)
    return tuple(part[spans] for part in ends), start[near], end[near]


def nearest_edge_km(lat: float, lon: float, claimed: float) -> float:
    """Least distance to the edges that begin within reach of the distance claimed.

    An edge that is nearer than claimed begins within that and the edge's own length;
    an edge that is as near as claimed must be among them.
    """
    place = unit(np.array([lat]), np.array([lon]))[0]
    start, end, length = edges()
    reach = np.minimum((claimed + length) * 1_000 / EARTH_RADIUS_M + 1e-6, np.pi)
    close = start @ place >= np.cos(reach)
    return float(to_arcs_km(place, start[close], end[close]).min(initial=np.inf))


def to_arcs_km(place: Vectors, start: Vectors, end: Vectors) -> Vectors:
    """Across the great circle where the foot is on the arc, else to the nearer end."""
    normal = np.cross(start, end)
    normal /= np.linalg.norm(normal, axis=1)[:, None]
    across = np.abs(np.arcsin(np.clip(normal @ place, -1, 1)))
    on_arc = (np.cross(normal, start) @ place >= 0) & (
        np.cross(end, normal) @ place >= 0
    )
    ends = np.minimum(angle(start, place), angle(end, place))
    return np.where(on_arc, across, ends) * EARTH_RADIUS_M / 1_000


def angle(vectors: Vectors, place: Vectors) -> Vectors:
    across = np.linalg.norm(np.cross(vectors, place), axis=1)
    return np.asarray(np.arctan2(across, vectors @ place))


@cache
def edges() -> tuple[Vectors, Vectors, Vectors]:
    rings = read_rings()
    first, last = coast_edges(rings)
    vertices = unit(rings.lat, rings.lon)
    start, end = vertices[first], vertices[last]
    straight = np.linalg.norm(start - end, axis=1)
    return start, end, 2 * np.arcsin(straight / 2) * EARTH_RADIUS_M / 1_000


def unit(lat: Vectors, lon: Vectors) -> Vectors:
    phi, lam = np.radians(lat), np.radians(lon)
    return np.stack(
        [np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)], axis=-1
    )
