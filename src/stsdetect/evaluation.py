"""Evaluation: how good the candidates are, measured on worlds with known truth."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import polars as pl

from stsdetect.config import Config
from stsdetect.evaluate.outcomes import pool_outcomes
from stsdetect.evaluate.summary import summarise
from stsdetect.evaluate.worlds import FORMS, World, list_worlds
from stsdetect.progress import SILENT, Progress
from stsdetect.trials import Trial, try_world
from stsdetect.variants import RULES

__all__ = ["Evaluation", "evaluate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What was measured.

    Attributes
    ----------
    trial : Trial
        What came out of all worlds together.
    figures : DataFrame
        As :func:`~stsdetect.evaluate.summary.summarise` gives them.
    """

    trial: Trial
    figures: pl.DataFrame


def evaluate(
    out: Path | str,
    config: Config | None = None,
    *,
    form: str = "quick",
    development: bool = False,
    workers: int = 1,
    progress: Progress = SILENT,
) -> Evaluation:
    """Measure how good the candidates are on simulated worlds.

    Worlds are made, looked at and forgotten one by one; what came out of each is kept
    below ``out``, so that a stopped evaluation goes on where it was.

    Parameters
    ----------
    out : path
        Folder.
    config : Config, optional
        What is judged; the defaults when left out.
    form : str
        ``quick``, ``slow`` or ``tiny``.
    development : bool
        Take the worlds on which thresholds may be set, instead of those that judge.
    workers : int
        Processes.
    progress : Progress
        Told about each world.

    Returns
    -------
    Evaluation
        Trials and figures.
    """
    worlds = list_worlds(FORMS[form], development=development)
    progress.start("evaluating", len(worlds))
    trials = []
    for trial in _try_all(worlds, Path(out) / "worlds", config or Config(), workers):
        trials.append(trial)
        progress.advance(1)
    pooled = pool_trials(trials)
    counts = pooled.counts
    progress.finish(
        f"{counts['transfers'].sum():,} transfers, "
        f"{counts['hard_negatives'].sum():,} hard negatives, "
        f"{counts['vessel_days'].sum():,} vessel-days"
    )
    return Evaluation(trial=pooled, figures=summarise(pooled.outcome, counts, RULES))


def pool_trials(trials: list[Trial]) -> Trial:
    """Put what came out of many worlds together."""
    return Trial(
        outcome=pool_outcomes([one.outcome for one in trials]),
        vessels=pl.concat([one.vessels for one in trials]),
        counts=pl.concat([one.counts for one in trials]),
    )


def _try_all(
    worlds: list[World], folder: Path, config: Config, workers: int
) -> Iterator[Trial]:
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
