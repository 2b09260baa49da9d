"""Candidates with their place: GeoJSON out, a GeoDataFrame in."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from stsdetect.disk.files import written_whole
from stsdetect.disk.parquet import read_parquet
from stsdetect.errors import InputError
from stsdetect.export.cells import format_time, plain, rounded
from stsdetect.schema import CANDIDATES

__all__ = ["CANDIDATES_FILE", "NOTE", "properties", "read_candidates", "write_geojson"]

CANDIDATES_FILE: Final = "candidates.parquet"
"""Name of the table inside a run folder."""

NOTE: Final = "Each candidate is a lead to check, never a finding."
"""Said by every output."""


def write_geojson(candidates: pd.DataFrame, path: Path | str) -> None:
    """Write candidates as a GeoJSON collection of points (RFC 7946).

    Coordinates are ``[lon, lat]`` on WGS 84. Properties have the names of the table
    and are rounded as in the CSV; a missing value is ``null``. One feature stands on
    each line, by rank.

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
    CANDIDATES.check(candidates)
    features = [
        json.dumps(_feature(row), ensure_ascii=False) for row in properties(candidates)
    ]
    with written_whole(Path(path)) as aside:
        aside.write_text(
            f'{{"type": "FeatureCollection", "note": "{NOTE}", "features": [\n'
            + ",\n".join(features)
            + "\n]}\n",
            encoding="utf-8",
            newline="\n",
        )


def read_candidates(folder: Path | str) -> gpd.GeoDataFrame:
    """Read the candidates of a run folder, each as a point.

    Returns
    -------
    GeoDataFrame
        A :data:`~stsdetect.schema.CANDIDATES` table by rank, with ``geometry`` in
        EPSG:4326 (longitude, latitude).

    Raises
    ------
    InputError
        The folder is no run folder, or its candidates are not ranked yet.
    StoreError
        The file is damaged.
    """
    path = Path(folder) / CANDIDATES_FILE
    if not path.is_file():
        raise InputError(
            f"{folder}: no {CANDIDATES_FILE} here; give a folder that stsdetect run "
            "or stsdetect rank wrote"
        )
    table = read_parquet(path, "run stsdetect rank again")
    ranked = CANDIDATES.conform(table).sort("rank")
    CANDIDATES.check(ranked)
    candidates = CANDIDATES.to_pandas(ranked)
    points = gpd.points_from_xy(candidates["lon"], candidates["lat"])
    return gpd.GeoDataFrame(candidates, geometry=points, crs="EPSG:4326")


def properties(candidates: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Give each candidate as JSON can hold it, by rank; see :func:`write_geojson`."""
    names = [name for name in candidates.columns if name != "geometry"]
    ranked = candidates.sort_values("rank")[names]
    for row in ranked.itertuples(index=False, name=None):
        yield {
            name: _plain(name, value) for name, value in zip(names, row, strict=True)
        }


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": row["candidate_id"],
        "geometry": {"type": "Point", "coordinates": [row["lon"], row["lat"]]},
        "properties": row,
    }


def _plain(name: str, value: Any) -> Any:
    value = plain(value)
    if isinstance(value, float):
        return rounded(name, value)
    if isinstance(value, pd.Timestamp):
        return format_time(value)
    return value
