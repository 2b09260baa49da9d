"""Table of meetings that silence would have hidden."""

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
from stsdetect.schema.table import Table

__all__ = ["FIT_COLUMNS", "RENDEZVOUS", "RENDEZVOUS_KINDS"]

RENDEZVOUS_KINDS = ("one_dark", "both_dark")


def _measure(name: str, unit: str, meaning: str) -> Column:
    return quantity(name, unit, meaning, missing=True)


def _of_side(side: str) -> tuple[Column, ...]:
    return (
        _measure(f"silent_{side}_h", "h", f"Length of the silence of {side}."),
        _measure(f"needed_{side}_h", "h", f"What the way takes {side} at usual speed."),
        _measure(f"lost_{side}_h", "h", "The rest of it; of who waited, the wait."),
        _measure(f"usual_speed_{side}_kn", "kn", f"Usual speed of {side}."),
        quantity(
            f"p_silence_{side}",
            "1",
            f"Probability of the silence of {side}, were the transponder on.",
            minimum=0,
            maximum=1,
            missing=True,
        ),
        _measure(f"turn_{side}_deg", "°", "From the course before to that after."),
    )


FIT_COLUMNS = (
    _measure("fit", "1", "How well a meeting explains both, in log-odds, to rank by."),
    _measure("usual_slack_h", "h", "Longest meeting that usual speed allows."),
    quantity(
        "share_explained",
        "1",
        "Share of the longer time lost that such a meeting explains.",
        minimum=0,
        maximum=1,
        missing=True,
    ),
    *_of_side("a"),
    *_of_side("b"),
    count("n_alike", "Other gaps of one of both that last half as long.", missing=True),
    boolean("goes_on_b", "The vessel b is not heard again in the data.", missing=True),
    _measure(
        "way_on_kn", "kn", "Speed that each silent vessel had before or after at least."
    ),
    _measure("least_moved_nm", "nm", "Least way that a silent vessel came meanwhile."),
    _measure("off_course_deg", "°", "Courses told to ways to and from the place."),
    _measure("aside_deg", "°", "By how much the straight way on is farther off."),
    _measure("starts_apart_h", "h", "Between the starts of both."),
    _measure("ends_apart_h", "h", "Between the ends of both."),
    quantity(
        "share_in_step",
        "1",
        "One less starts and ends apart, by the length of both silences.",
        minimum=0,
        maximum=1,
        missing=True,
    ),
    quantity(
        "false_discovery_rate",
        "1",
        "Share of chance among all with a fit no less, by silences moved in time.",
        minimum=0,
        maximum=1,
        missing=True,
    ),
)
"""How well a meeting explains what was not heard."""

RENDEZVOUS = Table(
    "rendezvous",
    identity("rendezvous_id", "Hash of the kind and of the two events."),
    choice("kind", RENDEZVOUS_KINDS, "Who was silent."),
    mmsi("mmsi_a", "In one_dark the vessel that broadcasts."),
    mmsi("mmsi_b", "The other vessel."),
    utc("earliest_start", "No speed within the bounds lets them meet earlier."),
    utc("latest_end", "No speed within the bounds lets them part later."),
    latitude("lat", "Latitude of the most probable place."),
    longitude("lon", "Longitude of the most probable place."),
    quantity("slack_h", "h", "Longest meeting that speed allows."),
    quantity("feasible_area_km2", "km²", "Where they could have met.", minimum=0),
    count("partner_rank", "1 is the likeliest partner.", minimum=1),
    count("n_partners", "Partners that were possible.", minimum=1),
    quantity(
        "p_chance",
        "1",
        "Share of random pairs of gaps that could have met as well.",
        minimum=0,
        maximum=1,
        missing=True,
    ),
    *FIT_COLUMNS,
    _measure("max_speed_a_kn", "kn", "What bounds a, in one_dark missing."),
    _measure("max_speed_b_kn", "kn", "What bounds b."),
    text("event_a", "Id of the gap of a, in one_dark of its loitering.", missing=True),
    text("event_b", "Id of the gap of b.", missing=True),
    text("feasible_region", "Polygon of that area as WKT.", missing=True),
    key=("rendezvous_id",),
    meaning="A meeting that silence would have hidden.",
)
