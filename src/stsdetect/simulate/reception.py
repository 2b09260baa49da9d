"""Reception: which reports a station on the coast or a satellite hears."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from stsdetect.simulate.chart import Array, offset_m
from stsdetect.simulate.levels import MIXED, Level
from stsdetect.simulate.manners import DEVELOPMENT, Manner
from stsdetect.units import M_PER_NM, S_PER_H

__all__ = [
    "STATIONS",
    "Listeners",
    "Station",
    "decode_probability",
    "distance_nm",
    "hear",
    "make_listeners",
]

_BEST: Final = 0.9
_WIDTH_NM: Final = 4.0
_OUTAGE_PER_H: Final = 0.005
_FAR_OUT: Final = 0.05


class Station(NamedTuple):
    """A receiver on the coast.

    Attributes
    ----------
    name : str
        Near where; the places are like real ones, the stations are invented.
    lat, lon : float
        Place [°].
    range_nm : float
        Where half of the reports are heard: 25 nm at Socheongcho in the
        Yellow Sea (JAKO201827750146595), more from a hill.
    network : str
        Who runs it.
    """

    name: str
    lat: float
    lon: float
    range_nm: float
    network: str


STATIONS: Final = (
    Station("Dalian", 38.87, 121.65, 28.0, "north"),
    Station("Weihai", 37.40, 122.68, 30.0, "north"),
    Station("Qingdao", 36.05, 120.40, 32.0, "north"),
    Station("Rizhao", 35.40, 119.55, 25.0, "north"),
    Station("Lianyungang", 34.78, 119.45, 30.0, "north"),
    Station("Baengnyeong", 37.96, 124.68, 32.0, "north"),
    Station("Incheon", 37.40, 126.40, 25.0, "north"),
    Station("Gunsan", 35.97, 126.55, 25.0, "north"),
    Station("Heuksan", 34.68, 125.43, 32.0, "north"),
    Station("Jeju", 33.25, 126.45, 40.0, "north"),
    Station("Yeosu", 34.60, 127.75, 30.0, "north"),
    Station("Busan", 35.10, 129.05, 32.0, "north"),
    Station("Shanghai", 31.20, 122.20, 35.0, "south"),
    Station("Zhoushan", 30.00, 122.40, 38.0, "south"),
    Station("Taizhou", 28.50, 121.70, 40.0, "south"),
    Station("Wenzhou", 27.90, 121.10, 28.0, "south"),
    Station("Ningde", 26.70, 120.15, 38.0, "south"),
    Station("Pingtan", 25.60, 119.85, 28.0, "south"),
    Station("Keelung", 25.20, 121.75, 35.0, "south"),
)
"""Coastal stations; none on the coast of North Korea."""


class Listeners(NamedTuple):
    """Stations with their outages, and satellites with their passes.

    Attributes
    ----------
    level : Level
        How well the sea is heard.
    manner : Manner
        How well vessels know their places.
    outage : (n_stations, n_hours) array
        Whether a station is silent in an hour.
    pass_start_s, pass_stop_s : (n_passes,) array
        When a satellite is overhead.
    pass_gain : (n_passes,) array
        How good a pass is, about 1.
    remote : bool
        The vessel that is listened to is out of reach of any station.
    """

    level: Level
    manner: Manner
    outage: NDArray[np.bool_]
    pass_start_s: Array
    pass_stop_s: Array
    pass_gain: Array
    remote: bool = False


def make_listeners(
    rng: np.random.Generator,
    duration_s: float,
    level: Level = MIXED,
    manner: Manner = DEVELOPMENT,
) -> Listeners:
    """Draw outages and passes of 8 to 14 min, as often as the level says.

    Passes come closer together about 10:00 and 22:00 local time, as satellites in
    sun-synchronous orbits do (timing of satellites by Global Fishing Watch).
    """
    n_hours = int(duration_s / S_PER_H) + 1
    starts, now = [], rng.uniform(0.0, 1800.0)
    while now < duration_s:
        starts.append(now)
        noon = np.cos(2 * np.pi * (now / S_PER_H - 1.5) / 12.0)
        now += rng.uniform(*level.pass_gap_min) * 60.0 * (1.0 - level.clustered * noon)
    start = np.array(starts)
    if level.missed:
        start = start[rng.random(start.size) >= level.missed]
    return Listeners(
        level=level,
        manner=manner,
        outage=rng.random((len(STATIONS), n_hours)) < _OUTAGE_PER_H,
        pass_start_s=start,
        pass_stop_s=start + rng.uniform(8.0, 14.0, start.size) * 60.0,
        pass_gain=rng.uniform(0.5, 1.5, start.size),
    )


def decode_probability(lat: Array, lon: Array) -> tuple[Array, Array]:
    """Give how likely one report is to be heard, at some places.

    Returns
    -------
    on_land : (n_stations, n) array
        By each coastal station: ``p0 / (1 + exp((d − range) / 4 nm))``.
    in_space : (n,) array
        By a satellite overhead: from 0.01 where traffic crowds the slots near the
        coast to 0.05 far out; ours: crowded slots collide
        (Chen, 2014).
    """
    reach = np.array([station.range_nm for station in STATIONS])[:, None]
    far_nm = distance_nm(lat, lon)
    on_land = _BEST / (1.0 + np.exp(np.clip((far_nm - reach) / _WIDTH_NM, -50, 50)))
    on_land[on_land < 1e-3] = 0.0
    open_sea = 1.0 / (1.0 + np.exp(-(far_nm.min(axis=0) - 50.0) / 15.0))
    return on_land, 0.01 + 0.04 * open_sea


def distance_nm(lat: Array, lon: Array) -> Array:
    """Measure how far each coastal station is from some places: (n_stations, n)."""
    where = np.array([(station.lat, station.lon) for station in STATIONS])
    east, north = offset_m(where[:, :1], where[:, 1:], lat[None, :], lon[None, :])
    return np.asarray(np.hypot(east, north) / M_PER_NM)


def hear(
    rng: np.random.Generator,
    listeners: Listeners,
    sent: tuple[Array, NDArray[np.int64]],
    track: tuple[Array, Array],
    power: float,
) -> dict[str, NDArray[np.bool_]]:
    """Decide which reports each network hears.

    Parameters
    ----------
    sent : pair of (m,) arrays
        When each report is sent [s], and at which step of the track.
    track : pair of (n,) arrays
        Latitude and longitude of the antenna at each step [°].
    power : float
        1 for Class A; a weaker transponder is heard less from space.

    Returns
    -------
    dict of (m,) arrays
        By the name of the network.
    """
    level, n = listeners.level, sent[0].size
    if level.everywhere:
        chance = (
            _from_space(listeners, sent, np.full(track[0].size, _FAR_OUT * power))
            if listeners.remote
            else _near_the_coast(listeners, sent, track)
        )
        return {network: rng.random(n) < chance for network in level.networks}
    on_land, in_space = decode_probability(*track)
    heard = {}
    for network in level.networks:
        if network == "satellite":
            chance = _from_space(listeners, sent, in_space * power)
            heard[network] = rng.random(n) < chance
        else:
            missed = _missed_on_land(listeners, network, sent, on_land)
            heard[network] = rng.random(n) > missed
    return heard


def _near_the_coast(
    listeners: Listeners,
    sent: tuple[Array, NDArray[np.int64]],
    track: tuple[Array, Array],
) -> Array:
    """Give how likely a report is heard where every place is close to a station.

    The outages are those of the station that is nearest in truth.
    """
    hour = (sent[0] / S_PER_H).astype(np.int64)
    nearest = distance_nm(track[0][::30], track[1][::30]).argmin(axis=0)
    working = ~listeners.outage[nearest[sent[1] // 30], hour]
    return np.where(working, _BEST, 0.0)


def _missed_on_land(
    listeners: Listeners,
    network: str,
    sent: tuple[Array, NDArray[np.int64]],
    on_land: Array,
) -> Array:
    """Give how likely no station of a network hears a report."""
    times_s, step = sent
    hour = (times_s / S_PER_H).astype(np.int64)
    missed = np.ones(times_s.size)
    for index, station in enumerate(STATIONS):
        if station.network == network and on_land[index].any():
            missed *= 1.0 - on_land[index, step] * ~listeners.outage[index, hour]
    return missed


def _from_space(
    listeners: Listeners, sent: tuple[Array, NDArray[np.int64]], in_space: Array
) -> Array:
    """Give how likely a satellite hears each report."""
    times_s, step = sent
    overhead = np.searchsorted(listeners.pass_start_s, times_s, side="right") - 1
    seen = (overhead >= 0) & (times_s < listeners.pass_stop_s[overhead])
    gain = listeners.pass_gain[overhead] * listeners.level.space_gain
    return np.minimum(in_space[step] * gain * seen, _BEST)
