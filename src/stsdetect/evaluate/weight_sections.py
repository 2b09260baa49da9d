"""Sections on weights: judged, fitted and boosted; prevalence; what labels teach."""

from collections.abc import Iterable, Mapping
from typing import Any

from stsdetect.evaluate.markdown import cell, table
from stsdetect.evaluate.prevalence import AtPrevalence
from stsdetect.evaluate.weights import Compared

__all__ = ["label_section", "prevalence_section", "weight_section"]

_TAKEN = {True: "**yes**", False: "no"}


def weight_section(compared: Iterable[Compared]) -> str:
    """Set weights beside each other, and say whether they pass."""
    rows = [
        [
            f"`{one.kind}`",
            f"{one.weights} for {one.other}",
            cell(one.other_precision),
            cell(one.precision),
            f"{one.precision - one.other_precision:+.3f}".replace("-", "−"),
            f"{100 * one.share_not_lower:.1f} %",
            f"{cell(one.other_error)}, then {cell(one.error)}",
            _TAKEN[one.taken],
        ]
        for one in compared
    ]
    head = [
        "kind",
        "weights",
        "precision at N before",
        "then",
        "gain",
        "not lower in draws",
        "calibration error",
        "passes",
    ]
    return table(head, rows) if rows else ""


def prevalence_section(measured: Iterable[AtPrevalence]) -> str:
    """Tell likelihoods as they would be in rarer seas."""
    head = [
        "kind",
        "transfers among candidates",
        "calibration error of the first 2 N",
        "likelihood of a transfer, median",
        "transfers said at 0.5 or more",
        "of those said so, transfers",
    ]
    return table(
        head,
        (
            [f"`{one.kind}`", f"1 in {1 / one.prevalence:,.0f}", *map(cell, one[2:])]
            for one in measured
        ),
    )


def label_section(labels: Iterable[Mapping[str, Any]]) -> str:
    """Tell what so many labels change on worlds that gave none."""
    rows = [
        [
            f"{one['n_labels']:,}",
            f"{one['n_transfers']:,}",
            cell(one["precision"]),
            cell(one["average_precision"]),
        ]
        for one in labels
    ]
    head = ["labels", "transfers among them", "precision at N", "average precision"]
    return table(head, rows) if rows else ""
