"""Training: how much each item of evidence counts, from worlds, traffic or verdicts."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from stsdetect import __version__
from stsdetect.config import Config
from stsdetect.evaluate.worlds import Form, list_worlds
from stsdetect.progress import SILENT, Progress
from stsdetect.scoring.calibrate import Calibration
from stsdetect.scoring.fit import JUDGED, FitParams
from stsdetect.scoring.learn import Learned, learn, tell_lacking
from stsdetect.scoring.likelihood import ScoreParams, weigh
from stsdetect.scoring.observe import observe
from stsdetect.scoring.weighting import EXPERT
from stsdetect.trials.sea_leads import look_at_sea
from stsdetect.trials.teaching import try_labels
from stsdetect.trials.traffic import SEEDS, lead_into, list_passes
from stsdetect.trials.verdict_leads import read_judged

__all__ = ["TRAINING", "Trained", "train_on_labels", "train_on_worlds"]

TRAINING = Form(name="training", n_worlds=7, n_vessels=334, n_days=4.0)
"""Development worlds to learn from: seven of each level of reception, as large as those
that judge. :data:`~stsdetect.scoring.weighting.EXPERT` is learned of these, the tables
that ship also of real traffic: ``stsdetect train --worlds --traffic STORE``."""

WORLDS: Final = replace(JUDGED, kept=frozenset({"not_heard_again", "in_step"}))
"""How factors are learned of simulated worlds. In these whoever met comes back before
the end, and two that met fall silent for about one length, by construction: what that
tells at sea they can not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """What was learned.

    Attributes
    ----------
    learned : dict of str to Learned
        By kind, of those of which there was enough.
    lacking : dict of str to str
        What is missing of the other kinds of pairs, in words.
    judged : dict of str to Calibration
        What makes likelihoods of judged weights true, by kind; from worlds only.
    made_from : dict
        What it was learned from, for the file of the factors.
    """

    learned: dict[str, Learned]
    lacking: dict[str, str]
    judged: dict[str, Calibration]
    made_from: dict[str, Any]

    @property
    def factors(self) -> pd.DataFrame:
        """Of every kind, as :func:`~stsdetect.scoring.fit.fit_factors` gives them."""
        return _stacked({kind: one.factors for kind, one in self.learned.items()})

    @property
    def compared(self) -> pd.DataFrame:
        """The same of :func:`~stsdetect.scoring.held_out.compare_models`."""
        return _stacked({kind: one.compared for kind, one in self.learned.items()})


def _stacked(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    named = [table.assign(kind=kind) for kind, table in tables.items()]
    return pd.concat(named, ignore_index=True)


def train_on_worlds(
    out: Path | str,
    config: Config | None = None,
    *,
    form: Form = TRAINING,
    traffic: Sequence[Path | str] = (),
    workers: int = 1,
    progress: Progress = SILENT,
) -> Trained:
    """Learn from development worlds, whose truth is known; never from test worlds.

    Parameters
    ----------
    out : path
        Folder for worlds while they are looked at.
    config : Config, optional
        How events are found.
    form : Form
        How many worlds, and how large.
    traffic : sequence of path
        Stores of what was received: transfers are led into them, and factors are
        learned of these as well. Likelihoods are calibrated on worlds alone.
    workers : int
        Processes.
    progress : Progress
        Told about each world.
    """
    config = config or Config()
    worlds, passes = list_worlds(form, development=True), list_passes(traffic)
    looks = [(look_at_sea, one) for one in worlds] + [
        (lead_into, one) for one in passes
    ]
    progress.start("learning", len(looks))
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        jobs = [
            *(pool.submit(look_at_sea, w, Path(out) / w.name, config) for w in worlds),
            *(pool.submit(lead_into, p, Path(out) / p.name, config) for p in passes),
        ]
        parts = []
        for job in jobs:
            parts.append(job.result())
            progress.advance(1)
    leads = pd.concat(parts, ignore_index=True)
    n_transfers = leads.loc[leads["known"], "is_transfer"].sum()
    progress.finish(f"{n_transfers:,} transfers in {len(leads):,} leads")
    source = {
        "development_seeds": [world.seed for world in worlds],
        "traffic": {
            name: list(SEEDS) for name in sorted({x.store.name for x in passes})
        },
    }
    return _train(leads, config, source, WORLDS)


def train_on_labels(
    folders: Sequence[Path | str], params: FitParams = JUDGED
) -> Trained:
    """Learn from the verdicts on the candidates of several runs.

    A candidate without a verdict counts as a transfer by its likelihood and as another
    by the rest: :func:`~stsdetect.trials.guesses.with_guesses`. Vessels that met,
    however indirectly, are never split between what is learned from and what is held
    out.

    Raises
    ------
    InputError
        There are too few verdicts; says of each kind how many there are, and how many
        are needed.
    """
    leads = read_judged(folders)
    source = {"verdicts": int(leads["known"].sum()), "runs": len(folders)}
    return _train(leads, Config(), source, params)


def _train(
    leads: pd.DataFrame,
    config: Config,
    source: dict[str, Any],
    params: FitParams,
) -> Trained:
    weights = _weights(leads, config.aligned().scoring)
    whole = leads["whole"].to_numpy(dtype=bool)
    of_whole = leads[whole].reset_index(drop=True), weights[whole]
    labels = {"labels": list(try_labels(*of_whole))} if whole.any() else {}
    made_from = {
        **source,
        **labels,
        "n_leads": round(leads["weight"].sum()),
        "n_transfers": float(leads.loc[leads["known"], "is_transfer"].sum()),
        "finding": config.finding_digest,
        "stsdetect": __version__,
    }
    lessons = learn(weights, leads, params)
    return Trained(
        learned=lessons.kinds,
        lacking=tell_lacking(leads, params),
        judged=lessons.judged,
        made_from=made_from,
    )


def _weights(leads: pd.DataFrame, scoring: ScoreParams) -> np.ndarray[Any, Any]:
    return weigh(observe(leads, scoring.tick_step), ScoreParams(weightings=EXPERT))
