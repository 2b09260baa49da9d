"""Floods: more reports of one vessel, or more vessels at one place, than can be.

Whoever can send AIS can send any amount of it. What is beyond what transponders and
hulls can do is not looked at, so that it neither stops a run nor hides what is true in
it; the rows stay in the store, and the flood is told as an anomaly.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import polars as pl

from stsdetect.errors import ConfigError
from stsdetect.kernels.runs import in_order

__all__ = [
    "FLOODS",
    "STSDETECT",
    "FloodParams",
    "periods_of",
    "tell_floods",
    "thin_reports",
]

log = logging.getLogger(__name__)

FLOODS: Final = {
    "kind": pl.String(),
    "mmsi": pl.Int64(),
    "start_time": pl.Datetime("ms", "UTC"),
    "end_time": pl.Datetime("ms", "UTC"),
    "n": pl.Int64(),
}
"""What was too much, by period: ``flood`` and the reports of ``mmsi``, or ``crowd``
and the vessels about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FloodParams:
    """How much is more than can be, in each period since 1970."""

    period: timedelta = timedelta(minutes=30)
    """Ours: the shortest encounter."""
    max_reports: int = 3_600
    """Ours: two a second. A transponder sends one every 2 s at most (ITU-R M.1371-5,
    table 1); four times that is left for receivers with clocks of their own and for
    vessels that share an MMSI."""
    near_m: float = 750.0
    """Side of a small place, ours: where a contact of two vessels closes."""
    max_near: int = 150
    """Ours: so many vessels in a cell of 750 m are one every 61 m; only boats that lie
    hull to hull in a harbour are closer."""
    far_m: float = 11_000.0
    """Side of a large place, ours: a tenth of a degree, an anchorage."""
    max_far: int = 1_500
    """Ours: more than we know of in any anchorage; one vessel every 280 m."""
    least_hours: int = 12
    """Ours: who was heard in so many hours of this day and the one before is looked at
    in a crowd too, the longest heard first; of less data, in half of its hours. Vessels
    that are made up come at once."""

    def __post_init__(self) -> None:
        """Refuse bounds that no vessel could keep.

        Raises
        ------
        ConfigError
            A bound is not above zero.
        """
        if self.period < timedelta(minutes=1) or self.period > timedelta(hours=1):
            raise ConfigError("floods: period must be from one minute to one hour")
        if min(self.max_reports, self.max_near, self.max_far, self.least_hours) < 1:
            raise ConfigError("floods: the counts must be at least 1")
        if min(self.near_m, self.far_m) < 100:
            raise ConfigError("floods: near_m and far_m must be at least 100")


STSDETECT: Final = FloodParams()
"""Our own bounds, each with its reason beside it."""


def thin_reports(
    positions: pl.DataFrame, params: FloodParams = STSDETECT
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Keep of each vessel at most so many reports in each period, evenly spread.

    Parameters
    ----------
    positions : pl.DataFrame
        A :data:`~stsdetect.schema.POSITIONS` table by MMSI and time.
    params : FloodParams
        How many are too many.

    Returns
    -------
    pl.DataFrame
        What is kept, in the same order.
    pl.DataFrame
        :data:`FLOODS` of kind ``flood``: the reports that there were.
    """
    n_most = params.max_reports
    key = periods_of(positions, params)
    mmsi, period = (key[name].to_numpy() for name in ("mmsi", "period"))
    ahead = (mmsi[n_most:] == mmsi[:-n_most]) & (period[n_most:] == period[:-n_most])
    if not ahead.any():
        return positions, pl.DataFrame(schema=FLOODS)
    place, n = pl.int_range(pl.len()), pl.len()
    thinned = key.with_columns(
        kept=((place + 1) * n_most // n > place * n_most // n).over("mmsi", "period"),
        n=n.over("mmsi", "period"),
    )
    keep = (thinned["n"] <= n_most) | thinned["kept"]
    told = thinned.filter(pl.col("n") > n_most).unique(["mmsi", "period"])
    return positions.filter(keep), tell_floods("flood", told, params)


def periods_of(positions: pl.DataFrame, params: FloodParams) -> pl.DataFrame:
    """Give vessel and period of each position, which are by vessel and time."""
    length = params.period // timedelta(milliseconds=1)
    period = positions["timestamp"].dt.epoch("ms").to_numpy() // length
    key = pl.DataFrame({"mmsi": positions["mmsi"].cast(pl.Int64), "period": period})
    mmsi, time = key["mmsi"].to_numpy(), key["period"].to_numpy()
    if not in_order(mmsi, time, time):
        raise ValueError("positions are not by vessel and time")
    return key


def tell_floods(kind: str, found: pl.DataFrame, params: FloodParams) -> pl.DataFrame:
    """Tell ``mmsi, period, n`` as a :data:`FLOODS` table, by time and vessel."""
    length = params.period // timedelta(milliseconds=1)
    start = (pl.col("period") * length).cast(pl.Datetime("ms", "UTC"))
    return found.select(
        pl.lit(kind).alias("kind"),
        "mmsi",
        start_time=start,
        end_time=start + params.period,
        n=pl.col("n").cast(pl.Int64),
    ).sort("start_time", "mmsi")
