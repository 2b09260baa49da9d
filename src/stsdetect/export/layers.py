"""Candidates as layers of a map program: GeoParquet and GeoPackage."""

from io import BytesIO
from pathlib import Path
from typing import Final

import geopandas as gpd
import pandas as pd
import pyogrio

from stsdetect.disk.files import written_whole
from stsdetect.schema import CANDIDATES

__all__ = ["write_geopackage", "write_geoparquet"]

_LAYER: Final = "candidates"

_WRITTEN: Final = "2000-01-01T00:00:00.000Z"
"""Time of writing inside a GeoPackage: the same candidates give the same content."""


def write_geoparquet(candidates: pd.DataFrame, path: Path | str) -> None:
    """Write candidates as GeoParquet 1.1: points in EPSG:4326 (lon, lat), by rank.

    Parameters
    ----------
    candidates : DataFrame or GeoDataFrame
        A :data:`~stsdetect.schema.CANDIDATES` table, in any order.
    path : path
        Replaced as a whole, or not at all.

    Raises
    ------
    InputError
        The file can't be written.
    """
    with written_whole(Path(path)) as aside:
        _layer(candidates).to_parquet(aside, compression="zstd", index=False)


def write_geopackage(candidates: pd.DataFrame, path: Path | str) -> None:
    """Write candidates as a GeoPackage with one layer of points, by rank.

    See :func:`write_geoparquet`; QGIS opens the file as it is.
    """
    layer = _layer(candidates)
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _WRITTEN})
    try:
        content = BytesIO()
        pyogrio.write_dataframe(layer, content, driver="GPKG", layer=_LAYER)
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
    with written_whole(Path(path)) as aside:
        aside.write_bytes(content.getvalue())


def _layer(candidates: pd.DataFrame) -> gpd.GeoDataFrame:
    CANDIDATES.check(candidates)
    names = [name for name in candidates.columns if name != "geometry"]
    ranked = pd.DataFrame(candidates.sort_values("rank")[names])
    points = gpd.points_from_xy(ranked["lon"], ranked["lat"])
    return gpd.GeoDataFrame(ranked, geometry=points, crs="EPSG:4326")
