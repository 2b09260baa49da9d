"""Evidence from silences: time lost, what explains it, how they begin and end."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stsdetect.scoring.term import DARK, Evidence, Ramp, numbers

__all__ = ["SILENCES", "weigh_gone", "weigh_length", "weigh_silence"]

_ONE: Final = ("one_dark",)
_BOTH: Final = ("both_dark",)
_USUAL: Final = Ramp("usual_slack_h", ((-1, -2), (0, -1), (1.5, 0), (4, 1.5), (8, 2)))
_LENGTH: Final = ((24.0, 0.0), (72.0, -1.0), (168.0, -2.0))
_TIME_SOURCE: Final = (
    "ours: a vessel that sailed on is back when its usual speed brings it, one that "
    "met another is late by the meeting and the detour"
)


def weigh_silence(observed: pd.DataFrame) -> NDArray[np.float64]:
    """Weigh how little reception explains: −ln(p_silence) / 2 − 1, −1 to 2."""
    p_silence = np.clip(numbers(observed, "p_silence"), 1e-9, 1.0)
    return np.asarray(np.clip(-np.log(p_silence) / 2 - 1.0, -1.0, 2.0))


def weigh_length(observed: pd.DataFrame) -> NDArray[np.float64]:
    """Weigh the longer silence: 0 up to 24 h, −1 at 72 h, −2 from a week on."""
    longest = numbers(observed, "longest_silence_h")
    hours, weight = np.array(_LENGTH).T
    return np.asarray(np.interp(longest, hours, weight))


def weigh_gone(observed: pd.DataFrame) -> NDArray[np.float64]:
    """Weigh that a vessel is not heard again: −2."""
    gone = observed["goes_on_b"].fillna(value=False).to_numpy(dtype=bool)
    return np.where(gone, -2.0, np.nan)


SILENCES: Final = (
    Evidence(
        name="silence",
        group="dark",
        value="p_silence",
        weigh=weigh_silence,
        kinds=DARK,
        speaks_for="others were heard there meanwhile: reception alone gives such a "
        "silence in {p_silence} of cases",
        speaks_against="reception alone gives such a silence in {p_silence} of cases",
        source="ours: half of −ln of the probability, since shadowing and weak "
        "transmitters are not in it",
        unknown="whether the silence is one of reception",
    ),
    Evidence(
        name="long_silence",
        group="dark",
        value="longest_silence_h",
        needs=("silent_a_h", "silent_b_h"),
        weigh=weigh_length,
        kinds=DARK,
        speaks_against="silent for {longest_silence_h}: in so long a time a vessel can "
        "have been in many places",
        source="ours: 26 % of random pairs of gaps of 48 h could have met",
    ),
    Evidence(
        name="habit",
        group="dark",
        value="n_alike",
        weigh=Ramp("n_alike", ((0.0, 0.3), (2.0, 0.0), (8.0, -1.0))),
        kinds=DARK,
        speaks_for="no other silence of either vessel is as long",
        speaks_against="one of the two falls silent so long at other times as well: "
        "{n_alike} times",
        source="ours: weak transmitters exist, and crews with a habit",
    ),
    Evidence(
        name="time_lost_one",
        group="time",
        value="usual_slack_h",
        needs=("usual_slack_h", "silent_b_h", "needed_b_h", "usual_speed_b_kn"),
        weigh=_USUAL,
        kinds=_ONE,
        speaks_for="silent for {silent_b_h}, {way_told}: at its usual "
        "{usual_speed_b_kn} {usual_slack_h} were left for a visit there",
        speaks_against="silent for {silent_b_h}, {way_told}: at its usual "
        "{usual_speed_b_kn} that left no time for a visit there",
        source=_TIME_SOURCE,
    ),
    Evidence(
        name="time_lost_both",
        group="time",
        value="usual_slack_h",
        needs=("usual_slack_h", "needed_a_h", "needed_b_h"),
        weigh=_USUAL,
        kinds=_BOTH,
        speaks_for="silent for {silent_a_h} and {silent_b_h}, of which the ways took "
        "{needed_a_h} and {needed_b_h} at their usual {usual_speed_a_kn} and "
        "{usual_speed_b_kn}: {usual_slack_h} were left to both for a meeting",
        speaks_against="no time left to both for a meeting at their usual "
        "{usual_speed_a_kn} and {usual_speed_b_kn}",
        source=_TIME_SOURCE,
    ),
    Evidence(
        name="not_heard_again",
        group="time",
        value="goes_on_b",
        weigh=weigh_gone,
        kinds=_ONE,
        speaks_against="not heard again until the end of the data: nothing tells that "
        "it came back from there",
        source="ours: who came to a vessel that waits is under way again within days; "
        "drawn in, since a receiver may end before it",
    ),
    Evidence(
        name="explained",
        group="time",
        value="share_explained",
        weigh=Ramp("share_explained", ((0.0, -1.0), (0.4, 0.0), (0.8, 1.0))),
        kinds=DARK,
        speaks_for="a meeting explains {share_explained} of the longer time lost",
        speaks_against="a meeting explains {share_explained} of the longer time lost "
        "only",
        source="ours: two that met are late by the same time",
    ),
    Evidence(
        name="left_anew",
        group="way",
        value="way_on_kn",
        weigh=Ramp("way_on_kn", ((0.3, -1.5), (3.0, 0.3), (8.0, 1.0))),
        kinds=DARK,
        speaks_for="who fell silent was under way before or after, at {way_on_kn} "
        "or more",
        speaks_against="one that fell silent made {way_on_kn} at most before and "
        "after: at anchor, perhaps",
        source="ours: who lies at anchor before and after loses time and meets nobody; "
        "set on development worlds of seed 101",
    ),
    Evidence(
        name="moved",
        group="way",
        value="least_moved_nm",
        weigh=Ramp("least_moved_nm", ((0.2, -1.0), (2.0, 0.2), (10.0, 0.5))),
        kinds=DARK,
        speaks_for="who fell silent was heard again {least_moved_nm} or more from "
        "there",
        speaks_against="one that fell silent was heard again {least_moved_nm} from "
        "there",
        source="ours: who lies at anchor is where it was; set on the same worlds",
    ),
    Evidence(
        name="courses",
        group="way",
        value="off_course_deg",
        weigh=Ramp("off_course_deg", ((5, 0.8), (20, 0.4), (40, 0), (90, -1.5))),
        kinds=DARK,
        speaks_for="the courses told are {off_course_deg} off the way {ways_told}",
        speaks_against="the courses told are {off_course_deg} off the way {ways_told}"
        ": bound elsewhere, perhaps",
        source="ours: who sails to a place sails towards it; set on development worlds "
        "of seeds 101, 1101, 2101 to 2106, and drawn in",
    ),
    Evidence(
        name="turned_aside",
        group="way",
        value="aside_deg",
        weigh=Ramp("aside_deg", ((-40.0, -1.0), (0.0, 0.0), (40.0, 0.5))),
        kinds=DARK,
        speaks_for="turned aside: the way straight on is {aside_deg} farther off the "
        "courses told",
        speaks_against="sailed on: straight on the courses told fit better",
        source="ours: set on the same worlds, less what the courses say already",
    ),
    Evidence(
        name="in_step",
        group="way",
        value="share_in_step",
        weigh=Ramp("share_in_step", ((0.5, -0.4), (0.7, 0.0), (0.9, 0.5))),
        kinds=_BOTH,
        speaks_for="fell silent {starts_apart_h} apart and were heard again "
        "{ends_apart_h} apart",
        speaks_against="fell silent {starts_apart_h} apart, were heard again "
        "{ends_apart_h} apart",
        source="ours, and mild: the simulation makes both of about one length",
    ),
)
"""What both silences tell of a meeting."""
