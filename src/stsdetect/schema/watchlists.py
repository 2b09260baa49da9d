"""Tables of watch lists: what a list says of a vessel, and which vessel that is."""

from stsdetect.schema.column import choice, count, identity, mmsi, quantity, text, utc
from stsdetect.schema.table import Table

__all__ = ["MATCH_BASES", "MATCH_STRENGTHS", "WATCHLIST", "WATCHLIST_HITS"]

MATCH_BASES = ("imo", "mmsi_and_name", "mmsi", "name_and_callsign", "name_and_length")
MATCH_STRENGTHS = ("exact", "strong", "weak")

WATCHLIST = Table(
    "watchlist",
    text("list_name", "Which list, as its importer names it."),
    text("entry", "Number of the entry in its list, else its row."),
    text("name", "Name of the vessel.", missing=True),
    text("aliases", "Other and former names, joined by `; `.", missing=True),
    count(
        "imo",
        "IMO number with a valid check digit.",
        minimum=1_000_000,
        maximum=9_999_999,
        missing=True,
    ),
    mmsi("mmsi", "MMSI, if the list gives one.", missing=True),
    text("callsign", "Call sign.", missing=True),
    text("flag", "Flag in the words of the list.", missing=True),
    quantity("length_m", "m", "Length over all.", minimum=0, missing=True),
    count("built", "Year of building.", minimum=1850, missing=True),
    text("programme", "Measure or programme of the list.", missing=True),
    utc("listed", "Day of listing; missing where the list gives none.", missing=True),
    utc("delisted", "Day from which the entry is not in force.", missing=True),
    count("row", "Row of the file, from 1.", minimum=1),
    key=("list_name", "entry", "row"),
    meaning="Vessels of the watch lists that a user brings, one row per entry.",
)

WATCHLIST_HITS = Table(
    "watchlist_hits",
    mmsi("mmsi", "Vessel as it broadcasts."),
    text("list_name", "Which list."),
    text("entry", "Entry of that list."),
    text("listed_name", "Name in the list.", missing=True),
    choice("basis", MATCH_BASES, "What agrees."),
    choice("strength", MATCH_STRENGTHS, "How far that names one hull."),
    quantity(
        "name_similarity",
        "1",
        "Of the names, 1 where they are the same.",
        minimum=0,
        maximum=1,
        missing=True,
    ),
    text("programme", "Measure or programme of the list.", missing=True),
    utc("listed", "Day of listing.", missing=True),
    utc("delisted", "Day from which the entry is not in force.", missing=True),
    identity("hit_id", "Hash of the vessel, list, entry and basis."),
    key=("hit_id",),
    meaning="Vessels that broadcast what an entry of a watch list says.",
)
