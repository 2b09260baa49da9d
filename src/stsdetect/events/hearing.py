"""Hearing: whether a silence is one of the vessel or one of the receivers."""

import logging
from datetime import timedelta
from typing import Final

import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray

from stsdetect.events.all_slots import batches_of
from stsdetect.events.arrays import numbers, whole
from stsdetect.events.cells import block_at, block_of
from stsdetect.events.pieces import MAX_SLOTS, Pieces, find_pieces, go_on, stay
from stsdetect.events.rates import rates_for, slices_of
from stsdetect.events.reception import Reception
from stsdetect.events.silences import (
    Silence,
    Vessel,
    hearing_of,
    measure_silence,
)
from stsdetect.events.slots import STSDETECT, ReceptionParams, kind_of
from stsdetect.events.stops import log_unheard_stop
from stsdetect.schema import GAPS
from stsdetect.threads import map_parts

__all__ = ["judge_gaps"]

log = logging.getLogger(__name__)

Numbers = NDArray[np.float64]
Integers = NDArray[np.int64]

CAP: Final = float(np.log(1_000.0))
"""Most that reception says against a vessel: slots hang together; ours."""
PRIOR_HEARD: Final = 6.0
"""Ours: an hour in which a vessel is heard as others are, before its own count."""
LEAST_HEARING: Final = 0.05
FROM_SPACE: Final = 0.9
"""Ours: share of the slots heard by satellite where satellites alone hear."""
MICRO: Final = 1e6


def judge_gaps(
    gaps: pd.DataFrame,
    reception: Reception,
    params: ReceptionParams = STSDETECT,
    n_threads: int = 1,
) -> pd.DataFrame:
    """Judge of each gap whether a vessel that broadcast could have been so silent.

    The vessel either went on to where it is heard again, or stopped where it fell
    silent and sent at the slow rate of a vessel at anchor; what makes the silence less
    strange counts. One that was under way has to have stopped unheard (see
    :mod:`~stsdetect.events.stops`). A vessel that is elsewhere heard less than others
    is expected to be heard less here.

    Parameters
    ----------
    gaps : pd.DataFrame
        A :data:`~stsdetect.schema.GAPS` table, in any order.
    reception : Reception
        As :func:`~stsdetect.events.reception.learn_reception` gives it.
    params : ReceptionParams
        Priors, and what is suspicious.
    n_threads : int
        So many pieces of silences are looked at a time; each takes some hundred MB.

    Returns
    -------
    pd.DataFrame
        A :data:`~stsdetect.schema.GAPS` table, row by row.
    """
    GAPS.check(gaps)
    table = GAPS.from_pandas(gaps)
    vessels = _vessels(reception, params)
    parts = map_parts(
        lambda some: _judge(some, reception, vessels, params),
        list(batches_of(table, params, MAX_SLOTS)),
        n_threads,
    )
    strange = _suspicious(_from_space(table, reception), params)
    told = GAPS.conform(pl.concat(parts).with_columns(strange))
    judged = GAPS.to_pandas(told.select(GAPS.names))
    GAPS.check(judged)
    log.info("%d gaps, %d suspicious", len(judged), judged["suspicious"].sum())
    return judged


def _vessels(reception: Reception, params: ReceptionParams) -> pl.DataFrame:
    """Slots in which each vessel was heard, and in which others would have been."""
    some = slices_of(reception.slots.by_vessel)
    told = pl.concat([_heard_of(own, reception, params) for own in some])
    return told.group_by("mmsi").agg(pl.col("heard", "expected").sum())


def _heard_of(
    own: pl.DataFrame, reception: Reception, params: ReceptionParams
) -> pl.DataFrame:
    rates = rates_for(own.select("mmsi", "cell"), reception.totals, params).p
    p = rates[np.arange(own.height), own["kind"].to_numpy()]
    expected = np.round(own["n_slots"].to_numpy() * p * MICRO).astype(np.int64)
    counted = own.select("mmsi", pl.col("n_heard").cast(pl.Int64).alias("heard"))
    return (
        counted.with_columns(expected=pl.Series(expected))
        .group_by("mmsi")
        .agg(pl.col("heard", "expected").sum())
    )


def _judge(
    gaps: pl.DataFrame,
    reception: Reception,
    vessels: pl.DataFrame,
    params: ReceptionParams,
) -> pl.DataFrame:
    """Judge some gaps by both hypotheses, and keep the less suspicious."""
    kind = kind_of(gaps["ais_class"], gaps["start_speed_kn"], params)
    way, may_go = go_on(gaps)
    rest, may_rest = stay(gaps, params.max_still_kn)
    going = find_pieces(way, gaps["mmsi"], reception.totals, params)
    resting = find_pieces(rest, gaps["mmsi"], reception.totals, params)
    own = _own_slots(gaps, going, kind, params)
    vessel = Vessel(own, _hearing(gaps, own, vessels))
    ways = ((going, kind // 2 * 2), (resting, kind // 2 * 2 + 1))
    chances = [
        hearing_of(pieces, sends, vessel, reception, params) for pieces, sends in ways
    ]
    moving, still = (
        measure_silence(gaps, *way, chance, reception.slots.squares, params)
        for way, chance in zip(ways, chances, strict=True)
    )
    if_stopped = still.log_p + _stopping(gaps, going, chances[0], params)
    still = still._replace(log_p=if_stopped)
    stopped = may_rest & (~may_go | (still.log_p > moving.log_p))
    told = Silence(
        *(np.where(stopped, *pair) for pair in zip(still, moving, strict=True))
    )
    return gaps.with_columns(
        pl.Series("n_expected", told.n_expected),
        pl.Series("p_silence", np.exp(told.log_p)),
        pl.Series("log_bf_silence", np.minimum(-told.log_p, CAP)),
        pl.Series("n_witnesses", told.n_witnesses.astype(np.int64)),
        pl.Series("witnessed", told.witnessed),
        pl.Series("stopped", stopped),
        pl.Series("own_hearing", vessel.hearing),
    )


def _stopping(
    gaps: pl.DataFrame,
    going: Pieces,
    chance: Numbers,
    params: ReceptionParams,
) -> Numbers:
    """Log probability that nobody heard a vessel stop, and get under way again.

    ``chance`` is that of one under way, to be heard in each slot.

    0 at an end at which it was slow, and at one of which nothing tells. Of a vessel
    that is not heard again nobody knows where it went, nor where it would have been
    heard: it may have stopped.
    """
    per_slot = params.slot / params.mean_under_way
    ends = log_unheard_stop(going, chance, gaps.height, per_slot)
    speeds = (gaps["start_speed_kn"], gaps["end_sog"])
    closed = ~gaps["open"].to_numpy()
    fast = [closed & (numbers(speed) > params.max_still_kn) for speed in speeds]
    return np.asarray(fast[0] * ends[0] + fast[1] * ends[1])


def _own_slots(
    gaps: pl.DataFrame, pieces: Pieces, kind: Integers, params: ReceptionParams
) -> pl.DataFrame:
    """Slots of each gap itself that count as missed, where they were to be heard."""
    counts = ~gaps["open"].to_numpy() & (
        numbers(gaps["duration_h"]) <= params.max_trial / timedelta(hours=1)
    )
    expected = pieces.p(kind) * counts[pieces.row]
    micro = np.round(expected * MICRO).astype(np.int64)
    of_stretches = np.add.reduceat(micro, pieces.firsts()) if micro.size else micro
    own = pieces.keys().with_columns(pl.Series("own", of_stretches))
    return own.group_by("row", "block", "hour").agg(pl.col("own").sum())


def _hearing(gaps: pl.DataFrame, own: pl.DataFrame, vessels: pl.DataFrame) -> Numbers:
    """Tell how well each vessel is heard, beside others, apart from its gap."""
    here = own.group_by("row").agg(pl.col("own").sum())
    known = (
        gaps.select("mmsi", row=pl.int_range(pl.len()))
        .join(vessels, on="mmsi", how="left", maintain_order="left")
        .join(here, on="row", how="left", maintain_order="left")
        .fill_null(0)
    )
    expected = (known["expected"] - known["own"]).to_numpy() / MICRO
    share: Numbers = (known["heard"].to_numpy() + PRIOR_HEARD) / (
        np.maximum(expected, 0.0) + PRIOR_HEARD
    )
    return np.clip(share, LEAST_HEARING, 1.0)


def _suspicious(space: NDArray[np.bool_], params: ReceptionParams) -> pl.Expr:
    """Tell which gaps neither reception nor a stop explains, by the stated rule."""
    hours, hour = pl.col("duration_h"), timedelta(hours=1)
    rule = (
        (hours >= params.min_duration / hour)
        & (~pl.lit(pl.Series(space)) | (hours >= params.min_satellite_duration / hour))
        & (pl.col("n_expected") >= params.min_expected)
        & (pl.col("n_witnesses") >= params.min_witnesses)
        & (pl.col("witnessed") >= params.min_witnessed)
        & (pl.col("p_silence") < params.max_p_silence)
        & ~pl.col("mmsi_heard")
    )
    return rule.alias("suspicious")


def _from_space(gaps: pl.DataFrame, reception: Reception) -> NDArray[np.bool_]:
    """Tell where hardly anybody is heard but by satellite, as far as files say."""
    counts = reception.slots.by_vessel
    blocks = (
        counts.with_columns(block=pl.Series(block_of(whole(counts["cell"]))))
        .group_by("block")
        .agg(pl.col("n_heard", "n_space").cast(pl.Int64).sum())
    )
    block = block_at(numbers(gaps["start_lat"]), numbers(gaps["start_lon"]))
    found = pl.DataFrame({"block": block}).join(
        blocks, on="block", how="left", maintain_order="left"
    )
    heard, space = (
        found[name].fill_null(0).to_numpy() for name in ("n_heard", "n_space")
    )
    alone: NDArray[np.bool_] = (heard > 0) & (space >= FROM_SPACE * heard)
    return alone
