"""Variants: the same store looked at by us, by published rules, and with less."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final, NamedTuple

import pandas as pd
import polars as pl

from stsdetect import pipeline
from stsdetect.config import Config
from stsdetect.context.regions import read_regions
from stsdetect.errors import ConfigError
from stsdetect.evaluate.figures import PROBABLE
from stsdetect.evaluate.orders import (
    order_at_random,
    order_by_zone,
    order_longest_first,
)
from stsdetect.events.presets import PRESETS
from stsdetect.ingest.store import Store
from stsdetect.pipeline import Events
from stsdetect.schema import CANDIDATES
from stsdetect.scoring.challenger import CHALLENGER, read_challenger
from stsdetect.scoring.evidence import EVIDENCE
from stsdetect.scoring.factors import FITTED, read_factors
from stsdetect.scoring.parts import gather_parts
from stsdetect.scoring.weighting import EXPERT

__all__ = [
    "ABLATIONS",
    "CALLED",
    "ORDERS",
    "OURS",
    "RULES",
    "Found",
    "find_variants",
    "list_found",
    "rank_variants",
]

log = logging.getLogger(__name__)

Order = Callable[[pl.DataFrame], pl.DataFrame]

OURS: Final = "stsdetect"
"""Name of the variant that is judged; the others are there to compare."""

CALLED: Final = f"{OURS} at {PROBABLE:g} or more"
"""Ours, cut where a candidate is called a transfer."""

RULES: Final = tuple(name for name in PRESETS if name != OURS)
"""Published rules; they name no order, so that theirs is the longest first."""

ORDERS: Final = ("random order", "zone only")
"""Our candidates in an order that knows nothing of them but where they are."""

ABLATIONS: Final = {
    f"without {group}": group for group in dict.fromkeys(one.group for one in EVIDENCE)
}
"""Our candidates, ranked with one group of evidence left out."""


class Found(NamedTuple):
    """What one variant found.

    Attributes
    ----------
    name : str
        Of the variant.
    candidates : DataFrame
        A :data:`~stsdetect.schema.CANDIDATES` table: the list that an analyst gets.
    leads : DataFrame
        The same, each lead for itself: of a vessel that waited every possible partner.
    """

    name: str
    candidates: pl.DataFrame
    leads: pl.DataFrame


def find_variants(
    store: Store,
    config: Config,
    *,
    seed: int,
    compare: bool = True,
    events: Events | None = None,
) -> Iterator[Found]:
    """Find the candidates of a store in every way there is, ours first.

    Parameters
    ----------
    store : Store
        Where to look.
    config : Config
        Of the variant that is judged, and, but for its rule, of the others.
    seed : int
        Of the random order.
    compare : bool
        Else ours and that with other weights alone: the same leads in another order.
    events : Events, optional
        Of the store by this config, where they were found before.
    """
    found = pipeline.find_events(store, config) if events is None else events
    leads = pipeline.find_leads(found, store)
    if not compare:
        yield from _ours(leads, config)
        return
    yield from rank_variants(leads, config, seed=seed)
    for name in RULES:
        yield _by_rule(store, config, name)


def rank_variants(leads: pd.DataFrame, config: Config, *, seed: int) -> Iterator[Found]:
    """Rank the same leads in every way there is, ours and the other weights first."""
    ours, *others = _ours(leads, config)
    yield ours
    yield from others
    yield _called(ours)
    for name, order in zip(ORDERS, _orders(seed), strict=True):
        yield Found(name, order(ours.candidates), order(ours.leads))
    for name, group in ABLATIONS.items():
        yield list_found(name, pipeline.rank_leads(leads, config, without=[group]))


def _ours(leads: pd.DataFrame, config: Config) -> Iterator[Found]:
    """Rank as asked, and by each set of weights, whichever of them counts.

    Tables that ship are left out where evidence has changed since they were made.
    """
    ours = list_found(OURS, pipeline.rank_leads(leads, config))
    yield ours
    try:
        weightings = {"judged": EXPERT, "fitted": EXPERT | read_factors(FITTED)}
        boosted = read_challenger(CHALLENGER)
    except ConfigError as error:
        log.warning("learned weights are not compared: %s", error)
        return
    for name, weighting in weightings.items():
        if weighting == config.scoring.weightings:
            yield ours._replace(name=name)
            continue
        scoring = replace(config.scoring, weightings=weighting)
        by_weights = pipeline.rank_leads(leads, replace(config, scoring=scoring))
        yield list_found(name, by_weights)
    judged = replace(config, scoring=replace(config.scoring, weightings=EXPERT))
    yield list_found("boosted", pipeline.rank_leads(leads, judged, challengers=boosted))


def _called(ours: Found) -> Found:
    """Keep what is called a transfer: at least as likely as not."""
    likely = pl.col("likelihood") >= PROBABLE
    return Found(CALLED, *(table.filter(likely) for table in ours[1:]))


def _orders(seed: int) -> tuple[Order, Order]:
    """Give the orders that know nothing of a candidate but where it is."""
    zones = _zones()
    return (
        lambda table: order_at_random(table, seed),
        lambda table: order_by_zone(table, zones),
    )


def list_found(name: str, ranked: pd.DataFrame) -> Found:
    """Give ranked leads as the list that an analyst gets, and each for itself."""
    return Found(name, _plain(gather_parts(ranked)), _plain(ranked))


def _by_rule(store: Store, config: Config, name: str) -> Found:
    """Find encounters as somebody's published rule does, the longest first."""
    theirs = config.with_preset(name)
    events = Events(encounters=pipeline.find_encounters_alone(store, theirs))
    ranked = pipeline.rank_leads(pipeline.find_leads(events, store), theirs)
    found = order_longest_first(_plain(ranked))
    return Found(name, found, found)


def _zones() -> list[str]:
    """Name the areas where transfers were reported."""
    regions = read_regions()
    return [str(name) for name in regions["name"][regions["kind"] == "reported"]]


def _plain(candidates: pd.DataFrame) -> pl.DataFrame:
    """Take words of closed lists as text, so that tables of all kinds join."""
    return CANDIDATES.from_pandas(candidates).with_columns(
        pl.col(pl.Enum).cast(pl.String)
    )
