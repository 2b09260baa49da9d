"""Blemishes: repeated, empty and damaged rows, as real deliveries have them."""

from typing import Final

import numpy as np
import polars as pl

__all__ = ["blemish"]

_REPEATED: Final = 0.003
_NO_PLACE: Final = 0.0006
_OUTSIDE: Final = 0.0001
_NO_VESSEL: Final = 0.0002
_NO_SPEED: Final = 0.002


def blemish(rng: np.random.Generator, rows: pl.DataFrame) -> pl.DataFrame:
    """Spoil a few rows and repeat others.

    About 0.3 % are delivered twice, 0.06 % tell 91/181 instead of a place, 0.2 % no
    speed and course, 0.01 % a place off the globe and 0.02 % no valid MMSI: shares
    are ours, in the manner of the 0.3 % of messages of a wrong length that gpsd's
    AIVDM page names.

    Parameters
    ----------
    rows : DataFrame
        ``ROWS`` of one network.

    Returns
    -------
    DataFrame
        Same columns, some rows more.
    """
    n = rows.height
    spoiled = (
        rows.with_columns(_where(rng, n, _NO_PLACE, lat=91.0, lon=181.0))
        .with_columns(
            _where(rng, n, _OUTSIDE, lat=94.5),
        )
        .with_columns(
            _where(rng, n, _NO_VESSEL, mmsi=0, told=-1),
        )
        .with_columns(
            _where(rng, n, _NO_SPEED, sog=102.3, cog=360.0),
        )
    )
    again = spoiled.filter(pl.Series(rng.random(n) < _REPEATED))
    return pl.concat([spoiled, again])


def _where(
    rng: np.random.Generator, n: int, share: float, **values: float
) -> list[pl.Expr]:
    mask = pl.lit(pl.Series(rng.random(n) < share))
    return [
        pl.when(mask).then(pl.lit(value)).otherwise(pl.col(name)).alias(name)
        for name, value in values.items()
    ]
