"""Motions of hulls, drawn anew for each run: at anchor, adrift, side by side.

Motion and noise are those of simple models, not of the simulator: hulls that swing with
the tide, drift, come at a walking pace and leave; errors of position that last ten
minutes. Ranges are ours, after what is published on such work. No vessel is real.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from stsdetect.units import MS_PER_KN

__all__ = [
    "CARGO",
    "FISHING",
    "MINUTES",
    "PILOT",
    "TANKER",
    "TUG",
    "Numbers",
    "Rng",
    "Track",
    "a_hull",
    "adrift",
    "at_anchor",
    "beside",
    "comes_and_goes",
]

Numbers = NDArray[np.float64]
Rng = np.random.Generator

MINUTES = np.arange(0.0, 30 * 60.0)
"""Of the truth of each run, a minute apart."""
CARGO, TANKER, TUG, FISHING, PILOT = 70, 80, 52, 30, 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """Middle of a hull by the minute, from a place of the run [m], and what it is."""

    east: Numbers
    north: Numbers
    heading: Numbers
    length_m: float = 80.0
    ship_type: int = CARGO
    gyro: bool = True

    @property
    def beam_m(self) -> float:
        """Ours: coasters are about six and a half times as long as wide."""
        return 0.155 * self.length_m

    def moved(self, east: Numbers | float, north: Numbers | float) -> "Track":
        """Give the same hull elsewhere."""
        return replace(self, east=self.east + east, north=self.north + north)


def a_hull(rng: Rng, ship_type: int = TANKER) -> Track:
    """Draw a hull that lies still, of a size that goes with its type."""
    still = np.zeros(MINUTES.size)
    short = ship_type in {TUG, FISHING, PILOT}
    length = rng.uniform(18, 35) if short else rng.uniform(60, 115)
    return Track(
        east=still, north=still, heading=still, length_m=length, ship_type=ship_type
    )


def at_anchor(rng: Rng, hull: Track, phase: float | None = None) -> Track:
    """Let a hull swing round its anchor as the tide turns every six hours."""
    phase = rng.uniform(0, 372) if phase is None else phase
    turn = np.radians(rng.uniform(60, 180))
    bearing = rng.uniform(0, 6.28) + turn / 2 * np.tanh(
        6 * np.sin(2 * np.pi * (MINUTES - phase) / 745)
    )
    bearing += np.radians(8) * np.sin(MINUTES / rng.uniform(6, 12))
    radius = rng.uniform(150, 300)
    return replace(
        hull,
        east=radius * np.sin(bearing),
        north=radius * np.cos(bearing),
        heading=np.degrees(bearing) + 180.0,
    )


def adrift(rng: Rng, hull: Track, speed_kn: tuple[float, float]) -> Track:
    """Let a hull go its way, turning slowly."""
    course = rng.uniform(0, 6.28) + np.radians(20) * np.sin(MINUTES / 300)
    step = rng.uniform(*speed_kn) * MS_PER_KN * 60.0
    return replace(
        hull,
        east=np.cumsum(step * np.sin(course)),
        north=np.cumsum(step * np.cos(course)),
        heading=np.degrees(course),
    )


def beside(rng: Rng, host: Track, guest: Track, side: float = 1.0) -> Track:
    """Lay a hull along another one, fenders between, bow to bow or to stern."""
    athwart = (host.beam_m + guest.beam_m) / 2 + rng.uniform(1.0, 2.5)
    along = rng.normal(0, 0.15 * min(host.length_m, guest.length_m))
    angle = np.radians(host.heading)
    turned = 0.0 if rng.uniform() < 0.6 else 180.0
    return replace(
        guest,
        east=host.east + along * np.sin(angle) + side * athwart * np.cos(angle),
        north=host.north + along * np.cos(angle) - side * athwart * np.sin(angle),
        heading=host.heading + turned + rng.normal(0, 1.5),
    )


def comes_and_goes(
    rng: Rng, guest: Track, spells: Sequence[tuple[float, float]]
) -> Track:
    """Let a guest be where it is meant to lie in spells, and far off between them.

    It comes the last half mile at walking pace, lies, and leaves likewise.
    """
    away = np.full(MINUTES.size, np.inf)
    for arrive, leave in spells:
        until = np.maximum(arrive - MINUTES, MINUTES - leave)
        away = np.minimum(away, np.maximum(0.0, until))
    slow = rng.uniform(1.5, 2.8) * MS_PER_KN * 60.0
    n_slow = 900.0 / slow
    metres = np.where(
        away < n_slow, slow * away, 900.0 + 10 * MS_PER_KN * 60.0 * (away - n_slow)
    )
    metres = np.minimum(metres, 20_000.0)
    bearing = rng.uniform(0, 6.28)
    heading = np.where(away > 0, np.degrees(bearing), guest.heading)
    placed = guest.moved(metres * np.sin(bearing), metres * np.cos(bearing))
    return replace(placed, heading=heading)
