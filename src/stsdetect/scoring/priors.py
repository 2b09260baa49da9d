"""Priors: what a lead starts with, whatever is known of it."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from stsdetect.scoring.odds import logit

__all__ = ["Prior", "list_priors"]

_CALIBRATION: Final = "what leads of this kind gather by chance is taken off"
_RIVALS: Final = "other meetings could have been instead, of which one at most was"


class Prior(NamedTuple):
    """One part of what a lead starts with.

    Attributes
    ----------
    name : str
        Among the terms of a score.
    value : str
        What it rests on, in words.
    counted : float
        Log-odds.
    sentence : str
        What it says.
    source : str
        Where it comes from.
    """

    name: str
    value: str
    counted: float
    sentence: str
    source: str


def list_priors(base_rate: float, offset: float, rival_odds: float) -> Iterator[Prior]:
    """Give the parts: base rate, calibration and, where there are any, rivals."""
    rate = f"{100 * base_rate:g} %"
    yield Prior(
        name="base_rate",
        value=rate,
        counted=logit(base_rate),
        sentence=f"{rate} of such leads are taken to be transfers",
        source="ours: nobody has counted; adjustable",
    )
    yield Prior(
        name="calibration",
        value="",
        counted=offset,
        sentence=_CALIBRATION,
        source="ours: so that likelihoods are true in simulated seas",
    )
    if rival_odds > 0:
        yield Prior(
            name="rivals",
            value=f"{rival_odds:.2g}",
            counted=-float(np.log1p(rival_odds)),
            sentence=_RIVALS,
            source="ours: meetings that one silence could hide add up to less than 1",
        )
