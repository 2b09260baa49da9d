"""Fields of a row of AIS text, and the usual names of the columns that hold them."""

from collections.abc import Sequence
from typing import Final

__all__ = ["FIELDS", "MEANINGS", "NAMES", "REQUIRED", "fold", "match_columns"]

REQUIRED: Final = ("mmsi", "timestamp", "lat", "lon")

MEANINGS: Final = {
    "mmsi": "identity of the vessel",
    "timestamp": "time of the report",
    "lat": "latitude",
    "lon": "longitude",
    "sog": "speed over ground [kn]",
    "cog": "course over ground [°]",
    "heading": "true heading [°]",
    "nav_status": "navigational status, code or words",
    "msg_type": "AIS message type",
    "ais_class": "class of the transponder, A or B",
    "receiver": "satellite or terrestrial",
    "mobile": "type of mobile, in words",
    "imo": "IMO number",
    "shipname": "name",
    "callsign": "call sign",
    "ship_type": "type of ship, code or words",
    "to_bow_m": "antenna to bow [m]",
    "to_stern_m": "antenna to stern [m]",
    "to_port_m": "antenna to port side [m]",
    "to_starboard_m": "antenna to starboard side [m]",
    "length_m": "length over all [m]",
    "beam_m": "beam [m]",
    "draught": "draught [m]",
    "destination": "destination",
    "eta": "estimated time of arrival, month, day, hour and minute",
}
"""Every field that a row can carry, and what it is."""

FIELDS: Final = tuple(MEANINGS)

NAMES: Final[dict[str, tuple[str, ...]]] = {
    "mmsi": ("mmsi", "ssvid", "mmsinumber", "vesselmmsi", "sourcemmsi", "userid"),
    "timestamp": (
        *("timestamp", "basedatetime", "datetimeutc", "timestamputc", "datetime"),
        *("timeutc", "utctime", "dateandtime", "time", "epoch", "unixtime"),
        *("createdat", "receivedat", "positiontime", "lastpositionutc", "tsposutc"),
        *("dtposutc", "dateutc", "msgtime", "timestampposition", "date", "t"),
        "일시",
    ),
    "lat": ("lat", "latitude", "latdeg", "latitudedeg", "위도"),
    "lon": ("lon", "longitude", "long", "lng", "londeg", "longitudedeg", "경도"),
    "sog": ("sog", "speed", "speedoverground", "speedkn", "speedknots", "sogkn"),
    "cog": ("cog", "course", "courseoverground", "coursedeg", "cogdeg"),
    "heading": ("heading", "trueheading", "hdg", "headingdeg"),
    "nav_status": (
        "status",
        "navstat",
        "navstatus",
        "navigationalstatus",
        "navigationstatus",
    ),
    "msg_type": ("msgtype", "messageid", "messagetype", "aistype"),
    "ais_class": (
        *("transceiverclass", "transcieverclass", "transceiver", "aisclass"),
        "class",
    ),
    "receiver": ("receivertype", "collectiontype", "aissource"),
    "mobile": ("typeofmobile", "mobiletype"),
    "imo": ("imo", "imonumber", "imono"),
    "shipname": ("shipname", "vesselname", "name"),
    "callsign": ("callsign",),
    "ship_type": (
        *("vesseltype", "shiptype", "shipandcargotype", "aisshiptype", "shiptypecode"),
        *("vesseltypecode", "typecode"),
    ),
    "to_bow_m": ("tobow", "tobowm", "dimensiontobow", "dima"),
    "to_stern_m": ("tostern", "tosternm", "dimensiontostern", "dimb"),
    "to_port_m": ("toport", "toportm", "dimensiontoport", "dimc"),
    "to_starboard_m": (
        *("tostarboard", "tostarboardm", "dimensiontostarboard", "dimd"),
    ),
    "length_m": ("length", "lengthm", "loa", "shiplength", "vessellength"),
    "beam_m": ("width", "beam", "widthm", "beamm", "shipwidth", "breadth"),
    "draught": ("draught", "draft", "draughtm", "draftm"),
    "destination": ("destination", "dest"),
    "eta": ("eta",),
}
"""Folded names of columns by field, the first found is taken."""


def fold(name: str) -> str:
    """Reduce a column name to its letters and digits, in lower case.

    Examples
    --------
    >>> fold("# Timestamp"), fold("base_date_time"), fold("TranscieverClass")
    ('timestamp', 'basedatetime', 'transcieverclass')
    """
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def match_columns(header: Sequence[str]) -> dict[str, int]:
    """Find which column holds which field by its name alone.

    Parameters
    ----------
    header : sequence of str
        Names of the columns, in order.

    Returns
    -------
    dict of str to int
        Field to the number of its column, from 0; a field not found is left out.

    Examples
    --------
    >>> match_columns(["LON", "LAT", "MMSI", "colour"])
    {'mmsi': 2, 'lat': 1, 'lon': 0}
    """
    places: dict[str, int] = {}
    for number, name in enumerate(header):
        places.setdefault(fold(name), number)
    found = {
        field: next((places[name] for name in names if name in places), None)
        for field, names in NAMES.items()
    }
    return {field: number for field, number in found.items() if number is not None}
