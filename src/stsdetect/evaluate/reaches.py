"""Reaches: what was promised before anything was measured, and whether it was met.

A reach is written down here and nowhere else; no threshold is moved to meet it, and a
missed one is printed as missed.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

import polars as pl

from stsdetect.evaluate.figures import PROMISED_PARTNERS, by_level, share_figure
from stsdetect.evaluate.lists import (
    chance_in_top,
    count_families_in_top,
    precision_in_top,
    recall_in_top,
)
from stsdetect.evaluate.markdown import cell
from stsdetect.evaluate.outcomes import Outcome
from stsdetect.evaluate.summary import measure_calibration

__all__ = ["INNOCENT", "Reach", "judge_reaches"]

INNOCENT: Final = ("anchorage", "tow", "pair_trawl", "pilotage", "convoy")
"""Families of which none may stand in the top N."""

_WELL_HEARD: Final = (pl.col("interval_min") <= 3.0) & (pl.col("duration_h") >= 1.0)
_SHORT_GAP: Final = pl.col("silence_h") <= 12.0


class Reach(NamedTuple):
    """One promise in one level.

    Attributes
    ----------
    what : str
        The promise in words.
    level : str
        Where.
    asked : str
        The value promised.
    got : str
        The value measured, with its interval.
    met : bool or None
        None when the worlds of the level hold nothing to judge it by.
    """

    what: str
    level: str
    asked: str
    got: str
    met: bool | None


def judge_reaches(outcome: Outcome, base_rates: dict[str, float]) -> Iterator[Reach]:
    """Judge every promise in every level, promise by promise.

    Parameters
    ----------
    outcome : Outcome
        Of the variant that is judged.
    base_rates : dict
        Share of transfers that the likelihood of each kind takes for granted.
    """
    levels = list(by_level(outcome))
    for judge in (_recall, _precision, _innocent, _partner, _both_dark):
        for level, of_level in levels:
            yield judge(level, of_level)
    for kind in base_rates:
        for level, of_level in levels:
            yield _calibration(level, of_level, kind, base_rates)


def _recall(level: str, outcome: Outcome) -> Reach:
    told = _sought(outcome, "encounter").filter(_WELL_HEARD)
    value, low, high, n = share_figure(int(told["found"].sum()), told.height)
    what = "`encounter` recall, alongside 1 h or more, a report every 3 min"
    return _at_least(what, level, 0.98, cell(value, low, high), value, n)


def _precision(level: str, outcome: Outcome) -> Reach:
    value, *ends = precision_in_top(*_of_kind(outcome, "encounter"))
    what = "`encounter` precision among the top N"
    return _at_least(what, level, 0.9, cell(value, *ends), value)


def _innocent(level: str, outcome: Outcome) -> Reach:
    families = count_families_in_top(*_of_kind(outcome, "encounter"))
    bad = {name: n for name, n in families.items() if name in INNOCENT}
    got = ", ".join(f"{n} {name}" for name, n in bad.items()) or "none"
    what = "anchored neighbours, tows, pair trawlers, pilots, convoys in the top N"
    sought = _sought(outcome, "encounter").height
    return Reach(what, level, "none", got, met=not bad if sought else None)


def _partner(level: str, outcome: Outcome) -> Reach:
    told = _sought(outcome, "one_dark").filter(_SHORT_GAP)
    hits = int((told["partner_rank"] <= PROMISED_PARTNERS).sum())
    value, low, high, n = share_figure(hits, told.height)
    what = "`one_dark`, gap up to 12 h: true partner among the first 5"
    return _at_least(what, level, 0.8, cell(value, low, high), value, n)


def _both_dark(level: str, outcome: Outcome) -> Reach:
    judged, told = _of_kind(outcome, "both_dark")
    value, *ends = recall_in_top(judged, told, 3)
    chance = cell(chance_in_top(judged, told, 3))
    got = f"{cell(value, *ends)}, by chance {chance}"
    what = "`both_dark`: true pairs in the top 3 N of that kind"
    return _at_least(what, level, 0.5, got, value)


def _calibration(
    level: str, outcome: Outcome, kind: str, base_rates: Mapping[str, float]
) -> Reach:
    figures = measure_calibration(outcome.judged, kind, base_rates)
    values = dict(figures.select("name", "value").iter_rows())
    value = values.get("calibration error of the first 2 N, shifted", float("nan"))
    prevalence = values.get("prevalence among candidates", float("nan"))
    what = f"calibration error of `likelihood`, `{kind}`, at the shown prevalence"
    met = None if math.isnan(value) else value <= 0.08
    as_said = cell(values.get("calibration error of the first 2 N", float("nan")))
    told = f"{cell(value)} at {prevalence:.3f}; as said {as_said}"
    got = told if met is not None else "–"
    return Reach(what, level, "0.08", got, met)


def _at_least(
    what: str, level: str, asked: float, got: str, value: float, n: int | None = None
) -> Reach:
    known = not math.isnan(value)
    text = f"{got} of {n}" if known and n is not None else got if known else "–"
    return Reach(what, level, f"{asked:g}", text, value >= asked if known else None)


def _sought(outcome: Outcome, kind: str) -> pl.DataFrame:
    return outcome.told.filter(
        (pl.col("observability") == kind) & (pl.col("expected") == "found")
    )


def _of_kind(outcome: Outcome, kind: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    return outcome.judged.filter(pl.col("kind") == kind), _sought(outcome, kind)
