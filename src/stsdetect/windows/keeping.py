"""Keeping: what windows gave, until all are there and can be joined."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import pandas as pd
import polars as pl

from stsdetect.events.all_slots import keep_slots
from stsdetect.events.edges import Span
from stsdetect.events.encounters import find_encounters, split_settled
from stsdetect.events.inland import add_inland
from stsdetect.events.one_hulls import add_rigid, count_rigid
from stsdetect.events.receivers import add_receivers
from stsdetect.events.rule import EncounterParams
from stsdetect.events.slots import Slots
from stsdetect.events.speeds import add_speeds
from stsdetect.schema import ENCOUNTERS
from stsdetect.windows.work import WindowPart, WindowSpec

__all__ = ["Parts", "keep_near", "keep_part", "settle_near"]

MANY: Final = 200_000
"""Rows of pairs near each other for which it is worth looking who has parted; ours:
15 MB. To look after each window takes longer than the looking."""

AddUp = Callable[[Sequence[pl.DataFrame]], pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Parts:
    """What each window gave, in order of time, until it is joined."""

    vessels: pl.DataFrame
    period: Span
    near: list[pl.DataFrame] = field(default_factory=list)
    """Of pairs of which it is not known yet whether they have parted."""
    encounters: list[pd.DataFrame] = field(default_factory=lambda: [ENCOUNTERS.empty()])
    edges: list[pl.DataFrame] = field(default_factory=list)
    speeds: list[pl.DataFrame] = field(default_factory=list)
    slots: list[Slots] = field(default_factory=list)
    spells: list[pl.DataFrame] = field(default_factory=list)
    calls: list[pl.DataFrame] = field(default_factory=list)
    hours: list[pl.DataFrame] = field(default_factory=list)
    floods: list[pl.DataFrame] = field(default_factory=list)
    turns: list[pl.LazyFrame] = field(default_factory=list)
    rigid: list[pl.DataFrame] = field(default_factory=list)
    receivers: list[pl.DataFrame] = field(default_factory=list)
    inland: list[pl.DataFrame] = field(default_factory=list)


def keep_part(part: WindowPart, parts: Parts) -> None:
    """Keep what is joined at the end; counts are added up whenever they doubled.

    So they take memory by vessels and places and not by days, and to add up the next
    window does not take longer the more there are before it.
    """
    parts.edges.append(part.edges)
    keep_slots(part.heard, parts.slots)
    parts.spells.append(part.spells)
    parts.calls.append(part.calls)
    parts.hours.append(part.hours)
    parts.floods.append(part.floods)
    parts.turns.append(part.turns)
    _keep(part.speeds, parts.speeds, add_speeds)
    _keep(part.receivers, parts.receivers, add_receivers)
    _keep(count_rigid(part.near), parts.rigid, add_rigid)
    _keep(part.inland, parts.inland, add_inland)


def keep_near(
    near: pl.DataFrame, spec: WindowSpec, parts: Parts, many: int = MANY
) -> None:
    """Keep pairs near each other; once they are many, take out who has parted.

    Parameters
    ----------
    near : pl.DataFrame
        Of a window, :data:`~stsdetect.schema.PROXIMITIES`.
    spec : WindowSpec
        The window; those before it have been kept.
    parts : Parts
        Where; ``encounters`` grows by those that are over.
    many : int
        New rows that are looked at together: changes no result.
    """
    parts.near.append(near)
    waiting, *new = parts.near
    if sum(one.height for one in new) < max(many, waiting.height):
        return
    settled, going_on = split_settled(
        pl.concat(parts.near), spec.window.stop, parts.vessels, spec.config.encounters
    )
    parts.encounters.append(
        find_encounters(settled, parts.vessels, spec.config.encounters)
    )
    parts.near[:] = [going_on]


def settle_near(parts: Parts, rule: EncounterParams) -> None:
    """Take the encounters of all pairs that are left: no window follows."""
    if parts.near:
        last = find_encounters(pl.concat(parts.near), parts.vessels, rule)
        parts.encounters.append(last)
        parts.near.clear()


def _keep(part: pl.DataFrame, kept: list[pl.DataFrame], add_up: AddUp) -> None:
    """Keep a table with those before, added up once they have doubled."""
    kept.append(part)
    if sum(one.height for one in kept[1:]) > kept[0].height:
        kept[:] = [add_up(kept)]
