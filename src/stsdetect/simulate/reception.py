"""Reception: which reports a station on the coast or a satellite hears."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from stsdetect.simulate.chart import Array, offset_m
from stsdetect.units import M_PER_NM, S_PER_H

__all__ = [
    "NETWORKS",
    "STATIONS",
    "Listeners",
    "Station",
    "decode_probability",
    "hear",
    "make_listeners",
]

_BEST: Final = 0.9
_WIDTH_NM: Final = 4.0
_OUTAGE_PER_H: Final = 0.005


class Station(NamedTuple):
    """A receiver on the coast.

    Attributes
    ----------
    name : str
        Near where; the places are like real ones, the stations are invented.
    lat, lon : float
        Place [°].
    range_nm : float
        Where half of the reports are heard: 25 nm by the Socheongcho study that
        methods 9.3 names, more from a hill.
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

NETWORKS: Final = ("north", "south", "satellite")


class Listeners(NamedTuple):
    """Stations with their outages, and satellites with their passes.

    Attributes
    ----------
    outage : (n_stations, n_hours) array
        Whether a station is silent in an hour.
    pass_start_s, pass_stop_s : (n_passes,) array
        When a satellite is overhead.
    pass_gain : (n_passes,) array
        How good a pass is, about 1.
    """

    outage: NDArray[np.bool_]
    pass_start_s: Array
    pass_stop_s: Array
    pass_gain: Array


def make_listeners(rng: np.random.Generator, duration_s: float) -> Listeners:
    """Draw outages and passes: 8 to 14 min every quarter of an hour to an hour.

    Passes come closer together about 10:00 and 22:00 local time, as satellites in
    sun-synchronous orbits do (methods 9.3).
    """
    n_hours = int(duration_s / S_PER_H) + 1
    starts, now = [], rng.uniform(0.0, 1800.0)
    while now < duration_s:
        starts.append(now)
        clustered = np.cos(2 * np.pi * (now / S_PER_H - 1.5) / 12.0)
        now += rng.uniform(18.0, 50.0) * 60.0 * (1.0 - 0.3 * clustered)
    start = np.array(starts)
    return Listeners(
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
        coast to 0.05 far out; ours, inside the span of methods 9.3.
    """
    where = np.array([(station.lat, station.lon) for station in STATIONS])
    reach = np.array([station.range_nm for station in STATIONS])[:, None]
    east, north = offset_m(where[:, :1], where[:, 1:], lat[None, :], lon[None, :])
    far_nm = np.hypot(east, north) / M_PER_NM
    on_land = _BEST / (1.0 + np.exp(np.clip((far_nm - reach) / _WIDTH_NM, -50, 50)))
    on_land[on_land < 1e-3] = 0.0
    open_sea = 1.0 / (1.0 + np.exp(-(far_nm.min(axis=0) - 50.0) / 15.0))
    return on_land, 0.01 + 0.04 * open_sea


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
    times_s, step = sent
    hour = (times_s / S_PER_H).astype(np.int64)
    on_land, in_space = decode_probability(*track)
    heard = {}
    for network in NETWORKS[:-1]:
        missed = np.ones(times_s.size)
        for index, station in enumerate(STATIONS):
            if station.network == network and on_land[index].any():
                missed *= 1.0 - on_land[index, step] * ~listeners.outage[index, hour]
        heard[network] = rng.random(times_s.size) > missed
    overhead = np.searchsorted(listeners.pass_start_s, times_s, side="right") - 1
    seen = (overhead >= 0) & (times_s < listeners.pass_stop_s[overhead])
    chance = in_space[step] * power * listeners.pass_gain[overhead] * seen
    heard["satellite"] = rng.random(times_s.size) < chance
    return heard
