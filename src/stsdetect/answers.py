"""Answers: what a finished run tells of two vessels."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pandas as pd
import polars as pl

from stsdetect import following
from stsdetect.config import Config, config_from_json
from stsdetect.context.sea_ways import measure_ways
from stsdetect.errors import InputError
from stsdetect.events.explain import Step, explain_pair
from stsdetect.events.explain_silence import explain_silence as explain_by_silence
from stsdetect.events.explain_silence import least_together
from stsdetect.ingest.store import Store, open_store
from stsdetect.record import require_record
from stsdetect.run_folder import read_events
from stsdetect.scoring.explain import explain_terms
from stsdetect.units import utc
from stsdetect.windows.window import Window, period_of

__all__ = ["explain", "explain_likelihood", "explain_silence", "follow_pair"]

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
        A vessel is never heard, or the run did not look at that time.
    """
    store, config = _opened(Path(out))
    start, stop = _period(store, config, at)
    pair = (min(mmsi_a, mmsi_b), max(mmsi_a, mmsi_b))
    period = Window(start=start, stop=stop)
    tracks, proximities = following.follow_vessels(store, pair, period, config)
    heard = [int((tracks["mmsi"] == mmsi).sum()) for mmsi in pair]
    for mmsi, n_positions in zip(pair, heard, strict=True):
        if n_positions == 0 and at is None:
            raise InputError(f"{mmsi} is not heard from {start} to {stop}")
    common = Step(
        question="Are both heard at the same time?",
        found=f"{heard[0]:,} and {heard[1]:,} positions, {proximities.height:,} ticks "
        "that both have",
        bound=f"a tick, every {config.ticks.step / MINUTE:g} min, that reports of both "
        "allow",
        passed=proximities.height > 0,
    )
    if not common.passed:
        return [common]
    return [common, *explain_pair(proximities, config.aligned().encounters)]


def explain_silence(
    out: Path | str, mmsi_a: int, mmsi_b: int, *, at: datetime | None = None
) -> list[Step]:
    """Tell step by step why two vessels could have met in silence, or could not.

    Parameters
    ----------
    out : path
        A run folder; its events are looked at, those of all vessels.
    mmsi_a, mmsi_b : int
        The two vessels.
    at : datetime, optional
        Look at the silences and waits of the two about this instant only, half a day
        before to half a day after. A time without a zone is UTC.

    Raises
    ------
    InputError
        The run did not look at that time.
    """
    store, config = _opened(Path(out))
    start, stop = _period(store, config, at)
    pair = (min(mmsi_a, mmsi_b), max(mmsi_a, mmsi_b))
    events = read_events(Path(out))
    gaps, waits = (
        _about(table, pair, start, stop)
        for table in (measure_ways(events.gaps), events.loiterings)
    )
    vessels = store.read_vessels()
    steps = explain_by_silence(pair, gaps, waits, vessels, config.rendezvous)
    if steps[-1].passed:
        met = events.rendezvous
        both = met["mmsi_a"].isin(pair) & met["mmsi_b"].isin(pair)
        about = (met["earliest_start"] < stop) & (met["latest_end"] > start)
        shared = events.identity_events.query("kind == 'simultaneous'")["mmsi"]
        is_shared = bool(shared.isin(pair).any())
        steps.append(_in_run(met[both & about], config, is_shared=is_shared))
    return steps


def _in_run(met: pd.DataFrame, config: Config, *, is_shared: bool) -> Step:
    """Tell which meetings of a pair the run found, or what may stand against any."""
    if met.empty:
        told = ["land leaves less"]
        told += [f"its place is outside of {config.region}"] if config.region else []
        told += ["one MMSI is used by several vessels at once"] if is_shared else []
        found = ", or ".join(told)
    else:
        best = met.sort_values("slack_h", ascending=False).iloc[0]
        found = (
            f"{best['slack_h']:.1f} h together at {best['lat']:.2f}, {best['lon']:.2f} "
            f"({best['kind']})"
        )
    return Step(
        question="Is it among the meetings that the run found?",
        found=found,
        bound=f"by sea {least_together(config.rendezvous)}; inside of --region; no "
        "MMSI that three vessels or more use at once",
        passed=not met.empty,
    )


def _about(
    table: pd.DataFrame, pair: tuple[int, int], start: datetime, stop: datetime
) -> pd.DataFrame:
    """Leave out what the two did at other times; of all others all stays."""
    first = table["start_time"]
    last = table["end_time"].fillna(stop)
    return table[~table["mmsi"].isin(pair) | ((first < stop) & (last > start))]


def _opened(folder: Path) -> tuple[Store, Config]:
    record = require_record(folder)
    return open_store(folder / record["store"]), config_from_json(record["config"])


def _period(
    store: Store, config: Config, at: datetime | None
) -> tuple[datetime, datetime]:
    """Give what was looked at, or the day around an instant of it."""
    start, stop = period_of(store, config)
    if at is None:
        return start, stop
    at = utc(at)
    if not start - HALF_DAY < at < stop + HALF_DAY:
        raise InputError(
            f"{at:%Y-%m-%d %H:%M} UTC was not looked at; {start:%Y-%m-%d %H:%M} to "
            f"{stop:%Y-%m-%d %H:%M} was"
        )
    return max(start, at - HALF_DAY), min(stop, at + HALF_DAY)
