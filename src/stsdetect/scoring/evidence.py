"""The list of evidence: every item that moves a likelihood, in the order of adding."""

from typing import Final

from stsdetect.scoring.closeness import CLOSENESS
from stsdetect.scoring.motion import MOTION
from stsdetect.scoring.pair_types import PAIR_TYPES
from stsdetect.scoring.place import PLACE

__all__ = ["CAPS", "EVIDENCE"]

EVIDENCE: Final = (*CLOSENESS, *MOTION, *PAIR_TYPES, *PLACE)
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
}
"""Most that a group counts, for or against, in natural-log likelihood ratio.

Ours: expert prior, set before any sample was scored and not fitted. Items of a group
see the same fact from several sides; without a cap it would count several times.
"""
