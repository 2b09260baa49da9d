"""Rerun: the detection on the positions of a few vessels alone, without a store."""

from datetime import datetime, timedelta

import polars as pl

from stsdetect.config import Config
from stsdetect.events.encounters import find_encounters
from stsdetect.schema import ENCOUNTERS
from stsdetect.tracks.floods import thin_reports
from stsdetect.tracks.proximity import find_proximities
from stsdetect.tracks.segment import find_segments
from stsdetect.tracks.ticks import find_ticks

__all__ = ["detect_alone"]

_DAY = timedelta(days=1)


def detect_alone(
    positions: pl.DataFrame, vessels: pl.DataFrame, config: Config
) -> pl.DataFrame:
    """Find the encounters that positions of a few vessels hold by themselves.

    What hangs on other vessels, such as the company near by, is not what it is in the
    run; all that concerns the pair is.

    Parameters
    ----------
    positions : DataFrame
        A :data:`~stsdetect.schema.POSITIONS` table.
    vessels : DataFrame
        A :data:`~stsdetect.schema.VESSELS` table.
    config : Config
        As the run had it; its region and period are not looked at.

    Returns
    -------
    DataFrame
        An :data:`~stsdetect.schema.ENCOUNTERS` table, by start and pair.
    """
    config = config.aligned()
    reports, _ = thin_reports(positions.sort("mmsi", "timestamp"), config.floods)
    tracks = find_segments(reports, config.segments)
    if tracks.is_empty():
        return ENCOUNTERS.empty_polars()
    first, last = tracks["timestamp"].min(), tracks["timestamp"].max()
    if not isinstance(first, datetime) or not isinstance(last, datetime):
        return ENCOUNTERS.empty_polars()
    ticks = find_ticks(tracks, first - _DAY, last + _DAY, config.ticks)
    near = find_proximities(ticks, config.proximities)
    return ENCOUNTERS.from_pandas(find_encounters(near, vessels, config.encounters))
