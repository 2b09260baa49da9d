"""Builders of silence: tracks with holes, by window or all at once."""

from datetime import datetime, timedelta

import pandas as pd
import polars as pl

from stsdetect.events.all_slots import add_silences, keep_slots
from stsdetect.events.edges import GapParams, find_edges
from stsdetect.events.gaps import STSDETECT, find_gaps
from stsdetect.events.hearing import judge_gaps
from stsdetect.events.reception import Reception, learn_reception
from stsdetect.events.reports import order_reports
from stsdetect.events.slots import Slots, count_heard
from stsdetect.events.speeds import count_speeds, join_speeds
from stsdetect.tracks.segment import find_segments

MARGIN = timedelta(hours=9)
Period = tuple[datetime, datetime]


def cut(period: Period, hours: float) -> list[Period]:
    """Windows of a length over a period."""
    starts = [period[0]]
    while starts[-1] + timedelta(hours=hours) < period[1]:
        starts.append(starts[-1] + timedelta(hours=hours))
    return list(zip(starts, [*starts[1:], period[1]], strict=True))


def near(positions: pl.DataFrame, window: Period) -> pl.DataFrame:
    """Reports that a window reads, in segments."""
    start, stop = window[0] - MARGIN, window[1] + MARGIN
    time = pl.col("timestamp")
    return order_reports(find_segments(positions.filter(time >= start, time < stop)))


def gaps_of(
    positions: pl.DataFrame,
    period: Period | None = None,
    hours: float = 10_000,
    params: GapParams = STSDETECT,
) -> pd.DataFrame:
    """GAPS of positions, from the first to the last unless a period is given."""
    if period is None:
        time = positions["timestamp"].sort().to_list()
        period = (time[0], time[-1] + timedelta(milliseconds=1))
    edges, speeds = [], []
    for window in cut(period, hours):
        reports = near(positions, window)
        edges.append(find_edges(reports, window, period, params))
        speeds.append(count_speeds(reports, window))
    return find_gaps(edges, join_speeds(speeds), period[1], params)


def reception_of(
    positions: pl.DataFrame, gaps: pd.DataFrame, hours: float = 10_000
) -> Reception:
    """Reception learnt from positions, from the first to the last."""
    time = positions["timestamp"].sort().to_list()
    period = (time[0], time[-1] + timedelta(milliseconds=1))
    kept: list[Slots] = []
    for window in cut(period, hours):
        keep_slots(count_heard(near(positions, window), window, period), kept)
    return learn_reception(add_silences(kept, gaps, timedelta(hours=8)))


def judged(positions: pl.DataFrame, hours: float = 10_000) -> pd.DataFrame:
    """GAPS of positions with what reception says of them."""
    gaps = gaps_of(positions, hours=hours)
    return judge_gaps(gaps, reception_of(positions, gaps, hours))
