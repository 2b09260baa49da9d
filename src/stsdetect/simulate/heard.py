"""Heard: all that the networks of a sea receive, and the truth of it."""

from typing import NamedTuple

import polars as pl

from stsdetect.progress import SILENT, Progress
from stsdetect.simulate.fleet import Vessel
from stsdetect.simulate.observe import ROWS, observe
from stsdetect.simulate.reception import make_listeners
from stsdetect.simulate.sea import (
    HEARD,
    SHARED,
    SeaParams,
    check_params,
    make_sea,
    make_stories,
    n_stories,
    stream,
)
from stsdetect.simulate.stories import Sailing
from stsdetect.simulate.truth import Event
from stsdetect.simulate.weather import STEP_S

__all__ = ["HeardSea", "hear_sea", "particulars"]


class HeardSea(NamedTuple):
    """What is left of a sea when nobody but the networks has seen it.

    Attributes
    ----------
    rows : dict of DataFrame
        ``ROWS`` by network, in no order; ``told`` is a row of the particulars.
    particulars : DataFrame
        What vessels broadcast about themselves, one row per change.
    events : list of Event
        The truth.
    """

    rows: dict[str, pl.DataFrame]
    particulars: pl.DataFrame
    events: list[Event]


def hear_sea(params: SeaParams, progress: Progress = SILENT) -> HeardSea:
    """Let every vessel of a sea sail, and the networks listen.

    Parameters
    ----------
    params : SeaParams
        What sea.
    progress : Progress
        Told about each story.

    Raises
    ------
    ConfigError
        The parameters make no sense.
    """
    check_params(params)
    sea = make_sea(params)
    duration_s = params.duration.total_seconds()
    listeners = make_listeners(
        stream(params, SHARED, 1), sea.n_steps * STEP_S, sea.level, sea.manner
    )
    heard: dict[str, list[pl.DataFrame]] = {name: [] for name in sea.level.networks}
    events: list[Event] = []
    told: list[Vessel] = []
    number = 0
    progress.start("simulate", n_stories(params))
    for story in make_stories(params, sea):
        for sailing in story.sailings:
            rng = stream(params, HEARD, number)
            number += 1
            for network, rows in observe(rng, sailing, listeners, params.thin).items():
                heard[network].append(rows.with_columns(pl.col("told") + len(told)))
            told += _told_by(sailing)
        events += story.events
        progress.advance(1)
    within = pl.col("second").is_between(0, duration_s, closed="left")
    joined = {
        network: pl.concat([pl.DataFrame(schema=ROWS), *parts]).filter(within)
        for network, parts in heard.items()
    }
    n_rows = sum(rows.height for rows in joined.values())
    progress.finish(f"{number} vessels, {n_rows} rows, {len(events)} events of truth")
    return HeardSea(joined, particulars(told), events)


def _told_by(sailing: Sailing) -> list[Vessel]:
    """Give what a vessel broadcasts about herself at first, and after each change."""
    return [sailing.vessel, *(vessel for _, vessel in sailing.changes)]


def particulars(told: list[Vessel]) -> pl.DataFrame:
    """Put particulars into a table, numbered by ``told`` in the order given."""
    table = pl.DataFrame(told, schema=list(Vessel._fields), orient="row")
    return table.with_columns(
        pl.int_range(pl.len(), dtype=pl.Int32()).alias("told"),
        pl.col("mmsi").cast(pl.Int32()),
        length=pl.col("to_bow") + pl.col("to_stern"),
        beam=pl.col("to_port") + pl.col("to_starboard"),
    )
