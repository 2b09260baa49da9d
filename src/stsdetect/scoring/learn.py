"""Learn: what leads of known truth teach of each kind, and whether it is any better."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stsdetect.errors import InputError
from stsdetect.scoring.calibrate import Calibration, calibrate
from stsdetect.scoring.defaults import DEFAULTS
from stsdetect.scoring.enough import tell_lack
from stsdetect.scoring.evidence import EVIDENCE
from stsdetect.scoring.fit import (
    JUDGED,
    FitParams,
    Model,
    add_capped,
    base_log_odds,
    fit_factors,
    fit_model,
)
from stsdetect.scoring.forest import Forest
from stsdetect.scoring.grow import grow_forest
from stsdetect.scoring.held_out import compare_models, tell_unseen
from stsdetect.scoring.rivals import EXCLUSIVE
from stsdetect.scoring.term import EVERY_KIND, PAIRS
from stsdetect.scoring.weighting import EXPERT

__all__ = ["Learned", "Lessons", "learn", "tell_lacking"]

Numbers = NDArray[np.float64]

_GIVEN: Final = {
    kind: Calibration(one.offset, one.slope, float("nan"), 0, 0)
    for kind, one in EXPERT.items()
}


class Learned(NamedTuple):
    """What was learned of one kind.

    Attributes
    ----------
    factors : DataFrame
        As :func:`~stsdetect.scoring.fit.fit_factors` gives them.
    compared : DataFrame
        As :func:`~stsdetect.scoring.held_out.compare_models` gives it.
    fitted, boosted : Calibration
        Of evidence with those factors, and of the challenger.
    forest : Forest
        The challenger.
    """

    factors: pd.DataFrame
    compared: pd.DataFrame
    fitted: Calibration
    boosted: Calibration
    forest: Forest


class Lessons(NamedTuple):
    """What was learned of all kinds.

    Attributes
    ----------
    kinds : dict of str to Learned
        Of the kinds of pairs of which there was enough.
    judged : dict of str to Calibration
        Of judged weights, of every kind with a transfer; empty without whole seas.
    """

    kinds: dict[str, Learned]
    judged: dict[str, Calibration]


def learn(
    weights: Numbers,
    leads: pd.DataFrame,
    params: FitParams = JUDGED,
) -> Lessons:
    """Learn factors of each kind of pair of which there is enough to learn from.

    Of a vessel that waits alone nothing is learned: it is listed only where nobody
    was seen or could have come, which is not what its other leads are like.

    Parameters
    ----------
    weights : (n, k) array
        As :func:`~stsdetect.scoring.likelihood.weigh` gives them, all factors 1.
    leads : DataFrame
        What :func:`~stsdetect.scoring.fit.fit_factors` and
        :func:`~stsdetect.scoring.calibrate.calibrate` want. Likelihoods are
        calibrated on those that are ``whole``, each kind beside the others as they
        count by default; without any offset and slope stay as they are.
    params : FitParams
        How.

    Raises
    ------
    InputError
        There is too little of every kind; says of each what is missing.
    """
    lacking = tell_lacking(leads, params)
    if len(lacking) == len(PAIRS):
        told = "; ".join(f"{kind}: {lack}" for kind, lack in lacking.items())
        raise InputError(f"too little to learn from: {told}")
    parts = {
        kind: (weights[rows], leads[rows].reset_index(drop=True))
        for kind, rows in _rows(leads, PAIRS)
        if kind not in lacking
    }
    if leads["whole"].any():
        by_weights = _calibrate_each(leads, _tell(weights, leads, parts, params))
    else:
        given = {kind: _on_level(kind, *part, params) for kind, part in parts.items()}
        by_weights = {"judged": {}, "fitted": given, "boosted": _GIVEN}
    return Lessons(
        kinds={
            kind: Learned(
                factors=fit_factors(*part, params),
                compared=compare_models(*part, params),
                fitted=by_weights["fitted"][kind],
                boosted=by_weights["boosted"][kind],
                forest=grow_forest(*part),
            )
            for kind, part in parts.items()
        },
        judged=by_weights["judged"],
    )


def tell_lacking(leads: pd.DataFrame, params: FitParams = JUDGED) -> dict[str, str]:
    """Say what is missing of each kind of pair of which nothing can be learned."""
    lacks = {
        kind: tell_lack(leads[rows], params.min_transfers)
        for kind, rows in _rows(leads, PAIRS)
    }
    return {kind: lack for kind, lack in lacks.items() if lack}


def _tell(
    weights: Numbers,
    leads: pd.DataFrame,
    parts: Mapping[str, tuple[Numbers, pd.DataFrame]],
    params: FitParams,
) -> dict[str, Numbers]:
    """Tell what the evidence of each lead adds up to, by each set of weights.

    Kinds of which nothing is learned are told by judged weights in all.
    """
    judged = add_capped(weights, Model(np.ones(len(EVIDENCE)), {}))
    told = {"judged": judged, "fitted": judged.copy(), "boosted": judged.copy()}
    for kind, part in parts.items():
        rows = leads["kind"].eq(kind).to_numpy(dtype=bool)
        unseen = tell_unseen(*part, params)
        told["fitted"][rows], told["boosted"][rows] = unseen
    return told


def _calibrate_each(
    leads: pd.DataFrame, told: Mapping[str, Numbers]
) -> dict[str, dict[str, Calibration]]:
    """Calibrate each set of weights, kind by kind, beside the others by default."""
    whole = leads["whole"].to_numpy(dtype=bool)
    seas = leads[whole].reset_index(drop=True)
    found: dict[str, dict[str, Calibration]] = {name: {} for name in told}
    for kind in EVERY_KIND:
        beside = EXCLUSIVE if kind in EXCLUSIVE else (kind,)
        rows = seas["kind"].isin(beside).to_numpy(dtype=bool)
        for name, calibrations in found.items():
            counts = DEFAULTS | {kind: name}
            evidence = np.select(
                [seas["kind"].eq(one) for one in beside],
                [told[counts[one]][whole] for one in beside],
            )
            of_kinds = calibrate(seas[rows].reset_index(drop=True), evidence[rows])
            if kind in of_kinds:
                calibrations[kind] = of_kinds[kind]
    return found


def _on_level(
    kind: str, weights: Numbers, leads: pd.DataFrame, params: FitParams
) -> Calibration:
    """Move the offset that is given against what factors move all leads by.

    An item that says nearly the same of every lead can get another factor with hardly
    any loss; the base rate, which is not taken over, moves against it.
    """
    given = _GIVEN[kind]
    free, fixed = (
        base_log_odds(fit_model(weights, leads, params, fixed=one), leads).mean()
        for one in (False, True)
    )
    return given._replace(offset=round(given.offset + given.slope * (free - fixed), 2))


def _rows(
    leads: pd.DataFrame, kinds: tuple[str, ...]
) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    for kind in kinds:
        yield kind, leads["kind"].eq(kind).to_numpy(dtype=bool)
