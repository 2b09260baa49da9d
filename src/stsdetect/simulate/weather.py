"""Weather: the tide, current and wind that move every vessel of a sea alike."""

from typing import NamedTuple

import numpy as np
from scipy.signal import lfilter

from stsdetect.simulate.chart import Array
from stsdetect.simulate.manners import DEVELOPMENT, Manner

__all__ = ["STEP_S", "Weather", "make_weather", "wander", "wander_smoothly"]

STEP_S = 60.0
"""Step of true tracks [s]; between steps a vessel moves in a straight line."""

_M2_S = 12.42 * 3600.0
"""Period of the main lunar tide [s]."""


class Weather(NamedTuple):
    """What the sea and air do, on the grid of true tracks.

    Attributes
    ----------
    seconds : (n,) array
        Time since the start.
    wind_east, wind_north : (n,) array
        Wind [m/s], towards east and north.
    tide_phase : float
        Phase of the tide at the start [rad].
    manner : Manner
        How what wanders moves, and how the tide runs.
    """

    seconds: Array
    wind_east: Array
    wind_north: Array
    tide_phase: float
    manner: Manner = DEVELOPMENT

    def current(self, lat: float, lon: float) -> tuple[Array, Array]:
        """Give the current at a place [m/s], east and north.

        In the manner of development, a rotary tide of 0.25 to 0.5 m/s, stronger to the
        north-west where the sea is shallow, and a steady current of 0.1 m/s to the
        north-east; ours: tides of 0.5 to 2 kn are usual there.
        """
        strength = np.clip(0.25 + 0.02 * (lat - 27.0) - 0.02 * (lon - 122.0), 0.2, 0.5)
        strength = strength * self.manner.tide
        angle = 2 * np.pi * self.seconds / _M2_S + self.tide_phase + np.radians(8 * lat)
        return (
            strength * self.manner.rotary * np.cos(angle) + 0.07,
            strength * np.sin(angle) + 0.07,
        )

    def drift(self, lat: float, lon: float, leeway: float) -> tuple[Array, Array]:
        """Give the velocity of a vessel that lets herself drift [m/s]."""
        east, north = self.current(lat, lon)
        return east + leeway * self.wind_east, north + leeway * self.wind_north

    def wander(
        self, rng: np.random.Generator, n: int, sd: float, tau_s: float
    ) -> Array:
        """Draw a value that wanders about zero, as the manner of the sea has it."""
        if self.manner.smooth:
            return wander_smoothly(rng, n, sd, tau_s)
        return wander(rng, n, sd, tau_s)


def make_weather(
    rng: np.random.Generator, n_steps: int, manner: Manner = DEVELOPMENT
) -> Weather:
    """Draw the weather of a sea: a wind that turns within days."""
    speed = rng.uniform(*manner.wind_ms) + wander(rng, n_steps, 1.0, 6 * 3600.0)
    towards = rng.uniform(0, 2 * np.pi) + wander(rng, n_steps, 0.5, 12 * 3600.0)
    return Weather(
        seconds=STEP_S * np.arange(n_steps, dtype=np.float64),
        wind_east=speed * np.sin(towards),
        wind_north=speed * np.cos(towards),
        tide_phase=float(rng.uniform(0, 2 * np.pi)),
        manner=manner,
    )


def wander(
    rng: np.random.Generator, n: int, sd: float, tau_s: float, step_s: float = STEP_S
) -> Array:
    """Draw a value that wanders about zero and forgets (Ornstein–Uhlenbeck).

    Parameters
    ----------
    n : int
        Number of steps.
    sd : float
        Standard deviation in the long run, and from the first step on.
    tau_s : float
        Time in which it forgets [s].
    step_s : float
        Length of a step [s].

    Returns
    -------
    (n,) array
        In the unit of ``sd``; empty for no step.
    """
    keep = float(np.exp(-step_s / tau_s))
    noise = rng.normal(0.0, sd * np.sqrt(1.0 - keep**2), n)
    if n:
        noise[0] = rng.normal(0.0, sd)
    return np.asarray(lfilter([1.0], [1.0, -keep], noise), dtype=np.float64)


def wander_smoothly(
    rng: np.random.Generator, n: int, sd: float, tau_s: float, step_s: float = STEP_S
) -> Array:
    """Draw a value that wanders about zero and whose velocity wanders too.

    A critically damped oscillator that noise drives: two filters of
    :func:`wander` in a row, so the value has no kinks.

    Parameters
    ----------
    n : int
        Number of steps.
    sd : float
        Standard deviation in the long run, and from the first step on.
    tau_s : float
        Time in which it forgets [s], as for :func:`wander`: each filter has half.
    step_s : float
        Length of a step [s].

    Returns
    -------
    (n,) array
        In the unit of ``sd``; empty for no step.
    """
    keep = float(np.exp(-2.0 * step_s / tau_s))
    n_before = int(np.ceil(4.0 * tau_s / step_s))
    # variance of two equal filters in a row on white noise
    scale = sd * np.sqrt((1.0 - keep**2) ** 3 / (1.0 + keep**2))
    noise = rng.normal(0.0, scale, n_before + n)
    moved = lfilter([1.0], [1.0, -2.0 * keep, keep**2], noise)
    return np.asarray(moved[n_before:], dtype=np.float64)
