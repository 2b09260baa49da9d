"""Compute the territorial sea and the military zone of North Korea for the regions.

Run at the top of the repository: ``python -m scripts.make_territorial_sea``. The two
features are written into ``regions.geojson`` in place of those that are there.
"""

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from stsdetect import data
from stsdetect.context.rings import read_rings
from stsdetect.context.shore import coast_edges

FILE: Path = data.FOLDER / "regions.geojson"
BREADTH_M = 12 * 1_852.0
PROJECTION = "+proj=aeqd +lat_0=39.5 +lon_0=127 +datum=WGS84"
"""Equidistant from the middle of North Korea: 0.1 % off at its ends, 25 m in 12 nm."""
OUTER_EDGE = ((129.508333, 38.613333), (131.419292, 41.610994))
"""Of the military zone in the east, as Park et al. (2020) draw it."""
WATERS = ("North Korean waters, west (approximate)",
          "North Korean waters, east (approximate)")  # fmt: skip
SEA_NAMES = ("Territorial sea of North Korea, west (computed)",
             "Territorial sea of North Korea, east (computed)")  # fmt: skip
ZONE_NAME = "Military zone of North Korea, east (as reported)"


def main() -> None:
    """Write the features."""
    regions = json.loads(FILE.read_text(encoding="utf-8"))
    kept = [
        one
        for one in regions["features"]
        if one["properties"]["name"] not in (*SEA_NAMES, ZONE_NAME)
    ]
    areas = {one["properties"]["name"]: shapely.geometry.shape(one["geometry"])
             for one in kept}  # fmt: skip
    made = [
        _feature(
            name,
            territorial_sea(areas[waters]),
            "Computed: 12 nm from the coast of GSHHG 2.3.6 within the waters of the "
            "same name; North Korea has published no baselines, and straight ones, "
            "as are reported, would put the line farther out.",
            "about 2 km from the coast as drawn",
        )
        for name, waters in zip(SEA_NAMES, WATERS, strict=True)
    ]
    made.append(
        _feature(
            ZONE_NAME,
            military_zone(areas[WATERS[1]]),
            "Declared 1977-08-01: up to 50 miles from the territorial sea's starting "
            "line in the east (Park, American Journal of International Law 72, 1978); "
            "outer edge as in Park et al., Science Advances 6 (2020) eabb1197. In the "
            "west no coordinates are published.",
            "about 10 km; no statement on any border",
        )
    )
    regions["features"] = kept + made
    lines = [json.dumps(one, ensure_ascii=False) for one in regions["features"]]
    start = (
        f'{{"type": "FeatureCollection", "version": "{regions["version"]}", '
        '"features": [\n'
    )
    FILE.write_text(start + ",\n".join(lines) + "\n]}\n", encoding="utf-8")


def territorial_sea(waters: shapely.Geometry) -> shapely.Geometry:
    """Give what of some waters lies within 12 nm of the coast in them."""
    rings = read_rings()
    first, last = coast_edges(rings)
    on_land = np.isin(rings.level, [1])[
        np.searchsorted(rings.start, first, "right") - 1
    ]
    ends = [np.column_stack([rings.lon[at], rings.lat[at]]) for at in (first, last)]
    inside = shapely.intersects_xy(waters, *ends[0].T) & on_land
    edges = shapely.linestrings(np.stack([end[inside] for end in ends], axis=1))
    plane = gpd.GeoSeries(edges, crs="EPSG:4326").to_crs(PROJECTION)
    belt = shapely.union_all(shapely.buffer(plane.to_numpy(), BREADTH_M, quad_segs=16))
    degrees = gpd.GeoSeries([belt], crs=PROJECTION).to_crs("EPSG:4326").iloc[0]
    whole = shapely.intersection(degrees, waters)
    parts = [shapely.Polygon(part.exterior) for part in shapely.get_parts(whole)]
    largest = max(parts, key=lambda part: part.area)
    return shapely.simplify(largest, 0.01)


def military_zone(waters: shapely.Geometry) -> shapely.Geometry:
    """Give what of the eastern waters lies on the coast's side of the outer edge."""
    (lon_a, lat_a), (lon_b, lat_b) = OUTER_EDGE
    step = np.array([lon_b - lon_a, lat_b - lat_a])
    a, b = np.array(OUTER_EDGE) + np.array([[-1.0], [1.0]]) * step
    inland = np.array([-20.0, 0.0])
    side = shapely.Polygon([a, b, b + inland, a + inland])
    return shapely.intersection(waters, side)


def _feature(
    name: str, area: shapely.Geometry, basis: str, precision: str
) -> dict[str, object]:
    rounded = json.loads(shapely.to_geojson(shapely.set_precision(area, 0.001)))
    return {
        "type": "Feature",
        "properties": {
            "name": name,
            "kind": "waters",
            "basis": basis,
            "precision": precision,
        },
        "geometry": rounded,
    }


if __name__ == "__main__":
    main()
