"""Composing: from counts, cases and ground to the sections of a brief."""

from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd

from stsdetect.report.brief.blocks import Block, Figure, Grid, Section, text_blocks
from stsdetect.report.brief.cases import BriefCase
from stsdetect.report.brief.counting import Count, by_month, count_by, per_thousand
from stsdetect.report.brief.coverage import Coverage
from stsdetect.report.brief.texts import Texts
from stsdetect.report.wording import KIND_WORDS

__all__ = ["Material", "compose"]

_NONE: Final = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """All that a brief is written from.

    Attributes
    ----------
    since, until : str
        The period in words, and ``before_since`` the start of the one before.
    candidates, before : DataFrame
        :data:`~stsdetect.schema.CANDIDATES` of the period and of the one before, None
        where nothing was looked at then.
    coverage, coverage_before : Coverage
        Of both periods.
    verdicts : dict
        Verdict to the number of candidates that have it.
    cases : list of BriefCase
        Those selected.
    overview : Figure, optional
        Map of all candidates, without any name.
    runs : list of dict
        What each run says of itself: ``name``, ``version``, ``config_hash``,
        ``n_files``, ``n_rows``, ``inputs_sha256``, ``candidates_sha256``, ``seal``.
    """

    since: str
    until: str
    before_since: str
    months: list[str]
    candidates: pd.DataFrame
    before: pd.DataFrame | None
    coverage: Coverage
    coverage_before: Coverage
    verdicts: dict[str, int]
    cases: list[BriefCase]
    priority: str
    runs: list[dict[str, Any]]
    overview: Figure | None = None
    files: list[dict[str, Any]] = field(default_factory=list)


def compose(material: Material, texts: Texts) -> list[Section]:
    """Write the sections; the first has the title of the brief as its heading."""
    values = _values(material)

    def say(name: str) -> list[Block]:
        return text_blocks(texts.render(name, values))

    return [
        Section(texts.render("title.txt", values).strip(), say("lead.txt")),
        Section("What was looked at", [*say("coverage.txt"), *_reception(material)]),
        Section("How many", [*say("counts.txt"), *_counts(material)]),
        Section("Selected cases", [*say("cases.txt"), *_cases(material, texts)]),
        Section("How candidates are found", say("method.txt")),
        Section("What this brief can not tell", say("limits.txt")),
        Section("Where it is from", [*say("provenance.txt"), *_provenance(material)]),
    ]


def _values(material: Material) -> dict[str, Any]:
    return {
        "since": material.since,
        "until": material.until,
        "before_since": material.before_since,
        "n_candidates": len(material.candidates),
        "n_before": None if material.before is None else len(material.before),
        "coverage": material.coverage,
        "coverage_before": material.coverage_before,
        "verdicts": material.verdicts,
        "cases": material.cases,
        "kind_words": KIND_WORDS,
        "priority": material.priority,
        "n_runs": len(material.runs),
    }


def _reception(material: Material) -> list[Block]:
    rows = [
        [
            f"class {one.ais_class}, {'still' if one.still else 'under way'}",
            f"{one.n_slots:,}",
            f"{100 * one.share:.0f} %",
        ]
        for one in material.coverage.reception
    ]
    header = ["vessels surely there", "slots of ten minutes", "heard in"]
    return [Grid(header, rows)] if rows else []


def _counts(material: Material) -> list[Block]:
    now, before = material.candidates, material.before
    days, days_before = (
        one.n_vessel_days for one in (material.coverage, material.coverage_before)
    )
    kinds = count_by(now, before, "kind")
    total = [
        "per 1,000 vessel-days",
        _rate(per_thousand(len(now), days)),
        "",
        _NONE if before is None else _rate(per_thousand(len(before), days_before)),
        "",
    ]
    blocks: list[Block] = [
        _grid("kind", kinds, KIND_WORDS, total),
        _grid("region", count_by(now, before, "region"), {}),
        _months(material),
    ]
    return [*blocks, material.overview] if material.overview else blocks


def _grid(
    what: str, counts: list[Count], words: dict[str, str], *more: list[str]
) -> Grid:
    header = [what, "candidates", "likely or more", "before", "change"]
    rows = [
        [
            f"{one.name.replace('_', ' ')}: {words[one.name]}"
            if one.name in words
            else one.name,
            f"{one.n:,}",
            f"{one.n_likely:,}",
            _number(one.n_before),
            _signed(one.change),
        ]
        for one in counts
    ]
    return Grid(header, [*rows, *more])


def _months(material: Material) -> Grid:
    header = ["month", "candidates", "likely or more", "vessel-days", "change"]
    rows = [
        [
            one.name,
            f"{one.n:,}",
            f"{one.n_likely:,}",
            f"{material.coverage.vessel_days_of(one.name):,}",
            _signed(one.change),
        ]
        for one in by_month(material.candidates, material.months)
    ]
    return Grid(header, rows)


def _cases(material: Material, texts: Texts) -> list[Block]:
    blocks: list[Block] = []
    for number, case in enumerate(material.cases, start=1):
        told = texts.render("case.txt", {"case": case, "number": number})
        blocks += [*text_blocks(told), *case.figures]
    return blocks


def _provenance(material: Material) -> list[Block]:
    runs = [[str(one[name]) for name in _RUN] for one in material.runs]
    files = [[str(one[name]) for name in _FILE] for one in material.files]
    blocks: list[Block] = [
        Grid([name.replace("_", " ") for name in _RUN], runs, numbers=False)
    ]
    if files:
        blocks.append(Grid(list(_FILE), files, numbers=False))
    return blocks


_RUN: Final = (
    "name",
    "stsdetect_version",
    "config_hash",
    "n_files",
    "inputs_sha256",
    "candidates_sha256",
    "last_seal_of_labels",
)
_FILE: Final = ("file", "format", "rows", "sha256")


def _rate(value: float) -> str:
    return _NONE if value != value else f"{value:.2f}"  # noqa: PLR0124  NaN


def _number(value: int | None) -> str:
    return _NONE if value is None else f"{value:,}"


def _signed(value: int | None) -> str:
    if value is None:
        return _NONE
    return f"{value:+,}".replace("-", "−") if value else "0"
