"""Possible: the pairs of which speed allows a meeting, and what is known of both."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.events.arrays import fixed, numbers, whole
from stsdetect.events.bounds import as_rows
from stsdetect.events.meeting_params import RendezvousParams
from stsdetect.kernels.angles import angle_difference_deg
from stsdetect.kernels.overlaps import pair_silences
from stsdetect.kernels.slack import max_slack, slack_at_s
from stsdetect.units import S_PER_H

__all__ = ["describe_pairs", "pair_up"]

Numbers = NDArray[np.float64]


def pair_up(
    silences: pl.DataFrame, rows: Numbers, params: RendezvousParams
) -> tuple[pl.DataFrame, int]:
    """Pair what could have met for long enough, with the place of most slack."""
    still, vessel = silences["still"].to_numpy(), whole(silences["mmsi"])
    least_s = min(params.min_meeting, params.min_visit).total_seconds()
    first, second, n_overlaps = pair_silences(rows, vessel, still, least_s)
    usual = as_rows(silences, "usual_speed_kn")
    parts = []
    for kind, of_kind in (("one_dark", still[first]), ("both_dark", ~still[first])):
        least = params.min_visit if kind == "one_dark" else params.min_meeting
        a, b = first[of_kind], second[of_kind]
        top = _slack(rows, a, b, kind, least.total_seconds())
        long = top[:, 0] >= least.total_seconds()
        a, b, top = a[long], b[long], top[long]
        at_usual = _slack(usual, a, b, kind, -np.inf)
        parts.append(
            pl.DataFrame({"first": a, "second": b}).with_columns(
                kind=pl.lit(kind),
                slack_h=pl.Series(top[:, 0] / S_PER_H),
                usual_slack_h=pl.Series(at_usual[:, 0] / S_PER_H),
                x=pl.Series(top[:, 1]),
                y=pl.Series(top[:, 2]),
                z=pl.Series(top[:, 3]),
            )
        )
    return pl.concat(parts), n_overlaps


def _slack(
    rows: Numbers,
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    kind: str,
    least_s: float,
) -> Numbers:
    """Give slack and place; the place of a vessel that waits is known."""
    if kind == "both_dark":
        return np.asarray(max_slack(fixed(rows), first, second, least_s))
    there = rows[first, 0:3]
    slack = slack_at_s(fixed(rows), first, second, there[:, None, :])
    return np.column_stack([slack, there])


def describe_pairs(pairs: pl.DataFrame, silences: pl.DataFrame) -> pl.DataFrame:
    """Add what is known of both silences, side by side."""
    for side, row in (("a", "first"), ("b", "second")):
        told = silences[whole(pairs[row])]
        turn = angle_difference_deg(
            numbers(told["start_cog"]), numbers(told["end_cog"])
        )
        pairs = pairs.hstack(
            told.select(
                pl.col("mmsi").alias(f"mmsi_{side}"),
                pl.col("event_id").alias(f"event_{side}"),
                pl.col("role").alias(f"role_{side}"),
                pl.when(~pl.col("still")).then("duration_h").alias(f"silent_{side}_h"),
                pl.col("needed_h").alias(f"needed_{side}_h"),
                pl.col("lost_h").alias(f"lost_{side}_h"),
                pl.col("usual_speed_kn").alias(f"usual_speed_{side}_kn"),
                pl.col("max_speed_kn").alias(f"max_speed_{side}_kn"),
                pl.col("p_silence").alias(f"p_silence_{side}"),
                pl.col("goes_on").alias(f"goes_on_{side}"),
                pl.col("n_alike").alias(f"n_alike_{side}"),
                pl.max_horizontal("start_sog", "end_sog").alias(f"way_on_{side}_kn"),
                pl.col("distance_nm").alias(f"moved_{side}_nm"),
                pl.col("start_time").alias(f"start_{side}"),
                pl.col("end_time").alias(f"end_{side}"),
                pl.Series(f"turn_{side}_deg", turn).fill_nan(None),
            )
        )
    longest = pl.max_horizontal("lost_a_h", "lost_b_h", 1.0)
    # As a factor: polars divides one row by another way than several.
    hours_per_ms = 1.0 / (S_PER_H * 1_000.0)
    apart = {
        side: (pl.col(f"{side}_a") - pl.col(f"{side}_b")).dt.total_milliseconds()
        for side in ("start", "end")
    }
    out_of_step = pl.col("starts_apart_h") + pl.col("ends_apart_h")
    silent = pl.col("silent_a_h") + pl.col("silent_b_h")
    return pairs.with_columns(
        share_explained=(pl.col("usual_slack_h") / longest).clip(0.0, 1.0),
        n_alike=pl.max_horizontal("n_alike_a", "n_alike_b"),
        way_on_kn=pl.min_horizontal("way_on_a_kn", "way_on_b_kn"),
        least_moved_nm=pl.min_horizontal("moved_a_nm", "moved_b_nm"),
        starts_apart_h=apart["start"].abs() * hours_per_ms,
        ends_apart_h=apart["end"].abs() * hours_per_ms,
    ).with_columns(share_in_step=(1.0 - out_of_step / silent).clip(0.0, 1.0))
