"""Emission: when a transponder sends its position."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from stsdetect.simulate.chart import Array
from stsdetect.simulate.weather import STEP_S

__all__ = ["emission_times_s", "reporting_interval_s"]

_STILL: Final = (1, 5)
"""Navigational statuses at anchor and moored."""


def reporting_interval_s(
    ais_class: str, sog: Array, nav_status: NDArray[np.int8], turning: NDArray[np.bool_]
) -> Array:
    """Give the nominal time between two position reports.

    Class B is the carrier-sense kind.

    Parameters
    ----------
    ais_class : str
        ``A`` or ``B``.
    sog : (n,) array
        Speed [kn].
    nav_status : (n,) array
        As set by the crew, so it may be stale.
    turning : (n,) array
        Whether the course changes.

    Returns
    -------
    (n,) array
        Seconds.

    References
    ----------
    ITU-R M.1371-5, annex 1, tables 1 and 2.

    Examples
    --------
    >>> sog, status = np.array([0.1, 0.1, 12.0, 18.0]), np.array([1, 0, 0, 0], np.int8)
    >>> reporting_interval_s("A", sog, status, np.zeros(4, bool)).tolist()
    [180.0, 10.0, 10.0, 6.0]
    >>> reporting_interval_s("B", sog, status, np.zeros(4, bool)).tolist()
    [180.0, 180.0, 30.0, 30.0]
    """
    if ais_class == "B":
        return np.where(sog > 2.0, 30.0, 180.0)
    steady = np.select([sog > 23.0, sog > 14.0], [2.0, 6.0], 10.0)
    turned = np.select([sog > 23.0, sog > 14.0], [2.0, 2.0], 10.0 / 3.0)
    still = np.isin(nav_status, _STILL) & (sog <= 3.0)
    return np.where(still, 180.0, np.where(turning & (sog > 1.0), turned, steady))


def emission_times_s(rng: np.random.Generator, interval_s: Array) -> Array:
    """Draw the instants of all reports, a slot's jitter of ±10 % each.

    Parameters
    ----------
    interval_s : (n,) array
        Nominal interval at each step of the true track.

    Returns
    -------
    (m,) array
        Seconds after the first step, in order; none after the last step.
    """
    if interval_s.size < 2:
        return np.zeros(0)
    grid = np.arange(interval_s.size) * STEP_S
    phase = np.concatenate(([0.0], np.cumsum(STEP_S / interval_s[:-1])))
    count = np.arange(rng.uniform(), phase[-1])
    nominal = np.interp(count, phase, grid)
    here = interval_s[np.minimum((nominal / STEP_S).astype(np.int64), grid.size - 1)]
    times = nominal + rng.uniform(-0.1, 0.1, count.size) * here
    return np.sort(np.clip(times, 0.0, grid[-1]))
