"""Version of a store: which layout its files have, and that no other is read."""

import re
from pathlib import Path
from typing import Final

from stsdetect.disk.parquet import STRANGE, read_metadata
from stsdetect.errors import StoreError

__all__ = ["STORE_VERSION", "VERSION_KEY", "require_version", "version_of"]

STORE_VERSION: Final = 2
"""Counts up when a store of before can't be read any more; 1 kept what was heard of
vessels in one file."""

_NUMBER: Final = re.compile("[0-9]{1,9}")

VERSION_KEY: Final = "stsdetect_schema"
"""Key in the metadata of each Parquet file of a store."""


def version_of(file: Path) -> str:
    """Read the version that a file of a store says; empty where it says none.

    Raises
    ------
    StoreError
        It is missing or damaged.
    """
    try:
        return read_metadata(file).get(VERSION_KEY.encode(), b"").decode()
    except STRANGE as error:
        raise StoreError(
            f"{file}: missing or damaged; see stsdetect doctor {file.parent}"
        ) from error


def require_version(file: Path) -> None:
    """Refuse a store that another version of stsdetect laid out.

    Parameters
    ----------
    file : Path
        Its ``sources.parquet``.

    Raises
    ------
    StoreError
        It is of a newer layout, or says none.
    """
    said = version_of(file)
    if said == str(STORE_VERSION):
        return
    if _NUMBER.fullmatch(said) and int(said) > STORE_VERSION:
        raise StoreError(
            f"{file.parent}: a newer stsdetect made this store (layout {said}, this "
            f"one knows {STORE_VERSION}); update stsdetect, or ingest into another"
        )
    raise StoreError(
        f"{file.parent}: a store of an older or unknown layout {said[:20]!r}; ingest "
        "the files into another"
    )
