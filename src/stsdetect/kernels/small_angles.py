"""Small angles: arcs of chords and turns, as series where they are short.

A call of the system's arcsine or arctangent takes several times as long as these few
products, and kernels need millions of them.
"""

from typing import Final

import numpy as np
from numba import njit

__all__ = ["SMALL", "arc_of", "small_turn_deg", "turn_deg"]

SMALL: Final = 0.01
"""Share of the cosine up to which the sine of a turn makes a short series."""


@njit(cache=True, nogil=True)
def arc_of(chord_squared: float) -> float:
    """Give the arc that a chord of the unit circle spans [rad].

    Parameters
    ----------
    chord_squared : float
        Up to a hundredth of the radius it is a series, exact to 10⁻¹⁶.

    Examples
    --------
    >>> round(arc_of(4.0), 6), arc_of(0.0)
    (3.141593, 0.0)
    """
    chord = np.sqrt(chord_squared)
    if chord_squared < 1e-4:
        more = 3.0 / 640.0 + chord_squared * (5.0 / 7168.0)
        return chord * (1.0 + chord_squared * (1.0 / 24.0 + chord_squared * more))  # type: ignore[no-any-return]
    return 2.0 * np.arcsin(min(1.0, chord / 2.0))  # type: ignore[no-any-return]


@njit(cache=True, nogil=True)
def turn_deg(sine: float, cosine: float) -> float:
    """Give the angle with this sine and cosine, which may both be of any one length.

    Parameters
    ----------
    sine, cosine : float
        Up to a hundredth of each other it is a series, exact to 10⁻¹⁶.

    Returns
    -------
    float
        In −180 … 180 [°]; 0 where both are zero.

    Examples
    --------
    >>> round(turn_deg(1.0, -1.0), 6), turn_deg(0.0, 0.0)
    (135.0, 0.0)
    """
    if abs(sine) < SMALL * cosine:
        return small_turn_deg(sine, cosine)
    return np.degrees(np.arctan2(sine, cosine))  # type: ignore[no-any-return]


@njit(cache=True, nogil=True, error_model="numpy")
def small_turn_deg(sine: float, cosine: float) -> float:
    """Give the same as :func:`turn_deg` where the sine is small beside the cosine.

    Examples
    --------
    >>> round(small_turn_deg(0.001, 1.0), 9)
    0.05729576
    """
    t = sine / cosine
    z = t * t
    t *= 1.0 - z * (1.0 / 3.0 - z * (0.2 - z * (1.0 / 7.0)))
    return t * (180.0 / np.pi)
