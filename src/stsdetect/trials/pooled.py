"""Pooled: many worlds tried, and what came out of them put together."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import polars as pl

from stsdetect.config import Config
from stsdetect.evaluate.outcomes import Outcome, pool_outcomes
from stsdetect.evaluate.worlds import World
from stsdetect.trials.trial import try_world
from stsdetect.trials.trial_files import Trial
from stsdetect.trials.variants import ORDERS

__all__ = ["keep_compared", "pool_trials", "try_all"]


def try_all(
    worlds: list[World], folder: Path, config: Config, workers: int
) -> Iterator[Trial]:
    """Try worlds, in processes where there are several, and give them in order."""
    if workers <= 1:
        for world in worlds:
            yield try_world(world, folder / world.name, config)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        jobs = [
            pool.submit(try_world, world, folder / world.name, config)
            for world in worlds
        ]
        for job in jobs:
            yield job.result()


def pool_trials(trials: list[Trial]) -> Trial:
    """Put what came out of many worlds together."""
    return Trial(
        outcome=pool_outcomes([one.outcome for one in trials]),
        vessels=pl.concat([one.vessels for one in trials]),
        counts=pl.concat([one.counts for one in trials]),
        marks=pl.concat([one.marks for one in trials]),
    )


def keep_compared(trial: Trial) -> Trial:
    """Keep the worlds that were looked at in every way.

    A user's own run is one too: what published rules find is not in it, but every
    other order of its candidates is.
    """
    others = trial.outcome.told.filter(pl.col("variant").is_in(ORDERS))
    inside = pl.col("world").is_in(others["world"].unique().implode())
    return Trial(
        outcome=Outcome(*(table.filter(inside) for table in trial.outcome)),
        vessels=trial.vessels.filter(inside),
        counts=trial.counts.filter(inside),
    )
