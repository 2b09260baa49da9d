"""Copies: a published run, here; only what is not here yet is fetched."""

import os
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from stsdetect.cloud.publication import (
    LATEST,
    NOTHING,
    Publication,
    forget_note,
    read_latest,
    read_note,
    write_note,
)
from stsdetect.cloud.scratch import scratch_of
from stsdetect.disk.files import disk_faults, file_sha256
from stsdetect.disk.locks import LOCK, claim
from stsdetect.disk.object_store import Bucket, open_bucket
from stsdetect.errors import InputError, StoreError
from stsdetect.record import RECORD
from stsdetect.windows.window_files import PARTS

__all__ = ["WORK", "bring_up", "fetch_run", "reading_copy"]

WORK: Final = "work"
"""Folder beside the copies, in which the run of the address is worked on."""


def fetch_run(address: str, folder: Path) -> None:
    """Fetch the publication that holds into a folder that holds no run.

    Its record comes last: a folder without it is not whole, and can be fetched into
    again; what is there as it shall be is left alone.

    Raises
    ------
    InputError
        Nothing was published there, or the folder holds a run.
    StoreError
        An object is not what was published, or another run holds the folder.
    """
    with claim(folder):
        if (folder / RECORD).exists():
            raise InputError(f"{folder}: holds a run already; name another folder")
        bucket, root = open_bucket(address), address.rstrip("/")
        latest = _published(bucket, root)
        _fetch(bucket, root, latest, folder)
        write_note(folder, root, latest)


def reading_copy(address: str) -> Path:
    """Give a folder here that is what is published at an address, to be read only.

    Raises
    ------
    InputError
        Nothing was published there, or the object store refuses.
    """
    bucket, root = open_bucket(address), address.rstrip("/")
    latest = _published(bucket, root)
    place = scratch_of(root)
    folder = place / latest.version
    if read_note(folder, root).version == latest.version:
        return folder
    with claim(folder):
        _fetch(bucket, root, latest, folder, [place / WORK, *place.glob("v-*")])
        write_note(folder, root, latest)
    for old in place.glob("v-*"):
        if old.name not in {latest.version, latest.before}:
            shutil.rmtree(old, ignore_errors=True)
    return folder


def bring_up(
    bucket: Bucket, root: str, latest: Publication, folder: Path, place: Path
) -> None:
    """Make a folder a copy of a publication, and nothing else; parts stay."""
    forget_note(folder)
    (folder / RECORD).unlink(missing_ok=True)
    _fetch(bucket, root, latest, folder, place.glob("v-*"))
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        name = path.relative_to(folder)
        if name.parts[0] not in {PARTS, LOCK} and name.as_posix() not in latest.files:
            path.unlink()
    write_note(folder, root, latest)


def _published(bucket: Bucket, root: str) -> Publication:
    latest = read_latest(bucket, root)
    if latest == NOTHING:
        raise InputError(f"{root}: nothing is published there")
    return latest


def _fetch(
    bucket: Bucket,
    root: str,
    latest: Publication,
    folder: Path,
    beside: Iterable[Path] = (),
) -> None:
    others = [one for one in beside if one != folder]
    for name in sorted(latest.files, key=lambda name: name == RECORD):
        path, sha256 = folder / name, latest.files[name]
        if not path.resolve().is_relative_to(folder.resolve()):
            raise StoreError(f"{root}/{LATEST}: {name} leads out of the folder")
        if _is(path, sha256) or _linked(name, path, sha256, others):
            continue
        source = f"{root}/{latest.version}/{name}"
        bucket.fetch(source, path)
        if not _is(path, sha256):
            path.unlink()
            raise StoreError(f"{source}: not what was published")


def _linked(name: str, path: Path, sha256: str, others: Sequence[Path]) -> bool:
    """Take a file from another copy, if it is one that nobody writes into."""
    if path.suffix != ".parquet":
        return False
    with disk_faults(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    for other in others:
        if _is(other / name, sha256):
            path.unlink(missing_ok=True)
            with suppress(OSError):  # another disk, or it was replaced meanwhile
                os.link(other / name, path)
                if _is(path, sha256):
                    return True
    return False


def _is(path: Path, sha256: str) -> bool:
    return path.is_file() and file_sha256(path) == sha256
