"""Regions: named sea areas, and areas that a user brings as GeoJSON."""

import json
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from stsdetect import data
from stsdetect.context.geojson import read_area
from stsdetect.context.region_files import read_region_file
from stsdetect.context.unchanged import kept_while_unchanged
from stsdetect.errors import InputError

__all__ = [
    "find_region",
    "read_regions",
    "region_kind",
    "region_names",
    "region_of",
    "regions_version",
]

_SHIPPED: Final = data.FOLDER / "regions.geojson"


def find_region(name_or_path: str | Path, files: tuple[str, ...] = ()) -> BaseGeometry:
    """Find an area by the name of a region that ships, or read it from a file.

    Parameters
    ----------
    name_or_path : str or Path
        A name as :func:`region_names` gives it, its capitals and its hyphens or
        blanks as you like; or the path of a GeoJSON file, whose polygons together
        are the area.
    files : tuple of str
        Region files of the user, whose names are known as well.

    Returns
    -------
    Geometry
        A polygon or several [°], longitude before latitude.

    Raises
    ------
    InputError
        No region has this name, or the file is no GeoJSON of polygons.
    """
    text = str(name_or_path)
    if Path(text).suffix.lower() in {".geojson", ".json"}:
        return _read_area(text)
    regions = read_regions(files)
    found = regions.geometry[regions["name"].map(_plain) == _plain(text)]
    if found.empty:
        raise InputError(
            f"no region {text!r}: give a GeoJSON file, dprk, or one of "
            + ", ".join(region_names(files))
        )
    area: BaseGeometry = found.iloc[0]
    return area


def region_names(files: tuple[str, ...] = ()) -> list[str]:
    """List the regions that ship and those of files, as the column ``region`` does."""
    return sorted(read_regions(files)["name"])


def region_of(
    lat: ArrayLike, lon: ArrayLike, files: tuple[str, ...] = ()
) -> NDArray[np.object_]:
    """Name the smallest region around each place.

    Parameters
    ----------
    lat, lon : (n,) array
        Places [°].
    files : tuple of str
        Region files of the user, beside the regions that ship.

    Returns
    -------
    (n,) array
        Names, None outside all regions and where a coordinate is missing.

    Examples
    --------
    >>> region_of([35.0, 38.53, 0.0], [123.5, 124.7, 0.0]).tolist()
    ['Yellow Sea', 'Off Cho-do', None]
    """
    lats, lons = (np.atleast_1d(np.asarray(c, dtype=np.float64)) for c in (lat, lon))
    names = np.full(lats.size, None, dtype=np.object_)
    regions = read_regions(files)
    for name, area in zip(regions["name"], regions.geometry, strict=True):
        names[shapely.intersects_xy(area, lons, lats)] = name
    return names


def region_kind(names: ArrayLike, files: tuple[str, ...] = ()) -> NDArray[np.object_]:
    """Give the kind of each region by its name, None where there is no such region.

    Examples
    --------
    >>> region_kind(["Yellow Sea", "Off Cho-do", None]).tolist()
    ['sea', 'reported', None]
    """
    regions = read_regions(files)
    kinds = dict(zip(regions["name"], regions["kind"], strict=True))
    found = [kinds.get(name) for name in np.atleast_1d(np.asarray(names, object))]
    return np.array(found, dtype=np.object_)


@kept_while_unchanged
def read_regions(files: tuple[str, ...] = ()) -> gpd.GeoDataFrame:
    """Read the regions that ship and those of files, the largest first.

    Columns: ``name``, ``kind`` (see :mod:`~stsdetect.context.region_files`), ``basis``,
    ``precision``, and the polygon in EPSG:4326.
    """
    shipped = gpd.read_file(_SHIPPED)
    regions = pd.concat([shipped, *map(read_region_file, files)], ignore_index=True)
    shapely.prepare(regions.geometry.to_numpy())
    areas = regions.geometry.to_crs("EPSG:6933").area.to_numpy()
    return regions.iloc[np.argsort(-areas, kind="stable")].reset_index(drop=True)


def regions_version() -> str:
    """Give the day of the last change of the regions that ship, as their file says."""
    return str(json.loads(_SHIPPED.read_text(encoding="utf-8"))["version"])


@kept_while_unchanged
def _read_area(path: str) -> BaseGeometry:
    return read_area(Path(path))


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").replace("_", " ").split())
