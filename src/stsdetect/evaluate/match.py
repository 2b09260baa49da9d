"""Match: which candidate is which transfer, one to one; bounds are ours."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np
import polars as pl
from scipy.optimize import linear_sum_assignment

from stsdetect.kernels.sphere import haversine_m
from stsdetect.units import M_PER_NM

__all__ = ["STSDETECT", "MatchParams", "find_agreements", "match_transfers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchParams:
    """When a candidate is said to be a transfer.

    Attributes
    ----------
    min_overlap : float
        Least share of the time that both cover together.
    reach : timedelta
        Or the middle lies within the event, give or take this.
    max_distance_nm : float
        Farthest apart; and half of the way that the two drifted, where the candidate
        tells it, since a place stands for all of it.
    """

    min_overlap: float = 0.3
    reach: timedelta = timedelta(hours=1)
    max_distance_nm: float = 3.0


STSDETECT: Final = MatchParams()
"""Ours, set before anything was measured."""

_IMPOSSIBLE: Final = 1e3
"""Cost of a match that is none, beyond what real ones can add up to."""


def match_transfers(
    truth: pl.DataFrame, candidates: pl.DataFrame, params: MatchParams = STSDETECT
) -> pl.DataFrame:
    """Match transfers and candidates one to one, as many as can be.

    A transfer is matched within the kind that AIS can show of it; a spoofed one with
    a candidate of any kind. Where a transfer agrees with several candidates, the one
    that names its vessels wins, then the one that covers its time best (Hungarian
    assignment).

    Parameters
    ----------
    truth : DataFrame
        A :data:`~stsdetect.evaluate.truth.TRUTH` table; rows that are no transfer are
        not looked at.
    candidates : DataFrame
        A :data:`~stsdetect.schema.CANDIDATES` table.
    params : MatchParams
        What agreement is.

    Returns
    -------
    DataFrame
        One row per match: ``event_id, candidate_id, named, start_error_h,
        end_error_h, place_error_nm``. Errors are the candidate's value less the
        true one.
    """
    agreeing = find_agreements(
        truth.filter(pl.col("is_transfer")), candidates, params
    ).filter(
        (pl.col("kind") == pl.col("observability"))
        | (pl.col("observability") == "spoofed")
    )
    events, candidate_ids = (
        agreeing[name].unique(maintain_order=True)
        for name in ("event_id", "candidate_id")
    )
    cost = np.full((events.len(), candidate_ids.len()), _IMPOSSIBLE)
    place = {
        name: dict(zip(values, range(values.len()), strict=True))
        for name, values in (("event", events), ("candidate", candidate_ids))
    }
    row = [place["event"][one] for one in agreeing["event_id"]]
    column = [place["candidate"][one] for one in agreeing["candidate_id"]]
    worth = agreeing["named"].cast(pl.Float64) * 2 + agreeing["overlap"]
    cost[row, column] = 3.0 - worth.to_numpy()
    chosen = linear_sum_assignment(cost)
    pairs = pl.DataFrame(
        {
            "event_id": events.gather(chosen[0]),
            "candidate_id": candidate_ids.gather(chosen[1]),
        }
    )
    return agreeing.join(
        pairs, on=["event_id", "candidate_id"], maintain_order="left"
    ).select(
        "event_id",
        "candidate_id",
        "named",
        "start_error_h",
        "end_error_h",
        "place_error_nm",
    )


def find_agreements(
    truth: pl.DataFrame, candidates: pl.DataFrame, params: MatchParams = STSDETECT
) -> pl.DataFrame:
    """Find every candidate that agrees with an event in vessels, time and place.

    Vessels agree when the pair is the same; of a candidate ``one_dark`` or
    ``loitering`` it is enough that the vessel seen is one of the two (``named`` tells
    whether the other is right too, where one is named). Time agrees when the two
    share ``min_overlap`` of what they cover, or the candidate's middle lies within
    the event, give or take ``reach``. A dark candidate bounds a meeting instead of
    timing it: there it is the event's middle that has to lie within the bounds. Places
    agree within ``max_distance_nm``, but for ``both_dark``, where nobody saw the place:
    its error is told.

    Returns
    -------
    DataFrame
        One row per event and candidate that agree.
    """
    both = candidates.select(*_CANDIDATE, pl.col("drift_nm").fill_null(0.0)).rename(
        {name: f"{name}_c" for name in _SHARED}
    )
    told = truth.select("event_id", "observability", *_SHARED)
    seen = pl.col("kind").is_in(["one_dark", "loitering"])
    by_one = [
        told.join(both.filter(seen), left_on=side, right_on="mmsi_a_c").with_columns(
            mmsi_a_c=pl.col(side)
        )
        for side in ("mmsi_a", "mmsi_b")
    ]
    by_two = _by_pair(told, both.filter(~seen))
    columns = ["event_id", "observability", *_SHARED, *both.columns]
    every = pl.concat([part.select(columns) for part in (*by_one, by_two)])
    measured = _measure(every, params)
    return measured.filter(
        pl.col("in_time")
        & (
            (
                pl.col("place_error_nm")
                <= params.max_distance_nm + pl.col("drift_nm") / 2
            )
            | (pl.col("kind") == "both_dark")
        )
    )


_SHARED: Final = ("mmsi_a", "mmsi_b", "start_time", "end_time", "lat", "lon")
_CANDIDATE: Final = ("candidate_id", "kind", *_SHARED)
_HOUR: Final = timedelta(hours=1)


def _by_pair(told: pl.DataFrame, both: pl.DataFrame) -> pl.DataFrame:
    """Join on the two vessels, whichever is a."""
    low, high = pl.min_horizontal, pl.max_horizontal
    return told.with_columns(
        low=low("mmsi_a", "mmsi_b"), high=high("mmsi_a", "mmsi_b")
    ).join(
        both.with_columns(
            low=low("mmsi_a_c", "mmsi_b_c"), high=high("mmsi_a_c", "mmsi_b_c")
        ).filter(pl.col("mmsi_b_c").is_not_null()),
        on=["low", "high"],
    )


def _measure(every: pl.DataFrame, params: MatchParams) -> pl.DataFrame:
    """Measure how far each candidate is from its event."""
    place_m = haversine_m(*(every[name].to_numpy() for name in _PLACES))
    middle_c = _middle("start_time_c", "end_time_c")
    middle = _middle("start_time", "end_time")
    dark = pl.col("kind").is_in(["one_dark", "both_dark"])
    within = (
        pl.when(dark)
        .then(_within(middle, "start_time_c", "end_time_c", params.reach))
        .otherwise(_within(middle_c, "start_time", "end_time", params.reach))
    )
    return every.with_columns(
        named=_same_pair(),
        overlap=_overlap(),
        start_error_h=(pl.col("start_time_c") - pl.col("start_time")) / _HOUR,
        end_error_h=(pl.col("end_time_c") - pl.col("end_time")) / _HOUR,
        place_error_nm=pl.Series(place_m / M_PER_NM, dtype=pl.Float64),
    ).with_columns(in_time=(pl.col("overlap") >= params.min_overlap) | within)


_PLACES: Final = ("lat", "lon", "lat_c", "lon_c")


def _middle(start: str, end: str) -> pl.Expr:
    return pl.col(start) + (pl.col(end) - pl.col(start)) / 2


def _within(moment: pl.Expr, start: str, end: str, reach: timedelta) -> pl.Expr:
    return moment.is_between(pl.col(start) - reach, pl.col(end) + reach)


def _same_pair() -> pl.Expr:
    a, b, a_c, b_c = (pl.col(n) for n in ("mmsi_a", "mmsi_b", "mmsi_a_c", "mmsi_b_c"))
    pair = (((a == a_c) & (b == b_c)) | ((a == b_c) & (b == a_c))).fill_null(
        value=False
    )
    return pair | (pl.col("kind") == "loitering")


def _overlap() -> pl.Expr:
    """Share of the time covered by either that both cover, 0 for two instants."""
    first, last = pl.max_horizontal, pl.min_horizontal
    together = last("end_time", "end_time_c") - first("start_time", "start_time_c")
    either = first("end_time", "end_time_c") - last("start_time", "start_time_c")
    share = (together / _HOUR).clip(lower_bound=0.0) / (either / _HOUR)
    return share.fill_nan(0.0)
