"""Concerns: what makes a lead matter to who watches the sanctions on North Korea.

An item is one entry; where its column is not there, or a value is missing, it gives no
points. Columns beyond LEADS come from the stages that find them.
"""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stsdetect.scoring.identity import IDENTITY_CONCERNS
from stsdetect.scoring.pair_types import name_role
from stsdetect.scoring.term import DARK, Concern, Ramp, numbers
from stsdetect.scoring.voyage import VOYAGE_CONCERNS

__all__ = ["CONCERNS", "CONCERN_CAPS"]

_STARTER: Final = "ours: expert prior, set before any sample was scored"
_PRIORITY: Final = {"waters": 20.0, "reported": 10.0}
_CARGOES: Final = {"tanker": 5.0, "cargo": 3.0}


def weigh_flag(observed: pd.DataFrame) -> NDArray[np.float64]:
    """Give 25 points where an MMSI begins with 445."""
    flies = observed[["flag_a", "flag_b"]].isin(["PRK"]).any(axis=1)
    return np.where(flies, 25.0, 0.0)


def weigh_zone(observed: pd.DataFrame) -> NDArray[np.float64]:
    """Give 20 points in North Korean waters, 10 where transfers were reported."""
    return np.asarray(observed["region_kind"].map(_PRIORITY), dtype=np.float64)


def weigh_port(observed: pd.DataFrame) -> NDArray[np.float64]:
    """Give 15 points within 50 km of a North Korean port, none from 150 km on."""
    near = Ramp("distance_to_port_km", ((50.0, 15.0), (150.0, 0.0)))(observed)
    is_north_korean = observed["port"].astype("str").str.endswith(", PRK").to_numpy()
    return np.where(is_north_korean, near, 0.0)


def weigh_cargo(observed: pd.DataFrame) -> NDArray[np.float64]:
    """Give 5 points where one is a tanker, 3 where one carries dry cargo."""
    points = [
        observed[f"ship_type_{side}"].map(name_role).map(_CARGOES)
        for side in ("a", "b")
    ]
    return np.fmax(*(np.asarray(one, dtype=np.float64) for one in points))


def weigh_silence(observed: pd.DataFrame) -> NDArray[np.float64]:
    """Give 5 points to the dark kinds."""
    return np.full(len(observed), 5.0)


def weigh_night(observed: pd.DataFrame) -> NDArray[np.float64]:
    """Give 3 points where 70 % or more of it lie in the dark."""
    night = numbers(observed, "night_share")
    return np.where(np.isnan(night), np.nan, np.where(night >= 0.7, 3.0, 0.0))


def weigh_age(observed: pd.DataFrame) -> NDArray[np.float64]:
    """Give 3 points where a vessel is 20 years old or older."""
    age = numbers(observed, "age_years")
    return np.where(np.isnan(age), np.nan, np.where(age >= 20, 3.0, 0.0))


CONCERNS: Final = (
    Concern(
        name="flag",
        group="flag",
        value="flag_a",
        needs=("flag_a", "flag_b"),
        weigh=weigh_flag,
        speaks_for="flag of North Korea, by the MMSI",
        source="ITU, Table of Maritime Identification Digits: 445; UNSCR 2375 (2017), "
        "paragraph 11, on transfers to or from vessels of North Korea; points are ours",
    ),
    Concern(
        name="zone",
        group="zone",
        value="region",
        needs=("region_kind",),
        weigh=weigh_zone,
        speaks_for="priority zone: {region}",
        source=_STARTER + "; the areas have their sources in the list of regions",
    ),
    Concern(
        name="port",
        group="zone",
        value="distance_to_port_km",
        needs=("port", "distance_to_port_km"),
        weigh=weigh_port,
        speaks_for="{distance_to_port_km} from {port}",
        source=_STARTER,
    ),
    *VOYAGE_CONCERNS,
    *IDENTITY_CONCERNS,
    Concern(
        name="cargo",
        group="cargo",
        value="ship_types",
        needs=("ship_type_a", "ship_type_b"),
        weigh=weigh_cargo,
        speaks_for="can carry what is capped or banned: {ship_types}",
        source="UNSCR 2397 (2017) on refined oil, 2371 (2017) on coal; points are ours",
    ),
    Concern(
        name="silence",
        group="silence",
        value="kind",
        weigh=weigh_silence,
        kinds=DARK,
        speaks_for="silent at the time",
        source=_STARTER,
    ),
    Concern(
        name="night",
        group="night",
        value="night_share",
        weigh=weigh_night,
        speaks_for="{night_share} of it at night",
        source=_STARTER,
    ),
    Concern(
        name="age",
        group="age",
        value="age_years",
        weigh=weigh_age,
        speaks_for="a vessel {age_years} years old",
        source=_STARTER,
    ),
)
"""Every concern, in the order of adding."""

CONCERN_CAPS: Final = {
    "flag": 25.0,
    "zone": 25.0,
    "voyage": 25.0,
    "destination": 10.0,
    "watchlist": 25.0,
    "identity": 15.0,
    "integrity": 15.0,
    "chain": 15.0,
    "cargo": 5.0,
    "silence": 5.0,
    "night": 3.0,
    "age": 3.0,
}
"""Most points of a group."""
