"""Scenarios: positives, hard negatives and evasions, each with its code.

Each is a function that tells a story; its docstring says what it stands for and what
must, or must not, be found. S1, S2 and S18 are the transfers of every sea, S3 to S5 its
meetings in the dark; N1, N3, N5, N6, N8, N11 to N13 its decoys.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from stsdetect.simulate.decoys import (
    convoy,
    moored_pair,
    passing,
    pilotage,
    standby,
    tow,
)
from stsdetect.simulate.decoys_fishing import pair_trawl, raft
from stsdetect.simulate.decoys_visits import boarding, supply
from stsdetect.simulate.scenarios.cargoes import (
    coal_triplet,
    dredger_hopper,
    sand_swarm,
)
from stsdetect.simulate.scenarios.chains import gunsan_chain, mother_ship
from stsdetect.simulate.scenarios.contacts import bunker_round, several_contacts
from stsdetect.simulate.scenarios.coverage import (
    clock_offset,
    coverage_hole,
    remote_anchorage,
    weak_transmitter,
)
from stsdetect.simulate.scenarios.evasions import (
    both_spoofed,
    brief_contact,
    deep_in_anchorage,
    long_hoses,
)
from stsdetect.simulate.scenarios.identities import (
    clone,
    handover,
    shell_identity,
    two_transponders,
    typing_error,
)
from stsdetect.simulate.scenarios.neighbours import (
    close_neighbours,
    crossing,
    escort,
    ferry_meeting,
    sisters,
)
from stsdetect.simulate.scenarios.plain import (
    anchored_transfer,
    both_dark_long,
    both_dark_short,
    crowded_transfer,
    drifting_transfer,
    one_dark_transfer,
)
from stsdetect.simulate.scenarios.spoofing import (
    heard_ashore,
    jamming,
    replay,
    spoofed_supplier,
)
from stsdetect.simulate.scenarios.voyages import (
    direct_delivery,
    out_and_back,
    unseen_pair,
    unseen_partner,
)
from stsdetect.simulate.stories import Sea, Story

__all__ = [
    "ASKED_FOR",
    "EVASIONS",
    "HARD_NEGATIVES",
    "POSITIVES",
    "SCENARIOS",
    "Teller",
]

Teller = Callable[[np.random.Generator, Sea, int], Story]
"""Tells a story; the number chooses its place and variant."""

POSITIVES: Final[dict[str, Teller]] = {
    "S1": drifting_transfer,
    "S2": anchored_transfer,
    "S3": one_dark_transfer,
    "S3b": unseen_partner,
    "S4": both_dark_short,
    "S5": both_dark_long,
    "S6": mother_ship,
    "S7": gunsan_chain,
    "S8": coal_triplet,
    "S9": several_contacts,
    "S10": spoofed_supplier,
    "S11": replay,
    "S12": handover,
    "S13": clone,
    "S14": shell_identity,
    "S15": sand_swarm,
    "S16": direct_delivery,
    "S17": out_and_back,
    "S18": crowded_transfer,
    "S19": unseen_pair,
}
"""What is to be found, or told, or can not be."""

HARD_NEGATIVES: Final[dict[str, Teller]] = {
    "N1": pilotage,
    "N2": escort,
    "N3": tow,
    "N4": bunker_round,
    "N5": raft,
    "N6": pair_trawl,
    "N7": close_neighbours,
    "N8": convoy,
    "N9": crossing,
    "N9b": passing,
    "N10": ferry_meeting,
    "N11": supply,
    "N12": boarding,
    "N13": standby,
    "N14": two_transponders,
    "N15": coverage_hole,
    "N16": jamming,
    "N17": weak_transmitter,
    "N18": typing_error,
    "N19": clock_offset,
    "N20": remote_anchorage,
    "N21": sisters,
    "N21b": moored_pair,
    "N22": dredger_hopper,
}
"""What looks like a transfer and is none; N4 is one that is legal."""

EVASIONS: Final[dict[str, Teller]] = {
    "A1": long_hoses,
    "A2": brief_contact,
    "A3": both_spoofed,
    "A4": deep_in_anchorage,
}
"""What is likely to be missed."""

SCENARIOS: Final[dict[str, Teller]] = {**POSITIVES, **HARD_NEGATIVES, **EVASIONS}
"""Every scenario that a sea of everything holds, by its code."""

ASKED_FOR: Final[dict[str, Teller]] = {"S20": heard_ashore}
"""What needs stations and satellites in one sea, and is planted where it is named."""
