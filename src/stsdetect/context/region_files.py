"""Region files: named areas that a user brings, and boundaries of Marine Regions."""

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from stsdetect.context.geojson import Feature, read_features, read_polygon
from stsdetect.context.unchanged import kept_while_unchanged
from stsdetect.errors import InputError

__all__ = ["KINDS", "read_region_file"]

KINDS: Final = ("sea", "waters", "reported", "licensed", "eez", "own")
"""What a region is: a sea, North Korean waters, a place of reported transfers, an area
licensed for transfers or bunkering, an exclusive economic zone, or the user's own."""
_NAMES: Final = ("name", "geoname", "title", "label", "id")
_MARINE_REGIONS: Final = frozenset({"geoname", "mrgid"})
_NORTH_KOREA: Final = frozenset({"prk", "north korea"})
_OF_STATE: Final = ("iso_sov1", "sovereign1", "iso_ter1")


@kept_while_unchanged
def read_region_file(path: str) -> gpd.GeoDataFrame:
    """Read the regions of a GeoJSON file or a GeoPackage.

    Parameters
    ----------
    path : str
        GeoJSON with a ``name`` for each polygon, and if known ``kind`` (one of
        :data:`KINDS`), ``basis`` and ``precision``; or the EEZ boundaries of Marine
        Regions (Flanders Marine Institute) as GeoJSON or GeoPackage, known by their
        columns ``geoname`` and ``mrgid``. Their licence forbids shipping them.

    Returns
    -------
    GeoDataFrame
        ``name, kind, basis, precision`` and the area in EPSG:4326; open rings are
        closed, and outlines that cross themselves are mended.

    Raises
    ------
    InputError
        In one line: what is wrong, in which feature.
    """
    file = Path(path)
    is_package = file.suffix.lower() == ".gpkg"
    features = _package(file) if is_package else read_features(file)
    rows = [
        _region(told, geometry, f"{path}: feature {number}", file.name)
        for number, (told, geometry) in enumerate(features, start=1)
    ]
    if not rows:
        raise InputError(f"{path}: no feature in it; give at least one polygon")
    return gpd.GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326")


def _package(file: Path) -> Iterator[Feature]:
    if not file.is_file():
        raise InputError(f"{file}: can't be read: no such file")
    try:
        table = gpd.read_file(file)
    except (OSError, RuntimeError, ValueError) as error:
        raise InputError(f"{file}: no GeoPackage: {error}") from error
    if not isinstance(table, gpd.GeoDataFrame):
        raise InputError(f"{file}: no areas in its first layer")
    if table.crs is not None:
        table = table.to_crs("EPSG:4326")
    told = table.drop(columns=table.geometry.name).to_dict("records")
    for properties, geometry in zip(told, table.geometry, strict=True):
        yield Feature(properties, None if geometry is None else mapping(geometry))


def _region(
    properties: Mapping[str, Any], geometry: Any, where: str, file: str
) -> dict[str, Any]:
    told = {str(name).casefold(): value for name, value in properties.items()}
    area: BaseGeometry = read_polygon(geometry, where)
    name = next((_text(told.get(own)) for own in _NAMES if _text(told.get(own))), "")
    if not name:
        raise InputError(f"{where}: no name; give each area a property name")
    if set(told) >= _MARINE_REGIONS:
        states = {_text(told.get(column)).casefold() for column in _OF_STATE}
        kind = "waters" if states & _NORTH_KOREA else "eez"
        basis = f"Marine Regions, MRGID {_text(told['mrgid']).removesuffix('.0')}"
        return _row(name, kind, (basis, "as Marine Regions draws it"), area)
    kind = _text(told.get("kind")).casefold() or "own"
    if kind not in KINDS:
        raise InputError(f"{where}: kind {kind!r}; give one of {', '.join(KINDS)}")
    basis, precision = (
        _text(told.get("basis")) or file,
        _text(told.get("precision")) or "not told",
    )
    return _row(name, kind, (basis, precision), area)


def _row(
    name: str, kind: str, told: tuple[str, str], area: BaseGeometry
) -> dict[str, Any]:
    basis, precision = told
    return {
        "name": name,
        "kind": kind,
        "basis": basis,
        "precision": precision,
        "geometry": area,
    }


def _text(value: Any) -> str:
    is_missing = value is None or (isinstance(value, float) and math.isnan(value))
    return "" if is_missing else str(value).strip()
