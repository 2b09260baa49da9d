"""Stores far away: looked at in a copy, which lies in the run folder that needs it."""

import os
import shutil
from pathlib import Path

from stsdetect.cloud.copies import reading_copy
from stsdetect.cloud.publication import NOTHING, read_note, write_note
from stsdetect.disk.files import disk_faults
from stsdetect.errors import InputError, StoreError
from stsdetect.ingest.store_files import SOURCES_FILE
from stsdetect.record import find_store

__all__ = ["bring_store"]


def bring_store(address: str, folder: Path) -> Path:
    """Bring the store that is published at an address into a run folder.

    Workers read the copy, not the object store: a window reads days of many files, each
    of which would be asked for again and again. A copy that is up to date stays.

    Raises
    ------
    InputError
        The folder has a store of its own, or nothing is published at the address.
    StoreError
        What is published there has no store.
    """
    root, store = address.rstrip("/"), folder / "store"
    before = read_note(store, root)
    if store.exists() and before == NOTHING:
        raise InputError(
            f"{store}: is no copy of the store at {root}; name another --out"
        )
    published = reading_copy(root)
    now = read_note(published, root)
    if before.version == now.version:
        return store
    there = find_store(published)
    if not (there / SOURCES_FILE).is_file():
        raise StoreError(f"{root}: no store is published there")
    with disk_faults(store):
        shutil.rmtree(store, ignore_errors=True)
        shutil.copytree(there, store, copy_function=_link)
    write_note(store, root, now)
    return store


def _link(source: str, target: str) -> None:
    """Have a file twice without writing it twice, where the disk can."""
    try:
        os.link(source, target)
    except OSError:  # another disk
        shutil.copy2(source, target)
