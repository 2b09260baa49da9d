"""Map of a case: its place, its tracks and its area, as GeoJSON and as KML."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import numpy as np
import pandas as pd
import polars as pl
import shapely
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

from stsdetect.export.geo import NOTE, properties
from stsdetect.export.kml import Shape, kml_document

__all__ = ["AREA_WORDS", "case_geojson", "case_kml"]

AREA_WORDS: Final = {
    "both_dark": "where the two could have met, by speed alone",
    "one_dark": "where the silent vessel could have been and stayed, by speed alone",
}
"""What the area of a dark candidate is."""

_EARTH_TURNED: Final = {
    turn: shapely.box(360.0 * turn - 180.0, -90.0, 360.0 * turn + 180.0, 90.0)
    for turn in (-1, 0, 1)
}
"""All longitudes by the circles that an area lies beyond ±180°."""

_HOLE: Final = timedelta(hours=1)
"""A longer silence breaks a line."""


def case_geojson(
    chosen: pd.DataFrame, positions: pl.DataFrame, area: BaseGeometry | None
) -> str:
    """Write the place, the positions of each vessel as received, and the area.

    Parameters
    ----------
    chosen : DataFrame
        A :data:`~stsdetect.schema.CANDIDATES` table of one row.
    positions : DataFrame
        A :data:`~stsdetect.schema.POSITIONS` table of its vessels.
    area : Geometry, optional
        Where its vessels could have met, in EPSG:4326.
    """
    row = next(properties(chosen))
    place = {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
    features = [_feature(place, row)]
    for (mmsi,), own in positions.group_by("mmsi", maintain_order=True):
        points = own.select("lon", "lat").rows()
        line = {"type": "MultiPoint", "coordinates": points}
        features.append(_feature(line, {"mmsi": mmsi}))
    if area is not None:
        shape = json.loads(shapely.to_geojson(_cut_at_180(area)))
        features.append(_feature(shape, {"area": AREA_WORDS[row["kind"]]}))
    told = {"type": "FeatureCollection", "note": NOTE, "features": features}
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def case_kml(
    chosen: pd.DataFrame, positions: pl.DataFrame, area: BaseGeometry | None
) -> str:
    """Write the same for Google Earth and its like; a long silence breaks a track."""
    candidate = chosen.iloc[0]
    shapes = list(_tracks(candidate, positions))
    if area is not None:
        span = candidate["start_time"], candidate["end_time"]
        words = AREA_WORDS[candidate["kind"]]
        shapes.append(Shape(words.capitalize(), "area", _cut_at_180(area), *span))
    return kml_document(chosen, shapes).decode()


def _tracks(candidate: "pd.Series[Any]", positions: pl.DataFrame) -> Iterator[Shape]:
    for side in "ab":
        mmsi = candidate[f"mmsi_{side}"]
        if pd.isna(mmsi):
            continue
        own = positions.filter(pl.col("mmsi") == int(mmsi)).sort("timestamp")
        lines = _lines(own)
        if lines:
            begin, end = own["timestamp"][0], own["timestamp"][-1]
            geometry = shapely.MultiLineString(lines)
            yield Shape(f"Track of MMSI {mmsi}", f"track_{side}", geometry, begin, end)


def _lines(own: pl.DataFrame) -> list[np.ndarray[Any, Any]]:
    """Cut a track at silences and at 180°; a report between two of them is no line."""
    is_cut = (pl.col("timestamp").diff() > _HOLE) | (pl.col("lon").diff().abs() > 180)
    holes = own.select(is_cut.fill_null(value=False)).to_series().to_numpy()
    parts = np.split(own.select("lon", "lat").to_numpy(), np.flatnonzero(holes))
    return [part for part in parts if len(part) > 1]


def _cut_at_180(area: BaseGeometry) -> BaseGeometry:
    """Cut an area where it crosses ±180° (RFC 7946, section 3.1.9)."""
    west, _, east, _ = area.bounds
    if west >= -180.0 and east <= 180.0:
        return area
    parts = [
        translate(shapely.intersection(area, _EARTH_TURNED[turn]), xoff=-360.0 * turn)
        for turn in _EARTH_TURNED
    ]
    polygons = shapely.get_parts(shapely.get_parts(parts))
    return shapely.MultiPolygon(polygons[shapely.area(polygons) > 0].tolist())


def _feature(geometry: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": row}
