"""Turns: of several who publish at an address in one moment, none overwrites another.

Object stores have no locks, and a look at what holds is old by the next request. So
whoever is about to publish first says so, in an object of its own, and then looks who
else did. Stores list an object from the moment in which it is written; of two who say
so the later one sees the earlier, and where both see each other both leave it.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

from stsdetect.disk.object_store import Bucket
from stsdetect.errors import InputError, StoreError

__all__ = ["take_turn"]

log = logging.getLogger(__name__)

_TURNS: Final = "turns"
_LASTS: Final = timedelta(hours=1)
"""Ours: between its word and the last request lie seconds; older words are of one who
was killed."""
_NS: Final = 1_000_000_000


@contextmanager
def take_turn(bucket: Bucket, root: str, version: str) -> Iterator[None]:
    """Have an address for oneself for a few requests.

    Raises
    ------
    StoreError
        Another is about to publish there.
    """
    own = f"{root}/{_TURNS}/{version}"
    bucket.put(version.encode(), own)
    try:
        said = {one.address: one.changed_ns for one in bucket.list(f"{root}/{_TURNS}")}
        # By the clock of the store: those of machines differ.
        since = said[own] - _LASTS.total_seconds() * _NS
        if any(at >= since for address, at in said.items() if address != own):
            raise StoreError(
                f"{root}: another run is published there at this moment; run again to "
                "add to it"
            )
        yield
    finally:
        _forget(bucket, own)


def _forget(bucket: Bucket, own: str) -> None:
    """Take the word back; that it stays holds others up for an hour."""
    try:
        bucket.delete(own)
    except InputError as error:
        log.warning("%s stays for an hour: %s", own, error)
