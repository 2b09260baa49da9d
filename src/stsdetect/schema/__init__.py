"""Tables as code: each column with its type, unit, bounds and meaning."""

from stsdetect.schema.ais import POSITIONS, REJECTS, SOURCES, VESSELS
from stsdetect.schema.anchorages import ANCHORAGES
from stsdetect.schema.candidates import (
    CANDIDATES,
    CONTRACT_COLUMNS,
    KINDS,
    LEADS,
    LIKELY,
)
from stsdetect.schema.changes import CHANGES
from stsdetect.schema.events import (
    ANOMALIES,
    ENCOUNTERS,
    IDENTITY_EVENTS,
)
from stsdetect.schema.imagery import DETECTIONS, UNSEEN_PAIRS
from stsdetect.schema.port_calls import PORT_SPELLS, PORT_VISITS
from stsdetect.schema.rendezvous import RENDEZVOUS, RENDEZVOUS_KINDS
from stsdetect.schema.review import LABELS, QUEUE
from stsdetect.schema.silence import DARK_VOYAGES, EDGES, GAPS, RECEPTION
from stsdetect.schema.table import Table
from stsdetect.schema.tracks import PROXIMITIES, TICKS, TRACKS
from stsdetect.schema.waiting import LOITERINGS, SPELLS
from stsdetect.schema.watchlists import WATCHLIST, WATCHLIST_HITS

__all__ = [
    "ANCHORAGES",
    "ANOMALIES",
    "CANDIDATES",
    "CHANGES",
    "CONTRACT_COLUMNS",
    "DARK_VOYAGES",
    "DETECTIONS",
    "EDGES",
    "ENCOUNTERS",
    "GAPS",
    "IDENTITY_EVENTS",
    "KINDS",
    "LABELS",
    "LEADS",
    "LIKELY",
    "LOITERINGS",
    "PORT_SPELLS",
    "PORT_VISITS",
    "POSITIONS",
    "PROXIMITIES",
    "QUEUE",
    "RECEPTION",
    "REJECTS",
    "RENDEZVOUS",
    "RENDEZVOUS_KINDS",
    "SOURCES",
    "SPELLS",
    "TABLES",
    "TICKS",
    "TRACKS",
    "UNSEEN_PAIRS",
    "VESSELS",
    "WATCHLIST",
    "WATCHLIST_HITS",
    "Table",
]

TABLES = (
    POSITIONS,
    VESSELS,
    SOURCES,
    REJECTS,
    TRACKS,
    TICKS,
    PROXIMITIES,
    EDGES,
    SPELLS,
    ENCOUNTERS,
    LOITERINGS,
    ANCHORAGES,
    GAPS,
    RECEPTION,
    DARK_VOYAGES,
    RENDEZVOUS,
    PORT_SPELLS,
    PORT_VISITS,
    IDENTITY_EVENTS,
    ANOMALIES,
    WATCHLIST,
    WATCHLIST_HITS,
    DETECTIONS,
    LEADS,
    CANDIDATES,
    CHANGES,
    QUEUE,
    LABELS,
    UNSEEN_PAIRS,
)
"""Every table, in the order in which data flows."""
