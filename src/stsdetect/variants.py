"""Variants: the same store looked at by us, by published rules, and with less."""

from collections.abc import Iterator
from typing import Final

import pandas as pd
import polars as pl

from stsdetect import pipeline
from stsdetect.config import Config
from stsdetect.context.regions import read_regions
from stsdetect.evaluate.orders import (
    order_at_random,
    order_by_zone,
    order_longest_first,
)
from stsdetect.events.presets import PRESETS
from stsdetect.ingest.store import Store
from stsdetect.pipeline import Events
from stsdetect.schema import CANDIDATES
from stsdetect.scoring.evidence import EVIDENCE

__all__ = ["ABLATIONS", "ORDERS", "OURS", "RULES", "find_variants"]

OURS: Final = "stsdetect"
"""Name of the variant that is judged; the others are there to compare."""

RULES: Final = tuple(name for name in PRESETS if name != OURS)
"""Published rules; they name no order, so that theirs is the longest first."""

ORDERS: Final = ("random order", "zone only")
"""Our candidates in an order that knows nothing of them but where they are."""

ABLATIONS: Final = {
    f"without {group}": group for group in dict.fromkeys(one.group for one in EVIDENCE)
}
"""Our candidates, ranked with one group of evidence left out."""


def find_variants(
    store: Store, config: Config, *, seed: int, compare: bool = True
) -> Iterator[tuple[str, pl.DataFrame]]:
    """Find the candidates of a store in every way there is.

    Parameters
    ----------
    store : Store
        Where to look.
    config : Config
        Of the variant that is judged, and, but for its rule, of the others.
    seed : int
        Of the random order.
    compare : bool
        Give the others at all.

    Yields
    ------
    (name, candidates)
        The variant, and a :data:`~stsdetect.schema.CANDIDATES` table; ours first.
    """
    events = pipeline.find_events(store, config)
    ours = _plain(pipeline.score_events(events, store, config))
    yield OURS, ours
    if not compare:
        return
    yield ORDERS[0], order_at_random(ours, seed)
    yield ORDERS[1], order_by_zone(ours, _zones())
    for name, group in ABLATIONS.items():
        yield (
            name,
            _plain(pipeline.score_events(events, store, config, without=[group])),
        )
    for name in RULES:
        yield name, _by_rule(store, config, name)


def _by_rule(store: Store, config: Config, name: str) -> pl.DataFrame:
    """Find encounters as somebody's published rule does, the longest first."""
    theirs = config.with_preset(name)
    encounters = pipeline.find_events(store, theirs).encounters
    found = pipeline.score_events(Events(encounters=encounters), store, theirs)
    return order_longest_first(_plain(found))


def _zones() -> list[str]:
    """Name the areas where transfers were reported."""
    regions = read_regions()
    return [str(name) for name in regions["name"][regions["kind"] == "reported"]]


def _plain(candidates: pd.DataFrame) -> pl.DataFrame:
    """Take words of closed lists as text, so that tables of all kinds join."""
    return CANDIDATES.from_pandas(candidates).with_columns(
        pl.col(pl.Enum).cast(pl.String)
    )
