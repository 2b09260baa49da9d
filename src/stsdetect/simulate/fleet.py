"""Fleet: fictional vessels, none of which can be mistaken for a real one.

Names begin with ``SIM``; MMSIs lie in the block MID 99xxxx; call signs begin with Q,
which the ITU allots to no country; IMO numbers begin with 3, which has not been issued,
and have a valid check digit.
"""

from typing import Final, NamedTuple

import numpy as np

from stsdetect.errors import ConfigError

__all__ = ["BUILDS", "Build", "Fleet", "Vessel", "imo_number"]

_MAX_VESSELS = 10_000
_MIDS: Final = (
    (412, 10), (413, 14), (440, 6), (441, 4), (431, 4), (477, 8), (416, 3), (351, 6),
    (371, 6), (354, 4), (636, 5), (538, 4), (563, 4), (574, 3), (273, 3), (667, 3),
    (671, 2), (457, 2), (620, 1), (514, 2), (518, 1), (445, 1),
)  # fmt: skip
"""Flags seen in these seas with weights: ours."""

_FIRST: Final = (
    "AMBER", "AZURE", "BRISK", "CALM", "CORAL", "DUSTY", "EAGER", "FADED", "GENTLE",
    "GREY", "HAZY", "IVORY", "JADE", "KEEN", "LONELY", "MELLOW", "MISTY", "NIMBLE",
    "OCHRE", "PALE", "QUIET", "RUSSET", "SALTY", "SILENT", "TAWNY", "UMBER", "VELVET",
    "WARY", "WOOLLY", "YELLOW", "ZESTY",
)  # fmt: skip
_SECOND: Final = (
    "ACORN", "ANVIL", "BADGER", "BEACON", "BUTTON", "CANDLE", "COMET", "CRANE", "DRUM",
    "EMBER", "FALCON", "FERN", "GOBLET", "HERON", "IBIS", "KETTLE", "LADLE", "LOTUS",
    "MAGPIE", "MARBLE", "NUTMEG", "OTTER", "PEBBLE", "PLOVER", "QUILL", "RAVEN",
    "SADDLE", "TEAPOT", "TURNIP", "WALNUT", "WILLOW",
)  # fmt: skip
_PORTS: Final = ("SHANGHAI", "BUSAN", "QINGDAO", "INCHEON", "NINGBO", "DALIAN", "")


class Build(NamedTuple):
    """What kind of vessel to build.

    Attributes
    ----------
    ship_type : int
        AIS code of ship and cargo.
    length_m : tuple of float
        Shortest and longest.
    length_per_beam : float
        Ratio.
    speed_kn : tuple of float
        Slowest and fastest at sea.
    class_b : float
        Share with a Class B transponder.
    """

    ship_type: int
    length_m: tuple[float, float]
    length_per_beam: float
    speed_kn: tuple[float, float]
    class_b: float = 0.0


BUILDS: Final = {
    "coastal tanker": Build(80, (65.0, 115.0), 6.2, (9.0, 11.5)),
    "product tanker": Build(80, (120.0, 183.0), 6.0, (10.5, 13.0)),
    "bunker tanker": Build(80, (45.0, 65.0), 5.5, (8.0, 10.0)),
    "cargo": Build(70, (80.0, 190.0), 6.4, (9.5, 13.5)),
    "container": Build(71, (140.0, 300.0), 7.0, (14.0, 18.5)),
    "ferry": Build(60, (150.0, 190.0), 6.8, (18.0, 22.0)),
    "trawler": Build(30, (28.0, 45.0), 5.0, (8.0, 10.0), class_b=0.6),
    "pilot": Build(50, (14.0, 20.0), 4.0, (16.0, 20.0)),
    "supply boat": Build(50, (18.0, 28.0), 4.0, (9.0, 12.0)),
    "tug": Build(52, (28.0, 36.0), 3.2, (9.0, 11.0)),
    "towed barge": Build(70, (70.0, 95.0), 4.5, (5.0, 6.0)),
    "bulk carrier": Build(70, (110.0, 160.0), 6.2, (10.0, 12.5)),
    "crane barge": Build(31, (45.0, 50.0), 2.6, (4.0, 5.0)),
    "dredger": Build(33, (60.0, 90.0), 4.5, (6.0, 9.0)),
    "hopper": Build(33, (55.0, 75.0), 4.8, (7.0, 9.0)),
    "sand carrier": Build(70, (60.0, 85.0), 5.0, (7.0, 9.0)),
    "patrol": Build(55, (60.0, 90.0), 7.0, (16.0, 22.0)),
    "yacht": Build(37, (10.0, 16.0), 3.2, (5.0, 8.0), class_b=1.0),
}
"""Kinds of vessel; ours, tankers of 1 to 9 kDWT as reported (Seatrade, 2024)."""


class Vessel(NamedTuple):
    """A hull, its transponder and what it broadcasts about itself.

    Attributes
    ----------
    ahead_m, abeam_m : float
        Antenna from the middle of the hull, forward and to starboard.
    to_bow, to_stern, to_port, to_starboard : int
        What is broadcast [m]; all zero when the crew left it empty.
    gyro : bool
        Headings are broadcast.
    gyro_error_deg : float
        Constant error of the heading.
    stale_status : bool
        The crew forgets to change the navigational status.
    imo : int
        Zero for vessels that need none.
    """

    mmsi: int
    imo: int
    name: str
    callsign: str
    ship_type: int
    length_m: float
    beam_m: float
    ahead_m: float
    abeam_m: float
    to_bow: int
    to_stern: int
    to_port: int
    to_starboard: int
    draught: float
    destination: str
    ais_class: str
    gyro: bool
    gyro_error_deg: float
    stale_status: bool
    speed_kn: float


class Fleet:
    """Builder of vessels with identities that never repeat.

    Parameters
    ----------
    seed : int
        Shuffles which identity comes next, so that no number tells a vessel's part.
    """

    def __init__(self, seed: int) -> None:
        self._order = np.random.default_rng([seed, 99]).permutation(_MAX_VESSELS)
        self._n_built = 0
        self.vessels: list[Vessel] = []

    def build(self, rng: np.random.Generator, kind: str) -> Vessel:
        """Build one vessel of a kind of ``BUILDS``.

        Raises
        ------
        ConfigError
            There are no identities left.
        """
        if self._n_built == _MAX_VESSELS:
            raise ConfigError(f"simulate: more than {_MAX_VESSELS} vessels; ask fewer")
        serial = int(self._order[self._n_built])
        self._n_built += 1
        vessel = _build(rng, BUILDS[kind], serial)
        self.vessels.append(vessel)
        return vessel


def _build(rng: np.random.Generator, build: Build, serial: int) -> Vessel:
    length = float(np.round(rng.uniform(*build.length_m)))
    beam = float(np.round(length / build.length_per_beam * rng.uniform(0.92, 1.08)))
    # the bridge, and the antenna, of most merchant vessels stands aft
    aft = 0.15 if build.length_m[0] >= 45 and build.ship_type != 60 else 0.55
    to_stern = float(np.round(length * aft * rng.uniform(0.8, 1.2)))
    to_port = float(np.round(beam * rng.uniform(0.3, 0.7)))
    empty = rng.random() < 0.06
    sides = np.array([length - to_stern, to_stern, to_port, beam - to_port], int)
    told = np.zeros(4, int) if empty else sides
    class_b = rng.random() < build.class_b
    mids, weights = zip(*_MIDS, strict=True)
    fishing = build.ship_type == 30
    mid = 412 if fishing else int(rng.choice(mids, p=np.divide(weights, sum(weights))))
    has_imo = length >= 60 and build.ship_type != 30
    return Vessel(
        mmsi=mid * 1_000_000 + 990_000 + serial,
        imo=imo_number(serial) if has_imo else 0,
        name=_name(serial, fishing=fishing),
        callsign=f"Q{chr(65 + serial % 26)}{chr(65 + serial // 26 % 26)}{serial:04d}",
        ship_type=0 if rng.random() < 0.03 else build.ship_type,
        length_m=length,
        beam_m=beam,
        ahead_m=to_stern - length / 2,
        abeam_m=to_port - beam / 2,
        to_bow=int(told[0]),
        to_stern=int(told[1]),
        to_port=int(told[2]),
        to_starboard=int(told[3]),
        draught=float(np.round(length / 20 * rng.uniform(0.7, 1.15), 1)),
        destination=str(rng.choice(_PORTS)),
        ais_class="B" if class_b else "A",
        gyro=bool(rng.random() >= (0.6 if class_b else 0.1 if length < 70 else 0.0)),
        gyro_error_deg=float(rng.uniform(-2.0, 2.0)),
        stale_status=bool(rng.random() < 0.12),
        speed_kn=float(rng.uniform(*build.speed_kn)),
    )


def _name(serial: int, *, fishing: bool) -> str:
    if fishing:
        return f"SIMYU {serial:05d}"
    first, second = serial % len(_FIRST), serial // len(_FIRST) % len(_SECOND)
    cycle = serial // (len(_FIRST) * len(_SECOND))
    return f"SIM {_FIRST[first]} {_SECOND[second]}" + (f" {cycle + 1}" if cycle else "")


def imo_number(serial: int) -> int:
    """Give an IMO number of the block 3xxxxxx with a valid check digit.

    Parameters
    ----------
    serial : int
        0 to 99,999.

    Examples
    --------
    >>> imo_number(7)
    3000075
    """
    digits = [3, *(int(digit) for digit in f"{serial:05d}")]
    check = sum(d * w for d, w in zip(digits, range(7, 1, -1), strict=True)) % 10
    return 3_000_000 + serial * 10 + check
