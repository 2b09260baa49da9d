"""Encounter rules that others have published, to compare with what analysts know.

Each takes over the distances, times and speeds. What the rules say of ports and
coasts is left to the candidate's place: here no meeting is dropped for being near
one. Ticks stay 5 minutes apart and silence stays silence, so that the count differs
from the publisher's where a vessel was not heard.
"""

from datetime import timedelta
from typing import Final

from stsdetect.events.rule import STSDETECT, EncounterParams

__all__ = [
    "GFW",
    "KERCH",
    "MARINETRAFFIC",
    "PRESETS",
    "SKYLIGHT",
    "STARBOARD",
]

ANY_SPEED_KN: Final = 1_000.0
"""Above the speed of any vessel: the rule says nothing of speed."""

ANY_DISTANCE_NM: Final = 21_600.0
"""Round the earth: the rule says nothing of the way between two contacts."""

NO_REPEATS: Final = timedelta(0)
"""The rule knows no encounter made of contacts that are too short alone."""

GFW = EncounterParams(
    repeat_time=NO_REPEATS,
    open_distance_m=500.0,
    keep_distance_m=500.0,
    max_speed_kn=ANY_SPEED_KN,
    max_median_speed_kn=2.0,
    max_silence=timedelta(minutes=10),
    merge_gap=timedelta(hours=4),
    merge_distance_nm=ANY_DISTANCE_NM,
    min_contact=timedelta(minutes=60),
    min_duration=timedelta(hours=2),
)
"""500 m, 2 h, median below 2 kn: Miller et al. (2018), doi:10.3389/fmars.2018.00240.

Contacts of an hour on a grid of 10 minutes, joined over less than 4 h, are those of
GlobalFishingWatch/pipe-encounters (commit df93ee4). Its 10 km from an anchorage is not
taken over; its bridging of a vessel's own silence is a fault and isn't either.
"""

SKYLIGHT = EncounterParams(
    repeat_time=NO_REPEATS,
    open_distance_m=250.0,
    keep_distance_m=250.0,
    max_speed_kn=ANY_SPEED_KN,
    max_median_speed_kn=ANY_SPEED_KN,
    min_duration=timedelta(minutes=30),
)
"""Standard rendezvous, 250 m for 30 min: skylight.helpjuice.com, event icons.

The rule names no speed and no way of joining contacts: ours holds for the latter.
"""

STARBOARD = EncounterParams(
    repeat_time=NO_REPEATS,
    open_distance_m=200.0,
    keep_distance_m=200.0,
    max_speed_kn=ANY_SPEED_KN,
    max_median_speed_kn=ANY_SPEED_KN,
    min_duration=timedelta(minutes=30),
    tight_distance_m=50.0,
    tight_duration=timedelta(minutes=10),
)
"""Under 50 m for 10 min or under 200 m for 30 min: help.starboard.nz, 5587275.

Its 10 km from the shore is not taken over.
"""

MARINETRAFFIC = EncounterParams(
    repeat_time=NO_REPEATS,
    open_distance_m=1_000.0,
    keep_distance_m=1_000.0,
    max_lengths=3.0,
    max_speed_kn=ANY_SPEED_KN,
    max_median_speed_kn=ANY_SPEED_KN,
    min_duration=timedelta(minutes=4),
)
"""Within 3 lengths of the longer vessel and 1 km, 4 min: help.marinetraffic.com.

Vessel-to-vessel proximity, article 204920697. On ticks of 5 minutes two in a row are
the shortest; its silence in ports and anchorages is not taken over.
"""

KERCH = EncounterParams(
    repeat_time=NO_REPEATS,
    open_distance_m=500.0,
    keep_distance_m=500.0,
    max_speed_kn=1.0,
    max_median_speed_kn=1.0,
    min_duration=timedelta(hours=2),
)
"""500 m, 2 h, both below 1 kn: Ballinger (2024), arXiv:2404.07607."""

PRESETS: Final = {
    "stsdetect": STSDETECT,
    "gfw": GFW,
    "skylight": SKYLIGHT,
    "starboard": STARBOARD,
    "marinetraffic": MARINETRAFFIC,
    "kerch": KERCH,
}
"""Every rule by its name."""
