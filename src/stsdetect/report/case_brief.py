"""Brief of one case, for readers who open no zip: at most four pages of paper."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from stsdetect.report.brief.blocks import (
    Block,
    Figure,
    Section,
    Text,
    plain_line,
    text_blocks,
)
from stsdetect.report.cards import candidate_words

__all__ = ["PAGES", "case_sections"]

PAGES: Final = ((0, 1), (2,), (3, 4), (5,))
"""Which sections stand on which page."""

_LEAD: Final = (
    "A lead to check, never a finding. AIS shows where vessels say they are; it never "
    "shows cargo, intent or guilt, and what was not received is not here."
)

_CAPTIONS: Final = {
    "map": "Tracks, bold during the candidate, dashed in silence; shaded: its area.",
    "distance_and_speed": "Distance of the two, and their speeds; shaded: its time.",
}

_MIN_TOLD: Final = 0.05
"""Log-odds below which a point moves nothing that is shown."""

_NONE: Final = {
    "reasons_for": "nothing",
    "alternatives": "nothing that the score looks for speaks for another reading; "
    "bunkering, tows, pilots, weather and breakdowns look alike in AIS",
}
"""Said where there is no reason."""

_N_BLOCKS: Final = 40
"""Ours: the most changes or points that one page holds."""


def case_sections(
    candidate: "pd.Series[Any]",
    terms: pd.DataFrame,
    identity: str,
    method: str,
    provenance: Mapping[str, Any],
    figures: Mapping[str, bytes],
) -> list[Section]:
    """Give the sections of the brief of a case.

    Parameters
    ----------
    candidate : Series
        A row of :data:`~stsdetect.schema.CANDIDATES`.
    terms : DataFrame
        What moves its likelihood: ``evidence, counted, sentence``.
    identity, method : str
        What its vessels said of themselves, and how it was found, in Markdown.
    provenance : mapping
        As ``provenance.json`` of the case has it.
    figures : mapping
        File to PNG or SVG, as
        :func:`~stsdetect.dossiers.case_figures.draw_case` gives them.
    """
    words = candidate_words(candidate)
    drawn: list[Block] = [
        Figure(figures[f"figures/{name}.png"], caption)
        for name, caption in _CAPTIONS.items()
        if f"figures/{name}.png" in figures
    ]
    return [
        Section(f"Candidate {words['id']}", [Text(_LEAD), *_facts(words)]),
        Section("For and against", _reasons(words)),
        Section("What was received", drawn or [Text("Nothing that can be drawn.")]),
        Section("Every point of the likelihood", _points(terms)),
        Section("Who they say they are", _plain(identity)),
        Section("Method and provenance", [*_plain(method), *_origin(provenance)]),
    ]


def _facts(words: Mapping[str, Any]) -> list[Block]:
    vessels = [f"{one['name']}, {one['particulars']}" for one in words["vessels"]]
    sides = zip("ab", vessels, strict=False)
    told = [f"Vessel {side}: {plain_line(vessel)}" for side, vessel in sides]
    said = f", {words['likelihood_words']}" if words["likelihood_words"] else ""
    told += [
        f"When: {words['period']} UTC, {words['duration']}; {words['local']}",
        f"Where: {words['place']} ({words['decimal_place']}) {words['region']}",
        f"Kind: {words['kind_words']}",
        f"Likelihood: {words['likelihood']}{said}, calibrated on simulated seas alone",
        f"Confidence: {words['confidence']}",
        f"Relevance: {words['relevance']}",
    ]
    if words["destinations"]:
        told.append(f"Destination, not counted: {plain_line(words['destinations'])}")
    if words["laden"]:
        told.append(f"Laden without a port, not counted: {plain_line(words['laden'])}")
    if words["chance"]:
        told.append(f"Chance: {words['chance']} of random silences could have met too")
    if words["by_chance"]:
        told.append(
            f"As good by chance in this run: {words['by_chance']} of such leads"
        )
    return [Text(line, item=True) for line in told]


def _reasons(words: Mapping[str, Any]) -> list[Block]:
    parts = (
        ("For:", "reasons_for"),
        ("Against, or not known:", "reasons_against"),
        ("What else it may be:", "alternatives"),
    )
    blocks: list[Block] = []
    for heading, name in parts:
        reasons = [plain_line(reason) for reason in words[name]]
        if name == "reasons_against":
            reasons.append(words["not_known"])
        blocks += [
            Text(heading),
            *(Text(reason, item=True) for reason in reasons or [_NONE[name]]),
        ]
    return blocks


def _points(terms: pd.DataFrame) -> list[Block]:
    points = [
        Text(f"{counted:+.2f}  {plain_line(sentence or evidence)}", item=True)
        for evidence, counted, sentence in zip(
            terms["evidence"], terms["counted"], terms["sentence"], strict=True
        )
        if abs(counted) >= _MIN_TOLD
    ]
    total = Text(f"Together: {terms['counted'].sum():+.2f}, in log-odds.")
    return [*points[:_N_BLOCKS], total]


def _plain(markdown: str) -> list[Block]:
    """Give Markdown of our own as text: without headings and marks."""
    lines = [line for line in markdown.splitlines() if not line.startswith("# ")]
    text = "\n".join(line.replace("## ", "").replace("**", "") for line in lines)
    return text_blocks(text.replace("\\", ""))[:_N_BLOCKS]


def _origin(provenance: Mapping[str, Any]) -> list[Block]:
    files = [
        Text(f"{plain_line(one['name'])}, SHA-256 {one['sha256']}", item=True)
        for one in provenance["sources"]
    ]
    version, config = provenance["stsdetect_version"], provenance["config_hash"]
    made = f"Made by stsdetect {version}, config {config}, from:"
    return [Text(made), *files[:_N_BLOCKS]]
