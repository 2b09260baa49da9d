"""Evidence from how two vessels came together, and how often this place sees pairs."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stsdetect.scoring.term import Evidence, Ramp, numbers

__all__ = ["APPROACH", "weigh_apart", "weigh_approach", "weigh_repeated"]

_CAME_SLOWLY = Ramp("approach_kn", ((3.0, 0.7), (5.0, 0.0), (8.0, -0.3)))
_WAITED = Ramp("waiting_kn", ((1.5, 1.0), (3.0, 0.0)))


def weigh_approach(observed: pd.DataFrame) -> NDArray[np.float64]:
    """Weigh a slow approach to a vessel that waits: up to 0.7; −0.3 for a fast one."""
    came, waited = _CAME_SLOWLY(observed), _WAITED(observed)
    return np.where(came > 0, came * waited, came)


def weigh_repeated(observed: pd.DataFrame) -> NDArray[np.float64]:
    """Weigh short contacts that repeat within two days: 1, else 0."""
    repeated = numbers(observed, "repeated")
    return np.where(np.isnan(repeated), np.nan, np.where(repeated > 0, 1.0, 0.0))


_HEARD = Ramp("support", ((0.5, 0.0), (0.8, -2.0)))


def weigh_apart(observed: pd.DataFrame) -> NDArray[np.float64]:
    """Weigh hulls never seen apart: −2 where both were heard well, fading to 0."""
    seen = numbers(observed, "n_ends_seen")
    weight = np.where(seen > 0, 0.0, _HEARD(observed))
    return np.where(np.isnan(seen), np.nan, weight)


APPROACH: Final = (
    Evidence(
        name="approach",
        group="motion",
        value="approach_kn",
        needs=("approach_kn", "waiting_kn"),
        weigh=weigh_approach,
        speaks_for="one waited at {waiting_kn}, the other came at {approach_kn}",
        speaks_against="one came at {approach_kn}, as pilot boats and launches do",
        source="ours: hulls of a thousand tonnes come alongside at a walking pace; "
        "harbour craft come fast. Weak, since most vessels slow down near others",
    ),
    Evidence(
        name="never_apart",
        group="berth",
        value="n_ends_seen",
        needs=("n_ends_seen", "support"),
        weigh=weigh_apart,
        speaks_against="nobody saw them come together or part, though both were heard "
        "well: one hull, one berth, or neighbours all along",
        source="ours: who comes alongside comes and leaves, and where both are heard "
        "well that is seen",
    ),
    Evidence(
        name="repeated",
        group="duration",
        value="repeated",
        weigh=weigh_repeated,
        speaks_for="{n_contacts} short contacts within two days",
        source="ours: a patrol of Japan saw six engagements of one tanker with two "
        "small vessels on 13 and 14 May 2019; takes back part of a short duration",
    ),
    Evidence(
        name="usual_here",
        group="company",
        value="pair_rate",
        weigh=Ramp("pair_rate", ((2.0, 0.0), (10.0, -0.5), (50.0, -1.0))),
        speaks_against="this place sees {pair_rate} other pairs a day",
        source="ours: where pairs are usual one more tells less; mild, since transfers "
        "hide in busy anchorages",
    ),
    Evidence(
        name="anchorage",
        group="company",
        value="n_anchored",
        weigh=Ramp("n_anchored", ((5.0, 0.0), (15.0, -0.3), (60.0, -0.6))),
        speaks_against="an anchorage: {n_anchored} other vessels lay here",
        source="ours: five vessels at anchor make an anchorage; mild, as above",
    ),
)
"""How the two came together, and what is usual in this place."""
