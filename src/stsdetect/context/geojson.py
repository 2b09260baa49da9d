"""GeoJSON areas that a user brings: read whole, and refused in one line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from stsdetect.errors import InputError

__all__ = ["read_area", "read_features", "read_polygon"]


def read_area(path: Path) -> BaseGeometry:
    """Read the polygons of a GeoJSON file as one area (RFC 7946).

    A ring that is not closed is closed, and an outline that crosses itself is mended,
    as drawing programs make both. What has no area is refused.

    Parameters
    ----------
    path : Path
        FeatureCollection, Feature or bare geometry, in WGS 84 longitude and latitude.

    Returns
    -------
    Geometry
        Polygon or MultiPolygon [°].

    Raises
    ------
    InputError
        In one line: what is wrong, in which feature, and what to do.
    """
    geometries = list(_geometries(_read_json(path), path))
    if not geometries:
        raise InputError(f"{path}: no feature in it; draw at least one polygon")
    polygons = [
        read_polygon(geometry, f"{path}: feature {number}")
        for number, geometry in enumerate(geometries, start=1)
    ]
    return shapely.union_all(polygons)


def read_features(path: Path) -> list[Any]:
    """Read the features of a GeoJSON file; one alone is a list of one.

    Raises
    ------
    InputError
        It can't be read, or holds no list of features.
    """
    found = _read_json(path)
    kind = found.get("type") if isinstance(found, dict) else None
    if kind == "Feature":
        return [found]
    features = found.get("features") if kind == "FeatureCollection" else None
    if not isinstance(features, list):
        raise InputError(f"{path}: no FeatureCollection; give named polygons")
    return features


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(f"{path}: can't be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:  # no JSON, no text, no number
        raise InputError(f"{path}: no JSON: {error}") from error


def _geometries(found: Any, path: Path) -> Iterator[Any]:
    kind = found.get("type") if isinstance(found, dict) else None
    if kind == "FeatureCollection":
        features = found.get("features")
        if not isinstance(features, list):
            raise InputError(f"{path}: a FeatureCollection without a list of features")
        yield from (_geometry_of(feature) for feature in features)
    elif kind == "Feature":
        yield _geometry_of(found)
    elif kind in {"Polygon", "MultiPolygon"}:
        yield found
    else:
        raise InputError(
            f"{path}: no GeoJSON area but {kind or type(found).__name__}; "
            "give a FeatureCollection of polygons"
        )


def _geometry_of(feature: Any) -> Any:
    return feature.get("geometry") if isinstance(feature, dict) else None


def read_polygon(geometry: Any, where: str) -> BaseGeometry:
    """Read one polygon or several, closed and mended.

    Raises
    ------
    InputError
        Of ``where``: what is wrong, and what to do.
    """
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in {"Polygon", "MultiPolygon"}:
        raise InputError(f"{where}: {kind or 'nothing'} is no area; draw a polygon")
    try:
        with np.errstate(invalid="ignore"):  # NaN is refused with its name, below
            polygon = shape(_closed(geometry))
    except (LookupError, TypeError, ValueError, shapely.errors.ShapelyError) as error:
        raise InputError(
            f"{where}: broken coordinates ({error}); give rings of [lon, lat] pairs"
        ) from error
    _check_degrees(polygon, where)
    mended = shapely.make_valid(polygon, method="structure", keep_collapsed=False)
    if mended.is_empty:
        raise InputError(f"{where}: a polygon without area; draw three corners or more")
    return mended


def _check_degrees(polygon: BaseGeometry, where: str) -> None:
    lon, lat = shapely.get_coordinates(polygon).T
    # Written so that NaN is refused as well.
    if not ((abs(lon) <= 180).all() and (abs(lat) <= 90).all()):
        raise InputError(
            f"{where}: a corner is outside longitude −180 … 180 or latitude −90 … 90; "
            "give degrees of WGS 84, and cut areas at 180°"
        )


def _closed(geometry: dict[str, Any]) -> dict[str, Any]:
    rings = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        return {"type": "Polygon", "coordinates": [_ring(ring) for ring in rings]}
    polygons = [[_ring(ring) for ring in polygon] for polygon in rings]
    return {"type": "MultiPolygon", "coordinates": polygons}


def _ring(ring: list[list[float]]) -> list[list[float]]:
    return ring if ring[0] == ring[-1] else [*ring, ring[0]]
