"""The rule by which two vessels near each other are an encounter."""

from dataclasses import dataclass
from datetime import timedelta

__all__ = ["STSDETECT", "EncounterParams"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EncounterParams:
    """Bounds of an encounter; inclusive unless said otherwise.

    Parameters
    ----------
    open_distance_m : float
        A contact opens within this distance; Miller et al. (2018), 500 m.
    keep_distance_m : float
        A contact closes beyond this distance; ours, half as far again: peers lose a
        meeting of two hours to one tick at 660 m.
    max_lengths : float, optional
        Both distances are also at most this many lengths of the longer vessel, and
        pairs of which neither length is known are left out; off by default.
    max_speed_kn : float
        Of the faster vessel, for a tick to open or to prolong a contact; ours.
    max_median_speed_kn : float
        Of each vessel over a contact; ours, above the 2 kn of Miller et al. (2018)
        for the tides of the Yellow Sea.
    max_silence : timedelta
        Longest time between two such ticks of a contact; ours. Ticks on a long hole
        of a vessel that hardly moved are ticks: satellite passes that are an hour
        apart don't close a contact.
    merge_gap, merge_distance_nm : timedelta, float
        Contacts that are less than both apart are one encounter; 4 h as in
        pipe-encounters, 5 nm ours.
    min_contact : timedelta
        From the first to the last tick of each contact.
    min_duration : timedelta
        Of all contacts together, as ticks within `open_distance_m` times `step`:
        neither the time between contacts, nor a missing tick, nor one that the
        greater distance holds counts; ours.
    tight_distance_m, tight_duration : float, timedelta, optional
        So long within so near is enough as well, whatever `min_duration`.
    repeat_time, repeat_distance_nm : timedelta, float
        Contacts too short to be an encounter are a repeated one together where two or
        more come within so long and so far of the first (ours: a patrol of
        Japan saw six engagements of one tanker in two days of May 2019); no time at
        all turns it off.
    repeat_contact, repeat_duration : timedelta
        Each of them lasts so long, and all of them together so long; ours.
    repeat_near_m : float
        Each of them comes so near; ours: two hulls alongside lie within it whatever
        their length, and neighbours at anchor touch 500 m for minutes all day.
    max_length : timedelta
        An encounter that lasts so long, exclusive, is cut and goes on as another;
        ours: no transfer lasts a week, and hulls laid up beside each other would take
        ever more memory.
    max_age : timedelta
        A tick with a report of both within this time has support; ours: a vessel at
        3 kn is known to its length then.
    step : timedelta
        Between ticks.

    References
    ----------
    Miller, N. A., Roan, A., Hochberg, T., Amos, J., Kroodsma, D. A. (2018).
    Identifying global patterns of transshipment behavior. Frontiers in Marine Science
    5, 240. doi:10.3389/fmars.2018.00240
    """

    open_distance_m: float = 500.0
    keep_distance_m: float = 750.0
    max_lengths: float | None = None
    max_speed_kn: float = 3.0
    max_median_speed_kn: float = 3.0
    max_silence: timedelta = timedelta(minutes=45)
    merge_gap: timedelta = timedelta(hours=4)
    merge_distance_nm: float = 5.0
    min_contact: timedelta = timedelta(0)
    min_duration: timedelta = timedelta(minutes=30)
    tight_distance_m: float | None = None
    tight_duration: timedelta = timedelta(0)
    repeat_time: timedelta = timedelta(hours=48)
    repeat_distance_nm: float = 15.0
    repeat_contact: timedelta = timedelta(minutes=10)
    repeat_duration: timedelta = timedelta(minutes=60)
    repeat_near_m: float = 250.0
    max_length: timedelta = timedelta(days=7)
    max_age: timedelta = timedelta(minutes=15)
    step: timedelta = timedelta(minutes=5)


STSDETECT = EncounterParams()
"""Ours: `EncounterParams` as it stands."""
