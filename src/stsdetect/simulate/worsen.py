"""Worsen: the same sea as worse networks and worse transponders would tell it.

Conditions that real data have, one at a time. The truth stays what it is.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
import polars as pl

from stsdetect.simulate.chart import shift
from stsdetect.simulate.heard import HeardSea
from stsdetect.units import S_PER_H

__all__ = ["WORSE", "worsen"]

Random = np.random.Generator
Change = Callable[[Random, pl.DataFrame], pl.DataFrame]

_THIN_S: Final = 900
_JITTER_M: Final = 30.0
_OFFSET_S: Final = 300
_SWAPPED: Final = 0.1
_SWAP_SHARE: Final = 0.25
_OUTAGE_H: Final = 6.0
_NO_HEADING: Final = 511


def worsen(rng: Random, heard: HeardSea, condition: str) -> HeardSea:
    """Change what the networks heard, or what vessels broadcast of themselves.

    Parameters
    ----------
    condition : str
        One of :data:`WORSE`.
    """
    if condition == _DIMENSIONS:
        return heard._replace(particulars=_misstated(rng, heard.particulars))
    change = _CHANGES[condition]
    return heard._replace(
        rows={name: change(rng, rows) for name, rows in heard.rows.items()}
    )


def _thinned(_: Random, rows: pl.DataFrame) -> pl.DataFrame:
    """Keep one report of a vessel in a quarter of an hour."""
    return (
        rows.sort("mmsi", "second")
        .with_columns(stretch=pl.col("second") // _THIN_S)
        .unique(["mmsi", "stretch"], keep="first", maintain_order=True)
        .drop("stretch")
    )


def _jittered(rng: Random, rows: pl.DataFrame) -> pl.DataFrame:
    """Move each report by up to 30 m, each way as likely, one not as the next."""
    far = rng.uniform(0.0, _JITTER_M, rows.height)
    aim = rng.uniform(0.0, 2 * np.pi, rows.height)
    lat, lon = shift(
        rows["lat"].to_numpy(),
        rows["lon"].to_numpy(),
        far * np.sin(aim),
        far * np.cos(aim),
    )
    return rows.with_columns(lat=pl.Series(lat), lon=pl.Series(lon))


def _offset(rng: Random, rows: pl.DataFrame) -> pl.DataFrame:
    """Let the clock of each vessel be up to 300 s slow."""
    vessels = rows["mmsi"].unique().sort()
    slow = pl.Series(rng.integers(0, _OFFSET_S + 1, vessels.len()), dtype=pl.Int64)
    late = pl.col("second") + pl.col("mmsi").replace_strict(vessels, slow)
    return rows.with_columns(second=late)


def _swapped(rng: Random, rows: pl.DataFrame) -> pl.DataFrame:
    """Let one vessel in ten broadcast the number of another, a quarter of the time."""
    vessels = rows["mmsi"].unique().sort().to_numpy()
    chosen = rng.permutation(vessels)[: 2 * round(vessels.size * _SWAPPED / 2)]
    half = chosen.size // 2
    as_other = dict(zip(chosen.tolist(), np.roll(chosen, half).tolist(), strict=True))
    first, last = _period(rows)
    start = first + (last - first) * rng.uniform(0.0, 1 - _SWAP_SHARE)
    during = pl.col("second").is_between(start, start + (last - first) * _SWAP_SHARE)
    return rows.with_columns(
        mmsi=pl.when(during)
        .then(pl.col("mmsi").replace(as_other))
        .otherwise("mmsi")
        .cast(pl.Int32)
    )


def _headless(_: Random, rows: pl.DataFrame) -> pl.DataFrame:
    """Take away every heading."""
    return rows.with_columns(heading=pl.lit(_NO_HEADING, pl.Int16))


def _out(_: Random, rows: pl.DataFrame) -> pl.DataFrame:
    """Let nobody hear anything for six hours in the middle."""
    middle = sum(_period(rows)) / 2
    half = _OUTAGE_H * S_PER_H / 2
    return rows.filter(~pl.col("second").is_between(middle - half, middle + half))


def _period(rows: pl.DataFrame) -> tuple[int, int]:
    """Give the first and the last second, 0 of nothing."""
    seconds = rows["second"].to_numpy()
    return (int(seconds.min()), int(seconds.max())) if seconds.size else (0, 0)


def _misstated(rng: Random, particulars: pl.DataFrame) -> pl.DataFrame:
    """Let one vessel in three state dimensions of a half to twice the true ones."""
    n = particulars.height
    wrong = np.where(rng.random(n) < 1 / 3, rng.uniform(0.5, 2.0, n), 1.0)
    names = ("to_bow", "to_stern", "to_port", "to_starboard", "length", "beam")
    return particulars.with_columns(
        (pl.col(name) * pl.Series(wrong)).round().cast(particulars.schema[name])
        for name in names
    )


_DIMENSIONS: Final = "a third of the dimensions wrong by half to twice"
_CHANGES: Final[dict[str, Change]] = {
    "a report every 15 min": _thinned,
    "positions off by up to 30 m": _jittered,
    "clocks slow by up to 300 s": _offset,
    "one in ten under another's MMSI, a quarter of the time": _swapped,
    "no headings": _headless,
    "nothing heard for 6 h": _out,
}
WORSE: Final = (*_CHANGES, _DIMENSIONS)
"""Conditions, as the page of the evaluation names them."""
