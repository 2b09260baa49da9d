"""Why a pair of vessels is an encounter, or is none: step by step, with the figures."""

from dataclasses import dataclass, replace
from datetime import timedelta

import polars as pl

from stsdetect.events.contacts import find_contacts, find_near
from stsdetect.events.lasting import keep_lasting
from stsdetect.events.rule import STSDETECT, EncounterParams
from stsdetect.schema import PROXIMITIES

__all__ = ["Step", "explain_pair"]

_ANY_SPEED_KN = float("inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the rule: what was found, what the rule asks, and whether it holds.

    Parameters
    ----------
    question, found, bound : str
        In words, with units.
    passed : bool
        Whether the pair goes on to the next step.
    """

    question: str
    found: str
    bound: str
    passed: bool


def explain_pair(
    proximities: pl.DataFrame, params: EncounterParams = STSDETECT
) -> list[Step]:
    """Tell why the ticks of one pair hold an encounter, or don't.

    Parameters
    ----------
    proximities : pl.DataFrame
        A :data:`~stsdetect.schema.PROXIMITIES` table of one pair, in any order; it may
        reach farther than the rule.
    params : EncounterParams
        The rule. A bound by length is not looked at.

    Returns
    -------
    list of Step
        In the order of the rule, up to the first one that doesn't hold.
    """
    PROXIMITIES.check(proximities)
    rule = replace(params, max_lengths=None)
    steps: list[Step] = []
    for look in (_near, _close, _contacts, _slow, _long):
        steps.append(look(proximities, rule))
        if not steps[-1].passed:
            break
    return steps


def _near(proximities: pl.DataFrame, params: EncounterParams) -> Step:
    distance = proximities["distance_m"]
    n = int((distance <= params.keep_distance_m).sum())
    nearest = f", nearest {distance.sort()[0]:.0f} m" if distance.len() else ""
    return Step(
        question="Are both heard near each other?",
        found=f"{n} ticks{nearest}",
        bound=f"within {params.keep_distance_m:g} m",
        passed=n > 0,
    )


def _close(proximities: pl.DataFrame, params: EncounterParams) -> Step:
    close = proximities.filter(pl.col("distance_m") <= params.open_distance_m)
    faster = close.select(pl.max_horizontal("speed_a_kn", "speed_b_kn")).to_series()
    n_slow = int((faster <= params.max_speed_kn).sum())
    slowest = f", slowest {faster.sort()[0]:.1f} kn" if close.height else ""
    return Step(
        question="Are they close, and slow at that tick?",
        found=f"{close.height} ticks close, {n_slow} of them slow{slowest}",
        bound=f"within {params.open_distance_m:g} m, both within "
        f"{params.max_speed_kn:g} kn",
        passed=n_slow > 0,
    )


def _contacts(proximities: pl.DataFrame, params: EncounterParams) -> Step:
    each = _spells(proximities, params)
    longest = each["length"].max()
    return Step(
        question="Do they stay?",
        found=f"{each.height} contacts, the longest {_minutes(longest)}",
        bound=f"each {_minutes(params.min_contact)} or more; closed after "
        f"{_minutes(params.max_silence)} without a close, slow tick",
        passed=isinstance(longest, timedelta) and longest >= params.min_contact,
    )


def _slow(proximities: pl.DataFrame, params: EncounterParams) -> Step:
    each = _spells(proximities, params).filter(pl.col("length") >= params.min_contact)
    slowest = each.select(pl.max_horizontal("speed_a_kn", "speed_b_kn")).min().item()
    return Step(
        question="Is each vessel slow by median?",
        found=f"{slowest:.1f} kn, the faster vessel in the slowest contact",
        bound=f"{params.max_median_speed_kn:g} kn or less",
        passed=slowest <= params.max_median_speed_kn,
    )


def _long(proximities: pl.DataFrame, params: EncounterParams) -> Step:
    ticks = find_contacts(find_near(proximities, params), params)
    close = pl.col("distance_m") <= params.open_distance_m
    observed = (
        ticks.group_by("encounter")
        .agg(steps=close.sum().cast(pl.Int64) - pl.col("contact").n_unique())
        .select(pl.col("steps").max().clip(0))
        .item()
    )
    n_encounters = ticks["encounter"].n_unique()
    together = observed * params.step
    repeated = bool(keep_lasting(ticks, params)["repeated"].any())
    return Step(
        question="Are they together long enough?",
        found=f"{_minutes(together)} observed close in the longest of {n_encounters} "
        f"groups of contacts{', and they repeat' if repeated else ''}",
        bound=f"{_minutes(params.min_duration)} or more{_or_repeated(params)}",
        passed=together >= params.min_duration or repeated,
    )


def _or_repeated(params: EncounterParams) -> str:
    if not params.repeat_time:
        return ""
    return (
        f", or contacts of {_minutes(params.repeat_contact)} within "
        f"{params.repeat_near_m:g} m that make {_minutes(params.repeat_duration)} in "
        f"{params.repeat_time / timedelta(hours=1):g} h and "
        f"{params.repeat_distance_nm:g} nm"
    )


def _spells(proximities: pl.DataFrame, params: EncounterParams) -> pl.DataFrame:
    """Contacts before any filter of length or median speed."""
    every = replace(params, min_contact=timedelta(0), max_median_speed_kn=_ANY_SPEED_KN)
    time = pl.col("timestamp")
    return (
        find_contacts(find_near(proximities, every), every)
        .group_by("contact", maintain_order=True)
        .agg(
            (time.last() - time.first()).alias("length"),
            pl.col("speed_a_kn", "speed_b_kn").median(),
        )
    )


def _minutes(time: object) -> str:
    if not isinstance(time, timedelta):
        return "none"
    return f"{time / timedelta(minutes=1):.0f} min"
