"""Stories of what two silences tell; see ``stories_evidence``."""

from typing import Any

Story = tuple[str, dict[str, Any], float, str]

_ONE = {
    "kind": "one_dark",
    "silent_b_h": 29 / 3,
    "needed_b_h": 19 / 6,
    "usual_speed_b_kn": 10.0,
}
_BOTH = _ONE | {
    "kind": "both_dark",
    "silent_a_h": 11.0,
    "needed_a_h": 5.0,
    "usual_speed_a_kn": 12.0,
    "starts_apart_h": 1.5,
    "ends_apart_h": 0.75,
}

SILENCES: list[Story] = [
    (
        "silence",
        {"kind": "both_dark", "p_silence": 0.01},
        1.303,
        (
            "others were heard there meanwhile: reception alone gives such a silence "
            "in 1.0 % of cases"
        ),
    ),
    (
        "silence",
        {"kind": "one_dark", "p_silence": 1.0},
        -1.0,
        "reception alone gives such a silence in 100 % of cases",
    ),
    (
        "long_silence",
        {"kind": "one_dark", "silent_b_h": 72.0, "p_chance": 0.26},
        -1.0,
        "silent for 3 d: in so long a time a vessel can have been in many places",
    ),
    (
        "habit",
        {"kind": "both_dark", "n_alike": 0},
        0.3,
        "no other silence of either vessel is as long",
    ),
    (
        "habit",
        {"kind": "both_dark", "n_alike": 12},
        -1.0,
        "one of the two falls silent so long at other times as well: 12 times",
    ),
    (
        "time_lost_one",
        {**_ONE, "usual_slack_h": 6.5},
        1.8125,
        (
            "silent for 9 h 40 min, of which the way took 3 h 10 min: at its usual 10 "
            "kn 6 h 30 min were left for a visit there"
        ),
    ),
    (
        "time_lost_one",
        {**_ONE, "usual_slack_h": 0.0},
        -1.0,
        (
            "silent for 9 h 40 min, of which the way took 3 h 10 min: at its usual 10 "
            "kn that left no time for a visit there"
        ),
    ),
    (
        "time_lost_both",
        {**_BOTH, "usual_slack_h": 4.0},
        1.5,
        (
            "silent for 11 h and 9 h 40 min, of which the ways took 5 h and 3 h 10 min "
            "at their usual 12 kn and 10 kn: 4 h were left to both for a meeting"
        ),
    ),
    (
        "time_lost_both",
        {**_BOTH, "usual_slack_h": -3.0},
        -2.0,
        "no time left to both for a meeting at their usual 12 kn and 10 kn",
    ),
    (
        "time_lost_one",
        {**_ONE, "usual_slack_h": 6.5, "goes_on_b": True, "needed_b_h": None},
        1.8125,
        (
            "silent for 9 h 40 min, and not heard again: at its usual 10 kn 6 h 30 min "
            "were left for a visit there"
        ),
    ),
    (
        "courses",
        {**_ONE, "off_course_deg": 5.0, "goes_on_b": True},
        0.8,
        "the courses told are 5.0° off the way to the place",
    ),
    (
        "not_heard_again",
        {**_ONE, "goes_on_b": True},
        -2.0,
        (
            "not heard again until the end of the data: nothing tells that it came "
            "back from there"
        ),
    ),
    (
        "explained",
        {**_BOTH, "share_explained": 0.9},
        1.0,
        "a meeting explains 90 % of the longer time lost",
    ),
    (
        "explained",
        {**_BOTH, "share_explained": 0.2},
        -0.5,
        "a meeting explains 20 % of the longer time lost only",
    ),
    (
        "left_anew",
        {**_BOTH, "way_on_kn": 10.0},
        1.0,
        "who fell silent was under way before or after, at 10 kn or more",
    ),
    (
        "left_anew",
        {**_BOTH, "way_on_kn": 0.1},
        -1.5,
        (
            "one that fell silent made 0.1 kn at most before and after: at anchor, "
            "perhaps"
        ),
    ),
    (
        "moved",
        {**_ONE, "least_moved_nm": 31.0},
        0.5,
        "who fell silent was heard again 31 nm or more from there",
    ),
    (
        "moved",
        {**_ONE, "least_moved_nm": 0.1},
        -1.0,
        "one that fell silent was heard again 0.1 nm from there",
    ),
    (
        "courses",
        {**_ONE, "off_course_deg": 5.0},
        0.8,
        "the courses told are 5.0° off the way to the place and from it",
    ),
    (
        "courses",
        {**_BOTH, "off_course_deg": 120.0},
        -1.5,
        (
            "the courses told are 120° off the way to the place and from it: bound "
            "elsewhere, perhaps"
        ),
    ),
    (
        "turned_aside",
        {**_ONE, "aside_deg": 60.0},
        0.5,
        "turned aside: the way straight on is 60° farther off the courses told",
    ),
    (
        "turned_aside",
        {**_BOTH, "aside_deg": -60.0},
        -1.0,
        "sailed on: straight on the courses told fit better",
    ),
    (
        "in_step",
        {**_BOTH, "share_in_step": 0.95},
        0.5,
        "fell silent 1 h 30 min apart and were heard again 45 min apart",
    ),
    (
        "in_step",
        {**_BOTH, "share_in_step": 0.4},
        -0.4,
        "fell silent 1 h 30 min apart, were heard again 45 min apart",
    ),
]

VISITORS: list[Story] = [
    (
        "visitors",
        {"kind": "loitering", "n_possible": 0},
        -0.5,
        "no known vessel could have been there: nobody came, or one without AIS",
    ),
    (
        "visitors",
        {"kind": "loitering", "n_possible": 3},
        0.2,
        "vessels that were silent and could have come: 3",
    ),
    (
        "shared_number",
        {"kind": "loitering", "n_sharing": 4},
        -1.5,
        "4 vessels use its MMSI at once: which of them waits is not known",
    ),
]
