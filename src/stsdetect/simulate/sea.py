"""Sea: a simulated Yellow Sea and East China Sea with known truth."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from stsdetect.errors import ConfigError
from stsdetect.progress import SILENT, Progress
from stsdetect.simulate.background import anchorage, fishing_boat, lane_vessel
from stsdetect.simulate.blemishes import blemish
from stsdetect.simulate.decoys import DECOYS
from stsdetect.simulate.fleet import Fleet
from stsdetect.simulate.lanes import ANCHORAGES, GROUNDS
from stsdetect.simulate.observe import ROWS, observe
from stsdetect.simulate.readme import write_readme
from stsdetect.simulate.reception import NETWORKS, make_listeners
from stsdetect.simulate.stories import Event, Sea, Story
from stsdetect.simulate.transfers import plan_transfer, plant_transfer
from stsdetect.simulate.truth import write_truth
from stsdetect.simulate.weather import STEP_S, make_weather
from stsdetect.simulate.write import LAYOUTS, particulars, stamped, write_rows

__all__ = ["SAMPLE", "SeaParams", "make_sea", "make_stories", "simulate", "sized"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeaParams:
    """What sea to make; the defaults are the sample's.

    Attributes
    ----------
    seed : int
        Same seed, same sea.
    start : datetime
        First instant, UTC.
    duration : timedelta
        How long.
    n_lane, n_anchored, n_fishing : int
        Vessels that sail the lanes, that lie in anchorages, that fish alone.
    n_transfers : int
        Transfers to plant, two vessels each.
    n_decoys : int
        Decoys to plant, two to four vessels each, of every kind in turn.
    thin : timedelta
        A network delivers at most one row of a vessel in this time, as public archives
        do; zero delivers all that was heard.
    """

    seed: int = 1
    start: datetime = datetime(2024, 4, 16, tzinfo=UTC)
    duration: timedelta = timedelta(days=2)
    n_lane: int = 72
    n_anchored: int = 40
    n_fishing: int = 24
    n_transfers: int = 8
    n_decoys: int = 20
    thin: timedelta = timedelta(minutes=2)


SAMPLE: Final = SeaParams()
"""The sea of ``sample_ais/``."""

_N_SAMPLE: Final = 204
"""Vessels in it, those of transfers and decoys included."""

_LANE, _ANCHORED, _FISHING, _TRANSFER, _DECOY, _SHARED, _HEARD = range(7)
"""Streams of random numbers; more vessels of one part leave the others as they are."""


def simulate(
    out: Path, params: SeaParams = SAMPLE, progress: Progress = SILENT
) -> list[Path]:
    """Make the AIS files of a simulated sea, its truth and a README.

    The same parameters give the same files on any machine. All vessels are fictional.

    Parameters
    ----------
    out : Path
        Folder to write to; files of the same names are replaced.
    params : SeaParams
        What sea.
    progress : Progress
        Told about each story.

    Returns
    -------
    list of Path
        Every file written.

    Raises
    ------
    ConfigError
        The sea is too short, or has a negative number of vessels.
    """
    _check(params)
    sea = make_sea(params)
    n_steps = sea.n_steps
    listeners = make_listeners(_stream(params, _SHARED, 1), n_steps * STEP_S)
    heard: dict[str, list[pl.DataFrame]] = {network: [] for network in NETWORKS}
    events: list[Event] = []
    progress.start("simulate", _n_stories(params))
    number = 0
    for story in make_stories(params, sea):
        for sailing in story.sailings:
            rng = _stream(params, _HEARD, number)
            number += 1
            for network, rows in observe(rng, sailing, listeners, params.thin).items():
                heard[network].append(rows)
        events += story.events
        progress.advance(1)
    files = _write_days(out, params, sea, heard)
    files.append(write_truth(out / "truth.csv", events, params.start, params.seed))
    files.append(write_readme(out / "README.md", params, events, files))
    n_rows = sum(rows.height for parts in heard.values() for rows in parts)
    progress.finish(f"{number} vessels, {n_rows} rows, {len(events)} events of truth")
    return files


def make_stories(params: SeaParams, sea: Sea) -> Iterator[Story]:
    """Tell every story of a sea: traffic, anchorages, fishing, transfers, decoys."""
    for i in range(params.n_lane):
        yield lane_vessel(_stream(params, _LANE, i), sea, i)
    for i, place in enumerate(ANCHORAGES):
        n = len(range(i, params.n_anchored, len(ANCHORAGES)))
        yield anchorage(_stream(params, _ANCHORED, i), sea, place, n)
    for i in range(params.n_fishing):
        yield fishing_boat(_stream(params, _FISHING, i), sea, GROUNDS[i % len(GROUNDS)])
    hours = params.duration / timedelta(hours=1)
    for i in range(params.n_transfers):
        rng = _stream(params, _TRANSFER, i)
        yield plant_transfer(rng, sea, plan_transfer(rng, i, hours))
    for i in range(params.n_decoys):
        decoy = DECOYS[i % len(DECOYS)]
        yield decoy(_stream(params, _DECOY, i), sea, i // len(DECOYS))


def sized(n_vessels: int, params: SeaParams = SAMPLE) -> SeaParams:
    """Ask for about so many vessels, mixed as in the sample.

    Parameters
    ----------
    n_vessels : int
        A tenth more or less.
    params : SeaParams
        Everything else.

    Examples
    --------
    >>> sized(2_000).n_lane
    706
    """
    share = n_vessels / _N_SAMPLE
    return replace(
        params,
        n_lane=round(SAMPLE.n_lane * share),
        n_anchored=round(SAMPLE.n_anchored * share),
        n_fishing=round(SAMPLE.n_fishing * share),
        n_transfers=round(SAMPLE.n_transfers * share),
        n_decoys=round(SAMPLE.n_decoys * share),
    )


def _n_stories(params: SeaParams) -> int:
    single = params.n_lane + params.n_fishing + params.n_transfers + params.n_decoys
    return single + len(ANCHORAGES)


def _check(params: SeaParams) -> None:
    if params.duration < timedelta(hours=12):
        raise ConfigError(f"simulate: {params.duration} is too short; 12 hours or more")
    counts = {
        name: getattr(params, name)
        for name in ("n_lane", "n_anchored", "n_fishing", "n_transfers", "n_decoys")
    }
    faults = [f"{name} {count}" for name, count in counts.items() if count < 0]
    if faults:
        raise ConfigError(f"simulate: {', '.join(faults)}: no number may be negative")


def make_sea(params: SeaParams) -> Sea:
    """Make the weather of a sea, and a fleet with no vessel yet."""
    n_steps = int(params.duration.total_seconds() / STEP_S) + 1
    weather = make_weather(_stream(params, _SHARED, 0), n_steps)
    return Sea(Fleet(params.seed), weather, n_steps)


def _stream(params: SeaParams, part: int, number: int) -> np.random.Generator:
    return np.random.default_rng([params.seed, part, number])


def _write_days(
    out: Path, params: SeaParams, sea: Sea, heard: dict[str, list[pl.DataFrame]]
) -> list[Path]:
    """Write one file per network and day, in order of time."""
    who = particulars(sea.fleet.vessels)
    files = []
    for index, (network, parts) in enumerate(heard.items()):
        rows = pl.concat([pl.DataFrame(schema=ROWS), *parts])
        rows = blemish(_stream(params, _SHARED, 2 + index), rows)
        # a spoiled MMSI keeps no particulars, as in a real delivery
        told = stamped(rows, params.start).join(who, on="mmsi", how="left")
        told = told.sort("second", "mmsi", "lat", "lon", maintain_order=True)
        for (day,), table in told.group_by(
            pl.col("timestamp").dt.date().alias("day"), maintain_order=True
        ):
            path = out / f"{network}-{day:%Y-%m-%d}"
            files.append(write_rows(path, table, LAYOUTS[network]))
    return files
