"""Places: run folders that a command reads or writes into, here or far away."""

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["OwnRunArgument", "RunArgument", "here", "to_read"]


def to_read(place: str) -> Path:
    """Give a folder as it is, and for an address a copy of what is published there."""
    from stsdetect.disk.object_store import is_remote

    if not is_remote(place):
        return Path(place)
    from stsdetect.cloud.copies import reading_copy

    return reading_copy(place)


def here(place: str) -> Path:
    """Give a folder that is written into; refuse an address.

    Raises
    ------
    InputError
        It is an address in an object store.
    """
    from stsdetect.disk.object_store import is_remote
    from stsdetect.errors import InputError

    if is_remote(place):
        raise InputError(
            f"{place}: this command writes into the run folder; stsdetect fetch "
            f"{place} --out DIR, then this on DIR, then stsdetect publish DIR {place}"
        )
    return Path(place)


RunArgument = Annotated[
    Path,
    typer.Argument(
        metavar="DIR",
        parser=to_read,
        help="The run folder, or an address where it is published.",
    ),
]
OwnRunArgument = Annotated[
    Path, typer.Argument(metavar="DIR", parser=here, help="The run folder.")
]
