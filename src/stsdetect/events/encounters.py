"""Encounters: two vessels that broadcast, close and slow together.

A contact opens at the first slow tick within 500 m and closes when no slow tick
within 750 m follows for 45 minutes; contacts of a pair that are less than 4 hours and
5 nautical miles apart are one encounter. Ticks inside a vessel's own silence aren't
in PROXIMITIES, so that nothing unobserved counts as time together: `support`,
`longest_hole_min` and `n_contacts` tell what was bridged.
"""

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import pandas as pd
import polars as pl

from stsdetect.events.alongside import measure_alongside
from stsdetect.events.particulars import longest_known
from stsdetect.kernels.runs import ContactBounds, contact_ids, in_order
from stsdetect.kernels.sphere import haversine_m
from stsdetect.schema import ENCOUNTERS, PROXIMITIES
from stsdetect.units import M_PER_NM

__all__ = ["STSDETECT", "EncounterParams", "find_encounters", "split_settled"]

log = logging.getLogger(__name__)

_PAIR = ("mmsi_a", "mmsi_b")


@dataclass(frozen=True, slots=True, kw_only=True)
class EncounterParams:
    """Bounds of an encounter; inclusive unless said otherwise.

    Parameters
    ----------
    open_distance_m : float
        A contact opens within this distance; Miller et al. (2018), 500 m.
    keep_distance_m : float
        A contact closes beyond this distance; ours, half as far again: peers lose a
        meeting of two hours to one tick at 660 m.
    max_lengths : float, optional
        Both distances are also at most this many lengths of the longer vessel, and
        pairs of which neither length is known are left out; off by default.
    max_speed_kn : float
        Of the faster vessel, for a tick to open or to prolong a contact; ours.
    max_median_speed_kn : float
        Of each vessel over a contact; ours, above the 2 kn of Miller et al. (2018)
        for the tides of the Yellow Sea.
    max_silence : timedelta
        Longest time between two such ticks of a contact; ours. Ticks on a long hole
        of a vessel that hardly moved are ticks: satellite passes that are an hour
        apart don't close a contact.
    merge_gap, merge_distance_nm : timedelta, float
        Contacts that are less than both apart are one encounter; 4 h as in
        pipe-encounters, 5 nm ours.
    min_contact : timedelta
        From the first to the last tick of each contact.
    min_duration : timedelta
        Of all contacts together, as ticks that were there times `step`: neither the
        time between contacts nor a missing tick counts; ours.
    tight_distance_m, tight_duration : float, timedelta, optional
        So long within so near is enough as well, whatever `min_duration`.
    max_age : timedelta
        A tick with a report of both within this time has support (methods, ENC-01).
    step : timedelta
        Between ticks.

    References
    ----------
    Miller, N. A., Roan, A., Hochberg, T., Amos, J., Kroodsma, D. A. (2018).
    Identifying global patterns of transshipment behavior. Frontiers in Marine Science
    5, 240. doi:10.3389/fmars.2018.00240
    """

    open_distance_m: float = 500.0
    keep_distance_m: float = 750.0
    max_lengths: float | None = None
    max_speed_kn: float = 3.0
    max_median_speed_kn: float = 3.0
    max_silence: timedelta = timedelta(minutes=45)
    merge_gap: timedelta = timedelta(hours=4)
    merge_distance_nm: float = 5.0
    min_contact: timedelta = timedelta(0)
    min_duration: timedelta = timedelta(minutes=30)
    tight_distance_m: float | None = None
    tight_duration: timedelta = timedelta(0)
    max_age: timedelta = timedelta(minutes=15)
    step: timedelta = timedelta(minutes=5)


STSDETECT = EncounterParams()


def find_encounters(
    proximities: pl.DataFrame,
    vessels: pl.DataFrame,
    params: EncounterParams = STSDETECT,
) -> pd.DataFrame:
    """Find the encounters in pairs of vessels near each other, tick by tick.

    Parameters
    ----------
    proximities : pl.DataFrame
        A :data:`~stsdetect.schema.PROXIMITIES` table, in any order.
    vessels : pl.DataFrame
        A :data:`~stsdetect.schema.VESSELS` table, in any order; may be empty.
    params : EncounterParams
        Bounds.

    Returns
    -------
    pd.DataFrame
        An :data:`~stsdetect.schema.ENCOUNTERS` table, by start and pair. The cluster
        is missing and the activity ``unknown``: both need the encounters of all time.
    """
    PROXIMITIES.check(proximities)
    near = _near(proximities.drop("hole_s"), vessels, params)
    ticks = near.with_columns(contact=_contacts(near, params)).filter(
        pl.col("contact") >= 0
    )
    ticks = _merge(ticks, params)
    ticks = ticks.with_columns(
        supported=pl.col("age_s") <= params.max_age.total_seconds()
    )
    encounters = _measure(ticks, params).filter(_long_enough(params))
    supported = ticks.filter(
        pl.col("supported"),
        pl.col("encounter").is_in(encounters["encounter"].implode()),
    )
    encounters = measure_alongside(encounters, supported, vessels)
    found = ENCOUNTERS.to_pandas(_conform(encounters))
    ENCOUNTERS.check(found)
    log.info("%d proximities, %d encounters", proximities.height, len(found))
    return found


def split_settled(
    proximities: pl.DataFrame, stop: datetime, params: EncounterParams = STSDETECT
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Split off the pairs whose encounter can still go on after an instant.

    Rows that a tick at `stop` or later could join, as the same contact or by a merge,
    stay open together with every row that hangs on them; what lies before the last
    break of the pair that nothing can bridge is settled. Encounters of the settled
    rows of window after window are those of all rows at once.

    Parameters
    ----------
    proximities : pl.DataFrame
        The open rows so far and those of a window that ends at `stop`; a
        :data:`~stsdetect.schema.PROXIMITIES` table, in any order.
    stop : datetime
        End of the window, exclusive.
    params : EncounterParams
        Bounds of the encounters.

    Returns
    -------
    settled, open : pl.DataFrame
        PROXIMITIES tables by pair and time. Rows beyond the distance at which a
        contact closes are in neither.
    """
    near = _within(proximities, params)
    beyond = [~_reached(pl.col("timestamp").diff(), params)]
    last = pl.col("timestamp").last()
    near = near.with_columns(
        _part=pl.any_horizontal(beyond).fill_null(value=False).cum_sum().over(_PAIR),
        _open=_reached(pl.lit(stop) - last, params).over(_PAIR),
    )
    waits = pl.col("_open") & (pl.col("_part") == pl.col("_part").last().over(_PAIR))
    return (
        near.filter(~waits).drop("_part", "_open"),
        near.filter(waits).drop("_part", "_open"),
    )


def _reached(gap: pl.Expr, params: EncounterParams) -> pl.Expr:
    """Whether two ticks that far apart in time could be of one encounter."""
    return (gap <= params.max_silence) | (gap < params.merge_gap)


def _within(proximities: pl.DataFrame, params: EncounterParams) -> pl.DataFrame:
    """Ticks at which a contact can go on, by pair and time."""
    near = proximities.filter(pl.col("distance_m") <= params.keep_distance_m).rechunk()
    keys = near.select(*_PAIR, pl.col("timestamp").dt.epoch("ms"))
    ordered = in_order(*(key.to_numpy() for key in keys))
    return near if ordered else near.sort(*_PAIR, "timestamp")


def _near(
    proximities: pl.DataFrame, vessels: pl.DataFrame, params: EncounterParams
) -> pl.DataFrame:
    near = _within(proximities, params)
    if params.max_lengths is None:
        return near
    lengths = longest_known(vessels)
    for side in ("a", "b"):
        near = near.join(
            lengths.rename({"mmsi": f"mmsi_{side}", "length_m": f"length_{side}_m"}),
            on=f"mmsi_{side}",
            how="left",
            maintain_order="left",
        )
    longer = pl.max_horizontal("length_a_m", "length_b_m")
    return near.filter(pl.col("distance_m") <= params.max_lengths * longer)


def _contacts(near: pl.DataFrame, params: EncounterParams) -> pl.Series:
    other = pl.any_horizontal(pl.col(name) != pl.col(name).shift() for name in _PAIR)
    columns = near.select(
        pair=other.fill_null(value=False).cum_sum().cast(pl.Int64),
        time=pl.col("timestamp").dt.epoch("ms"),
        distance=pl.col("distance_m"),
        speed=pl.max_horizontal("speed_a_kn", "speed_b_kn"),
    )
    bounds = ContactBounds(
        float(params.open_distance_m),
        float(params.max_speed_kn),
        params.max_silence // timedelta(milliseconds=1),
    )
    pair, time, distance, speed = (column.to_numpy() for column in columns.rechunk())
    return pl.Series(contact_ids(pair, time, distance, speed, bounds))


def _merge(ticks: pl.DataFrame, params: EncounterParams) -> pl.DataFrame:
    """Give each tick the number of its encounter; drop contacts too fast."""
    n_contacts = int(ticks["contact"].max() or 0) + 1  # type: ignore[arg-type]
    encounter = np.full(n_contacts, -1, dtype=np.int64)
    contacts = (
        ticks.group_by("contact", maintain_order=True)
        .agg(
            pl.col(*_PAIR).first(),
            pl.col("timestamp").first().alias("start"),
            pl.col("timestamp").last().alias("end"),
            pl.col("lat", "lon").first().name.prefix("start_"),
            pl.col("lat", "lon").last().name.prefix("end_"),
            pl.col("speed_a_kn", "speed_b_kn").median(),
        )
        .filter(
            pl.max_horizontal("speed_a_kn", "speed_b_kn") <= params.max_median_speed_kn,
            pl.col("end") - pl.col("start") >= params.min_contact,
        )
    )
    encounter[contacts["contact"].to_numpy()] = _encounter_ids(contacts, params)
    of_tick = pl.Series("encounter", encounter[ticks["contact"].to_numpy()])
    return ticks.with_columns(of_tick).filter(of_tick >= 0)


def _encounter_ids(contacts: pl.DataFrame, params: EncounterParams) -> pl.Series:
    before = contacts.shift()
    same = (contacts["mmsi_a"] == before["mmsi_a"]) & (
        contacts["mmsi_b"] == before["mmsi_b"]
    )
    soon = contacts["start"] - before["end"] < params.merge_gap
    apart_m = haversine_m(
        before["end_lat"].to_numpy(),
        before["end_lon"].to_numpy(),
        contacts["start_lat"].to_numpy(),
        contacts["start_lon"].to_numpy(),
    )
    nearby = pl.Series(apart_m < params.merge_distance_nm * M_PER_NM)
    merged = (same & soon & nearby).fill_null(value=False)
    return (~merged).cum_sum().cast(pl.Int64)


def _measure(ticks: pl.DataFrame, params: EncounterParams) -> pl.DataFrame:
    """Figures of each encounter over its ticks, once per tick."""
    closest = pl.col("distance_m").arg_min()
    tight = params.tight_distance_m if params.tight_distance_m is not None else -1.0
    encounters = ticks.group_by("encounter", maintain_order=True).agg(
        pl.col(*_PAIR).first(),
        pl.col("timestamp").first().alias("start_time"),
        pl.col("timestamp").last().alias("end_time"),
        pl.col("lat", "lon").get(closest),
        pl.len().cast(pl.Int64).alias("n_ticks"),
        pl.col("supported").sum().alias("n_supported"),
        (pl.col("distance_m") <= tight).sum().cast(pl.Int64).alias("n_tight"),
        pl.col("contact").n_unique().cast(pl.Int64).alias("n_contacts"),
        pl.col("distance_m").min().alias("min_distance_m"),
        pl.col("distance_m").median().alias("median_distance_m"),
        pl.col("distance_m").std(ddof=0).alias("sd_distance_m"),
        pl.col("speed_a_kn", "speed_b_kn").median().name.prefix("median_"),
        pl.col("lat", "lon").first().name.prefix("start_"),
        pl.col("lat", "lon").last().name.prefix("end_"),
        pl.col("n_near").median().cast(pl.Float64),
        _longest_hole(params.step).alias("longest_hole_min"),
    )
    return encounters.with_columns(
        _support(params.step),
        _drift_nm(encounters),
        median_speed_kn=pl.max_horizontal("median_speed_a_kn", "median_speed_b_kn"),
    )


def _longest_hole(step: timedelta) -> pl.Expr:
    """Longest time between supported ticks, start and end [min]; 0 without a hole."""
    time = pl.col("timestamp")
    kept = pl.concat([time.first(), time.filter(pl.col("supported")), time.last()])
    longest = kept.diff().max()
    minutes = longest.dt.total_milliseconds() / 60_000
    return pl.when(longest > step).then(minutes).otherwise(0.0)


def _support(step: timedelta) -> pl.Expr:
    elapsed = pl.col("end_time") - pl.col("start_time")
    n_expected = elapsed.dt.total_milliseconds() / (step / timedelta(milliseconds=1))
    share = pl.col("n_supported") / (n_expected + 1.0)
    return share.clip(0.0, 1.0).alias("support")


def _drift_nm(encounters: pl.DataFrame) -> pl.Series:
    names = ("start_lat", "start_lon", "end_lat", "end_lon")
    drift_m = haversine_m(*(encounters[name].to_numpy() for name in names))
    return pl.Series("drift_nm", drift_m / M_PER_NM)


def _long_enough(params: EncounterParams) -> pl.Expr:
    n_steps = pl.col("n_ticks") - pl.col("n_contacts")
    long = n_steps * params.step >= params.min_duration
    if params.tight_distance_m is None:
        return long
    return long | ((pl.col("n_tight") - 1) * params.step >= params.tight_duration)


def _conform(encounters: pl.DataFrame) -> pl.DataFrame:
    names = (*_PAIR, "start_time")
    keys = encounters.select(*_PAIR, pl.col("start_time").dt.epoch("ms")).iter_rows()
    encounters = encounters.with_columns(
        pl.Series("encounter_id", [_encounter_id(*key) for key in keys], pl.String),
        activity=pl.lit("unknown"),
    )
    return (
        ENCOUNTERS.conform(encounters)
        .select(ENCOUNTERS.names)
        .sort("start_time", *names[:2])
    )


def _encounter_id(mmsi_a: int, mmsi_b: int, start_ms: int) -> str:
    text = f"encounter {mmsi_a} {mmsi_b} {start_ms}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]
