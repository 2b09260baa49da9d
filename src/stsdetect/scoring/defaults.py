"""Defaults: which weights count for each kind, unless others are asked for."""

import logging
from functools import cache
from typing import Final

from stsdetect.errors import ConfigError
from stsdetect.scoring.factors import FITTED, read_factors
from stsdetect.scoring.weighting import EXPERT, Weighting

__all__ = ["DEFAULTS", "default_weightings"]

log = logging.getLogger(__name__)

DEFAULTS: Final = {
    "encounter": "judged",
    "one_dark": "fitted",
    "both_dark": "fitted",
    "loitering": "judged",
}
"""Judged or fitted, by decision 0023: what development worlds show of which nothing was
learned, ``benchmarks/weights.py``. Of a vessel that waits alone nothing is fitted.
Boosted trees stand beside and count for no kind: decision 0016."""


def default_weightings() -> dict[str, Weighting]:
    """Give the weighting of each kind that counts unless another is asked for.

    Where evidence has changed since the table that ships was learned, judged weights
    count for all, with a warning, so that it can be learned again.
    """
    if "fitted" not in DEFAULTS.values():
        return dict(EXPERT)
    try:
        fitted = _fitted()
    except ConfigError as error:
        log.warning("judged weights count for all kinds: %s", error)
        return dict(EXPERT)
    return {
        kind: fitted[kind] if weights == "fitted" else EXPERT[kind]
        for kind, weights in DEFAULTS.items()
    }


@cache
def _fitted() -> dict[str, Weighting]:
    return read_factors(FITTED)
