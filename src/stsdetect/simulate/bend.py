"""Bend: two real tracks, led aside to lie together for hours, and back again."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stsdetect.simulate.chart import Array, bearing_deg, offset_m, shift
from stsdetect.simulate.weather import wander
from stsdetect.units import MS_PER_KN

__all__ = ["Bent", "Meeting", "Track", "bend"]

_GRID_S = 60.0


class Track(NamedTuple):
    """Reports of one vessel in order of time.

    Attributes
    ----------
    time_s : (n,) array
        Seconds since any instant.
    lat, lon : (n,) array
        Degrees; longitudes may run on beyond 180°.
    """

    time_s: Array
    lat: Array
    lon: Array

    def at(self, time_s: Array) -> tuple[Array, Array]:
        """Give the place at some instants, straight between two reports."""
        return (
            np.interp(time_s, self.time_s, self.lat),
            np.interp(time_s, self.time_s, self.lon),
        )


class Meeting(NamedTuple):
    """Where and when two vessels lie together.

    Attributes
    ----------
    lat, lon : float
        Where it begins [°].
    start_s, end_s : float
        Hull to hull.
    detour_s : float
        Time in which a vessel leaves her track, and in which she comes back to it.
    apart_m : float
        Between the antennas, abeam.
    """

    lat: float
    lon: float
    start_s: float
    end_s: float
    detour_s: float
    apart_m: float


class Bent(NamedTuple):
    """A bent track at the instants of its reports.

    Attributes
    ----------
    lat, lon : (n,) array
        Degrees, with the errors of a receiver; longitudes may run on beyond 180°.
    sog, cog, heading : (n,) array
        Knots and degrees.
    """

    lat: Array
    lon: Array
    sog: Array
    cog: Array
    heading: Array


def bend(
    rng: np.random.Generator,
    tracks: tuple[Track, Track],
    meeting: Meeting,
    times: tuple[Array, Array],
) -> tuple[Bent, Bent]:
    """Lead two tracks to a place, let the hulls lie there together, and lead them back.

    Afterwards each vessel follows her own track, later by as long as they lay together.
    Both are adrift at half a knot; the second keeps abeam of the first.

    Parameters
    ----------
    tracks : pair of Track
        As they were.
    meeting : Meeting
        Where and when.
    times : pair of (n,) arrays
        Instants of the reports to give [s].
    """
    begin, end = meeting.start_s - meeting.detour_s, meeting.end_s + meeting.detour_s
    grid = np.arange(begin, end + _GRID_S, _GRID_S)
    east, north, heading = _adrift(rng, meeting, grid)
    course = np.radians(heading)
    sides = (0.0, meeting.apart_m)
    bent = []
    for track, instants, side in zip(tracks, times, sides, strict=True):
        berth = (east + side * np.cos(course), north - side * np.sin(course))
        bent.append(_bent(rng, (track, instants), meeting, (grid, *berth, heading)))
    return bent[0], bent[1]


def _adrift(
    rng: np.random.Generator, meeting: Meeting, grid: Array
) -> tuple[Array, Array, Array]:
    """Let the first hull drift: metres from the place of meeting, and her heading."""
    n, aim = grid.size, rng.uniform(0.0, 2.0 * np.pi)
    run = np.clip(grid - meeting.start_s, 0.0, meeting.end_s - meeting.start_s)
    way = run * float(rng.uniform(0.2, 0.8)) * MS_PER_KN
    heading = rng.uniform(0.0, 360.0) + wander(rng, n, 15.0, 3.0 * 3600.0)
    east = way * np.sin(aim) + wander(rng, n, 10.0, 3600.0)
    north = way * np.cos(aim) + wander(rng, n, 10.0, 3600.0)
    return east, north, heading


def _bent(
    rng: np.random.Generator,
    old: tuple[Track, Array],
    meeting: Meeting,
    berth: tuple[Array, Array, Array, Array],
) -> Bent:
    """Blend a track into a berth and out of it, and measure it at some instants."""
    track, instants = old
    grid, east, north, heading = berth
    length = meeting.end_s - meeting.start_s
    fine = np.arange(instants[0] - _GRID_S, instants[-1] + 2 * _GRID_S, _GRID_S)
    late = np.clip(fine - meeting.start_s, 0.0, length)
    lat, lon = track.at(fine - late)
    share = _share(fine, meeting)
    metres = (np.interp(fine, grid, way) for way in (east, north))
    berth_lat, berth_lon = shift(meeting.lat, meeting.lon, *metres)
    lat, lon = lat + share * (berth_lat - lat), lon + share * (berth_lon - lon)
    ways = offset_m(lat[:-1], lon[:-1], lat[1:], lon[1:])
    middle = fine[:-1] + _GRID_S / 2
    velocity = [np.interp(instants, middle, way / _GRID_S / MS_PER_KN) for way in ways]
    speed = [part + rng.normal(0.0, 0.1, instants.size) for part in velocity]
    cog = bearing_deg(speed[0], speed[1])
    fast = bearing_deg(velocity[0], velocity[1])
    lying = np.interp(instants, grid, heading) % 360.0
    error = (wander(rng, fine.size, 3.0, 600.0) for _ in range(2))
    noise = [np.interp(instants, fine, one) for one in error]
    true = [np.interp(instants, fine, one) for one in (lat, lon)]
    measured = shift(true[0], true[1], noise[0], noise[1])
    beside = _share(instants, meeting) > 0.9
    return Bent(*measured, np.hypot(*speed), cog, np.where(beside, lying, fast))


def _share(time_s: NDArray[np.float64], meeting: Meeting) -> Array:
    """Give how much a vessel is at the berth: 0 on her track, 1 alongside, smooth."""
    coming = (time_s - meeting.start_s) / meeting.detour_s + 1.0
    going = (meeting.end_s - time_s) / meeting.detour_s + 1.0
    x = np.clip(np.minimum(coming, going), 0.0, 1.0)
    return np.asarray(x * x * (3.0 - 2.0 * x))
