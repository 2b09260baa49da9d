"""Which weights are to count: judged, fitted and boosted ones on worlds apart.

Makes development worlds of which nothing is learned (seven of each level, seeds from
111, 1111 and 2111 on; those of ``stsdetect train --worlds`` end before), ranks the same
leads by each set of weights, and holds them against each other by the three points of
decisions 0009 and 0023. No world that judges is looked at. Four minutes or so on two
cores; the argument says how many worlds of each level.
"""

import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Final

import polars as pl

from stsdetect.config import Config
from stsdetect.evaluate.figures import PROBABLE
from stsdetect.evaluate.outcomes import Outcome
from stsdetect.evaluate.weight_sections import weight_section
from stsdetect.evaluate.weights import compare_weights
from stsdetect.evaluate.worlds import World, list_worlds
from stsdetect.scoring.likelihood import DEFAULT_SCORE
from stsdetect.scoring.term import PAIRS
from stsdetect.trials.pooled import pool_trials, try_all
from stsdetect.trials.training import TRAINING
from stsdetect.trials.variants import OURS

AFTER: Final = 10
"""Added to the seeds of training, of which there are seven in a row."""
WEIGHTS: Final = (OURS, "judged", "fitted", "boosted")


def main() -> None:
    """Try the worlds, and print both tables."""
    n_worlds = int(sys.argv[1]) if len(sys.argv) > 1 else TRAINING.n_worlds
    with tempfile.TemporaryDirectory() as folder:
        trials = list(try_all(_worlds(n_worlds), Path(folder), Config(), workers=2))
    outcome = pool_trials(trials).outcome
    rates = {kind: DEFAULT_SCORE.base_rate(kind) for kind in PAIRS}
    print(weight_section(compare_weights(outcome, rates)))
    with pl.Config(tbl_rows=-1):
        print(_probable(outcome))


def _worlds(n_worlds: int) -> list[World]:
    form = replace(TRAINING, n_worlds=n_worlds)
    return [
        replace(world, seed=world.seed + AFTER, compare=False)
        for world in list_worlds(form, development=True)
    ]


def _probable(outcome: Outcome) -> pl.DataFrame:
    """Count what is called a transfer, and how much of that is one."""
    is_true = pl.col("verdict").is_in(["transfer", "repeat"])
    called = outcome.judged.filter(
        pl.col("likelihood") >= PROBABLE,
        pl.col("variant").is_in(WEIGHTS),
        pl.col("kind").is_in(PAIRS),
    )
    return (
        called.group_by("kind", "variant", maintain_order=True)
        .agg(true=is_true.sum(), called=pl.len())
        .sort("kind", maintain_order=True)
    )


if __name__ == "__main__":
    main()
