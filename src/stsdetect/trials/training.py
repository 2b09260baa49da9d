"""Training: how much each item of evidence counts, from worlds or from verdicts."""

import shutil
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import polars as pl

from stsdetect import __version__, pipeline, runs
from stsdetect.config import Config
from stsdetect.evaluate.outcomes import measure_outcome
from stsdetect.evaluate.truth import read_truth
from stsdetect.evaluate.worlds import Form, World, list_worlds
from stsdetect.export.geo import read_candidates
from stsdetect.ingest.store import open_store
from stsdetect.labelling import read_verdicts
from stsdetect.progress import SILENT, Progress
from stsdetect.schema import CANDIDATES
from stsdetect.scoring.calibrate import Calibration
from stsdetect.scoring.fit import JUDGED, FitParams
from stsdetect.scoring.learn import Learned, learn, learn_calibrations, tell_lacking
from stsdetect.scoring.likelihood import ScoreParams, share_weights, weigh
from stsdetect.scoring.observe import observe
from stsdetect.scoring.weighting import EXPERT
from stsdetect.simulate.world import simulate
from stsdetect.trials.teaching import try_labels
from stsdetect.trials.trial import AIS_SUFFIXES, hear_truth, sea_of
from stsdetect.trials.variants import OURS, list_found

__all__ = ["TRAINING", "Trained", "train_on_labels", "train_on_worlds"]

TRAINING = Form(name="training", n_worlds=7, n_vessels=334, n_days=4.0)
"""Development worlds to learn from: seven of each level of reception, as large as those
that judge. The tables that ship and
:data:`~stsdetect.scoring.weighting.EXPERT` are learned of these, by
``stsdetect train --worlds``."""


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
    workers : int
        Processes.
    progress : Progress
        Told about each world.
    """
    config = config or Config()
    worlds = list_worlds(form, development=True)
    folders = [Path(out) / world.name for world in worlds]
    progress.start("learning", len(worlds))
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        jobs = [
            pool.submit(_look_at, world, folder, config)
            for world, folder in zip(worlds, folders, strict=True)
        ]
        parts = []
        for job in jobs:
            parts.append(job.result())
            progress.advance(1)
    leads = pd.concat(parts, ignore_index=True)
    progress.finish(f"{leads['is_transfer'].sum():,} transfers in {len(leads):,} leads")
    seeds = [world.seed for world in worlds]
    return _train(leads, config, {"development_seeds": seeds}, is_whole=True)


def train_on_labels(
    folders: Sequence[Path | str], params: FitParams = JUDGED
) -> Trained:
    """Learn from the verdicts on the candidates of several runs.

    A candidate without a verdict is not taken for innocent: it counts as a transfer by
    its likelihood and as another by the rest (Elkan, Noto 2008, Learning classifiers
    from only positive and unlabeled data, KDD, 213–220, doi:10.1145/1401890.1401920,
    section 3). Vessels that met, however indirectly, are never split between what is
    learned from and what is held out.

    Raises
    ------
    InputError
        There are too few verdicts; says of each kind how many there are, and how many
        are needed.
    """
    rows = pd.concat([_with_verdicts(Path(folder)) for folder in folders])
    leads = _with_guesses(_once(rows)).assign(listed=True)
    leads["cluster"] = _companies(leads)
    source = {"verdicts": int(leads["known"].sum()), "runs": len(folders)}
    return _train(leads, Config(), source, params, is_whole=False)


def _train(
    leads: pd.DataFrame,
    config: Config,
    source: dict[str, Any],
    params: FitParams = JUDGED,
    *,
    is_whole: bool,
) -> Trained:
    weights = _weights(leads, config.aligned().scoring)
    labels = {"labels": list(try_labels(leads, weights))} if is_whole else {}
    made_from = {
        **source,
        **labels,
        "n_leads": round(leads["weight"].sum()),
        "n_transfers": float(leads.loc[leads["known"], "is_transfer"].sum()),
        "finding": config.finding_digest,
        "stsdetect": __version__,
    }
    return Trained(
        learned=learn(weights, leads, params, is_whole=is_whole),
        lacking=tell_lacking(leads, params),
        judged=learn_calibrations(share_weights(weights), leads) if is_whole else {},
        made_from=made_from,
    )


def _weights(leads: pd.DataFrame, scoring: ScoreParams) -> np.ndarray[Any, Any]:
    return weigh(observe(leads, scoring.tick_step), ScoreParams(weightings=EXPERT))


def _look_at(world: World, folder: Path, config: Config) -> pd.DataFrame:
    """Make a world, find its leads, and say which are transfers and which listed."""
    files, store_folder = folder / "ais", folder / "store"
    made = simulate(files, sea_of(world))
    runs.ingest([file for file in made if file.suffix in AIS_SUFFIXES], store_folder)
    store = open_store(store_folder)
    leads = pipeline.find_leads(pipeline.find_events(store, config), store)
    truth = hear_truth(store, read_truth(files / "truth.csv"))
    shutil.rmtree(folder)
    return _judged(leads, truth, config).assign(cluster=world.name)


def _judged(leads: pd.DataFrame, truth: pl.DataFrame, config: Config) -> pd.DataFrame:
    """Say of leads which are transfers, and which an analyst's list would hold."""
    found = list_found(OURS, pipeline.rank_leads(leads, config))
    judged = measure_outcome(found.leads, found.leads, truth).judged
    verdicts = judged.select("candidate_id", "verdict").to_pandas()
    every = CANDIDATES.to_pandas(CANDIDATES.conform(found.leads))
    rows = every.merge(verdicts, on="candidate_id", validate="1:1")
    return rows.assign(
        is_transfer=rows["verdict"].isin(["transfer", "repeat"]),
        listed=rows["candidate_id"].isin(set(found.candidates["candidate_id"])),
        known=True,
        weight=1.0,
    )


def _with_verdicts(folder: Path) -> pd.DataFrame:
    """Give the candidates of a run with what is known of each, but for the unsure."""
    candidates = pd.DataFrame(read_candidates(folder)).drop(columns="geometry")
    rows = candidates.merge(read_verdicts(folder), on="candidate_id", how="left")
    rows = rows.assign(known=rows["verdict"].isin(["transfer", "no_transfer"]))
    return rows[rows["known"] | rows["verdict"].isna()]


def _once(rows: pd.DataFrame) -> pd.DataFrame:
    """Take a candidate that several runs hold once, and where one judged it as judged.

    Where they judged it differently the first run named is believed.
    """
    judged_first = rows.sort_values("known", ascending=False, kind="stable")
    return judged_first.drop_duplicates("candidate_id", ignore_index=True)


def _with_guesses(rows: pd.DataFrame) -> pd.DataFrame:
    """Take what nobody judged twice: a transfer by its likelihood, and another."""
    known, unknown = rows[rows["known"]], rows[~rows["known"]]
    return pd.concat(
        [
            known.assign(is_transfer=known["verdict"] == "transfer", weight=1.0),
            unknown.assign(is_transfer=True, weight=unknown["likelihood"]),
            unknown.assign(is_transfer=False, weight=1 - unknown["likelihood"]),
        ],
        ignore_index=True,
    )


def _companies(leads: pd.DataFrame) -> list[int]:
    """Give each company of vessels that met, directly or by others, a number."""
    met = nx.Graph()
    met.add_nodes_from(leads["mmsi_a"])
    pairs = leads[["mmsi_a", "mmsi_b"]].dropna()
    met.add_edges_from(pairs.itertuples(index=False, name=None))
    companies = enumerate(nx.connected_components(met))
    number = {mmsi: place for place, company in companies for mmsi in company}
    return [number[mmsi] for mmsi in leads["mmsi_a"]]
