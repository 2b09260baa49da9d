"""Evaluation: how good the candidates are, measured where the truth is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from stsdetect import __version__
from stsdetect.config import Config
from stsdetect.evaluate.figures import by_level
from stsdetect.evaluate.leaks import measure_leak
from stsdetect.evaluate.outcomes import Outcome
from stsdetect.evaluate.page import Measured
from stsdetect.evaluate.prevalence import measure_at_prevalences
from stsdetect.evaluate.reaches import judge_reaches
from stsdetect.evaluate.summary import (
    measure_calibration,
    measure_losses,
    summarise,
)
from stsdetect.evaluate.weights import compare_weights
from stsdetect.evaluate.worlds import (
    FORMS,
    LEVELS,
    Form,
    list_worlds,
    list_worsened,
    tell_seeds,
)
from stsdetect.progress import SILENT, Progress
from stsdetect.scoring.factors import FITTED, read_made_from
from stsdetect.scoring.likelihood import DEFAULT_SCORE
from stsdetect.simulate.worsen import WORSE
from stsdetect.software import code_sha256
from stsdetect.trials.pooled import keep_compared, pool_trials, try_all
from stsdetect.trials.trial import try_own
from stsdetect.trials.trial_files import Trial
from stsdetect.trials.variants import ABLATIONS, OURS, RULES

__all__ = ["Evaluation", "evaluate", "evaluate_own"]

_KINDS = ("encounter", "one_dark", "both_dark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What was measured, and what made it.

    Attributes
    ----------
    measured : Measured
        Figures, promises, calibration.
    made_by : mapping
        Command, version, seeds and such, in words.
    """

    measured: Measured
    made_by: Mapping[str, str]

    @property
    def figures(self) -> pl.DataFrame:
        """Ours, of all worlds: ``variant, level, name, kind, value, low, high, n``."""
        return self.measured.figures

    @property
    def compared(self) -> pl.DataFrame:
        """The same of every variant, of the worlds looked at in every way."""
        return self.measured.compared


def evaluate(
    out: Path | str,
    config: Config | None = None,
    *,
    form: Form | str = "quick",
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
    form : Form or str
        How much: ``quick``, ``slow`` or ``tiny``, or sizes of your own.
    development : bool
        Take the worlds on which thresholds may be set, instead of those that judge.
    workers : int
        Processes.
    progress : Progress
        Told about each world.

    Returns
    -------
    Evaluation
        Of every variant.
    """
    chosen = config or Config()
    size = FORMS[form] if isinstance(form, str) else form
    worlds = list_worlds(size, development=development)
    worlds += list_worsened(size, WORSE, development=development)
    progress.start("evaluating", len(worlds))
    trials = []
    for trial in try_all(worlds, Path(out) / "worlds", chosen, workers):
        trials.append(trial)
        progress.advance(1)
    n_known = len(LEVELS) * size.n_worlds
    known, worsened = trials[:n_known], trials[n_known:]
    as_they_are = known[: len(LEVELS) * size.n_worsened : len(LEVELS)]
    pooled = pool_trials(known)
    progress.finish(_sizes(pooled.counts))
    return _measure(
        pooled,
        [*as_they_are, *worsened],
        {
            "command": f"`{_command(size, development=development)}`",
            "seeds": tell_seeds(size, development=development),
            **_provenance(chosen),
        },
        is_simulated=True,
    )


def evaluate_own(
    source: Path | str, truth: Path | str, config: Config | None = None
) -> Evaluation:
    """Measure how good the candidates are on a store, or a run, of one's own.

    Parameters
    ----------
    source : path
        A store, which is looked at in every way; or a run folder, whose candidates are
        taken as they are.
    truth : path
        CSV of what truly happened; see
        :func:`~stsdetect.evaluate.truth.read_truth`. What it leaves out counts as
        false.
    config : Config, optional
        For a store: what is judged.

    Raises
    ------
    InputError
        The truth can't be read, or holds no transfer.
    """
    chosen = config or Config()
    trial = try_own(Path(source), Path(truth), chosen)
    return _measure(
        trial,
        [],
        {
            "command": "`stsdetect evaluate --truth`",
            "truth": f"`{Path(truth).name}`",
            **_provenance(chosen),
        },
        is_simulated=False,
    )


def _measure(
    trial: Trial,
    worsened: list[Trial],
    made_by: Mapping[str, str],
    *,
    is_simulated: bool,
) -> Evaluation:
    ours = _ours(trial.outcome)
    compared = keep_compared(trial)
    rates = {kind: DEFAULT_SCORE.base_rate(kind) for kind in _KINDS}
    calibrations = [
        measure_calibration(of_level.judged, kind, rates).with_columns(
            level=pl.lit(level)
        )
        for level, of_level in by_level(ours)
        for kind in rates
    ]
    measured = Measured(
        figures=summarise(ours, trial.counts),
        compared=summarise(compared.outcome, compared.counts, RULES),
        outcome=ours,
        counts=trial.counts,
        losses=measure_losses(compared.outcome, OURS, ABLATIONS),
        reaches=list(judge_reaches(ours, rates)),
        calibrations=pl.concat(calibrations),
        leak=measure_leak(trial.vessels),
        weights=compare_weights(trial.outcome, rates),
        prevalences=list(measure_at_prevalences(ours.judged, rates)),
        labels=read_made_from(FITTED).get("labels", []),
        worsened=[_ours(one.outcome) for one in worsened],
        is_simulated=is_simulated,
        marks=trial.marks,
    )
    return Evaluation(measured=measured, made_by=made_by)


def _ours(outcome: Outcome) -> Outcome:
    return Outcome(*(one.filter(pl.col("variant") == OURS) for one in outcome))


def _command(form: Form, *, development: bool) -> str:
    """Give the command that does the same again."""
    asked = FORMS[form.name].n_worlds
    return (
        "stsdetect evaluate"
        + " --quick" * (form.name == "quick")
        + f" --worlds {form.n_worlds}" * (form.n_worlds != asked)
        + " --development" * development
    )


def _provenance(config: Config) -> dict[str, str]:
    return {
        "version": __version__,
        "code": f"{code_sha256()[:16]} (hash of the package)",
        "config": f"{config.digest} (hash of all parameters)",
    }


def _sizes(counts: pl.DataFrame) -> str:
    return (
        f"{counts['transfers'].sum():,} transfers, "
        f"{counts['hard_negatives'].sum():,} hard negatives, "
        f"{counts['vessel_days'].sum():,} vessel-days"
    )
