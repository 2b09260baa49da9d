"""Who the vessels are: marks of identity and integrity, lists, network, as points."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stsdetect.scoring.term import EVERY_KIND, Concern, Evidence, Ramp, numbers

__all__ = ["IDENTITY", "IDENTITY_CONCERNS", "observe_identity"]

Weights = NDArray[np.float64]

IDENTITY_POINTS: Final = {
    "handover": 15.0,
    "static_clone": 15.0,
    "shell": 15.0,
    "simultaneous": 10.0,
    "churn": 10.0,
    "registry_mismatch": 10.0,
    "flag_mismatch": 5.0,
    "callsign_mismatch": 5.0,
    "format": 5.0,
}
"""Ours: an identity that changes or is copied is a known
practice of evasion; a shared or badly entered number mostly is neglect."""

INTEGRITY_POINTS: Final = {
    "replay": 15.0,
    "smooth": 15.0,
    "frozen": 10.0,
    "on_land": 10.0,
    "circle": 10.0,
    "receiver": 10.0,
    "jump": 5.0,
}
"""Ours: tracks that were made up are rare; jumps are often faults of receivers."""

_STARTER: Final = "ours: expert prior, set before any sample was scored"


def observe_identity(leads: pd.DataFrame) -> "dict[str, pd.Series[str]]":
    """Give ``identity_marks``, ``integrity_marks`` and ``listings`` of both vessels.

    Each names the vessel that it speaks of; missing where neither has one.
    """
    names = {
        "identity_marks": ("identity", ", "),
        "integrity_marks": ("integrity", ", "),
        "listings": ("watchlist", " / "),
    }
    return {
        name: pd.Series(
            [
                _both(a, b, joint)
                for a, b in zip(leads[f"{of}_a"], leads[f"{of}_b"], strict=True)
            ],
            index=leads.index,
            dtype="object",
        )
        for name, (of, joint) in names.items()
    }


def _both(a: Any, b: Any, joint: str) -> str | None:
    said = [
        f"{side}: {words}"
        for side, words in (("a", a), ("b", b))
        if isinstance(words, str) and words
    ]
    # "; " parts reasons from each other, and no sentence may hold it.
    return joint.join(said).replace("; ", ", ") or None


def _most(
    column: str, points: Mapping[str, float]
) -> Callable[[pd.DataFrame], Weights]:
    def weigh(observed: pd.DataFrame) -> Weights:
        """Give the points of the gravest kind of either vessel."""
        return np.array(
            [
                max(points.get(kind, 0.0) for kind in _kinds(a, b))
                for a, b in zip(
                    observed[f"{column}_a"], observed[f"{column}_b"], strict=True
                )
            ],
            dtype=np.float64,
        )

    return weigh


def _kinds(a: Any, b: Any) -> list[str]:
    words = [text for text in (a, b) if isinstance(text, str)]
    return [kind for text in words for kind in text.split(", ")] or [""]


def weigh_listed(observed: pd.DataFrame) -> Weights:
    """Give 25 points where a list in force names one of the two."""
    return np.where(numbers(observed, "hops_to_listed") == 0, 25.0, 0.0)


def weigh_resembling(observed: pd.DataFrame) -> Weights:
    """Give 5 points for entries that are weak, lifted or later than the event."""
    told = observed["listings"].notna() & (numbers(observed, "hops_to_listed") != 0)
    return np.where(told, 5.0, 0.0)


def weigh_hops(observed: pd.DataFrame) -> Weights:
    """Give 25 points one meeting away from a listed vessel, 10 two meetings away."""
    near = Ramp("hops_to_listed", ((1.0, 25.0), (2.0, 10.0), (3.0, 0.0)))(observed)
    return np.where(numbers(observed, "hops_to_listed") > 0, near, 0.0)


def weigh_hub(observed: pd.DataFrame) -> Weights:
    """Give 10 points from three different partners within 30 days on."""
    partners = numbers(observed, "n_hub_partners")
    return np.where(partners >= 3, 10.0, 0.0)


def weigh_chain(observed: pd.DataFrame) -> Weights:
    """Give 15 points to a chain of four vessels or more, 10 to one of three."""
    links = observed["chain"].astype("str").str.count(" > ").to_numpy(dtype=np.float64)
    told = observed["chain"].notna().to_numpy()
    return np.where(told, np.where(links >= 3, 15.0, 10.0), 0.0)


IDENTITY_CONCERNS: Final = (
    Concern(
        name="listed",
        group="watchlist",
        value="listings",
        needs=("hops_to_listed", "listings"),
        weigh=weigh_listed,
        speaks_for="on a watch list: {listings}",
        source="UNSCR 2371 (2017) and 2375 (2017): designated vessels; points are ours",
    ),
    Concern(
        name="listed_hops",
        group="watchlist",
        value="hops_to_listed",
        weigh=weigh_hops,
        speaks_for="meetings from a vessel on a watch list: {hops_to_listed}",
        source=_STARTER,
    ),
    Concern(
        name="listed_weakly",
        group="watchlist",
        value="listings",
        needs=("hops_to_listed", "listings"),
        weigh=weigh_resembling,
        speaks_for="an entry of a watch list is near, not in force or not sure: "
        "{listings}",
        source=_STARTER,
    ),
    Concern(
        name="identity",
        group="identity",
        value="identity_marks",
        needs=("identity_a", "identity_b"),
        weigh=_most("identity", IDENTITY_POINTS),
        speaks_for="doubts about an identity ({identity_marks})",
        source=_STARTER + "; practices named by OFAC, State and the Coast Guard (2020)",
    ),
    Concern(
        name="integrity",
        group="integrity",
        value="integrity_marks",
        needs=("integrity_a", "integrity_b"),
        weigh=_most("integrity", INTEGRITY_POINTS),
        speaks_for="positions that can't be ({integrity_marks})",
        source=_STARTER + "; practices named by OFAC, State and the Coast Guard (2020)",
    ),
    Concern(
        name="hub",
        group="chain",
        value="n_hub_partners",
        weigh=weigh_hub,
        speaks_for="one lay alongside {n_hub_partners} different vessels in 30 days",
        source=_STARTER,
    ),
    Concern(
        name="chain",
        group="chain",
        value="chain",
        weigh=weigh_chain,
        speaks_for="part of a chain of meetings {chain}",
        source=_STARTER,
    ),
)
"""What ties the vessels themselves to sanctions."""

_SAME_HULL: Final = -4.0
_FALSE: Final = {
    "replay": -1.0,
    "smooth": -1.0,
    "frozen": -0.7,
    "regional_gnss": -0.7,
    "receiver": -0.7,
}


def weigh_one_hull(observed: pd.DataFrame) -> Weights:
    """Give −4 where the two MMSIs are one vessel's."""
    return numbers(observed, "one_hull") * _SAME_HULL


def weigh_false_positions(observed: pd.DataFrame) -> Weights:
    """Give up to −1 where positions are not true, by the worst kind of either."""
    kinds = zip(observed["integrity_a"], observed["integrity_b"], strict=True)
    worst = [min(_FALSE.get(kind, 0.0) for kind in _kinds(a, b)) for a, b in kinds]
    unmarked = observed["integrity_marks"].isna().to_numpy()
    return np.where(unmarked, np.nan, np.array(worst, dtype=np.float64))


IDENTITY: Final = (
    Evidence(
        name="one_hull",
        group="one_hull",
        value="one_hull",
        weigh=weigh_one_hull,
        speaks_against="both MMSIs are sent from one hull: nobody was met",
        source="ours: two antennas that stay within 30 m also under way",
    ),
    Evidence(
        name="false_positions",
        group="identity",
        value="integrity_marks",
        needs=("integrity_a", "integrity_b", "integrity_marks"),
        weigh=weigh_false_positions,
        kinds=EVERY_KIND,
        speaks_against="positions can't be trusted ({integrity_marks})",
        source="ours: where a position is not true, neither is what it shows",
    ),
)
"""Whether there were two vessels, and where they said."""
