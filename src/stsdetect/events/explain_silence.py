"""Why a pair of vessels could have met in silence, or could not: step by step."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache

import pandas as pd
import polars as pl

from stsdetect.events.bounds import as_rows
from stsdetect.events.explain import Step
from stsdetect.events.possible import pair_up
from stsdetect.events.rendezvous import (
    STSDETECT,
    RendezvousParams,
    bounded_silences,
    possible_partners,
)

__all__ = ["explain_silence", "least_together"]

HOUR = timedelta(hours=1)
LEAST = timedelta(seconds=1)


def explain_silence(
    pair: tuple[int, int],
    gaps: pd.DataFrame,
    loiterings: pd.DataFrame,
    vessels: pl.DataFrame,
    params: RendezvousParams = STSDETECT,
) -> list[Step]:
    """Tell why two vessels could have met while one or both were silent, or could not.

    Land is not looked at.

    Parameters
    ----------
    pair : tuple of int
        MMSIs.
    gaps, loiterings, vessels
        As :func:`~stsdetect.events.rendezvous.find_rendezvous` takes them, of all
        vessels: whether one is the best partner hangs on the others.
    params : RendezvousParams
        The rule.

    Returns
    -------
    list of Step
        In the order of the rule, up to the first one that doesn't hold.
    """
    silences = bounded_silences(gaps, loiterings, vessels, params)
    own = silences.filter(pl.col("mmsi").is_in(pair))
    ranked = cache(lambda: _ranked(pair, silences, params))
    looks: tuple[Callable[[], Step], ...] = (
        lambda: _silent(pair, own, params),
        lambda: _at_one_time(own),
        lambda: _fast_enough(own, params),
        lambda: _speaks_for_it(ranked(), params),
        lambda: _among_the_best(ranked(), params),
    )
    steps: list[Step] = []
    for look in looks:
        steps.append(look())
        if not steps[-1].passed:
            break
    return steps


def _silent(pair: tuple[int, int], own: pl.DataFrame, params: RendezvousParams) -> Step:
    told, n_silences, n_any = [], [], []
    for mmsi in pair:
        still = own.filter(pl.col("mmsi") == mmsi)["still"]
        n_waits = int(still.sum())
        n_silences.append(still.len() - n_waits)
        n_any.append(still.len())
        told.append(f"{mmsi}: silences {n_silences[-1]:,}, waits {n_waits:,}")
    return Step(
        question="Was one silent, and the other silent or waiting?",
        found="; ".join(told),
        bound=f"{params.min_visit / HOUR:g} h or more, a silence up to "
        f"{params.max_gap.days} days; not heard again: suspicious, up to "
        f"{params.max_open / HOUR:g} h",
        passed=max(n_silences) > 0 and min(n_any) > 0,
    )


def _at_one_time(own: pl.DataFrame) -> Step:
    sides = ("event_id", "mmsi", "start_time", "end_time", "still")
    each = own.select(sides)
    both = each.join(each, how="cross", suffix="_b").filter(
        pl.col("mmsi") < pl.col("mmsi_b"), ~(pl.col("still") & pl.col("still_b"))
    )
    begin = pl.max_horizontal("start_time", "start_time_b")
    end = pl.min_horizontal("end_time", "end_time_b")
    shared = both.select(first=begin, length=end - begin).filter(
        pl.col("length") > timedelta(0)
    )
    found = "never"
    if shared.height:
        longest = shared.sort("length", "first", descending=[True, False])
        length, first = longest["length"][0], longest["first"][0]
        found = f"{length / HOUR:.1f} h at most, from {first:%Y-%m-%d %H:%M} UTC"
    return Step(
        question="At one time?",
        found=found,
        bound="two silences, or a silence and a wait, that share some time",
        passed=shared.height > 0,
    )


def _fast_enough(own: pl.DataFrame, params: RendezvousParams) -> Step:
    wide = replace(params, min_meeting=LEAST, min_visit=LEAST)
    pairs, _ = pair_up(own, as_rows(own, "max_speed_kn"), wide)
    least_h = pl.col("kind").replace_strict(params.least_h, return_dtype=pl.Float64)
    enough = pairs.select((pl.col("slack_h") >= least_h).any()).item()
    found = "none: the ways alone take longer"
    if pairs.height:
        most = pairs.sort("slack_h", descending=True)[0]
        found = f"{most['slack_h'][0]:.1f} h together at most ({most['kind'][0]})"
    return Step(
        question="Does speed allow a meeting?",
        found=found,
        bound=least_together(params),
        passed=bool(enough),
    )


def _speaks_for_it(ranked: pl.DataFrame, params: RendezvousParams) -> Step:
    best = ranked.sort("fit", descending=True)[0]
    return Step(
        question="Do their silences speak for a meeting?",
        found=f"fit {best['fit'][0]:.1f} ({best['kind'][0]})",
        bound=f"{params.min_fit:g} or more, in log-odds of time lost, courses, kinds "
        "of vessel and how well each was to be heard",
        passed=best["fit"][0] >= params.min_fit,
    )


def _among_the_best(ranked: pl.DataFrame, params: RendezvousParams) -> Step:
    kept = pl.col("kind").replace_strict(
        {"one_dark": params.n_visitors, "both_dark": params.n_pairs},
        return_dtype=pl.Int64,
    )
    fitting = ranked.filter(pl.col("fit") >= params.min_fit)
    best = fitting.with_columns(over=pl.col("partner_rank") - kept).sort(
        "over", "partner_rank", "fit", descending=[False, False, True]
    )[0]
    return Step(
        question="Is one of the best partners of the other?",
        found=f"number {best['partner_rank'][0]:,} of {best['n_partners'][0]:,}",
        bound=f"the first {params.n_pairs} of a silence, the first {params.n_visitors} "
        "of a vessel that waited",
        passed=best["over"][0] <= 0,
    )


def _ranked(
    pair: tuple[int, int], silences: pl.DataFrame, params: RendezvousParams
) -> pl.DataFrame:
    rows = as_rows(silences, "max_speed_kn")
    ranked = possible_partners(silences, rows, params)
    return ranked.filter(pl.col("mmsi_a").is_in(pair), pl.col("mmsi_b").is_in(pair))


def least_together(params: RendezvousParams) -> str:
    """Say how long two have to have been together, by kind."""
    least = params.least_h
    return (
        f"{least['both_dark']:g} h together where both were silent, "
        f"{least['one_dark']:g} h where one waited"
    )
