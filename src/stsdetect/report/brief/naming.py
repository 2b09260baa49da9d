"""Naming: who is named in a brief, and how the others are spoken of.

A name in a document that leaves the house is an accusation, whatever stands beside it.
A vessel is named where analysts agree on ``transfer``, and nowhere else; of the others
goes out neither name nor number nor any text that was typed by a stranger.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from stsdetect.report.brief.blocks import plain_line
from stsdetect.report.brief.letters import drawable
from stsdetect.report.wording import vessel_words

__all__ = ["drawn_names", "is_named", "vessel_label"]


def is_named(verdict: str | None) -> bool:
    """Tell whether a verdict lets the vessels be named.

    Examples
    --------
    >>> [is_named(said) for said in ("transfer", "unsure", "no_transfer", None)]
    [True, False, False, False]
    """
    return verdict == "transfer"


def vessel_label(candidate: Mapping[Any, Any], side: str, *, named: bool) -> str:
    """Speak of one vessel: with its particulars, or as a vessel of a candidate.

    Empty where the candidate has no such vessel.
    """
    if pd.isna(candidate[f"mmsi_{side}"]):
        return ""
    if not named:
        ship_type = candidate[f"ship_type_{side}"]
        kind = "" if pd.isna(ship_type) else f" ({plain_line(str(ship_type))})"
        return f"vessel {side.upper()} of candidate {candidate['candidate_id']}{kind}"
    words = vessel_words(candidate, side)
    if words is None:
        return ""
    return plain_line(f"{words['name']} ({words['particulars']})")


def drawn_names(candidate: "pd.Series[Any]", *, named: bool) -> "pd.Series[Any]":
    """Give a candidate the names that a figure shows: *vessel A* unless it is named."""
    shown = candidate.copy()
    for side in "ab":
        name = candidate[f"shipname_{side}"]
        if not named:
            shown[f"shipname_{side}"] = f"vessel {side.upper()}"
        elif pd.notna(name):
            shown[f"shipname_{side}"] = drawable(plain_line(str(name)))
    return shown
