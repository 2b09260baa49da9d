"""Stories of the families that an encounter can be of; no vessel is real."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from family_motions import (
    CARGO,
    FISHING,
    MINUTES,
    PILOT,
    TANKER,
    TUG,
    Rng,
    Track,
    a_hull,
    adrift,
    at_anchor,
    beside,
    comes_and_goes,
)

from stsdetect.units import MS_PER_KN

__all__ = ["FAMILIES", "Family"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A kind of meeting, whether it is a transfer, and its tracks."""

    name: str
    transfer: bool
    tell: Callable[[Rng], list[Track]]


def _stay(rng: Rng, low_h: float, high_h: float) -> list[tuple[float, float]]:
    start = rng.uniform(300, 600)
    return [(start, start + 60 * rng.uniform(low_h, high_h))]


def _transfer(rng: Rng, host: Track, *, gyro: bool = True) -> list[Track]:
    guest = beside(rng, host, a_hull(rng))
    tracks = [host, comes_and_goes(rng, guest, _stay(rng, 3, 9))]
    return [replace(track, gyro=gyro) for track in tracks]


def _at_anchor_transfer(rng: Rng) -> list[Track]:
    return _transfer(rng, at_anchor(rng, a_hull(rng)))


def _drifting_transfer(rng: Rng) -> list[Track]:
    return _transfer(rng, adrift(rng, a_hull(rng), (0.3, 1.5)))


def _transfer_without_headings(rng: Rng) -> list[Track]:
    return _transfer(rng, adrift(rng, a_hull(rng), (0.3, 1.5)), gyro=False)


def _barge_between(rng: Rng) -> list[Track]:
    barge = at_anchor(rng, replace(a_hull(rng, CARGO), length_m=45.0))
    hulls = [beside(rng, barge, a_hull(rng, CARGO), side) for side in (-1.0, 1.0)]
    return [barge, *(comes_and_goes(rng, one, _stay(rng, 8, 14)) for one in hulls)]


def _engagements(rng: Rng) -> list[Track]:
    host = at_anchor(rng, a_hull(rng))
    starts = 120.0 + 330.0 * np.arange(5) + rng.uniform(0, 30, 5)
    spells = [(start, start + rng.uniform(15, 24)) for start in starts]
    return [host, comes_and_goes(rng, beside(rng, host, a_hull(rng)), spells)]


def _neighbours(distance_m: float) -> Callable[[Rng], list[Track]]:
    def tell(rng: Rng) -> list[Track]:
        tide = rng.uniform(0, 372)
        pair = [at_anchor(rng, a_hull(rng), tide + rng.uniform(0, 20)) for _ in "ab"]
        bearing = pair[0].heading[0] + 180.0
        # Both swing alike: the same wind and stream, other anchors.
        shift = np.radians(bearing) - np.arctan2(pair[1].east[0], pair[1].north[0])
        east, north = pair[1].east, pair[1].north
        turned = replace(
            pair[1],
            east=east * np.cos(shift) + north * np.sin(shift) + distance_m,
            north=north * np.cos(shift) - east * np.sin(shift),
            heading=pair[1].heading + np.degrees(shift),
        )
        return [pair[0], turned]

    return tell


def _in_company(
    types: tuple[int, int], speed_kn: tuple[float, float], place_m: tuple[float, float]
) -> Callable[[Rng], list[Track]]:
    """Two that go one way all the time, the other one abeam and ahead by so much."""

    def tell(rng: Rng) -> list[Track]:
        first = adrift(rng, a_hull(rng, types[0]), speed_kn)
        angle, (abeam, ahead) = np.radians(first.heading), place_m
        second = replace(
            a_hull(rng, types[1]),
            east=first.east + abeam * np.cos(angle) + ahead * np.sin(angle),
            north=first.north - abeam * np.sin(angle) + ahead * np.cos(angle),
            heading=first.heading,
        )
        return [first, second.moved(rng.normal(0, 5), rng.normal(0, 5))]

    return tell


def _fishing_raft(rng: Rng) -> list[Track]:
    first = at_anchor(rng, a_hull(rng, FISHING))
    second = beside(rng, first, a_hull(rng, FISHING))
    return [first, second, beside(rng, second, a_hull(rng, FISHING))]


def _pilot(rng: Rng) -> list[Track]:
    ship = adrift(rng, a_hull(rng), (2.0, 6.0))
    boat = beside(rng, ship, a_hull(rng, PILOT))
    start = rng.uniform(300, 600)
    return [ship, comes_and_goes(rng, boat, [(start, start + rng.uniform(5, 15))])]


def _one_hull(rng: Rng) -> list[Track]:
    course = np.radians(rng.uniform(0, 360))
    under_way = np.minimum(MINUTES, 700) + np.maximum(0, MINUTES - 1_000)
    way = under_way * 60.0 * MS_PER_KN * rng.uniform(8, 14)
    first = replace(
        a_hull(rng, CARGO),
        east=way * np.sin(course),
        north=way * np.cos(course),
        heading=np.full(MINUTES.size, np.degrees(course)),
    )
    return [first, replace(first, ship_type=TANKER, gyro=False)]


def _crossing(rng: Rng) -> list[Track]:
    way = (MINUTES - 700) * 60.0 * MS_PER_KN * rng.uniform(2, 10)
    still = np.zeros(MINUTES.size)
    first = replace(a_hull(rng), east=way, heading=still + 90.0)
    return [first, replace(a_hull(rng), north=way + rng.uniform(50, 300))]


FAMILIES = (
    Family(name="transfer at anchor", transfer=True, tell=_at_anchor_transfer),
    Family(name="transfer adrift", transfer=True, tell=_drifting_transfer),
    Family(name="adrift, no headings", transfer=True, tell=_transfer_without_headings),
    Family(name="crane barge between", transfer=True, tell=_barge_between),
    Family(name="five short contacts", transfer=True, tell=_engagements),
    Family(name="neighbours 120 m", transfer=False, tell=_neighbours(120.0)),
    Family(name="neighbours 300 m", transfer=False, tell=_neighbours(300.0)),
    Family(
        name="slow tow",
        transfer=False,
        tell=_in_company((TUG, CARGO), (2.0, 2.9), (0.0, -220.0)),
    ),
    Family(
        name="pair trawl",
        transfer=False,
        tell=_in_company((FISHING, FISHING), (2.0, 3.0), (350.0, 0.0)),
    ),
    Family(
        name="slow convoy",
        transfer=False,
        tell=_in_company((CARGO, CARGO), (2.2, 2.9), (150.0, -350.0)),
    ),
    Family(name="fishing raft", transfer=False, tell=_fishing_raft),
    Family(name="pilot", transfer=False, tell=_pilot),
    Family(name="crossing", transfer=False, tell=_crossing),
    Family(name="two MMSI, one hull", transfer=False, tell=_one_hull),
)
"""Every family, transfers first."""
