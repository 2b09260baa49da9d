"""Reading: detections of vessels in images, from CSV or GeoJSON."""

import logging
import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import polars as pl
import shapely

from stsdetect.context.csv_rows import read_named_rows, refuse_faults
from stsdetect.context.geojson import Feature, has_open_ring, read_features
from stsdetect.context.unchanged import kept_while_unchanged
from stsdetect.errors import InputError
from stsdetect.schema import DETECTIONS

__all__ = ["read_detections"]

log = logging.getLogger(__name__)

_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "timestamp": ("time", "timestamp", "datetime", "acquired"),
    "lat": ("lat", "latitude"),
    "lon": ("lon", "longitude", "lng"),
    "length_m": ("length_m", "length"),
    "width_m": ("width_m", "width", "beam"),
    "heading": ("heading", "heading_deg"),
    "ground_range_m": ("ground_range_m", "ground_range"),
    "track_deg": ("track_deg", "platform_heading", "track"),
    "scene": ("scene", "scene_id", "image"),
    "footprint": ("footprint", "scene_footprint", "wkt"),
}
_BOUNDS: Final = {
    "lat": (-90.0, 90.0),
    "lon": (-180.0, 180.0),
    "length_m": (0.0, 500.0),
    "width_m": (0.0, 100.0),
    "heading": (0.0, 360.0),
    "ground_range_m": (-1_500_000.0, 1_500_000.0),
    "track_deg": (-180.0, 360.0),
}
"""Inclusive; of hulls ours, beyond the largest ships afloat."""


def read_detections(paths: Iterable[Path]) -> pl.DataFrame:
    """Read files of detections; a footprint that is not closed is, and that is told.

    A row is a hull, with time, latitude and longitude; a row without a place gives
    the footprint of an image, whether it shows anything or not.

    Parameters
    ----------
    paths : iterable of Path
        CSV with a header, or GeoJSON of points (hulls) and polygons (footprints).

    Returns
    -------
    DataFrame
        A :data:`~stsdetect.schema.DETECTIONS` table, in the order given.

    Raises
    ------
    InputError
        In one line: the file, its first bad rows, and what is wrong with them.
    """
    tables = [_read(str(path)) for path in paths]
    return pl.concat([DETECTIONS.empty_polars(), *tables])


@kept_while_unchanged
def _read(name: str) -> pl.DataFrame:
    path = Path(name)
    is_json = path.suffix.lower() in {".geojson", ".json"}
    rows = _features(path) if is_json else _csv_rows(path)
    kept: list[dict[str, Any]] = []
    faults: list[str] = []
    for number, row in rows:
        try:
            kept.append(_detection(row, path.name, number))
        except ValueError as error:
            faults.append(f"{'feature' if is_json else 'row'} {number}: {error}")
        else:
            _tell_open(row.get("footprint"), f"{path}: feature {number}")
    refuse_faults(path, faults)
    if not kept:
        raise InputError(f"{path}: no detection in it; give time, lat and lon")
    columns = {name: [row.get(name) for row in kept] for name in DETECTIONS.names}
    table = pl.DataFrame(columns, schema=DETECTIONS.polars_schema, strict=False)
    return DETECTIONS.conform(table)


def _csv_rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    def is_enough(there: set[str]) -> bool:
        return "timestamp" in there and not there.isdisjoint({"lat", "footprint"})

    return read_named_rows(
        path, _NAMES, is_enough, ("detections", "columns time, lat, lon")
    )


def _features(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Give each feature by our names: points are hulls, polygons footprints."""
    for number, feature in enumerate(read_features(path), start=1):
        try:
            yield number, _named(feature)
        except (ValueError, TypeError, AttributeError) as error:
            raise InputError(f"{path}: feature {number} is none of GeoJSON") from error


def _named(feature: Feature) -> dict[str, Any]:
    told = {name.lower(): value for name, value in feature.properties.items()}
    row = {
        ours: next((told[name] for name in names if name in told), None)
        for ours, names in _NAMES.items()
    }
    geometry = feature.geometry or {}
    if geometry.get("type") == "Point":
        row["lon"], row["lat"] = geometry.get("coordinates", (None, None))[:2]
    elif geometry:
        row["footprint"] = geometry
    return row


def _detection(row: Mapping[str, Any], file: str, number: int) -> dict[str, Any]:
    """Check one row.

    Raises
    ------
    ValueError
        What is wrong with it.
    """
    time = _time(row.get("timestamp"))
    values = {name: _number(name, row.get(name)) for name in _BOUNDS}
    if (values["lat"] is None) != (values["lon"] is None):
        raise ValueError("one of lat and lon is missing")
    footprint = _footprint(row.get("footprint"))
    if values["lat"] is None and footprint is None:
        raise ValueError("neither a place nor a footprint")
    for name in ("heading", "track_deg"):
        told = values[name]
        values[name] = None if told is None else told % 360.0
    scene = str(row.get("scene") or "").strip() or f"{file} {time:%Y-%m-%dT%H:%M:%SZ}"
    return {
        "source_id": file,
        "source_row": number,
        "scene": scene,
        "timestamp": time,
        "footprint": footprint,
        **values,
    }


def _tell_open(footprint: Any, where: str) -> None:
    """Tell of a ring that was closed; open ones of WKT are refused."""
    if isinstance(footprint, dict) and has_open_ring(footprint):
        log.warning("%s: a footprint with an open ring, taken as closed", where)


def _time(value: Any) -> datetime:
    try:
        time = datetime.fromisoformat(str(value).strip())
    except ValueError:
        raise ValueError(f"time {value!r} is not ISO 8601") from None
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)


def _number(name: str, value: Any) -> float | None:
    if value is None or value == "":
        return None
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise ValueError(f"{name} {value!r} is no number") from None
    low, high = _BOUNDS[name]
    if not (math.isfinite(number) and low <= number <= high):
        raise ValueError(f"{name} {value} outside {low:g} … {high:g}")
    return number


_NO_SHAPE: Final = (
    *(shapely.errors.ShapelyError, ValueError, LookupError),
    *(TypeError, AttributeError, RecursionError),
)
"""What shapely raises of a text or an object that is no geometry."""


def _footprint(value: Any) -> str | None:
    """Read a polygon from WKT or GeoJSON, and give it as WKT."""
    if value is None or value == "":
        return None
    try:
        area = (
            shapely.geometry.shape(value)
            if isinstance(value, dict)
            else shapely.from_wkt(str(value))
        )
    except _NO_SHAPE:
        raise ValueError("footprint is no polygon in WKT or GeoJSON") from None
    if area.geom_type not in {"Polygon", "MultiPolygon"} or area.is_empty:
        raise ValueError(f"footprint is a {area.geom_type}, not a polygon")
    lon, lat = shapely.get_coordinates(area).T
    # Written so that NaN is refused as well.
    if not ((abs(lon) <= 180).all() and (abs(lat) <= 90).all()):
        raise ValueError("footprint has a corner outside longitude −180 … 180; cut it")
    if any(part.bounds[2] - part.bounds[0] > 180 for part in shapely.get_parts(area)):
        raise ValueError("footprint crosses 180°; cut it there into two polygons")
    if not area.is_valid:
        raise ValueError("footprint crosses itself")
    return str(area.wkt)
