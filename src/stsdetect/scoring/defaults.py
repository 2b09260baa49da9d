"""Defaults: which weights count for each kind, unless others are asked for."""

from functools import cache
from typing import Final

from stsdetect.scoring.factors import FITTED, read_factors
from stsdetect.scoring.weighting import EXPERT, Weighting

__all__ = ["DEFAULTS", "default_weightings"]

DEFAULTS: Final = {
    "encounter": "judged",
    "one_dark": "judged",
    "both_dark": "judged",
    "loitering": "judged",
}
"""Judged or fitted, by decision 0009: what the hidden worlds of ``docs/evaluation.md``
show. Of a vessel that waits alone nothing is fitted. Boosted trees stand beside and
count for no kind: decision 0016."""


def default_weightings() -> dict[str, Weighting]:
    """Give the weighting of each kind that counts unless another is asked for."""
    if "fitted" not in DEFAULTS.values():
        return dict(EXPERT)
    fitted = _fitted()
    return {
        kind: fitted[kind] if weights == "fitted" else EXPERT[kind]
        for kind, weights in DEFAULTS.items()
    }


@cache
def _fitted() -> dict[str, Weighting]:
    return read_factors(FITTED)
