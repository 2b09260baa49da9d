"""Tables of the review: verdicts of analysts, and lists of what to look at next."""

from stsdetect.schema.candidates import KINDS
from stsdetect.schema.column import (
    boolean,
    choice,
    count,
    identity,
    mmsi,
    quantity,
    text,
    utc,
)
from stsdetect.schema.table import Table

__all__ = ["LABELS", "QUEUE", "STRATA", "VERDICTS"]

VERDICTS = ("transfer", "no_transfer", "unsure")
STRATA = ("top", "uncertain", "random")

_INCLUSION = quantity(
    "inclusion_p",
    "1",
    "Probability with which it came into the queue.",
    minimum=0,
    maximum=1,
    missing=True,
)

LABELS = Table(
    "labels",
    count("number", "Place in the ledger.", minimum=1),
    identity("candidate_id", "Candidate as it was when it was labelled."),
    choice("kind", KINDS, "Its kind."),
    mmsi("mmsi_a", "Its vessel a."),
    mmsi("mmsi_b", "Its vessel b.", missing=True),
    utc("start_time", "Its start."),
    utc("end_time", "Its end."),
    quantity("likelihood", "1", "Its likelihood then.", missing=True),
    choice("verdict", VERDICTS, "What the analyst says."),
    text("activity", "What the two did, in the analyst's words.", missing=True),
    text("note", "Why.", missing=True),
    text("analyst", "Who says so."),
    boolean("blind", "The analyst had not seen the score."),
    utc("labelled_at", "When."),
    choice("stratum", STRATA, "Why it was in the queue.", missing=True),
    _INCLUSION,
    key=("number",),
    meaning="Verdicts of analysts; a later one of an analyst replaces the earlier.",
)

QUEUE = Table(
    "queue",
    count("place", "1 is the next to look at.", minimum=1),
    identity("candidate_id", "Candidate to look at."),
    choice("stratum", STRATA, "First of the list, most uncertain, or drawn."),
    _INCLUSION,
    key=("candidate_id",),
    meaning="Candidates to look at next, in an order that does not tell the stratum.",
)
