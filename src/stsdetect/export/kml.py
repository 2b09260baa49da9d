"""Candidates as KML: places with a span of time, for Google Earth and its like."""

import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple
from xml.etree import ElementTree as ET

import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from stsdetect.disk.files import written_whole
from stsdetect.export.cells import format_time, format_value, plain, rounded
from stsdetect.export.geo import NOTE
from stsdetect.export.xml_text import xml_text
from stsdetect.schema import CANDIDATES

__all__ = ["Shape", "kml_document", "write_kml", "write_kmz"]

_NAMESPACE: Final = "http://www.opengis.net/kml/2.2"

_COLOURS: Final = {
    "encounter": "ff0b5ed7",
    "one_dark": "ffb5539d",
    "both_dark": "ff8a3ffc",
    "loitering": "ff5f8f3a",
}
"""Colour of a place by kind, as KML writes it: alpha, blue, green, red."""

_LINES: Final = {"track_a": "ffb27200", "track_b": "ff005ed5", "area": "ff739e00"}
"""The same of lines: vessel a, vessel b, and the border of an area."""

_SEEN_THROUGH: Final = "1f"
"""Alpha of the face of an area."""

_BALLOON: Final = "$[description]"
"""What a click shows: viewers would read the values of the table as markup."""

_ZIP_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""Time written for the entry of a KMZ: the same candidates give the same bytes."""


class Shape(NamedTuple):
    """What a case shows beside its place: a track, or where vessels could have met."""

    name: str
    style: str
    """``track_a``, ``track_b`` or ``area``."""
    geometry: BaseGeometry
    """Lines or polygons in EPSG:4326, none across ±180°."""
    begin: datetime
    end: datetime


def write_kml(candidates: pd.DataFrame, path: Path | str) -> None:
    """Write candidates as KML 2.2: one placemark each, by rank.

    Each has a point, the time from start to end, its reasons as the description, and
    every column of the table as extended data, written as in the CSV. Text from AIS
    is text: characters that XML can't hold are left out, and no markup survives.

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
    text = kml_document(candidates)
    with written_whole(Path(path)) as aside:
        aside.write_bytes(text)


def write_kmz(candidates: pd.DataFrame, path: Path | str) -> None:
    """Write the same as :func:`write_kml`, zipped as KMZ; same input, same bytes."""
    text = kml_document(candidates)
    entry = zipfile.ZipInfo("doc.kml", date_time=_ZIP_EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    with written_whole(Path(path)) as aside, zipfile.ZipFile(aside, "w") as archive:
        archive.writestr(entry, text)


def kml_document(candidates: pd.DataFrame, shapes: Sequence[Shape] = ()) -> bytes:
    """Give the text that :func:`write_kml` writes, and shapes after the places."""
    CANDIDATES.check(candidates)
    names = [name for name in candidates.columns if name != "geometry"]
    ranked = candidates.sort_values("rank")[names]
    root = ET.Element("kml", {"xmlns": _NAMESPACE})
    document = ET.SubElement(root, "Document")
    _say(document, "name", "stsdetect candidates")
    _say(document, "description", NOTE)
    document.extend(_styles())
    for values in ranked.itertuples(index=False, name=None):
        document.append(_placemark(dict(zip(names, values, strict=True))))
    document.extend(_drawn(shape) for shape in shapes)
    ET.indent(root, " ")
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _styles() -> Iterator[ET.Element]:
    for kind, colour in _COLOURS.items():
        style = ET.Element("Style", {"id": kind})
        icon = ET.SubElement(style, "IconStyle")
        _say(icon, "color", colour)
        balloon = ET.SubElement(style, "BalloonStyle")
        _say(balloon, "text", _BALLOON)
        yield style
    for name, colour in _LINES.items():
        style = ET.Element("Style", {"id": name})
        line = ET.SubElement(style, "LineStyle")
        _say(line, "color", colour)
        _say(line, "width", "2")
        face = ET.SubElement(style, "PolyStyle")
        _say(face, "color", _SEEN_THROUGH + colour[2:])
        yield style


def _placemark(row: dict[str, Any]) -> ET.Element:
    """Order of the parts is that of the schema of OGC KML 2.2."""
    place = ET.Element("Placemark", {"id": f"c{row['candidate_id']}"})
    _say(place, "name", f"{row['rank']}: {_vessels(row)}")
    _say(place, "description", _description(row))
    place.append(_span(row["start_time"], row["end_time"]))
    _say(place, "styleUrl", f"#{row['kind']}")
    extended = ET.SubElement(place, "ExtendedData")
    for name, value in row.items():
        one = ET.SubElement(extended, "Data", {"name": name})
        _say(one, "value", format_value(name, value))
    point = ET.SubElement(place, "Point")
    lon, lat = rounded("lon", row["lon"]), rounded("lat", row["lat"])
    _say(point, "coordinates", f"{lon},{lat}")
    return place


def _drawn(shape: Shape) -> ET.Element:
    place = ET.Element("Placemark")
    _say(place, "name", shape.name)
    place.append(_span(shape.begin, shape.end))
    _say(place, "styleUrl", f"#{shape.style}")
    several = ET.SubElement(place, "MultiGeometry")
    for part in shapely.get_parts(shape.geometry):
        if part.geom_type == "Polygon":
            border = ET.SubElement(ET.SubElement(several, "Polygon"), "outerBoundaryIs")
            ring, points = ET.SubElement(border, "LinearRing"), part.exterior.coords
        else:
            ring, points = ET.SubElement(several, "LineString"), part.coords
            _say(ring, "tessellate", "1")
        told = " ".join(f"{lon:.5f},{lat:.5f}" for lon, lat in points)
        _say(ring, "coordinates", told)
    return place


def _span(start: datetime, end: datetime) -> ET.Element:
    span = ET.Element("TimeSpan")
    _say(span, "begin", format_time(start))
    _say(span, "end", format_time(end))
    return span


def _vessels(row: dict[str, Any]) -> str:
    names = [
        str(plain(row[f"shipname_{side}"]) or row[f"mmsi_{side}"])
        for side in ("a", "b")
        if plain(row[f"mmsi_{side}"]) is not None
    ]
    return " and ".join(names)


def _description(row: dict[str, Any]) -> str:
    """Tell the reasons; escaped once more, since viewers read markup in here."""
    parts = [NOTE, f"For: {row['reasons_for'] or 'nothing'}"]
    if row["reasons_against"]:
        parts.append(f"Against: {row['reasons_against']}")
    return " — ".join(parts).replace("&", "&amp;").replace("<", "&lt;")


def _say(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = xml_text(text)
