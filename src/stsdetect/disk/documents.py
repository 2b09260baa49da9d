"""Documents: files that are held whole while they are read, up to a size."""

import os
from pathlib import Path
from typing import Final

from stsdetect.errors import InputError

__all__ = ["MOST_MIB", "SETTING", "read_document"]

MOST_MIB: Final = 512.0
"""Ours: a month of all vessels that radar satellites see is less, and every watch list
a tenth of it. What is made of a document takes about ten times its size in memory."""

SETTING: Final = "STSDETECT_MAX_DOCUMENT_MIB"
"""Of the environment, since settings are a document themselves."""


def read_document(path: Path | str) -> bytes:
    """Read a list, a map or settings that somebody brings, and no more than is allowed.

    A file that is longer than it says, as a pipe, is read up to the bound.

    Parameters
    ----------
    path : Path or str
        Of no more than :data:`MOST_MIB`, or what :data:`SETTING` says.

    Returns
    -------
    bytes
        All of it.

    Raises
    ------
    InputError
        It is longer, or the setting is no number above zero.
    OSError
        It can't be read.
    """
    most_mib = _most_mib()
    n_most = int(most_mib * 2**20)
    with Path(path).open("rb") as file:
        content = file.read(n_most + 1)
    if len(content) > n_most:
        raise InputError(
            f"{path}: more than {most_mib:g} MiB; cut it down, or allow more by "
            f"{SETTING} in the environment"
        )
    return content


def _most_mib() -> float:
    told = os.environ.get(SETTING, "")
    try:
        most_mib = float(told or MOST_MIB)
    except ValueError:
        most_mib = 0.0
    if not 0.0 < most_mib < float("inf"):
        raise InputError(f"{SETTING}: {told[:40]!r} is no number of MiB above zero")
    return most_mib
