"""Angles: differences, means and spreads of directions, which go round."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "angle_difference_deg",
    "axial_difference_deg",
    "axial_sd_deg",
    "circular_mean_deg",
    "circular_sd_deg",
]

Numbers = NDArray[np.float64]


def angle_difference_deg(a: ArrayLike, b: ArrayLike) -> Numbers:
    """Give the turn from direction a to direction b, the shorter way round [°].

    Parameters
    ----------
    a, b : (n,) array or float
        Degrees, of any turn. NaN gives NaN.

    Returns
    -------
    (n,) array
        In −180 … 180, −180 excluded: opposite directions differ by 180.

    Examples
    --------
    >>> angle_difference_deg([350.0, 10.0, 0.0], [10.0, 350.0, np.nan])
    array([ 20., -20.,  nan])
    """
    turn = np.asarray(b, dtype=np.float64) - np.asarray(a, dtype=np.float64)
    return 180.0 - (180.0 - turn) % 360.0


def axial_difference_deg(turn: ArrayLike) -> Numbers:
    """Give how far two hulls are from parallel, bow to bow or bow to stern [°].

    Parameters
    ----------
    turn : (n,) array or float
        From the heading of one to that of the other, of any turn. NaN gives NaN.

    Returns
    -------
    (n,) array
        In 0 … 90.

    Examples
    --------
    >>> axial_difference_deg([170.0, -5.0, 90.0, np.nan])
    array([10.,  5., 90., nan])
    """
    folded = np.abs(np.asarray(turn, dtype=np.float64)) % 180.0
    return np.minimum(folded, 180.0 - folded)


def axial_sd_deg(mean_cosine: Numbers, mean_sine: Numbers) -> Numbers:
    """Give the spread of directions that count the same head to head or to stern.

    Half the circular standard deviation of the doubled angles.

    Parameters
    ----------
    mean_cosine, mean_sine : (n,) array
        Means of the cosine and the sine of the doubled angles; NaN passes through.

    Returns
    -------
    (n,) array
        [°], from 0; no bound for directions without any order.

    References
    ----------
    Mardia, K. V., Jupp, P. E. (2000). Directional Statistics. Wiley. Section 2.3.

    Examples
    --------
    >>> axial_sd_deg(np.array([1.0, 0.5]), np.array([0.0, 0.0])).round(1)
    array([ 0. , 33.7])
    """
    length = np.clip(np.hypot(mean_cosine, mean_sine), 1e-12, 1.0)
    spread: Numbers = np.abs(np.degrees(np.sqrt(-2.0 * np.log(length))) / 2.0)
    return spread


def circular_mean_deg(angles: ArrayLike) -> float:
    """Give the mean direction [°].

    Parameters
    ----------
    angles : (n,) array
        Degrees; NaN is left out.

    Returns
    -------
    float
        In 0 … 360, 360 excluded; NaN without any angle.

    References
    ----------
    Mardia, K. V. & Jupp, P. E. (2000). Directional Statistics. Wiley, eq. 2.2.3.

    Examples
    --------
    >>> round(circular_mean_deg([350.0, 10.0, np.nan]), 6) % 360.0
    0.0
    >>> circular_mean_deg([])
    nan
    """
    resultant = _resultant(angles)
    mean = float(np.degrees(np.angle(resultant))) % 360.0
    return 0.0 if mean == 360.0 else mean


def circular_sd_deg(angles: ArrayLike) -> float:
    """Give the circular standard deviation of directions [°].

    Parameters
    ----------
    angles : (n,) array
        Degrees; NaN is left out.

    Returns
    -------
    float
        √(−2 ln R) with R the length of the mean direction; very large where
        directions cancel out, NaN without any angle.

    References
    ----------
    Mardia, K. V. & Jupp, P. E. (2000). Directional Statistics. Wiley, eq. 2.3.11.

    Examples
    --------
    >>> round(circular_sd_deg([355.0, 5.0]), 3), circular_sd_deg([7.0])
    (5.003, 0.0)
    >>> circular_sd_deg([])
    nan
    """
    length = np.clip(np.abs(_resultant(angles)), np.finfo(np.float64).tiny, 1.0)
    return abs(float(np.degrees(np.sqrt(-2.0 * np.log(length)))))


def _resultant(angles: ArrayLike) -> complex:
    known = np.asarray(angles, dtype=np.float64)
    known = known[~np.isnan(known)]
    if not known.size:
        return complex("nan")
    return complex(np.exp(1j * np.radians(known)).mean())
