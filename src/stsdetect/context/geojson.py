"""GeoJSON that a user brings: read whole, and refused in one line."""

import json
import logging
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from stsdetect.disk.documents import read_document
from stsdetect.errors import InputError

__all__ = ["Feature", "has_open_ring", "read_area", "read_features", "read_polygon"]

log = logging.getLogger(__name__)

_GEOMETRIES: Final = frozenset(
    {
        *("Point", "LineString", "Polygon", "GeometryCollection"),
        *("MultiPoint", "MultiLineString", "MultiPolygon"),
    }
)

_N_LETTERS: Final = 40
"""Of a word that GeoJSON does not know, so much is shown; ours."""


class Feature(NamedTuple):
    """One feature as it stands in its file, nothing of it checked."""

    properties: Mapping[str, Any]
    geometry: Any


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
    features = read_features(path)
    if not features:
        raise InputError(f"{path}: no feature in it; draw at least one polygon")
    polygons = [
        read_polygon(feature.geometry, f"{path}: feature {number}")
        for number, feature in enumerate(features, start=1)
    ]
    return shapely.union_all(polygons)


def read_features(path: Path) -> list[Feature]:
    """Read the features of a GeoJSON file (RFC 7946); one alone is a list of one.

    A bare geometry is a feature of which nothing is told. What the features hold is for
    the reader that asked for them to judge.

    Raises
    ------
    InputError
        In one line: it can't be read, is no GeoJSON, or which feature is none.
    """
    found = _read_json(path)
    kind = _kind(found)
    if kind == "FeatureCollection":
        features = found.get("features")
        if not isinstance(features, list):
            raise InputError(f"{path}: a FeatureCollection without a list of features")
        return [_feature(one, path, number) for number, one in enumerate(features, 1)]
    if kind == "Feature":
        return [_feature(found, path, 1)]
    if kind in _GEOMETRIES:
        return [Feature({}, found)]
    raise InputError(
        f"{path}: no GeoJSON but {kind or type(found).__name__}; "
        "give a FeatureCollection"
    )


def _read_json(path: Path) -> Any:
    try:
        return json.loads(read_document(path).decode("utf-8-sig"))
    except OSError as error:
        raise InputError(f"{path}: can't be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:  # no JSON, no text, no number
        raise InputError(f"{path}: no JSON: {error}") from error


def _kind(found: Any) -> str:
    """Give what an object says that it is, in one line; nothing where it says none."""
    kind = found.get("type") if isinstance(found, dict) else None
    return " ".join(kind[:_N_LETTERS].split()) if isinstance(kind, str) else ""


def _feature(found: Any, path: Path, number: int) -> Feature:
    told = (found.get("properties") or {}) if isinstance(found, dict) else None
    if not isinstance(told, dict):
        raise InputError(f"{path}: feature {number}: nothing that GeoJSON knows")
    sound = {_sound(name): _sound(value) for name, value in told.items()}
    return Feature(sound, found.get("geometry"))


def _sound(value: Any) -> Any:
    """Put a question mark for half a letter, which JSON can write and UTF-8 not."""
    is_text = isinstance(value, str)
    return value.encode("utf-8", "replace").decode() if is_text else value


def read_polygon(geometry: Any, where: str) -> BaseGeometry:
    """Read one polygon or several, closed and mended, which is told.

    Raises
    ------
    InputError
        Of ``where``: what is wrong, and what to do.
    """
    kind = _kind(geometry)
    if kind not in {"Polygon", "MultiPolygon"}:
        raise InputError(f"{where}: {kind or 'nothing'} is no area; draw a polygon")
    try:
        with np.errstate(invalid="ignore"):  # NaN is refused with its name, below
            polygon = shape(_closed(geometry))
            is_open = has_open_ring(geometry)
    except (LookupError, TypeError, ValueError, shapely.errors.ShapelyError) as error:
        raise InputError(
            f"{where}: broken coordinates ({error}); give rings of [lon, lat] pairs"
        ) from error
    _check_degrees(polygon, where)
    _check_edges(polygon, where)
    mended = shapely.make_valid(polygon, method="structure", keep_collapsed=False)
    if mended.is_empty:
        raise InputError(f"{where}: a polygon without area; draw three corners or more")
    if is_open:
        log.warning("%s: an open ring, taken as closed", where)
    if not polygon.is_valid:
        log.warning("%s: an outline that crosses itself, mended", where)
    return mended


def _check_degrees(polygon: BaseGeometry, where: str) -> None:
    lon, lat = shapely.get_coordinates(polygon).T
    # Written so that NaN is refused as well.
    if not ((abs(lon) <= 180).all() and (abs(lat) <= 90).all()):
        raise InputError(
            f"{where}: a corner is outside longitude −180 … 180 or latitude −90 … 90; "
            "give degrees of WGS 84, and cut areas at 180°"
        )


def _check_edges(polygon: BaseGeometry, where: str) -> None:
    """Refuse what goes round the earth the long way, as what crosses 180° does."""
    rings = shapely.get_rings(shapely.get_parts(polygon))
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    long = np.abs(np.diff(corners[:, 0]))[np.diff(ring) == 0]
    crossing = long[(long > 180) & (long < 360)]
    if crossing.size:
        raise InputError(
            f"{where}: an edge over {crossing[0]:.6g} degrees of longitude; cut areas "
            "at 180°, or give an edge so long a corner between"
        )


def _closed(geometry: dict[str, Any]) -> dict[str, Any]:
    rings = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        return {"type": "Polygon", "coordinates": [_ring(ring) for ring in rings]}
    polygons = [[_ring(ring) for ring in polygon] for polygon in rings]
    return {"type": "MultiPolygon", "coordinates": polygons}


def has_open_ring(geometry: dict[str, Any]) -> bool:
    """Tell whether any ring of one polygon or several ends where it did not begin."""
    rings = geometry["coordinates"]
    all_rings = rings if geometry["type"] == "Polygon" else chain(*rings)
    return any(ring[0] != ring[-1] for ring in all_rings)


def _ring(ring: list[list[float]]) -> list[list[float]]:
    return ring if ring[0] == ring[-1] else [*ring, ring[0]]
