"""Marks and entries of lists: those of the vessel, at its time, each told once."""

from typing import Any

import polars as pl
import pytest
from builders import at
from builders_dossier import DAY, HOUR, anomaly, bare_lead, hit, identity_event
from builders_events import NOBODY, A, B, C, vessel
from builders_leads import leads

from stsdetect.context.dossier import add_dossier
from stsdetect.context.listed import strong_hits, tell_listed
from stsdetect.context.marks import tell_marks
from stsdetect.schema import (
    ANOMALIES,
    ENCOUNTERS,
    IDENTITY_EVENTS,
    LEADS,
    WATCHLIST_HITS,
)

NONE, QUIET = IDENTITY_EVENTS.empty_polars(), ANOMALIES.empty_polars()


def test_tell_marks__both_vessels_carry_the_anomalies_of_their_time() -> None:
    anomalies = pl.concat(
        [
            anomaly("jump", A, -5 * HOUR, -5 * HOUR),
            anomaly("circle", A, 10 * HOUR, 11 * HOUR),
            anomaly("circle", A, 9 * HOUR, 10 * HOUR),
            anomaly("smooth", A, 11 * HOUR, 12 * HOUR),
            anomaly("frozen", B, -HOUR, 0),
            anomaly("frozen", C),
        ]
    )

    marks = tell_marks(bare_lead(), NONE, anomalies)

    assert marks["integrity_a"].to_list() == ["circle, jump"]
    assert marks["integrity_b"].to_list() == ["frozen"]


def test_tell_marks__a_regional_disturbance_excuses_what_it_explains() -> None:
    anomalies = pl.concat(
        [anomaly(kind) for kind in ("jump", "circle", "regional_gnss", "smooth")]
        + [anomaly("jump", B)]
    )

    marks = tell_marks(bare_lead(), NONE, anomalies)

    assert marks["integrity_a"].to_list() == ["regional_gnss, smooth"]
    assert marks["integrity_b"].to_list() == ["jump"]


def test_tell_marks__an_identity_event_concerns_both_for_two_months() -> None:
    events = pl.concat(
        [
            identity_event("handover", C, A, -59 * DAY),
            identity_event("churn", B, None, -61 * DAY),
        ]
    )

    marks = tell_marks(bare_lead(), events, QUIET)

    assert marks["identity_a"].to_list() == ["handover"]
    assert marks["identity_b"].to_list() == [None]


def test_tell_marks__one_hull_is_a_matter_of_the_pair() -> None:
    hull = identity_event("one_hull", B, A)

    assert tell_marks(bare_lead(), hull, QUIET)["one_hull"].to_list() == [True]
    assert tell_marks(bare_lead((A, C)), hull, QUIET)["one_hull"].to_list() == [False]
    assert tell_marks(bare_lead((A, None)), hull, QUIET)["one_hull"].to_list() == [None]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "by IMO number, exact, day of listing not given"),
        ({"listed": at(-DAY)}, "by IMO number, exact, listed on 2024-02-29"),
        (
            {"listed": at(2 * DAY)},
            "by IMO number, exact, listed on 2024-03-03, after this event",
        ),
        ({"delisted": at(-DAY)}, "by IMO number, exact, lifted on 2024-02-29"),
        (
            {"basis": "name_and_length", "strength": "weak"},
            "by name and length, weak, day of listing not given",
        ),
    ],
)
def test_tell_listed__says_what_agrees_and_since_when(
    changes: dict[str, Any], said: str
) -> None:
    told = tell_listed(bare_lead(), hit(**changes))

    assert told.row(0) == (f"invented 7 SIM ALPHA ({said})", None)


def test_strong_hits__leave_out_what_only_resembles() -> None:
    hits = pl.concat([hit(A), hit(B, strength="weak"), hit(C, strength="strong")])

    assert strong_hits(hits)["mmsi"].sort().to_list() == [A, C]


def test_add_dossier__without_anything_known_leads_stay_as_they_are() -> None:
    table = leads()
    nothing = (ENCOUNTERS.empty(), NOBODY, WATCHLIST_HITS.empty_polars())

    known = add_dossier(table, *nothing, IDENTITY_EVENTS.empty(), ANOMALIES.empty())

    LEADS.check(known)
    assert known.drop(columns="one_hull").equals(table.drop(columns="one_hull"))
    assert add_dossier(
        LEADS.empty(), *nothing, IDENTITY_EVENTS.empty(), ANOMALIES.empty()
    ).empty


def test_add_dossier__adds_to_each_lead_what_is_known_of_its_vessels() -> None:
    table = leads()
    a = int(table["mmsi_a"][0])
    told = pl.concat([vessel(a, -DAY, draught=7.0), vessel(a, DAY, draught=6.0)])

    known = add_dossier(
        table,
        ENCOUNTERS.empty(),
        told,
        hit(a),
        IDENTITY_EVENTS.to_pandas(identity_event("churn", a)),
        ANOMALIES.to_pandas(anomaly("jump", a)),
    )

    row = known.iloc[0]
    assert (row["identity_a"], row["integrity_a"]) == ("churn", "jump")
    assert row["watchlist_a"].startswith("invented 7 SIM ALPHA")
    assert (row["hops_to_listed"], row["draught_change_a_m"]) == (0, -1.0)
