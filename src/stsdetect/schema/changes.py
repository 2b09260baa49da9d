"""Table of changes: what a list of candidates says otherwise than the one before."""

from stsdetect.schema.candidates import KINDS
from stsdetect.schema.column import choice, count, identity, mmsi, quantity, text, utc
from stsdetect.schema.table import Table

__all__ = ["CHANGES"]


CHANGES = Table(
    "changes",
    choice("change", ("new", "changed", "withdrawn"), "What became of it."),
    identity("candidate_id", "Id of the candidate."),
    choice("kind", KINDS, "What AIS shows."),
    utc("start_time", "Start, as it is now, or was."),
    utc("end_time", "End, as it is now, or was."),
    mmsi("mmsi_a", "MMSI of vessel a."),
    mmsi("mmsi_b", "MMSI of vessel b.", missing=True),
    count("rank", "Rank now.", minimum=1, missing=True),
    count("rank_before", "Rank in the run before.", minimum=1, missing=True),
    quantity("likelihood", "1", "Now.", minimum=0, maximum=1, missing=True),
    quantity("likelihood_before", "1", "Before.", minimum=0, maximum=1, missing=True),
    text("what", "Columns that changed.", missing=True),
    key=("candidate_id",),
    meaning="Candidates that are new, changed or withdrawn since the run before.",
)
