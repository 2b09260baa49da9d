"""Nearby: when other vessels were heard where two are led to each other."""

import numpy as np
import polars as pl

from stsdetect.simulate.bend import Meeting, Track
from stsdetect.simulate.chart import Array

__all__ = ["heard_near", "instants_of"]


def heard_near(
    positions: pl.DataFrame, meeting: Meeting, pair: tuple[int, int]
) -> list[Array]:
    """Give when other vessels within 30 nm were heard, the most usual one first.

    Only of those that were near all the time: they know the holes of the place.

    Parameters
    ----------
    positions : DataFrame
        A POSITIONS table.
    meeting : Meeting
        Where and when.
    pair : pair of int
        MMSIs of the vessels that are led there.

    Returns
    -------
    list of array
        Seconds since 1970, of two vessels at most.
    """
    begin, end = meeting.start_s - meeting.detour_s, meeting.end_s + meeting.detour_s
    second = pl.col("timestamp").dt.epoch("ms") / 1000.0
    near = positions.filter(
        second.is_between(begin, end)
        & ((pl.col("lat") - meeting.lat).abs() < 0.5)
        & ((pl.col("lon") - meeting.lon).abs() < 0.7)
        & ~pl.col("mmsi").is_in(pair)
    ).with_columns(second=second)
    there = (pl.col("second").min() < begin + 3600.0) & (
        pl.col("second").max() > end - 3600.0
    )
    often = pl.len() >= 2.0 * (end - begin) / 3600.0
    counts = near.group_by("mmsi").agg(pl.len(), stays=there & often).filter("stays")
    if counts.is_empty():
        return []
    usual = counts["len"].median()
    ranked = counts.with_columns(off=(pl.col("len") - usual).abs()).sort("off", "mmsi")
    return [
        near.filter(pl.col("mmsi") == mmsi)["second"].to_numpy()
        for mmsi in ranked["mmsi"].head(2)
    ]


def instants_of(track: Track, meeting: Meeting, about: Array | None) -> Array:
    """Take her own instants, and those of the neighbour while she is led."""
    if about is None:
        return track.time_s
    begin, end = meeting.start_s - meeting.detour_s, meeting.end_s + meeting.detour_s
    own = track.time_s[(track.time_s < begin) | (track.time_s > end)]
    return np.unique(np.concatenate((own, about)))
