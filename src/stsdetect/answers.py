"""Answers: what a finished run tells of two vessels."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pandas as pd
import polars as pl

from stsdetect import following
from stsdetect.config import config_from_json
from stsdetect.errors import InputError
from stsdetect.events.explain import Step, explain_pair
from stsdetect.ingest.store import open_store
from stsdetect.record import require_record
from stsdetect.scoring.explain import explain_terms
from stsdetect.units import utc
from stsdetect.windows import Window, period_of

__all__ = ["explain", "explain_likelihood", "follow_pair"]

HALF_DAY: Final = timedelta(hours=12)
MINUTE: Final = timedelta(minutes=1)


def follow_pair(
    out: Path | str, candidate: "pd.Series[Any]"
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give tracks and proximities of the two vessels of a candidate, and around it.

    See :func:`stsdetect.following.follow_pair`.
    """
    folder = Path(out)
    record = require_record(folder)
    store = open_store(folder / record["store"])
    return following.follow_pair(store, candidate, config_from_json(record["config"]))


def explain_likelihood(out: Path | str, candidate: "pd.Series[Any]") -> pd.DataFrame:
    """List what moves the likelihood of a candidate, and by how much.

    See :func:`stsdetect.scoring.explain.explain_terms`; as the run scored it.
    """
    config = config_from_json(require_record(Path(out))["config"])
    return explain_terms(candidate.to_frame().T, config.aligned().scoring)


def explain(
    out: Path | str, mmsi_a: int, mmsi_b: int, *, at: datetime | None = None
) -> list[Step]:
    """Tell step by step why two vessels are an encounter, or are none.

    Parameters
    ----------
    out : path
        A run folder.
    mmsi_a, mmsi_b : int
        The two vessels.
    at : datetime, optional
        Look at the day around this instant only; else at all that was looked at. A time
        without a zone is UTC.

    Raises
    ------
    InputError
        A vessel is not in the store in that time, or the run did not look at it.
    """
    folder = Path(out)
    record = require_record(folder)
    store, config = (
        open_store(folder / record["store"]),
        config_from_json(record["config"]),
    )
    start, stop = period_of(store, config)
    if at is not None:
        at = utc(at)
        if not start - HALF_DAY < at < stop + HALF_DAY:
            raise InputError(
                f"{at:%Y-%m-%d %H:%M} UTC was not looked at; {start:%Y-%m-%d %H:%M} to "
                f"{stop:%Y-%m-%d %H:%M} was"
            )
        start, stop = max(start, at - HALF_DAY), min(stop, at + HALF_DAY)
    pair = (min(mmsi_a, mmsi_b), max(mmsi_a, mmsi_b))
    period = Window(start=start, stop=stop)
    tracks, proximities = following.follow_vessels(store, pair, period, config)
    heard = [int((tracks["mmsi"] == mmsi).sum()) for mmsi in pair]
    for mmsi, n_positions in zip(pair, heard, strict=True):
        if n_positions == 0:
            raise InputError(f"{mmsi} is not heard from {start} to {stop}")
    common = Step(
        question="Are both heard at the same time?",
        found=f"{heard[0]:,} and {heard[1]:,} positions, {proximities.height:,} ticks "
        "that both have",
        bound=f"a tick, every {config.ticks.step / MINUTE:g} min, that reports of both "
        "allow",
        passed=proximities.height > 0,
    )
    return [common, *explain_pair(proximities, config.aligned().encounters)]
