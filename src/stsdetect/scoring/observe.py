"""What evidence looks at: leads with the few columns that follow from two others."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd

from stsdetect.scoring.cargo import tell_draught
from stsdetect.scoring.identity import observe_identity
from stsdetect.scoring.term import numbers
from stsdetect.scoring.voyage import observe_voyage
from stsdetect.scoring.words import say

__all__ = ["each_lead", "observe"]

_HOUR = timedelta(hours=1)


def each_lead(observed: pd.DataFrame) -> Iterator[Mapping[Any, Any]]:
    """Give what is known of each lead by name, a lead at a time."""
    names = list(observed.columns)
    for row in observed.itertuples(index=False, name=None):
        yield dict(zip(names, row, strict=True))


def observe(leads: pd.DataFrame, tick_step: timedelta) -> pd.DataFrame:
    """Add to leads what several items of evidence share.

    Added are ``together_h``, the time at which both positions are known and so never
    more than the duration; ``smaller_length_m``; ``ship_types`` in words, by name so
    that it is the same for a and b swapped, of one that waits alone its own; the
    longer silence; ``untyped``, whose type is missing; marks
    of identity and integrity and entries of lists of both; ``draught_changes``;
    ``days_since_dprk`` of either.

    Parameters
    ----------
    leads : DataFrame
        A :data:`~stsdetect.schema.LEADS` table.
    tick_step : timedelta
        Step of the grid on which ``n_ticks`` was counted.
    """
    seen_h = numbers(leads, "n_ticks") * (tick_step / _HOUR)
    types = [
        [name if isinstance(name, str) else None for name in pair]
        for pair in zip(leads["ship_type_a"], leads["ship_type_b"], strict=True)
    ]
    # One that waits alone has no partner whose type could be unknown.
    alone = leads["kind"].eq("loitering")
    told = [pair[:1] if one else pair for pair, one in zip(types, alone, strict=True)]
    return leads.assign(
        together_h=np.fmin(numbers(leads, "duration_h"), seen_h),
        smaller_length_m=np.fmin(
            numbers(leads, "length_a_m"), numbers(leads, "length_b_m")
        ),
        ship_types=[" and ".join(sorted(n or "unknown" for n in p)) for p in told],
        longest_silence_h=np.fmax(
            numbers(leads, "silent_a_h"), numbers(leads, "silent_b_h")
        ),
        **_tell_ways(leads),
        untyped=[_untyped(*pair) for pair in types],
        draught_changes=tell_draught(leads),
        **observe_identity(leads),
        **observe_voyage(leads),
    )


def _tell_ways(leads: pd.DataFrame) -> dict[str, list[str]]:
    """Tell the way to the place and back; of who is not heard again that there."""
    gone = leads["goes_on_b"].fillna(value=False).to_numpy(dtype=bool)
    needed = numbers(leads, "needed_b_h")
    return {
        "way_told": [
            "and not heard again"
            if one
            else f"of which the way took {say('needed_b_h', hours)}"
            for one, hours in zip(gone, needed, strict=True)
        ],
        "ways_told": [
            "to the place" if one else "to the place and from it" for one in gone
        ],
    }


def _untyped(type_a: str | None, type_b: str | None) -> str:
    if type_a is None and type_b is None:
        return "either vessel"
    return "one vessel"
