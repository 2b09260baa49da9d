"""The list of evidence: every item that moves a likelihood, in the order of adding.

An item is one entry in the module of its subject. A new subject is a module with one
tuple of items, named in :data:`EVIDENCE`; a new group has its cap in :data:`CAPS`.
"""

from typing import Final

from stsdetect.scoring.approach import APPROACH
from stsdetect.scoring.cargo import CARGO
from stsdetect.scoring.closeness import CLOSENESS
from stsdetect.scoring.identity import IDENTITY
from stsdetect.scoring.imagery import IMAGERY
from stsdetect.scoring.meeting import MEETING
from stsdetect.scoring.motion import MOTION
from stsdetect.scoring.pair_types import PAIR_TYPES
from stsdetect.scoring.place import PLACE
from stsdetect.scoring.silences import SILENCES
from stsdetect.scoring.waiting import WAITING

__all__ = ["CAPS", "EVIDENCE"]

EVIDENCE: Final = (
    *CLOSENESS,
    *MOTION,
    *APPROACH,
    *PAIR_TYPES,
    *PLACE,
    *MEETING,
    *SILENCES,
    *WAITING,
    *CARGO,
    *IDENTITY,
    *IMAGERY,
)
"""Every item. Sums are taken in this order, so that they are the same each time."""

CAPS: Final = {
    "geometry": 4.0,
    "duration": 1.5,
    "observation": 1.0,
    "motion": 1.5,
    "berth": 2.5,
    "activity": 3.0,
    "type": 2.0,
    "company": 1.5,
    "place": 1.5,
    "cargo": 3.0,
    "dark": 3.0,
    "rendezvous": 2.5,
    "time": 2.0,
    "way": 2.0,
    "partner": 2.0,
    "waiting": 1.5,
    "imagery": 4.0,
    "light": 0.5,
    "identity": 1.5,
    "one_hull": 4.0,
    "voyage": 1.5,
}
"""Most that a group counts, for or against, in natural-log likelihood ratio.

Ours: expert prior, set before any sample was scored and not fitted. Items of a group
see the same fact from several sides; without a cap it would count several times.
"""
