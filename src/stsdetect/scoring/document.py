"""The items of a score as a table and as Markdown, generated from the items."""

from collections.abc import Hashable, Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from stsdetect.scoring.concerns import CONCERN_CAPS, CONCERNS
from stsdetect.scoring.evidence import CAPS, EVIDENCE
from stsdetect.scoring.likelihood import DEFAULT_SCORE
from stsdetect.scoring.relevance import PRIORITY_FORMULA
from stsdetect.scoring.signs import SIGNS
from stsdetect.scoring.term import EVERY_KIND, Evidence, Item, unit_of

__all__ = ["at_most", "evidence_markdown", "evidence_table"]

_HEAD: Final = f"""# What moves a score?

Generated from `src/stsdetect/scoring/` by `make docs`; a test fails when it is stale.

An item whose input is missing, or that does not speak of a kind, counts nothing:
missing input is no evidence. Weights of a group add up to no more than its cap, for or
against. {PRIORITY_FORMULA}. `stsdetect evidence` prints the same.
"""

_LIKELIHOOD: Final = """
## Likelihood

Natural-log likelihood ratios. They are judged before any sample was scored, unless a
source is named; *learned* names the kinds for which a factor that was learned stands
before the judged weight (decisions 0009, 0023). What counts of all groups is multiplied
by the slope of the kind and added to its offset and to the log-odds of its base rate;
of partners that exclude each other one at most is right (decision 0012).
"""

_RELEVANCE: Final = """
## Relevance

Points of a hundred.
"""

_ALTERNATIVES: Final = """
## Alternatives

What else a lead may be, and what speaks for each reading: told beside the score, the
strongest first, and not counted, since what a sign rests on has its weight above.
"""


def evidence_table(kind: str | None = None) -> pd.DataFrame:
    """Tabulate every item of evidence, concern and sign, of one kind or of all.

    Returns
    -------
    DataFrame
        ``score`` (likelihood, relevance, alternatives), ``group``, ``cap`` (missing
        for alternatives), ``name``, ``kinds``,
        ``unit`` of its value, ``needs``, ``weighed`` (how, in words), ``learned``
        (factors on that, by kind; empty where judged weights count),
        ``speaks_for``, ``speaks_against``, ``source``; one row per item.
    """
    rows = [_row("likelihood", item, CAPS) for item in EVIDENCE]
    rows += [_row("relevance", item, CONCERN_CAPS) for item in CONCERNS]
    rows += [_row("alternatives", item, {}) for item in SIGNS]
    table = pd.DataFrame(rows)
    if kind is None:
        return table
    concerned = [kind in kinds for kinds in table["kinds"]]
    return table[concerned].reset_index(drop=True)


def evidence_markdown() -> str:
    """Describe every item of a score, group by group."""
    table = evidence_table()
    rates = "".join(
        f"| `{kind}` | {100 * DEFAULT_SCORE.base_rate(kind):g} % "
        f"| {one.offset:g} | {one.slope:g} |\n"
        for kind in EVERY_KIND
        for one in [DEFAULT_SCORE.weighting(kind)]
    )
    base = f"\n| kind | base rate | offset | slope |\n|---|---|---|---|\n{rates}"
    parts = (
        ("likelihood", _LIKELIHOOD + base),
        ("relevance", _RELEVANCE),
        ("alternatives", _ALTERNATIVES),
    )
    return _HEAD + "".join(
        head + _groups(table[table["score"] == score]) for score, head in parts
    )


def _row(score: str, item: Item, caps: dict[str, float]) -> dict[str, object]:
    against = item.speaks_against if isinstance(item, Evidence) else ""
    return {
        "score": score,
        "group": item.group,
        "cap": caps.get(item.group, np.nan),
        "name": item.name,
        "kinds": item.kinds,
        "unit": unit_of(item.value),
        "needs": item.columns,
        "weighed": item.weighed,
        "learned": _learned(item),
        "speaks_for": item.speaks_for,
        "speaks_against": against,
        "source": item.source,
    }


def _learned(item: Item) -> str:
    """Say which factors stand before the judged weight, by default."""
    factors = {
        kind: DEFAULT_SCORE.weighting(kind).factors.get(item.name, 1.0)
        for kind in EVERY_KIND
        if isinstance(item, Evidence) and kind in item.kinds
    }
    return ", ".join(f"{kind} × {one:.2f}" for kind, one in factors.items() if one != 1)


def _groups(table: pd.DataFrame) -> str:
    return "".join(
        f"\n### {str(group).replace('_', ' ')}{at_most(rows['cap'].iloc[0])}\n\n"
        "| item | kinds | needs | weight | learned | says for | says against | source |"
        "\n|---|---|---|---|---|---|---|---|\n"
        + "".join(_line(row) for row in rows.to_dict("records"))
        for group, rows in table.groupby("group", sort=False)
    )


def at_most(cap: float) -> str:
    """Say the cap of a group, nothing where it has none."""
    return "" if np.isnan(cap) else f", at most {cap:g}"


def _line(row: Mapping[Hashable, Any]) -> str:
    kinds = "all" if row["kinds"] == EVERY_KIND else ", ".join(_words(row["kinds"]))
    cells = (
        f"`{row['name']}`",
        kinds,
        ", ".join(f"`{column}`" for column in _words(row["needs"])),
        *(str(row[name]) for name in ("weighed", "learned", "speaks_for")),
        *(str(row[name]) for name in ("speaks_against", "source")),
    )
    return "| " + " | ".join(cells) + " |\n"


def _words(several: object) -> tuple[str, ...]:
    return tuple(several) if isinstance(several, tuple) else ()
