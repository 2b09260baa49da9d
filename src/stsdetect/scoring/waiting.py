"""Evidence from a vessel that waits at sea: what it is, and how it waits."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stsdetect.scoring.pair_types import name_role
from stsdetect.scoring.term import Evidence, Ramp

__all__ = ["ROLE_WEIGHTS", "WAITING", "weigh_role"]

ROLE_WEIGHTS: Final = {
    "tanker": 0.7,
    "cargo": 0.3,
    "other": -0.5,
    "fishing": -1.5,
    "service": -1.5,
    "patrol": -1.5,
    "leisure": -2.0,
    "passenger": -2.0,
    "pilot": -2.0,
    "tug": -2.0,
}
"""Ours: fishing and service craft wait at sea for a living, tankers have a reason."""


def weigh_role(observed: pd.DataFrame) -> NDArray[np.float64]:
    """Weigh what the vessel that waits is, NaN where its type is missing."""
    roles = observed["ship_type_a"].map(name_role)
    return np.asarray(roles.map(ROLE_WEIGHTS), dtype=np.float64)


MODE_WEIGHTS: Final = {"drifting": 0.3, "anchored": 0.0, "holding": -0.5}


def weigh_mode(observed: pd.DataFrame) -> NDArray[np.float64]:
    """Weigh how the vessel waits, NaN where that is missing."""
    return np.asarray(observed["mode"].map(MODE_WEIGHTS), dtype=np.float64)


WAITING: Final = (
    Evidence(
        name="waiting_type",
        group="type",
        value="ship_type_a",
        weigh=weigh_role,
        kinds=("loitering",),
        speaks_for="a type that transfers cargo: {ship_type_a}",
        speaks_against="a type that waits at sea for other reasons: {ship_type_a}",
        source="UN Panel of Experts on North Korea, reported cases; the rest is ours",
        unknown="the ship type",
    ),
    Evidence(
        name="waiting_time",
        group="waiting",
        value="duration_h",
        weigh=Ramp("duration_h", ((2.0, -1.0), (4.0, 0.0), (8.0, 0.5))),
        kinds=("loitering",),
        speaks_for="waits for {duration_h}",
        speaks_against="waits for {duration_h} only",
        source="ours: mooring and a parcel take 4 h, a day's wait tells no more",
    ),
    Evidence(
        name="waiting_crowd",
        group="company",
        value="n_waiting",
        weigh=Ramp("n_waiting", ((5.0, 0.0), (15.0, -0.3), (60.0, -0.6))),
        kinds=("loitering", "one_dark"),
        speaks_against="{n_waiting} others wait there, as at an anchorage",
        source="ours: where five and more wait there is an anchorage; mild, as for two "
        "that meet in one, since transfers hide in them",
    ),
    Evidence(
        name="shared_number",
        group="identity",
        value="n_sharing",
        weigh=Ramp("n_sharing", ((1.0, 0.0), (2.0, -0.5), (3.0, -1.5))),
        kinds=("loitering",),
        speaks_against="{n_sharing} vessels use its MMSI at once: which of them waits "
        "is not known",
        source="ours: numbers that nobody set are used by dozens of small craft",
    ),
    Evidence(
        name="waiting_mode",
        group="motion",
        value="mode",
        weigh=weigh_mode,
        kinds=("loitering",),
        speaks_for="{mode} while it waits",
        speaks_against="{mode} while it waits",
        source="ours: ships are lashed adrift or at anchor; who holds against the "
        "weather or fishes goes to and fro",
    ),
    Evidence(
        name="visitors",
        group="partner",
        value="n_possible",
        weigh=Ramp("n_possible", ((0.0, -0.5), (1.0, 0.2))),
        kinds=("loitering",),
        speaks_for="vessels that were silent and could have come: {n_possible}",
        speaks_against="no known vessel could have been there: nobody came, or one "
        "without AIS",
        source="ours, and mild: most who wait wait alone, and some partners never "
        "broadcast",
    ),
)
"""One vessel that waits, and no partner to name."""
