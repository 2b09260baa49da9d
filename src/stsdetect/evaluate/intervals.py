"""Intervals: how far a figure could be off, by the number it rests on."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

__all__ = ["bootstrap_interval", "rate_interval", "wilson_interval"]

Z_95 = 1.959963984540054
"""Two-sided 95 % quantile of the normal distribution."""


def wilson_interval(n_hits: int, n: int, z: float = Z_95) -> tuple[float, float]:
    """Give the Wilson score interval of a share.

    Parameters
    ----------
    n_hits, n : int
        So many of so many; with none at all nothing is known.
    z : float
        Quantile; the default is for 95 %.

    Returns
    -------
    (low, high)
        Within 0 … 1.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical
    inference. J. Am. Stat. Assoc. 22(158), 209-212. doi:10.1080/01621459.1927.10502953

    Examples
    --------
    >>> [round(end, 3) for end in wilson_interval(360, 400)]
    [0.867, 0.926]
    >>> wilson_interval(0, 0)
    (0.0, 1.0)
    """
    if n == 0:
        return 0.0, 1.0
    share = n_hits / n
    middle = share + z * z / (2 * n)
    half = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    low, high = (middle - half) / scale, (middle + half) / scale
    return max(0.0, float(low)), min(1.0, float(high))


def rate_interval(n_events: int, exposure: float) -> tuple[float, float]:
    """Give the exact 95 % interval of a Poisson rate.

    Parameters
    ----------
    n_events : int
        Counted events.
    exposure : float
        What they are counted over, such as vessel-days.

    Returns
    -------
    (low, high)
        Per unit of exposure; with no event the high end is 3.7 / exposure, the
        one-sided "rule of three" being 3 / exposure.

    References
    ----------
    Garwood, F. (1936). Fiducial limits for the Poisson distribution. Biometrika
    28(3/4), 437-442. doi:10.2307/2333958

    Examples
    --------
    >>> [round(end, 2) for end in rate_interval(0, 1.0)]
    [0.0, 3.69]
    >>> rate_interval(0, 0.0)
    (0.0, inf)
    """
    if exposure <= 0:
        return 0.0, float("inf")
    low = chi2.ppf(0.025, 2 * n_events) / 2 if n_events else 0.0
    high = chi2.ppf(0.975, 2 * n_events + 2) / 2
    return float(low) / exposure, float(high) / exposure


def bootstrap_interval(
    n_clusters: int,
    measure: Callable[[NDArray[np.int64]], float],
    n_draws: int = 200,
    seed: int = 0,
) -> tuple[float, float]:
    """Give the 95 % percentile interval of a figure by drawing clusters anew.

    Rows of one pair of vessels are not independent, so whole pairs are drawn.

    Parameters
    ----------
    n_clusters : int
        How many there are.
    measure : callable
        Takes how often each cluster was drawn, (n_clusters,), and gives the figure;
        NaN where it is not defined, which is left out.
    n_draws : int
        Draws.
    seed : int
        Of the draws; figures of the same clusters see the same draws.

    Returns
    -------
    (low, high)
        NaN when no draw gave a figure.

    References
    ----------
    Davison, A. C., Hinkley, D. V. (1997). Bootstrap Methods and their Application,
    sections 2.4 and 3.8. Cambridge University Press.

    Examples
    --------
    >>> rows, clusters = np.array([1.0, 0.0, 1.0, 1.0]), np.zeros(4, dtype=np.int64)
    >>> def share(drawn: NDArray[np.int64]) -> float:
    ...     times = drawn[clusters]
    ...     return float((rows * times).sum() / times.sum())
    >>> bootstrap_interval(1, share)
    (0.75, 0.75)
    >>> bootstrap_interval(0, share)
    (nan, nan)
    """
    if n_clusters == 0:
        return float("nan"), float("nan")
    rng = np.random.default_rng(seed)
    figures = np.array(
        [
            measure(np.bincount(drawn, minlength=n_clusters))
            for drawn in rng.integers(0, n_clusters, (n_draws, n_clusters))
        ]
    )
    if np.isnan(figures).all():
        return float("nan"), float("nan")
    low, high = np.nanpercentile(figures, [2.5, 97.5])
    return float(low), float(high)
