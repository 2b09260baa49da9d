"""Stories of evidence: one lead changed, the weight of an item, what is said of it.

One list for each module of evidence; every item has at least one story.
"""

from typing import Any

from stories_silences import SILENCES, VISITORS

Story = tuple[str, dict[str, Any], float, str]
"""Item, changes to the rafted pair of ``builders_leads``, weight, sentence."""

CLOSENESS: list[Story] = [
    ("alongside", {}, 2.0, "alongside for 5 h 40 min, median 38 m"),
    ("alongside", {"duration_h": 0.5}, 1.0, "alongside for 30 min, median 38 m"),
    ("alongside", {"alongside": False}, -1.0, "hulls not alongside"),
    ("body_spread", {}, 2.0, "moored to each other: hulls shift by 6.8 m only"),
    (
        "body_spread",
        {"body_sd_m": 107.0},
        -2.0,
        "hulls shift by 107 m, as neighbours at anchor do",
    ),
    ("heading_spread", {}, 0.5, "headings parallel within 2.0°"),
    (
        "heading_spread",
        {"heading_sd_deg": 12.8},
        -0.5,
        "headings turn against each other by 13°",
    ),
    ("distance", {}, 2.0, "antennas 38 m apart by median"),
    (
        "distance",
        {"median_distance_m": 480.0},
        -1.92,
        "antennas 480 m apart by median: too far for a mooring",
    ),
    ("distance_spread", {}, 0.5, "distance steady within 4.6 m"),
    ("distance_spread", {"sd_distance_m": 80.0}, -0.5, "distance varies by 80 m"),
    ("duration", {}, 1.0, "together for 5 h 40 min"),
    ("duration", {"duration_h": 0.5}, -1.5, "together for 30 min only"),
    (
        "silence_between",
        {"longest_hole_min": 190.0},
        -0.722,
        "not heard for 3 h 10 min in between",
    ),
    (
        "support",
        {"support": 0.1},
        -0.333,
        "reports of both behind 10 % of the time only",
    ),
]

MOTION: list[Story] = [
    ("speed", {}, 0.5, "slow, 0.8 kn by median"),
    ("speed", {"median_speed_kn": 8.5}, -1.5, "under way at 8.5 kn by median"),
    ("drift", {}, 1.0, "drifted 1.9 nm together"),
    ("drift", {"drift_nm": 0.1}, 0.0, ""),
    ("drift", {"drift_nm": 30.0, "median_speed_kn": 8.5}, 0.0, ""),
    ("activity", {"activity": "tow"}, -3.0, "moves like tug and tow"),
    ("activity", {"activity": "pair_trawl"}, -3.0, "moves like a pair of trawlers"),
    (
        "activity",
        {"activity": "pilotage"},
        -3.0,
        "moves like a pilot boat and its vessel",
    ),
    (
        "activity",
        {"activity": "convoy"},
        -2.5,
        "moves like vessels under way in company",
    ),
    ("activity", {"activity": "raft"}, -2.0, "moves like a raft of boats"),
    ("activity", {"activity": "anchorage"}, -1.5, "moves like neighbours at anchor"),
    (
        "activity",
        {"activity": "one_hull"},
        -4.0,
        "moves like two transponders on one hull",
    ),
    (
        "activity",
        {"activity": "bunkering"},
        -1.0,
        "moves like a bunker tanker and a client",
    ),
    ("activity", {"activity": "unknown"}, 0.0, ""),
    ("activity", {}, 0.0, ""),
    (
        "fixed",
        {
            "duration_h": 48.0,
            "n_ticks": 577,
            "median_speed_kn": 0.01,
            "drift_nm": 0.002,
        },
        -2.5,
        "neither swings nor drifts in 2 d, as at a berth",
    ),
]

PAIR_TYPES: list[Story] = [
    ("ship_types", {}, 1.0, "types that transfer cargo: tanker and tanker"),
    (
        "ship_types",
        {"ship_type_b": "pilot vessel"},
        -2.0,
        "types that seldom transfer cargo: pilot vessel and tanker",
    ),
    ("size", {}, 0.0, ""),
    ("size", {"length_b_m": 18.0}, -0.88, "the smaller is 18 m long: a boat, by size"),
]

PLACE: list[Story] = [
    ("company", {}, 0.3, "no other vessel near by"),
    (
        "company",
        {"n_near": 12.0},
        -1.5,
        "12 others near by, so that nearness tells less",
    ),
    ("cluster", {"cluster_size": 8}, -1.0, "8 vessels lie together in one place"),
    (
        "partners",
        {"n_partners": 6},
        -1.0,
        (
            "one of the two meets 6 vessels within a week: a bunker or service "
            "craft, perhaps"
        ),
    ),
    ("distance_to_shore", {}, 0.2, "210 km from shore"),
    (
        "distance_to_shore",
        {"distance_to_shore_km": 0.5},
        -0.5,
        "close to shore: 0.5 km",
    ),
    ("distance_to_port", {}, 0.5, "260 km from the nearest port"),
    (
        "distance_to_port",
        {"distance_to_port_km": 1.5},
        -1.0,
        "1.5 km from a port: harbour work is usual",
    ),
]

MEETING: list[Story] = [
    (
        "chance",
        {"kind": "one_dark", "p_chance": 0.004},
        2.5,
        "0.4 % of random pairs of silences could have met as well",
    ),
    (
        "chance",
        {"kind": "both_dark", "p_chance": 0.26},
        0.674,
        "26 % of random pairs of silences could have met as well",
    ),
    (
        "slack",
        {"kind": "both_dark", "slack_h": 9.0},
        0.5,
        "time for up to 9 h together",
    ),
    (
        "slack",
        {"kind": "one_dark", "slack_h": 1.5},
        -0.5,
        "time for no more than 1 h 30 min together",
    ),
    (
        "partner_rank",
        {"kind": "one_dark", "partner_rank": 1},
        0.5,
        "no other vessel is likelier to have been there",
    ),
    (
        "partner_rank",
        {"kind": "one_dark", "partner_rank": 4},
        -0.5,
        "4 by rank among the vessels that could have been there",
    ),
    (
        "possible_partners",
        {"kind": "one_dark", "n_possible": 2},
        0.35,
        "vessels that could have been the partner: 2 in all",
    ),
    (
        "possible_partners",
        {"kind": "both_dark", "n_possible": 40},
        -1.5,
        "40 vessels could have been the partner",
    ),
]

WAITING: list[Story] = [
    ("waiting_type", {"kind": "loitering"}, 0.7, "a type that transfers cargo: tanker"),
    (
        "waiting_type",
        {"kind": "loitering", "ship_type_a": "fishing"},
        -1.5,
        "a type that waits at sea for other reasons: fishing",
    ),
    ("waiting_time", {"kind": "loitering", "duration_h": 10.0}, 0.5, "waits for 10 h"),
    (
        "waiting_time",
        {"kind": "loitering", "duration_h": 3.0},
        -0.5,
        "waits for 3 h only",
    ),
    (
        "waiting_crowd",
        {"kind": "loitering", "n_waiting": 20},
        -0.333,
        "20 others wait there, as at an anchorage",
    ),
    (
        "waiting_mode",
        {"kind": "loitering", "mode": "drifting"},
        0.3,
        "drifting while it waits",
    ),
    (
        "waiting_mode",
        {"kind": "loitering", "mode": "holding"},
        -0.5,
        "holding while it waits",
    ),
]

APPROACH: list[Story] = [
    (
        "approach",
        {"approach_kn": 2.0, "waiting_kn": 0.5},
        0.7,
        "one waited at 0.5 kn, the other came at 2.0 kn",
    ),
    ("approach", {"approach_kn": 2.0, "waiting_kn": 3.0}, 0.0, ""),
    (
        "approach",
        {"approach_kn": 12.0, "waiting_kn": 0.5},
        -0.3,
        "one came at 12 kn, as pilot boats and launches do",
    ),
    (
        "never_apart",
        {"n_ends_seen": 0},
        -2.0,
        (
            "nobody saw them come together or part, though both were heard well: "
            "one hull, one berth, or neighbours all along"
        ),
    ),
    ("never_apart", {"n_ends_seen": 0, "support": 0.3}, 0.0, ""),
    ("never_apart", {"n_ends_seen": 1}, 0.0, ""),
    (
        "repeated",
        {"repeated": True, "n_contacts": 6},
        1.0,
        "6 short contacts within two days",
    ),
    ("repeated", {"repeated": False}, 0.0, ""),
    ("usual_here", {"pair_rate": 0.5}, 0.0, ""),
    (
        "usual_here",
        {"pair_rate": 10.0},
        -0.5,
        "this place sees 10 other pairs a day",
    ),
    (
        "licensed",
        {"region": "Roads", "region_kind": "licensed"},
        -1.0,
        "in an area licensed for transfers or bunkering: Roads",
    ),
    ("anchorage", {"n_anchored": 4}, 0.0, ""),
    (
        "anchorage",
        {"n_anchored": 15},
        -0.3,
        "an anchorage: 15 other vessels lay here",
    ),
]

CARGO: list[Story] = [
    (
        "draught",
        {"draught_change_a_m": -0.8, "draught_change_b_m": 0.6},
        2.5,
        "draught changed from before to after: a -0.8 m and b +0.6 m",
    ),
    (
        "draught",
        {"draught_change_a_m": -0.8, "draught_change_b_m": 0.0},
        0.8,
        "draught changed from before to after: a -0.8 m and b unchanged",
    ),
    (
        "draught",
        {"draught_change_a_m": 0.8, "draught_change_b_m": 0.6},
        -0.3,
        "draught changed the same way in both: a +0.8 m and b +0.6 m",
    ),
    ("draught", {"draught_change_a_m": 0.2, "draught_change_b_m": 0.0}, 0.0, ""),
    (
        "draught_at_sea",
        {"kind": "loitering", "draught_at_sea": "a: +0.8 m"},
        0.8,
        "draught changed, and no port call is seen: a: +0.8 m",
    ),
]

IDENTITY: list[Story] = [
    (
        "one_hull",
        {"one_hull": True},
        -4.0,
        "both MMSIs are sent from one hull: nobody was met",
    ),
    ("one_hull", {"one_hull": False}, 0.0, ""),
    (
        "false_positions",
        {"integrity_b": "jump, smooth"},
        -1.0,
        "positions can't be trusted (b: jump, smooth)",
    ),
    (
        "false_positions",
        {"integrity_a": "regional_gnss"},
        -0.7,
        "positions can't be trusted (a: regional_gnss)",
    ),
    ("false_positions", {"integrity_a": "jump"}, 0.0, ""),
]

IMAGERY: list[Story] = [
    (
        "side_by_side",
        {"side_by_side_m": 12.0, "imagery": "S1 at 2024-03-01 10:00 UTC"},
        3.0,
        "two hulls 12 m apart in an image (S1 at 2024-03-01 10:00 UTC)",
    ),
    (
        "unmatched",
        {"kind": "loitering", "unmatched_m": 150.0, "imagery": "S1"},
        2.0,
        "a hull without AIS 150 m away in an image (S1)",
    ),
    (
        "merged",
        {"merged_m": 20.0, "imagery": "S1"},
        1.0,
        "a hull 20 m broader than its vessel in an image (S1), as two side by side",
    ),
    (
        "merged",
        {"merged_m": 8.0, "imagery": "S1"},
        0.5,
        "a hull 8.0 m broader than its vessel in an image (S1), as two side by side",
    ),
    (
        "alone_in_image",
        {"alone": True, "imagery": "S1"},
        -2.5,
        "alone in an image (S1)",
    ),
    (
        "alone_in_image",
        {"kind": "loitering", "alone": True, "imagery": "S1"},
        -1.0,
        "alone in an image (S1)",
    ),
    ("alone_in_image", {"alone": False, "imagery": "S1"}, 0.0, ""),
    (
        "absent_in_image",
        {"n_absent": 2, "imagery": "S1, S2"},
        -1.5,
        (
            "nothing in an image where a vessel says it is (S1, S2): its positions "
            "may be false"
        ),
    ),
]

STORIES = [
    *IMAGERY,
    *CLOSENESS,
    *MOTION,
    *APPROACH,
    *PAIR_TYPES,
    *PLACE,
    *MEETING,
    *SILENCES,
    *WAITING,
    *VISITORS,
    *CARGO,
    *IDENTITY,
]
