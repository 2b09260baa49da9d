"""Trials: one world made, looked at in every way, and held against its truth.

Memory and disk hold one world at a time: its files and its store are removed when what
came out is written, and what is there already is not done again.
"""

import json
import shutil
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import polars as pl

from stsdetect import runs
from stsdetect.config import Config, config_from_json
from stsdetect.disk.locks import claim
from stsdetect.errors import InputError
from stsdetect.evaluate.hearing import describe_hearing
from stsdetect.evaluate.marks import NO_MARKS, measure_marks
from stsdetect.evaluate.outcomes import measure_outcome, pool_outcomes
from stsdetect.evaluate.truth import read_truth
from stsdetect.evaluate.worlds import World
from stsdetect.ingest.store import Store, open_store
from stsdetect.pipeline import Events, find_events, find_leads
from stsdetect.record import digest_of, read_record, require_record
from stsdetect.run_folder import read_events
from stsdetect.schema import ANOMALIES, IDENTITY_EVENTS
from stsdetect.simulate.scenarios import SCENARIOS
from stsdetect.simulate.sea import WORLD, SeaParams, sized
from stsdetect.simulate.world import simulate
from stsdetect.software import code_sha256
from stsdetect.trials.trial_files import Trial, cause_of, read_trial, write_trial
from stsdetect.trials.variants import Found, find_variants, rank_variants

__all__ = [
    "AIS_SUFFIXES",
    "hear_truth",
    "judge",
    "sea_of",
    "try_own",
    "try_world",
]

AIS_SUFFIXES: Final = {".gz", ".zst", ".zip", ".nmea"}
"""Suffixes of what a simulated sea delivers; beside it lie its truth and a readme."""


def try_world(world: World, folder: Path, config: Config) -> Trial:
    """Make a world, look for transfers in it by every variant, and judge them.

    Parameters
    ----------
    world : World
        Which.
    folder : Path
        Where what comes out is kept.
    config : Config
        Of the variant that is judged.

    Returns
    -------
    Trial
        As kept by an earlier call for the same world, config and code.
    """
    cause = digest_of([code_sha256(), config.digest, json.dumps(asdict(world))])
    if cause_of(folder) == cause:
        return read_trial(folder)
    with claim(folder):
        files, store = folder / "ais", folder / "store"
        _remove(files, store)
        made = simulate(files, sea_of(world))
        runs.ingest([file for file in made if file.suffix in AIS_SUFFIXES], store)
        truth = read_truth(files / "truth.csv")
        events = find_events(open_store(store), config)
        variants = find_variants(
            open_store(store),
            config,
            seed=world.seed,
            compare=world.compare,
            events=events,
        )
        labels = (world.name, world.worse or world.level)
        trial = judge(open_store(store), truth, variants, labels)
        trial = replace(trial, marks=_marks(events, truth, trial))
        write_trial(folder, trial, cause)
        _remove(files, store)
    return trial


def try_own(source: Path, truth_file: Path, config: Config) -> Trial:
    """Judge a store by every variant, or a run as it is and with less evidence.

    Raises
    ------
    InputError
        The source is neither, or the truth can't be read or holds no transfer.
    """
    truth = read_truth(truth_file)
    if not truth["is_transfer"].any():
        raise InputError(f"{truth_file}: no transfer in it; nothing to look for")
    if not read_record(source):
        store = open_store(source)
        return judge(store, truth, find_variants(store, config, seed=0), _OWN)
    record = require_record(source)
    store = open_store(source / record["store"])
    config = config_from_json(record["config"])
    leads = find_leads(read_events(source), store)
    return judge(store, truth, rank_variants(leads, config, seed=0), _OWN)


def _marks(events: Events, truth: pl.DataFrame, trial: Trial) -> pl.DataFrame:
    level, days = trial.counts.select("level", "vessel_days").row(0)
    marks = measure_marks(
        IDENTITY_EVENTS.from_pandas(events.identity_events),
        ANOMALIES.from_pandas(events.anomalies),
        truth,
        days,
    )
    return marks.with_columns(level=pl.lit(level)).select(NO_MARKS.columns)


_OWN: Final = ("your data", "your data")


def judge(
    store: Store,
    truth: pl.DataFrame,
    variants: Iterable[Found],
    labels: tuple[str, str],
) -> Trial:
    """Hold the candidates of every variant against the truth.

    Parameters
    ----------
    store : Store
        Where the candidates were found.
    truth : DataFrame
        A :data:`~stsdetect.evaluate.truth.TRUTH` table.
    variants : iterable of Found
        What each found.
    labels : (str, str)
        World and level.
    """
    world, level = labels
    heard = hear_truth(store, truth)
    parts = [
        measure_outcome(found.candidates, found.leads, heard).labelled(
            variant=found.name, world=world, level=level
        )
        for found in variants
    ]
    planted = truth.filter("is_transfer").select("mmsi_a", "mmsi_b")
    involved = pl.concat(planted.get_columns()).drop_nulls().implode()
    vessels = store.read_vessels().with_columns(
        planted=pl.col("mmsi").is_in(involved), world=pl.lit(world)
    )
    counts = count_store(store, truth).with_columns(
        world=pl.lit(world), level=pl.lit(level)
    )
    return Trial(outcome=pool_outcomes(parts), vessels=vessels, counts=counts)


def hear_truth(store: Store, truth: pl.DataFrame) -> pl.DataFrame:
    """Add to a truth how well the store heard the vessels of its transfers."""
    transfers = truth.filter("is_transfer")
    vessels = pl.concat([transfers["mmsi_a"], transfers["mmsi_b"]]).drop_nulls()
    first, last = store.period
    stop = last + timedelta(milliseconds=1)
    positions = store.read_positions(first, stop, vessels.unique().to_list())
    return describe_hearing(truth, positions)


def count_store(store: Store, truth: pl.DataFrame) -> pl.DataFrame:
    """Count vessel-days (a vessel heard on a day), rows, and events of the truth."""
    vessel_days = sum(part["mmsi"].n_unique() for part in store.read_parts(["mmsi"]))
    n_transfers = int(truth["is_transfer"].sum())
    absent = ~pl.col("is_transfer") & (pl.col("expected") == "absent")
    return pl.DataFrame(
        {
            "vessel_days": [vessel_days],
            "rows": [int(store.read_sources()["rows_read"].sum())],
            "transfers": [n_transfers],
            "hard_negatives": [truth.filter(absent).height],
        }
    )


def sea_of(world: World) -> SeaParams:
    """Say what sea a world is."""
    sea = replace(
        WORLD,
        seed=world.seed,
        level=world.level,
        motion="test" if world.is_test else "development",
        scenarios=tuple(SCENARIOS),
        duration=timedelta(days=world.n_days),
        worse=world.worse,
    )
    return sized(world.n_vessels, sea)


def _remove(*folders: Path) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
