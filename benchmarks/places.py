"""Places: shore distance of 1 M points, on land and in port for 10 M positions.

Points lie off Korea and China, as the events of a run do; positions crowd round ports,
as traffic does. Baselines: the distance to the nearest vertex of the coast by a k-d
tree (wrong by up to half an edge), shapely's ``intersects_xy`` on the same land as
one prepared geometry, and a k-d tree of ports. The baselines see a part of the rows.
"""

import time
from collections.abc import Callable

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from stsdetect.context.land import on_land
from stsdetect.context.ports import port_near, read_ports
from stsdetect.context.rings import read_rings
from stsdetect.context.shore import distance_to_shore_km
from stsdetect.context.vectors import unit_vectors

Numbers = NDArray[np.float64]
N_POINTS, N_POSITIONS = 1_000_000, 10_000_000
PART = 10
"""Of the rows, one in ten is given to a baseline."""


def main() -> None:
    """Print seconds, rows a second, and the ratio to the baseline."""
    points, positions = sea_points(N_POINTS), traffic(N_POSITIONS)
    few = [column[:100] for column in points]
    for warm_up in (on_land, distance_to_shore_km, _in_port):
        warm_up(*few)
    rings, ports = read_rings(), read_ports()
    vertices = cKDTree(unit_vectors(rings.lat, rings.lon))
    harbours = cKDTree(unit_vectors(ports["lat"], ports["lon"]))
    land = _land_near_korea()
    _compare(
        "distance to shore", distance_to_shore_km, points,
        "nearest vertex", lambda *at: vertices.query(unit_vectors(*at)),
    )  # fmt: skip
    _compare(
        "on land", on_land, positions,
        "shapely", lambda lat, lon: shapely.intersects_xy(land, lon, lat),
    )  # fmt: skip
    _compare(
        "in port", _in_port, positions,
        "k-d tree", lambda *at: harbours.query(unit_vectors(*at)),
    )  # fmt: skip


def _in_port(lat: Numbers, lon: Numbers) -> object:
    return port_near(lat, lon, 4.0)


def sea_points(n: int) -> tuple[Numbers, Numbers]:
    """Draw places between 22 and 42° N, 118 and 134° E, fixed seed."""
    draw = np.random.default_rng(7)
    return draw.uniform(22, 42, n), draw.uniform(118, 134, n)


def traffic(n: int) -> tuple[Numbers, Numbers]:
    """Draw positions of which half lie within some miles of a port, fixed seed."""
    draw = np.random.default_rng(8)
    lat, lon = sea_points(n)
    ports = read_ports()
    near = ports[ports["lat"].between(22, 42) & ports["lon"].between(118, 134)]
    row = draw.integers(0, len(near), n // 2)
    lat[: n // 2] = near["lat"].to_numpy()[row] + draw.normal(0, 0.05, n // 2)
    lon[: n // 2] = near["lon"].to_numpy()[row] + draw.normal(0, 0.05, n // 2)
    return lat, lon


def _land_near_korea() -> shapely.Geometry:
    rings = read_rings()
    places = np.column_stack([rings.lon, rings.lat])
    inside = (rings.lon > 100) & (rings.lon < 150) & (rings.lat > 10) & (rings.lat < 55)
    parts = [
        shapely.Polygon(places[first:stop])
        for level, first, stop in zip(
            rings.level, rings.start[:-1], rings.start[1:], strict=True
        )
        if level == 1 and inside[first:stop].any()
    ]
    land = shapely.MultiPolygon(parts)
    shapely.prepare(land)
    return land


def _compare(
    name: str,
    ours: Callable[..., object],
    places: tuple[Numbers, Numbers],
    other: str,
    baseline: Callable[..., object],
) -> None:
    n = places[0].size
    seconds = _seconds(ours, places)
    some = (places[0][::PART], places[1][::PART])
    theirs = _seconds(baseline, some) * PART
    print(
        f"{name:>18} of {n:>10,}: {seconds:6.1f} s of one core, {n / seconds:>12,.0f} "
        f"rows/s, {theirs / seconds:5.2f} x {other}",
        flush=True,
    )


def _seconds(measure: Callable[..., object], places: tuple[Numbers, Numbers]) -> float:
    started = time.process_time()
    measure(*places)
    return time.process_time() - started


if __name__ == "__main__":
    main()
