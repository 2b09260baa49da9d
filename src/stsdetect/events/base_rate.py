"""Base rate: how often a place sees slow and close pairs, from the data themselves."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from stsdetect.kernels.sphere import chord_of, unit_vectors
from stsdetect.schema import ENCOUNTERS
from stsdetect.units import M_PER_NM

__all__ = ["OURS", "BaseRateParams", "measure_base_rate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseRateParams:
    """What is one place.

    Parameters
    ----------
    radius_m : float
        Round each encounter; ours: an anchorage or a port's roads are some miles wide,
        and a circle about the place has no border that a cell of a grid would have.
    min_period : timedelta
        Less data than this count as so much, or an hour of data would make a rate of
        a single pair.
    """

    radius_m: float = 3.0 * M_PER_NM
    min_period: timedelta = timedelta(days=1)


OURS = BaseRateParams()


def measure_base_rate(
    encounters: pd.DataFrame, period: timedelta, params: BaseRateParams = OURS
) -> pd.DataFrame:
    """Measure how many encounters of other vessels each place sees a day.

    Parameters
    ----------
    encounters : pd.DataFrame
        An :data:`~stsdetect.schema.ENCOUNTERS` table of all time, in any order.
    period : timedelta
        Of the data that they were found in.
    params : BaseRateParams
        What is one place.

    Returns
    -------
    pd.DataFrame
        The encounters with ``pair_rate``. Encounters of either of the two with anyone
        don't count: a bunker tanker does not make its own anchorage.
    """
    ENCOUNTERS.check(encounters)
    days = max(period, params.min_period) / timedelta(days=1)
    places = unit_vectors(encounters["lat"], encounters["lon"]).T
    chord = chord_of(params.radius_m)
    others = np.zeros(len(encounters))
    if len(encounters):
        tree = cKDTree(places)
        others += tree.query_ball_point(places, chord, return_length=True)
        others -= _own(encounters, places, chord)
    return encounters.assign(pair_rate=np.maximum(others, 0.0) / days)


def _own(
    encounters: pd.DataFrame, places: NDArray[np.float64], chord: float
) -> NDArray[np.int64]:
    """Count the encounters near by, itself included, that share a vessel with each."""
    row = np.arange(len(encounters))
    sides = pd.concat(
        pd.DataFrame({"mmsi": encounters[name].to_numpy(), "row": row})
        for name in ("mmsi_a", "mmsi_b")
    )
    shared = sides.merge(sides, on="mmsi").drop_duplicates(["row_x", "row_y"])
    one, other = shared["row_x"].to_numpy(), shared["row_y"].to_numpy()
    near = np.linalg.norm(places[one] - places[other], axis=1) <= chord
    return np.bincount(one[near], minlength=row.size)
