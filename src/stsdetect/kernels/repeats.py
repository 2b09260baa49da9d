"""Repeats: short contacts of a pair that together make up a meeting."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.sphere import distance_m

__all__ = ["RepeatBounds", "ShortContacts", "repeat_ids"]

Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]


class ShortContacts(NamedTuple):
    """Contacts, each too short alone, pair after pair and by start; (n,) arrays."""

    pair: Integers
    """Equal numbers stand together."""
    start_ms: Integers
    end_ms: Integers
    lat: Numbers
    lon: Numbers
    together_ms: Integers
    """How long the two were close in it."""


class RepeatBounds(NamedTuple):
    """What makes a meeting of short contacts; all inclusive."""

    max_time_ms: int
    """From the start of the first to the end of the last."""
    max_distance_m: float
    """From the place of the first to that of each other one."""
    min_together_ms: int
    """Of all of them."""


@njit(cache=True, nogil=True)
def repeat_ids(contacts: ShortContacts, bounds: RepeatBounds) -> Integers:
    """Give each contact the number of its repeated meeting, −1 where it has none.

    From a contact all those follow that end in time and lie near enough; two or more
    that make up enough time are a meeting, and the next one starts behind it.

    Parameters
    ----------
    contacts : ShortContacts
        By pair and start.
    bounds : RepeatBounds
        What makes a meeting.

    Returns
    -------
    (n,) array
        The place of the first contact of the meeting.

    Examples
    --------
    >>> start = np.array([0, 100, 900]) * 60_000
    >>> contacts = ShortContacts(np.zeros(3, dtype=np.int64), start, start + 1_500_000,
    ...     np.zeros(3), np.zeros(3), np.full(3, 1_500_000))
    >>> repeat_ids(contacts, RepeatBounds(10 * 3_600_000, 1_000.0, 3_000_000))
    array([ 0,  0, -1])
    """
    meeting = np.full(contacts.pair.size, -1, dtype=np.int64)
    first = 0
    while first < meeting.size:
        behind, together = first, np.int64(0)
        while behind < meeting.size and _belongs(contacts, first, behind, bounds):
            together += contacts.together_ms[behind]
            behind += 1
        if behind - first > 1 and together >= bounds.min_together_ms:
            meeting[first:behind] = first
            first = behind
        else:
            first += 1
    return meeting


@njit(cache=True, nogil=True)
def _belongs(
    contacts: ShortContacts, first: int, other: int, bounds: RepeatBounds
) -> bool:
    if contacts.pair[other] != contacts.pair[first]:
        return False
    if contacts.end_ms[other] - contacts.start_ms[first] > bounds.max_time_ms:
        return False
    lat, lon = contacts.lat, contacts.lon
    away = distance_m(lat[first], lon[first], lat[other], lon[other])
    return away <= bounds.max_distance_m
