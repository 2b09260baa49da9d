"""Signs of what else it may be: what speaks for each innocent reading of a lead.

An item is one entry; items of one group speak for the same reading. Where a column is
not there, or a value is missing, nothing speaks for it.
"""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stsdetect.scoring.motion import weigh_fixed
from stsdetect.scoring.pair_types import name_role
from stsdetect.scoring.term import DARK, EVERY_KIND, PAIRS, Evidence, Ramp, numbers

__all__ = ["SIGNS"]

_OURS: Final = "ours: the families of false positives that analysts name"


def _activity(*names: str, reading: str) -> Evidence:
    """Make a sign that holds where the motion looks like one of some activities."""

    def weigh(observed: pd.DataFrame) -> NDArray[np.float64]:
        return np.where(observed["activity"].isin(names), 1.0, 0.0)

    weigh.__doc__ = f"1 where the activity is {' or '.join(names)}."
    return Evidence(
        name=f"{reading.replace(' ', '_')}_motion",
        group=reading,
        value="activity",
        weigh=weigh,
        speaks_for="moves like {activity}",
        source=_OURS,
    )


def _role(*roles: str, reading: str, both: bool = False) -> Evidence:
    """Make a sign that holds where the type of one vessel, or of both, is of a role."""

    def weigh(observed: pd.DataFrame) -> NDArray[np.float64]:
        fits = [
            observed[f"ship_type_{side}"].map(name_role).isin(roles).to_numpy()
            for side in ("a", "b")
        ]
        every = np.logical_and(*fits) if both else np.logical_or(*fits)
        return np.where(every, 0.7, 0.0)

    whose = "both vessels are" if both else "a vessel is"
    weigh.__doc__ = f"0.7 where by type {whose} of the role {' or '.join(roles)}."
    return Evidence(
        name=f"{reading.replace(' ', '_')}_type",
        group=reading,
        value="ship_types",
        needs=("ship_type_a", "ship_type_b"),
        weigh=weigh,
        kinds=PAIRS if both else EVERY_KIND,
        speaks_for="by type {ship_types}",
        source=_OURS,
    )


def _marked(mark: str, of: str, reading: str, sentence: str) -> Evidence:
    """Make a sign that holds where either vessel bears a mark of its dossier."""

    def weigh(observed: pd.DataFrame) -> NDArray[np.float64]:
        borne = [
            observed[f"{of}_{side}"]
            .fillna("")
            .str.split(", ")
            .map(lambda one: mark in one)
            for side in ("a", "b")
        ]
        return np.where(borne[0] | borne[1], 1.0, 0.0)

    weigh.__doc__ = f"1 where either bears the mark {mark}."
    return Evidence(
        name=mark,
        group=reading,
        value=f"{of}_marks",
        needs=(f"{of}_a", f"{of}_b"),
        weigh=weigh,
        kinds=EVERY_KIND,
        speaks_for=sentence,
        source=_OURS,
    )


def weigh_drifting(observed: pd.DataFrame) -> NDArray[np.float64]:
    """0.3 where a vessel that waits alone drifts."""
    return np.where(observed["mode"].eq("drifting"), 0.3, 0.0)


def weigh_holding(observed: pd.DataFrame) -> NDArray[np.float64]:
    """0.3 where a vessel that waits goes to and fro."""
    return np.where(observed["mode"].eq("holding"), 0.3, 0.0)


def weigh_moored(observed: pd.DataFrame) -> NDArray[np.float64]:
    """0 to 1 where a pair lies fixed over a turn of the tide."""
    return -weigh_fixed(observed) / 2.5


def weigh_apart(observed: pd.DataFrame) -> NDArray[np.float64]:
    """0.5 where hulls are known not to lie alongside."""
    alongside = numbers(observed, "alongside")
    return np.where(np.isnan(alongside), np.nan, np.where(alongside > 0, 0.0, 0.5))


SIGNS: Final = (
    Evidence(
        name="bunkering_partners",
        group="bunkering",
        value="n_partners",
        weigh=Ramp("n_partners", ((2.0, 0.0), (5.0, 1.0))),
        speaks_for="one of the two meets {n_partners} vessels within a week",
        source="ours: bunker tankers have three clients a week and more",
    ),
    Evidence(
        name="bunkering_place",
        group="bunkering",
        value="distance_to_port_km",
        weigh=Ramp("distance_to_port_km", ((10.0, 0.5), (30.0, 0.0))),
        kinds=PAIRS,
        speaks_for="{distance_to_port_km} from {port}",
        source="ours: bunkers are delivered in the roads of a port",
    ),
    _activity("bunkering", reading="bunkering"),
    _activity("one_hull", reading="one hull"),
    _activity("tow", reading="tow"),
    _role("tug", reading="tow"),
    _activity("pilotage", reading="pilotage"),
    _role("pilot", reading="pilotage"),
    _activity("pair_trawl", "raft", reading="fishing"),
    _role("fishing", reading="fishing", both=True),
    _activity("convoy", reading="convoy"),
    _activity("anchorage", reading="anchorage neighbours"),
    Evidence(
        name="anchorage_company",
        group="anchorage neighbours",
        value="n_near",
        weigh=Ramp("n_near", ((1.0, 0.0), (4.0, 0.5), (12.0, 1.0))),
        speaks_for="{n_near} others near by",
        source="ours: at one vessel per km² a stranger lies within 500 m by P = 0.54",
    ),
    Evidence(
        name="anchorage_hulls",
        group="anchorage neighbours",
        value="alongside",
        weigh=weigh_apart,
        speaks_for="hulls not alongside",
        source=_OURS,
    ),
    Evidence(
        name="berth",
        group="berth",
        value="together_h",
        needs=("together_h", "median_speed_kn", "drift_nm"),
        weigh=weigh_moored,
        speaks_for="neither swings nor drifts in {together_h}",
        source=_OURS,
    ),
    Evidence(
        name="boat",
        group="stores or crew change",
        value="smaller_length_m",
        weigh=Ramp("smaller_length_m", ((15.0, 1.0), (40.0, 0.0))),
        speaks_for="the smaller is {smaller_length_m} long",
        source="ours: crew and store boats are less than 30 m long",
    ),
    _role("service", reading="stores or crew change"),
    _role("patrol", reading="boarding by the authorities"),
    Evidence(
        name="brief",
        group="stores or crew change",
        value="together_h",
        weigh=Ramp("together_h", ((0.75, 0.5), (1.5, 0.0))),
        speaks_for="together for {together_h} only",
        source=_OURS,
    ),
    Evidence(
        name="drifting",
        group="breakdown",
        value="mode",
        weigh=weigh_drifting,
        kinds=("loitering", "one_dark"),
        speaks_for="drifts rather than anchors",
        source=_OURS,
    ),
    Evidence(
        name="holding",
        group="weather",
        value="mode",
        weigh=weigh_holding,
        kinds=("loitering", "one_dark"),
        speaks_for="goes to and fro, as who holds against wind and sea",
        source=_OURS,
    ),
    Evidence(
        name="chance",
        group="chance",
        value="p_chance",
        weigh=Ramp("p_chance", ((0.02, 0.0), (0.3, 1.0))),
        kinds=DARK,
        speaks_for="{p_chance} of random pairs of silences could have met as well",
        source=_OURS,
    ),
    Evidence(
        name="reception",
        group="poor reception",
        value="p_silence",
        weigh=Ramp("p_silence", ((0.01, 0.0), (0.2, 1.0))),
        kinds=DARK,
        speaks_for="{p_silence} of such silences are reception alone",
        source=_OURS,
    ),
    _marked(
        "regional_gnss",
        "integrity",
        "regional interference",
        "many vessels jumped at that time ({integrity_marks})",
    ),
    _marked(
        "simultaneous",
        "identity",
        "shared MMSI",
        "one number in two places, at once or by turns ({identity_marks})",
    ),
)
"""Every sign; the readings they speak for are told in the order of their weight."""
