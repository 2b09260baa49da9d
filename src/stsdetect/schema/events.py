"""Tables of what was found: one row for each event, with an id that says what it is."""

from stsdetect.schema.column import (
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

__all__ = [
    "ACTIVITIES",
    "ANOMALIES",
    "ENCOUNTERS",
    "IDENTITY_EVENTS",
    "LOITERINGS",
    "LOITERING_MODES",
    "PORT_VISITS",
    "RENDEZVOUS",
    "RENDEZVOUS_KINDS",
]

ACTIVITIES = (
    "transfer_like",
    "tow",
    "pair_trawl",
    "raft",
    "pilotage",
    "convoy",
    "anchorage",
    "unknown",
)
LOITERING_MODES = ("anchored", "drifting", "holding")
RENDEZVOUS_KINDS = ("one_dark", "both_dark")

ENCOUNTERS = Table(
    "encounters",
    identity("encounter_id", "Hash of the two MMSI and the start."),
    mmsi("mmsi_a", "Vessel with the smaller MMSI of the pair."),
    mmsi("mmsi_b", "Vessel with the larger MMSI of the pair."),
    utc("start_time", "First tick at which the two are close and slow."),
    utc("end_time", "Last tick at which the two are close and slow."),
    latitude("lat", "Latitude half-way between the two at the closest tick."),
    longitude("lon", "Longitude half-way between the two at the closest tick."),
    count("n_ticks", "Ticks at which both positions are known.", minimum=1),
    quantity(
        "support",
        "1",
        "Share of the ticks from start to end that have a report of both nearby.",
        minimum=0,
        maximum=1,
    ),
    quantity("min_distance_m", "m", "Least distance of the antennas.", minimum=0),
    quantity("median_distance_m", "m", "Median distance of the antennas.", minimum=0),
    quantity(
        "sd_distance_m",
        "m",
        "Standard deviation of the distance, over the 80 % of ticks nearest to its "
        "median: approach and cast-off are left out.",
        minimum=0,
    ),
    quantity(
        "body_sd_m",
        "m",
        "Spread of one vessel's place in the frame of the other's hull, the larger.",
        minimum=0,
        missing=True,
    ),
    quantity(
        "clearance_m",
        "m",
        "Median clear water between the hulls, by their dimensions and headings.",
        minimum=0,
        missing=True,
    ),
    quantity(
        "heading_sd_deg",
        "°",
        "Circular standard deviation of the difference of headings.",
        minimum=0,
        missing=True,
    ),
    quantity("median_speed_kn", "kn", "Median speed, the faster of both.", minimum=0),
    quantity("median_speed_a_kn", "kn", "Median speed of a.", minimum=0),
    quantity("median_speed_b_kn", "kn", "Median speed of b.", minimum=0),
    quantity("drift_nm", "nm", "From the place at the start to the end.", minimum=0),
    quantity("longest_hole_min", "min", "Longest stretch without support.", minimum=0),
    count("n_contacts", "Contacts that were merged into this encounter.", minimum=1),
    boolean("alongside", "The evidence says hull to hull.", missing=True),
    text("cluster_id", "Company of vessels that met in one place.", missing=True),
    count("cluster_size", "Vessels in that company.", minimum=2, missing=True),
    choice("activity", ACTIVITIES, "What the two most probably do."),
    quantity(
        "activity_weight",
        "1",
        "Share of that activity in the points of all, by stated rules, not fitted.",
        minimum=0,
        maximum=1,
        missing=True,
    ),
    count(
        "n_partners",
        "Vessels that the busier of the two meets closely within a week.",
        minimum=1,
        missing=True,
    ),
    quantity("n_near", "1", "Median number of other vessels near by.", minimum=0),
    key=("encounter_id",),
    meaning="Two vessels that broadcast, close and slow together.",
)

LOITERINGS = Table(
    "loiterings",
    identity("loitering_id", "Hash of the MMSI and the start."),
    mmsi("mmsi", "Vessel."),
    utc("start_time", "First tick of waiting."),
    utc("end_time", "Last tick of waiting."),
    latitude("lat", "Mean latitude."),
    longitude("lon", "Mean longitude."),
    quantity("mean_speed_kn", "kn", "Mean speed by displacement.", minimum=0),
    quantity("displacement_nm", "nm", "From the first to the last tick.", minimum=0),
    choice("mode", LOITERING_MODES, "How the vessel waits."),
    key=("loitering_id",),
    meaning="One vessel that waits at sea.",
)

RENDEZVOUS = Table(
    "rendezvous",
    identity("rendezvous_id", "Hash of the kind, the vessels and the times."),
    choice("kind", RENDEZVOUS_KINDS, "Who was silent."),
    mmsi("mmsi_a", "In one_dark the vessel that broadcasts."),
    mmsi("mmsi_b", "The other vessel."),
    utc("earliest_start", "Earliest instant at which they could have met."),
    utc("latest_end", "Latest instant at which they could have met."),
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
    key=("rendezvous_id",),
    meaning="A meeting that silence would have hidden.",
)

PORT_VISITS = Table(
    "port_visits",
    identity("visit_id", "Hash of the MMSI and the start."),
    mmsi("mmsi", "Vessel."),
    utc("start_time", "First tick in port."),
    utc("end_time", "Last tick in port."),
    text("port", "Name of the port."),
    text("country", "ISO 3166-1 alpha-3."),
    quantity("confidence", "1", "How sure the visit is.", minimum=0, maximum=1),
    key=("visit_id",),
    meaning="A stay of a vessel in a port.",
)

IDENTITY_EVENTS = Table(
    "identity_events",
    identity("event_id", "Hash of what it is."),
    text("kind", "handover, clone, churn, format, registry mismatch and others."),
    mmsi("mmsi", "Vessel."),
    mmsi("other_mmsi", "The other identity, if any.", missing=True),
    utc("time", "When it was noticed."),
    text("detail", "What was seen, in words."),
    key=("event_id",),
    meaning="An identity that changes, is shared or is not valid.",
)

ANOMALIES = Table(
    "anomalies",
    identity("anomaly_id", "Hash of what it is."),
    text("kind", "jump, on_land, circle, replay, frozen, regional_gnss and others."),
    mmsi("mmsi", "Vessel."),
    utc("start_time", "First position concerned."),
    utc("end_time", "Last position concerned."),
    text("detail", "What was seen, in words."),
    key=("anomaly_id",),
    meaning="Positions that can't be true.",
)
