"""Sparklines: a series over time as one line of text, for a terminal."""

from datetime import datetime
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

__all__ = ["bin_over_time", "sparkline"]

_BARS: Final = "▁▂▃▄▅▆▇█"
_NOTHING: Final = "·"


def sparkline(values: NDArray[np.float64], highest: float | None = None) -> str:
    """Draw values as bars from 0 up, one character each.

    Parameters
    ----------
    values : (n,) array
        At least 0; NaN where nothing is known, which is drawn as a dot.
    highest : float, optional
        Value of a full bar; what is higher is drawn as one. The highest value when
        left out.

    Examples
    --------
    >>> sparkline(np.array([0.0, 1.0, np.nan, 7.0])), sparkline(np.array([]))
    ('▁▂·█', '')
    """
    known = values[~np.isnan(values)]
    top = (known.max() if known.size else 0.0) if highest is None else highest
    if top <= 0:
        top = 1.0
    step = np.clip(np.nan_to_num(values) / top * len(_BARS), 0, len(_BARS) - 1)
    return "".join(
        _NOTHING if np.isnan(value) else _BARS[int(bar)]
        for value, bar in zip(values, step, strict=True)
    )


def bin_over_time(
    series: pl.DataFrame, column: str, period: tuple[datetime, datetime], n_bins: int
) -> NDArray[np.float64]:
    """Take the median of a column in equal bins of a period.

    Parameters
    ----------
    series : DataFrame
        Columns ``timestamp`` and the one asked for, in any order.
    column : str
        Missing values are passed over.
    period : tuple of datetime
        From the first, included, to the second, included.
    n_bins : int
        Bins of equal length.

    Returns
    -------
    (n_bins,) array
        NaN where a bin holds nothing.
    """
    start, end = period
    whole_ms = max(int((end - start).total_seconds() * 1000), 1)
    since_ms = (pl.col("timestamp") - start).dt.total_milliseconds()
    numbered = series.filter(pl.col("timestamp").is_between(start, end)).select(
        (since_ms * n_bins // whole_ms).clip(0, n_bins - 1).alias("bin"),
        pl.col(column).cast(pl.Float64).fill_nan(None).alias("value"),
    )
    medians = numbered.drop_nulls().group_by("bin").agg(pl.col("value").median())
    values = np.full(n_bins, np.nan)
    values[medians["bin"].to_numpy().astype(np.int64)] = medians["value"].to_numpy()
    return values
