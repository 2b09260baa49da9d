"""Tables of leads: first with what is known of them, then scored and ranked."""

from stsdetect.schema.column import (
    Column,
    boolean,
    choice,
    count,
    identity,
    latitude,
    longitude,
    mmsi,
    quantity,
    text,
    utc,
)
from stsdetect.schema.events import ACTIVITIES, COUPLINGS
from stsdetect.schema.imagery import IMAGERY_COLUMNS
from stsdetect.schema.port_calls import DOUBT_COLUMNS, HISTORY_COLUMNS, LADEN_COLUMNS
from stsdetect.schema.rendezvous import FIT_COLUMNS
from stsdetect.schema.table import Table

__all__ = ["CANDIDATES", "CONFIDENCES", "CONTRACT_COLUMNS", "KINDS", "LEADS", "LIKELY"]

KINDS = ("encounter", "one_dark", "both_dark", "loitering")
CONFIDENCES = ("low", "moderate", "high")

LIKELY = 0.55
"""Likelihood from which on a transfer is *likely* (ICD 203, section D.6.e(2)(a))."""

_FIRST = (
    identity("candidate_id", "Id of the event behind the candidate."),
    choice("kind", KINDS, "What AIS shows."),
    utc("start_time", "Start; for the dark kinds the earliest possible."),
    utc("end_time", "End; for the dark kinds the latest possible."),
    quantity("duration_h", "h", "From start to end.", minimum=0),
    latitude("lat", "Latitude, for the dark kinds of the most probable place."),
    longitude("lon", "Longitude, for the dark kinds of the most probable place."),
)


def _vessel(side: str, *, missing: bool) -> tuple[Column, ...]:
    return (
        mmsi(f"mmsi_{side}", f"MMSI of vessel {side}.", missing=missing),
        text(f"shipname_{side}", f"Name that {side} broadcast.", missing=True),
        count(f"imo_{side}", f"IMO number that {side} broadcast.", missing=True),
        text(f"flag_{side}", f"Flag by the MMSI of {side}, ISO alpha-3.", missing=True),
        text(f"ship_type_{side}", f"Ship type in words, of {side}.", missing=True),
    )


_SCORES = (
    quantity(
        "likelihood",
        "1",
        "That a physical transfer took place.",
        minimum=0,
        maximum=1,
        missing=True,
    ),
    quantity(
        "relevance",
        "1",
        "How much it concerns sanctions on North Korea.",
        minimum=0,
        maximum=100,
        missing=True,
    ),
    choice("confidence", CONFIDENCES, "How good the evidence base is.", missing=True),
    quantity("priority", "1", "Orders the list.", missing=True),
)
_CHANCE = quantity(
    "p_chance",
    "1",
    "Share of random gap pairs that could have met as well.",
    minimum=0,
    maximum=1,
    missing=True,
)
_PLACE = (
    text("region", "Sea area.", missing=True),
    quantity("distance_to_shore_km", "km", "To the coast.", minimum=0, missing=True),
    quantity("distance_to_port_km", "km", "To a port.", minimum=0, missing=True),
)
_REASONS = (
    text("reasons_for", "Evidence for a transfer, sentence by sentence."),
    text("reasons_against", "Evidence against, sentence by sentence."),
)


def _measure(name: str, unit: str, meaning: str) -> Column:
    return quantity(name, unit, meaning, missing=True)


_MORE = (
    text("likelihood_words", "Likelihood in the words of ICD 203.", missing=True),
    text(
        "relevance_parts", "What relevance is made of, with its points.", missing=True
    ),
    text("alternatives", "What else it may be, and what speaks for it.", missing=True),
    quantity(
        "rival_odds",
        "1",
        "Odds of meetings that exclude this one, to no meeting at all.",
        minimum=0,
        missing=True,
    ),
    count("n_parts", "Leads that see the same event or silence.", missing=True),
    text("parts", "Those leads, the likeliest first.", missing=True),
)

_LAST = (
    quantity(
        "rival_odds_other",
        "1",
        "What of rival_odds is of meetings of the other dark kind.",
        minimum=0,
        missing=True,
    ),
)

_FEATURES = (
    count("n_ticks", "Ticks at which both positions are known.", missing=True),
    _measure("support", "1", "Share of ticks that have a report of both near by."),
    _measure("min_distance_m", "m", "Least distance of the antennas."),
    _measure("median_distance_m", "m", "Median distance of the antennas."),
    _measure("sd_distance_m", "m", "Spread of the distance while steady."),
    _measure("body_sd_m", "m", "Spread of b in the frame of a's hull."),
    _measure("clearance_m", "m", "Median clear water between the hulls."),
    _measure("heading_sd_deg", "°", "Spread of the difference of headings."),
    _measure("median_speed_kn", "kn", "Median speed, the faster of both."),
    _measure("drift_nm", "nm", "From the place at the start to the end."),
    _measure("longest_hole_min", "min", "Longest stretch without support."),
    count("n_contacts", "Contacts that were merged.", missing=True),
    boolean("alongside", "The evidence says hull to hull.", missing=True),
    count("cluster_size", "Vessels that met in one place.", missing=True),
    count("n_partners", "Vessels that the busier one meets in a week.", missing=True),
    choice("activity", ACTIVITIES, "What the two most probably do.", missing=True),
    _measure("n_near", "1", "Median number of other vessels near by."),
    _measure("length_a_m", "m", "Length of a as broadcast."),
    _measure("length_b_m", "m", "Length of b as broadcast."),
    text("port", "Nearest port.", missing=True),
    text("region_kind", "Sea, waters, or where transfers were reported.", missing=True),
    text("mode", "How a vessel waits: anchored, drifting or holding.", missing=True),
    count("n_waiting", "Other vessels that wait at that place.", missing=True),
    count("n_sharing", "Vessels that use the MMSI of who waits at once.", missing=True),
    _measure("slack_h", "h", "Longest meeting that silence and speed allow."),
    _measure("feasible_area_km2", "km²", "Where they could have met."),
    count("partner_rank", "1 is the likeliest partner.", missing=True),
    count("n_possible", "Partners that were possible.", missing=True),
    _measure("night_share", "1", "Share of its time that is night at its place."),
    text("local_start", "Start by the clock of its nautical zone.", missing=True),
    _measure("wave_height_m", "m", "Significant height of the waves, by a file."),
    boolean("repeated", "Made of short contacts, hours apart.", missing=True),
    choice("coupling", COUPLINGS, "What the frame of a hull tells.", missing=True),
    _measure("heading_off_deg", "°", "How far the two are from parallel, by median."),
    _measure("approach_kn", "kn", "Speed at which the distance closed, where seen."),
    _measure("waiting_kn", "kn", "Speed of the one that moved less meanwhile."),
    _measure("castoff_kn", "kn", "Speed at which the distance opened, where seen."),
    count("n_ends_seen", "Of coming and parting, how many were seen.", missing=True),
    _measure("one_hull_h", "h", "Time within 20 m around it, at any speed."),
    _measure("one_hull_under_way_h", "h", "Of that, with both above 5 kn."),
    _measure("pair_rate", "1/d", "Encounters of others within 3 nm, by day of data."),
    count("n_anchored", "Others that lay at anchor there in the period.", missing=True),
    *FIT_COLUMNS,
    _measure("p_silence", "1", "The greater probability of the two silences."),
    *(
        text(f"integrity_{side}", f"Positions of {side} that can't be.", missing=True)
        for side in ("a", "b")
    ),
    *(
        text(f"identity_{side}", f"Doubts about who {side} is.", missing=True)
        for side in ("a", "b")
    ),
    boolean("one_hull", "The two MMSIs are one vessel's.", missing=True),
    _measure("age_years", "a", "Age of the older one, by a register or a list."),
    *(
        text(f"watchlist_{side}", f"Entries that name {side}.", missing=True)
        for side in ("a", "b")
    ),
    count("hops_to_listed", "Meetings from a vessel on a watch list.", missing=True),
    _measure("draught_change_a_m", "m", "Draught of a after less before, as told."),
    _measure("draught_change_b_m", "m", "Draught of b after less before, as told."),
    count("n_hub_partners", "Met alongside in 30 days, by the busier.", missing=True),
    text("chain", "MMSIs in the order cargo could have gone through.", missing=True),
    *HISTORY_COLUMNS,
    *IMAGERY_COLUMNS,
    *DOUBT_COLUMNS,
)

LEADS = Table(
    "leads",
    *_FIRST,
    *_vessel("a", missing=False),
    *_vessel("b", missing=True),
    _CHANCE,
    *_PLACE,
    *_FEATURES,
    *LADEN_COLUMNS,
    key=("candidate_id",),
    meaning="Events of every kind in one shape, with their vessels and place.",
)

CANDIDATES = Table(
    "candidates",
    count("rank", "1 is the first to look at.", minimum=1),
    *_FIRST,
    *_vessel("a", missing=False),
    *_vessel("b", missing=True),
    *_SCORES,
    _CHANCE,
    *_PLACE,
    *_REASONS,
    *_MORE,
    *_FEATURES,
    *_LAST,
    *LADEN_COLUMNS,
    key=("candidate_id",),
    meaning="Ranked leads: each may be a transfer, none is a finding.",
)

CONTRACT_COLUMNS = tuple(CANDIDATES.names[: CANDIDATES.names.index("likelihood_words")])
"""First columns of ``candidates.csv``, which later versions keep in this order."""
