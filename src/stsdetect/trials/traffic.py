"""Traffic: transfers led into what was received, to learn from real neighbours.

Simulated seas hold the neighbours that somebody thought of. A store of real traffic
holds those there are: of each transfer that is led into it the truth is known, of the
rest nothing.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd
import polars as pl

from stsdetect import pipeline, runs
from stsdetect.config import Config
from stsdetect.errors import InputError
from stsdetect.evaluate.match import match_transfers
from stsdetect.evaluate.truth import TRUTH
from stsdetect.ingest.store import Store, open_store
from stsdetect.schema import CANDIDATES, VESSELS
from stsdetect.simulate.inject import DARK, InjectParams, inject_transfers
from stsdetect.trials.guesses import with_guesses
from stsdetect.trials.variants import OURS, list_found

__all__ = ["SEEDS", "Pass", "lead_into", "list_passes"]

SEEDS: Final = range(41, 45)
"""Of what is led into a store; ours, and none of those by which
``docs/injected.md`` judges."""

_N_TRANSFERS: Final = 10
_PARTICULARS: Final = [
    name for name in VESSELS.names if name not in {"mmsi", "valid_from"}
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """Transfers of one sort, led into one store.

    Attributes
    ----------
    store : Path
        Of traffic that was received.
    dark : str
        Who falls silent: one of :data:`~stsdetect.simulate.inject.DARK`.
    seed : int
        Of what is led where.
    number : int
        Of the store among those named: two may have one name.
    """

    store: Path
    dark: str
    seed: int
    number: int = 1

    @property
    def name(self) -> str:
        """Name of its folder."""
        return f"{self.number}-{self.store.name}-{self.dark}-{self.seed}"


def list_passes(stores: Sequence[Path | str]) -> list[Pass]:
    """List what is led into each store: every sort by every seed.

    Raises
    ------
    StoreError
        One of them is no store; told before hours are spent on others.
    """
    for store in stores:
        open_store(store)
    return [
        Pass(store=Path(store), dark=dark, seed=seed, number=number)
        for number, store in enumerate(stores, start=1)
        for dark in DARK
        for seed in SEEDS
    ]


def lead_into(one: Pass, folder: Path, config: Config) -> pd.DataFrame:
    """Lead transfers into a store, find its leads, and say which are theirs.

    Every pass finds what was there before once more, so that this counts for one part
    of :data:`SEEDS` in each.

    Parameters
    ----------
    one : Pass
        Which.
    folder : Path
        For files while they are looked at.
    config : Config
        How events are found.

    Returns
    -------
    DataFrame
        CANDIDATES with what :func:`~stsdetect.scoring.fit.fit_factors` wants. The
        store is one cluster, since what was there before is the same in all passes.

    Raises
    ------
    InputError
        Nobody in the store can be led to anybody.
    """
    store = open_store(one.store)
    injected = inject_transfers(
        store.read_positions(),
        InjectParams(seed=one.seed, n_transfers=_N_TRANSFERS, dark=one.dark),
    )
    if injected.truth.is_empty():
        raise InputError(
            f"{one.store}: no two vessels are under way near each other and heard "
            "often: no transfer can be led into this traffic"
        )
    folder.mkdir(parents=True)
    file = folder / "injected.parquet"
    _with_particulars(injected.positions, store).write_parquet(file)
    runs.ingest(file, folder / "store")
    made = open_store(folder / "store")
    leads = pipeline.find_leads(pipeline.find_events(made, config), made)
    shutil.rmtree(folder)
    return _judged(leads, TRUTH.conform(injected.truth), config).assign(
        cluster=str(one.store.resolve())
    )


def _with_particulars(positions: pl.DataFrame, store: Store) -> pl.DataFrame:
    """Add to each report what its vessel had told of itself by then."""
    told = store.read_vessels().select("mmsi", "valid_from", *_PARTICULARS)
    return positions.sort("timestamp").join_asof(
        told.sort("valid_from"),
        left_on="timestamp",
        right_on="valid_from",
        by="mmsi",
        check_sortedness=False,
    )


def _judged(leads: pd.DataFrame, truth: pl.DataFrame, config: Config) -> pd.DataFrame:
    """Take what was led in for transfers, and all else for what nobody judged."""
    found = list_found(OURS, pipeline.rank_leads(leads, config))
    every = CANDIDATES.to_pandas(CANDIDATES.conform(found.leads))
    matches = match_transfers(truth, found.leads).filter("named")
    led = every["candidate_id"].isin(set(matches["candidate_id"]))
    told = with_guesses(every.assign(known=led, is_transfer=led, listed=True))
    share = told["known"].map({True: 1.0, False: 1 / len(SEEDS)})
    return told.assign(weight=told["weight"] * share, whole=False)
