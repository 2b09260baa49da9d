"""Formats: the kinds of file that are known, each recognised by what stands in it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from stsdetect.errors import InputError
from stsdetect.ingest.aisstream import is_aisstream
from stsdetect.ingest.digitraffic import is_digitraffic
from stsdetect.ingest.fields import REQUIRED, fold, match_columns
from stsdetect.ingest.nmea import is_nmea

__all__ = ["CSV", "FORMATS", "Format", "choose_format", "detect_format"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of file.

    Parameters
    ----------
    name : str
        For ``--format`` and the SOURCES table.
    title : str
        What it is, in words.
    recognised_by : str
        What a reader sees in the file.
    signature : frozenset of str
        Folded names of columns; a header with all of them is of this format. Empty for
        a format that is not delimited text.
    looks_so : callable, optional
        Tells from the first bytes, for what is not delimited text.
    time_format : str
        As in :class:`~stsdetect.ingest.columns.ColumnMap`; empty: seen from the values.
    ids : str
        As in :class:`~stsdetect.ingest.columns.ColumnMap`.
    wrapped_cog : bool
        Courses above 204.7° are written as a negative value, 409.6 too low.
    ignored : frozenset of str
        Fields not to be read though a column has their name.
    named : mapping of str to str
        Further folded names of columns that mean a field in this format alone.
    factors : mapping of str to float
        As in :class:`~stsdetect.ingest.columns.ColumnMap`.
    without : frozenset of str
        Folded names of columns; a header with one of them is of another format.
    """

    name: str
    title: str
    recognised_by: str
    signature: frozenset[str] = frozenset()
    looks_so: Callable[[bytes], bool] | None = None
    time_format: str = ""
    ids: str = "mmsi"
    wrapped_cog: bool = False
    ignored: frozenset[str] = frozenset()
    named: Mapping[str, str] = field(default_factory=dict)
    factors: Mapping[str, float] = field(default_factory=dict)
    without: frozenset[str] = frozenset()

    def name_places(self, header: Sequence[str]) -> dict[str, int]:
        """Find the columns whose name means a field in this format alone."""
        folded = [fold(name) for name in header]
        return {
            field: folded.index(name)
            for field, name in self.named.items()
            if name in folded
        }


def _signature(*names: str) -> frozenset[str]:
    return frozenset(fold(name) for name in names)


_ABCD: Final = {
    "to_bow_m": "a",
    "to_stern_m": "b",
    "to_port_m": "c",
    "to_starboard_m": "d",
}
"""Letters by which ITU-R M.1371 names the four offsets."""

CSV: Final = Format(
    name="csv",
    title="Any table with columns by their usual names",
    recognised_by="mmsi or ssvid, timestamp, lat, lon; , ; | or tab between",
)

FORMATS: Final = (
    Format(
        name="marinecadastre",
        title="MarineCadastre (NOAA, United States)",
        recognised_by="MMSI, BaseDateTime, LAT, LON",
        signature=_signature("MMSI", "BaseDateTime", "LAT", "LON"),
        time_format="iso",
        wrapped_cog=True,
        ignored=frozenset({"eta"}),  # no column of NOAA's; where there is one, invented
    ),
    Format(
        name="marinecadastre_2025",
        title="MarineCadastre (NOAA), from 2025",
        recognised_by="mmsi, base_date_time, longitude, latitude",
        signature=_signature("mmsi", "base_date_time", "longitude", "latitude"),
        time_format="iso",
    ),
    Format(
        name="dma",
        title="Danish Maritime Authority",
        recognised_by="# Timestamp, Type of mobile, MMSI, Latitude, Longitude",
        signature=_signature(
            "Timestamp", "Type of mobile", "MMSI", "Latitude", "Longitude"
        ),
        time_format="day_first",
        named=_ABCD,
    ),
    Format(
        name="kystverket",
        title="Kystverket (Norwegian coast)",
        recognised_by="mmsi; date_time_utc; true_heading; lon; lat",
        signature=_signature("mmsi", "date_time_utc", "true_heading", "lon", "lat"),
        time_format="iso",
    ),
    Format(
        name="exactearth",
        title="exactEarth and Spire, historical CSV",
        recognised_by="MMSI, Message_ID, Time, Vessel_Name, Longitude, Latitude",
        signature=_signature(
            "MMSI", "Message_ID", "Time", "Vessel_Name", "Longitude", "Latitude"
        ),
    ),
    Format(
        name="gfw",
        title="Global Fishing Watch, messages",
        recognised_by="ssvid, timestamp, lon, lat",
        signature=_signature("ssvid", "timestamp", "lon", "lat"),
        named={"msg_type": "type"},
    ),
    Format(
        name="gfw_track",
        title="Global Fishing Watch, track of one vessel; MMSI from the segment",
        recognised_by="lon, lat, timestamp, speed, course, seg_id; no MMSI",
        signature=_signature("lon", "lat", "timestamp", "speed", "course", "seg_id"),
        without=_signature("mmsi", "ssvid"),
        named={"mmsi": "segid"},
        ids="segment",
    ),
    Format(
        name="marinetraffic",
        title="MarineTraffic, exported positions; speed in tenths of a knot",
        recognised_by="MMSI, SHIP_ID, LAT, LON, SPEED, TIMESTAMP, DSRC",
        signature=_signature(
            "MMSI", "SHIP_ID", "LAT", "LON", "SPEED", "TIMESTAMP", "DSRC"
        ),
        named={"receiver": "dsrc"},
        factors={"sog": 0.1},
    ),
    Format(
        name="vesselfinder",
        title="VesselFinder, AIS data set",
        recognised_by="MMSI, TIMESTAMP, LATITUDE, LONGITUDE, NAVSTAT",
        signature=_signature("MMSI", "TIMESTAMP", "LATITUDE", "LONGITUDE", "NAVSTAT"),
        named={"ship_type": "type", "receiver": "src"} | _ABCD,
    ),
    Format(
        name="korea_mof",
        title="Korean Ministry of Oceans and Fisheries, Dynamic_*.csv",
        recognised_by="MMSI, 일시, 위도, 경도, in CP949",
        signature=_signature("MMSI", "일시", "위도", "경도"),
        ids="text",
    ),
    CSV,
    Format(
        name="nmea",
        title="NMEA 0183 log",
        recognised_by="!AIVDM and !AIVDO sentences with a time",
        looks_so=is_nmea,
    ),
    Format(
        name="aisstream",
        title="Messages of aisstream.io",
        recognised_by="JSON with MessageType, Message and MetaData",
        looks_so=is_aisstream,
    ),
    Format(
        name="digitraffic",
        title="Messages of Digitraffic (Finland)",
        recognised_by="JSON with timestampExternal, VESSEL_METADATA or navStat",
        looks_so=is_digitraffic,
    ),
)
"""Every format, in the order in which they are tried."""


def detect_format(header: list[str]) -> Format | None:
    """Tell the format of a table by the names of its columns, None when unknown.

    Examples
    --------
    >>> detect_format(["LON", "LAT", "MMSI", "BaseDateTime"]).name
    'marinecadastre'
    >>> detect_format(["name", "colour"]) is None
    True
    """
    names = {fold(name) for name in header}
    for one in FORMATS:
        if one.signature and one.signature <= names and not one.without & names:
            return one
    return CSV if set(REQUIRED) <= set(match_columns(header)) else None


def choose_format(name: str) -> Format:
    """Give the format of that name.

    Raises
    ------
    InputError
        There is none; those known are listed.
    """
    for one in FORMATS:
        if one.name == name:
            return one
    known = ", ".join(one.name for one in FORMATS)
    raise InputError(f"--format {name}: unknown; known are {known}")
