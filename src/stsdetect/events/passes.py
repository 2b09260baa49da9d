"""Passes: in which minutes of an hour vessels are heard, as satellites pass.

A satellite hears a sea for 8 to 14 minutes and not again for an hour or more. A vessel
that is silent through a pass in which its neighbours are heard was to be heard then,
and in the rest of the hour nobody was: the same silence spread over the hour would say
much less. Beside a station on land each slot is as good as another.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.events.around import look_around
from stsdetect.events.reception_rule import ReceptionParams

__all__ = ["share_of_slots"]

Numbers = NDArray[np.float64]


def share_of_slots(
    asked: pl.DataFrame, squares: pl.DataFrame, params: ReceptionParams
) -> Numbers:
    """Give how good each slot of an hour was for being heard, beside all of it.

    By who was heard in it in the nine degree squares around, drawn towards an even
    hour as far as chance makes slots uneven (after James and Stein: with χ² of the
    slots of an hour, the part 1 − (slots − 1) / χ², but not below 0, is kept. Efron,
    B., Morris, C. (1973). J. Am. Stat. Assoc. 68, 117-130,
    https://doi.org/10.1080/01621459.1973.10481350).

    Parameters
    ----------
    asked : pl.DataFrame
        ``block, hour``.
    squares : pl.DataFrame
        As :class:`~stsdetect.events.all_slots.AllSlots` has them, in order of hours
        and squares: who was heard when.
    params : ReceptionParams
        How many slots an hour has.

    Returns
    -------
    (n, per_hour) array
        1 for a slot like the others of its hour, or where hardly anybody was heard in
        it; up to the slots in an hour where many were heard, and all in this one. The
        vessel that is silent is not in it.
    """
    parts = [f"part_{number}" for number in range(params.per_hour)]
    _, heard = look_around(asked, squares, parts)
    return _shares(heard.astype(np.float64))


def _shares(heard: Numbers) -> Numbers:
    n_slots = heard.shape[1]
    even = np.maximum(heard.mean(axis=1, keepdims=True), 1e-12)
    uneven = heard / even - 1.0
    chi2 = (even * uneven**2).sum(axis=1, keepdims=True)
    kept = np.maximum(1.0 - (n_slots - 1) / np.maximum(chi2, 1e-12), 0.0)
    shares: Numbers = 1.0 + kept * uneven
    return shares
