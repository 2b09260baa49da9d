"""Leads of simulated seas, with the truth of each."""

import shutil
from pathlib import Path

import pandas as pd
import polars as pl

from stsdetect import pipeline, runs
from stsdetect.config import Config
from stsdetect.evaluate.outcomes import measure_outcome
from stsdetect.evaluate.truth import read_truth
from stsdetect.evaluate.worlds import World
from stsdetect.ingest.store import open_store
from stsdetect.schema import CANDIDATES
from stsdetect.simulate.world import simulate
from stsdetect.trials.trial import AIS_SUFFIXES, hear_truth, sea_of
from stsdetect.trials.variants import OURS, list_found

__all__ = ["look_at_sea"]


def look_at_sea(world: World, folder: Path, config: Config) -> pd.DataFrame:
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
        whole=True,
        weight=1.0,
    )
