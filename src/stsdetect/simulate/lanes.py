"""Lanes: where the simulated vessels sail, wait, fish and meet.

All places are ours, drawn by hand at sea; a test holds them against the coast.
"""

from typing import Final, NamedTuple

__all__ = [
    "ANCHORAGES",
    "GROUNDS",
    "LANES",
    "PILOT_STATIONS",
    "QUAYS",
    "SITES",
    "Lane",
    "Place",
    "Site",
    "Waypoint",
]

Waypoint = tuple[float, float]
"""Latitude and longitude [°]."""


class Place(NamedTuple):
    """A named place at sea."""

    name: str
    lat: float
    lon: float


class Lane(NamedTuple):
    """Waypoints that traffic follows both ways.

    Attributes
    ----------
    name : str
        From where to where.
    points : tuple of Waypoint
        From end to end.
    port_at_start, port_at_end : bool
        Vessels lie there before or after; elsewhere they leave the area.
    ferries : bool
        Only ferries sail here.
    """

    name: str
    points: tuple[Waypoint, ...]
    port_at_start: bool = False
    port_at_end: bool = False
    ferries: bool = False


class Site(NamedTuple):
    """Where transfers are planted.

    Attributes
    ----------
    name : str
        What the place is near.
    lat, lon : float
        Middle [°].
    ways : tuple of tuple of Waypoint
        Routes away from it; vessels come and go by them.
    anchored : bool
        The vessels lie at anchor; elsewhere they drift.
    crowded : bool
        Others lie near, so there is no other place than this.
    """

    name: str
    lat: float
    lon: float
    ways: tuple[tuple[Waypoint, ...], ...]
    anchored: bool = False
    crowded: bool = False


LANES: Final = (
    Lane(
        "Bohai Strait to Taiwan Strait",
        (
            (38.45, 121.15),
            (38.15, 121.95),
            (37.70, 122.95),
            (36.00, 123.20),
            (33.50, 123.30),
            (31.20, 123.35),
            (29.50, 123.20),
            (27.20, 122.00),
            (26.00, 120.75),
            (24.90, 119.75),
        ),
    ),
    Lane(
        "Shanghai to Busan",
        (
            (31.05, 122.75),
            (32.30, 125.00),
            (32.80, 126.20),
            (33.30, 127.30),
            (34.60, 128.75),
            (34.92, 128.95),
        ),
        port_at_start=True,
        port_at_end=True,
    ),
    Lane(
        "Qingdao to Korea Strait",
        (
            (35.92, 120.60),
            (35.40, 121.60),
            (34.40, 123.60),
            (33.95, 124.90),
            (32.85, 125.90),
            (32.90, 127.20),
            (33.80, 129.00),
        ),
        port_at_start=True,
    ),
    Lane(
        "Dalian to Incheon",
        ((38.75, 122.00), (38.00, 123.30), (37.15, 125.20), (37.02, 125.72)),
        port_at_start=True,
        port_at_end=True,
    ),
    Lane(
        "Shanghai to Qingdao",
        ((31.25, 122.75), (33.00, 122.60), (35.00, 121.40), (35.85, 120.75)),
        port_at_start=True,
        port_at_end=True,
    ),
    Lane(
        "Ningbo to Fuzhou",
        ((29.75, 122.70), (28.40, 122.30), (26.40, 121.20), (25.80, 120.45)),
        port_at_start=True,
        port_at_end=True,
    ),
    Lane(
        "Keelung to Busan",
        (
            (25.35, 121.85),
            (25.80, 121.95),
            (29.50, 125.30),
            (32.60, 127.90),
            (34.60, 129.00),
            (34.95, 129.10),
        ),
        port_at_start=True,
        port_at_end=True,
    ),
    Lane(
        "Incheon to Weihai",
        ((36.92, 125.62), (37.35, 124.80), (37.62, 122.75), (37.60, 122.40)),
        port_at_start=True,
        port_at_end=True,
        ferries=True,
    ),
)

ANCHORAGES: Final = (
    Place("Changjiang mouth", 31.00, 122.55),
    Place("east of Zhoushan", 29.80, 122.75),
    Place("off Yeosu", 34.45, 127.90),
    Place("off Ningde", 26.55, 120.35),
    Place("off Lianyungang", 34.85, 120.05),
)

GROUNDS: Final = (
    Place("Yellow Sea middle", 35.60, 124.20),
    Place("west of Jeju", 33.10, 125.10),
    Place("Zhoushan ground", 30.20, 123.30),
    Place("Wenzhou ground", 27.60, 122.20),
    Place("Haizhou ground", 34.70, 121.20),
)

PILOT_STATIONS: Final = (
    Place("Changjiang pilots", 31.02, 122.40),
    Place("Busan pilots", 34.98, 129.06),
)

QUAYS: Final = (
    Place("Gunsan outer harbour", 35.965, 126.48),
    Place("Rizhao outer harbour", 35.365, 119.59),
)

_TO_TAIWAN_STRAIT = ((27.10, 121.75), (26.00, 120.75), (24.90, 119.75))
_TO_KOREA_STRAIT = ((32.80, 126.20), (33.30, 127.30), (34.60, 128.75))
_TO_EAST_CHINA_SEA = ((31.30, 124.60), (29.00, 125.00), (26.60, 124.00))
_TO_KOREA_BAY = ((37.30, 123.90), (38.40, 123.60))
_TO_YELLOW_SEA = ((33.40, 123.40), (35.80, 123.40), (37.30, 123.40))

SITES: Final = (
    Site(
        "off Taizhou",
        28.25,
        122.20,
        (_TO_TAIWAN_STRAIT, ((29.60, 123.40), (31.30, 124.20), *_TO_KOREA_STRAIT)),
    ),
    Site(
        "south-west of Jeju",
        32.95,
        125.95,
        (_TO_KOREA_STRAIT, _TO_EAST_CHINA_SEA),
    ),
    Site(
        "Changjiang anchorage",
        31.01,
        122.63,
        (((31.20, 123.30), *_TO_KOREA_STRAIT), ((30.60, 123.40), *_TO_TAIWAN_STRAIT)),
        anchored=True,
    ),
    Site(
        "middle of the East China Sea",
        29.30,
        125.20,
        (_TO_TAIWAN_STRAIT, ((31.60, 125.60), *_TO_KOREA_STRAIT)),
    ),
    Site(
        "off Yeosu",
        34.40,
        127.97,
        (((34.10, 128.10), (33.20, 127.40), (32.80, 126.20), (31.30, 124.60)),),
        anchored=True,
    ),
    Site(
        "off Ningde",
        26.45,
        120.62,
        (
            ((25.90, 120.70), (24.90, 119.75)),
            ((26.90, 121.60), (29.50, 123.30), (31.30, 124.20)),
        ),
        anchored=True,
    ),
    Site(
        "west of Cho-do",
        38.20,
        124.05,
        (((37.60, 123.80), *_TO_YELLOW_SEA[::-1]), _TO_KOREA_BAY[1:]),
    ),
    Site(
        "middle of the Yellow Sea",
        35.20,
        123.60,
        (_TO_YELLOW_SEA[::-1][2:], ((36.60, 123.50), *_TO_KOREA_BAY)),
    ),
)
