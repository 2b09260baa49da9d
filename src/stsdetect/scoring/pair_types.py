"""Evidence from what the two vessels are: their types and their size."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stsdetect.scoring.term import PAIRS, Evidence, Ramp

__all__ = ["PAIR_TYPES", "name_role", "weigh_roles", "weigh_types"]

_WORDS: Final = (
    ("pilot", ("pilot",)),
    ("tug", ("tug", "tow")),
    ("tanker", ("tanker",)),
    ("cargo", ("cargo", "bulk", "container", "barge")),
    ("fishing", ("fishing", "trawler")),
    ("passenger", ("passenger", "ferry", "high-speed", "high speed")),
    ("leisure", ("pleasure", "sailing", "yacht")),
    ("patrol", ("law enforcement", "search and rescue", "military", "medical")),
    ("service", ("tender", "diving", "pollution")),
)
"""Roles by the words of a ship type; the first that fits. Dredgers have none."""

_EITHER: Final = {
    "pilot": -2.0,
    "tug": -2.0,
    "passenger": -1.5,
    "leisure": -1.5,
    "patrol": -1.0,
    "service": -1.0,
}
_BOTH: Final = {
    ("fishing", "fishing"): -2.0,
    ("tanker", "tanker"): 1.0,
    # AIS does not tell a bulk carrier from a container ship.
    ("cargo", "cargo"): 0.7,
    # Cargo vessels are reported to carry oil in ballast tanks.
    ("cargo", "tanker"): 0.5,
}


def weigh_types(observed: pd.DataFrame) -> NDArray[np.float64]:
    """Weigh the pair of types; NaN where a missing type could decide it."""
    pairs = zip(observed["ship_type_a"], observed["ship_type_b"], strict=True)
    return np.array(
        [weigh_roles(name_role(a), name_role(b)) for a, b in pairs], dtype=np.float64
    )


def name_role(ship_type: object) -> str | None:
    """Name the role of a type in words; None if it is missing, "other" if it has none.

    Examples
    --------
    >>> name_role("Tanker, hazardous category A"), name_role("WIG"), name_role(None)
    ('tanker', 'other', None)
    """
    if not isinstance(ship_type, str):
        return None
    words = ship_type.lower()
    fitting = (role for role, keys in _WORDS if any(key in words for key in keys))
    return next(fitting, "other")


def weigh_roles(role_a: str | None, role_b: str | None) -> float:
    """Weigh two roles, whichever is a; NaN where a missing role could decide."""
    either = [_EITHER[role] for role in (role_a, role_b) if role in _EITHER]
    if either:
        return min(either)
    if role_a is None or role_b is None:
        # Who lies beside a fishing boat and tells no type mostly is another one.
        return -1.0 if "fishing" in (role_a, role_b) else np.nan
    first, second = sorted((role_a, role_b))
    return _BOTH.get((first, second), 0.0)


PAIR_TYPES: Final = (
    Evidence(
        name="ship_types",
        group="type",
        value="ship_types",
        weigh=weigh_types,
        kinds=PAIRS,
        speaks_for="types that transfer cargo: {ship_types}",
        speaks_against="types that seldom transfer cargo: {ship_types}",
        source="UN Panel of Experts on North Korea, reported cases of tankers and of "
        "coal vessels; pilots, tugs and fishing pairs are ours",
        unknown="the ship type of {untyped}",
    ),
    Evidence(
        name="size",
        group="type",
        value="smaller_length_m",
        weigh=Ramp("smaller_length_m", ((15.0, -1.0), (40.0, 0.0))),
        kinds=PAIRS,
        speaks_against="the smaller is {smaller_length_m} long: a boat, by size",
        source="ours: crane vessels of reported coal transfers are 45 m long, crew and "
        "store boats less than 30 m",
    ),
)
"""Types and size of the two vessels."""
