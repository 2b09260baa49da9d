"""Kept: what only a next run needs, beside the publications, sent once.

Parts of windows are named after all that they hang on, so that publications share them;
each goes as one object. With them, and with which sources were read, a run on a machine
that has nothing does no more than one that has all.
"""

import logging
import re
import shutil
import zipfile
from pathlib import Path
from typing import Final

from stsdetect.disk.files import disk_faults, written_whole
from stsdetect.disk.object_store import Bucket
from stsdetect.ingest.store_files import FETCHED
from stsdetect.windows.part_files import MANIFEST, read_manifest
from stsdetect.windows.window_files import PARTS

__all__ = ["fetch_kept", "prune_kept", "send_kept"]

log = logging.getLogger(__name__)

_KEPT: Final = "kept"
_KNOWN: Final = "sources.json"
_DAMAGED: Final = (zipfile.BadZipFile, EOFError, RuntimeError, ValueError)
"""What a file raises that is no zip, is encrypted, or has a name that is no text."""
_PART: Final = re.compile(r"([\w-]+)\.zip")


def send_kept(bucket: Bucket, root: str, folder: Path) -> None:
    """Send the parts that are not there yet, and which sources were read."""
    there = bucket.sizes(f"{root}/{_KEPT}")
    for part in sorted(_parts(folder)):
        name = f"{part.name}.zip"
        if name not in there:
            packed = folder / PARTS / f".{name}.part"
            try:
                with disk_faults(packed):
                    _pack(part, packed)
                bucket.put(packed, f"{root}/{_KEPT}/{name}")
            finally:
                packed.unlink(missing_ok=True)
    known = folder / "store" / FETCHED
    if known.is_file():
        bucket.put(known.read_bytes(), f"{root}/{_KEPT}/{_KNOWN}")


def prune_kept(bucket: Bucket, root: str, folder: Path) -> None:
    """Delete the parts that no window has any more."""
    wanted = {f"{part.name}.zip" for part in _parts(folder)} | {_KNOWN}
    for name in bucket.sizes(f"{root}/{_KEPT}"):
        if name not in wanted:
            bucket.delete(f"{root}/{_KEPT}/{name}")


def fetch_kept(bucket: Bucket, root: str, folder: Path) -> None:
    """Fetch the parts that are not here yet, and which sources were read."""
    here = {part.name for part in _parts(folder)}
    for name in bucket.sizes(f"{root}/{_KEPT}"):
        found, source = _PART.fullmatch(name), f"{root}/{_KEPT}/{name}"
        if name == _KNOWN:
            bucket.fetch(source, folder / "store" / FETCHED)
        elif found and found[1] not in here:
            packed = folder / PARTS / f".{name}.part"
            try:
                bucket.fetch(source, packed)
                _unpack(packed, folder / PARTS / found[1])
            except _DAMAGED as error:
                log.warning("%s: damaged, its window is done anew: %s", source, error)
            finally:
                packed.unlink(missing_ok=True)


def _parts(folder: Path) -> list[Path]:
    """List the parts that are whole."""
    return [one for one in (folder / PARTS).glob("*") if read_manifest(one)]


def _pack(part: Path, packed: Path) -> None:
    with zipfile.ZipFile(packed, "w") as archive:  # Parquet is compressed already
        for file in sorted(part.glob("[!.]*")):
            archive.write(file, file.name)


def _unpack(packed: Path, part: Path) -> None:
    """Unpack a part, its manifest last; nothing of it lies in another folder."""
    with zipfile.ZipFile(packed) as archive:
        for one in archive.infolist():
            if one.filename != Path(one.filename).name or one.filename[:1] in {"", "."}:
                raise zipfile.BadZipFile(f"{one.filename!r:.60} is no file of a part")
            if one.compress_type != zipfile.ZIP_STORED:
                raise zipfile.BadZipFile("packed smaller than we pack it")
        for name in sorted(archive.namelist(), key=lambda name: name == MANIFEST):
            with (
                written_whole(part / name) as path,
                archive.open(name) as member,
                path.open("wb") as file,
            ):
                shutil.copyfileobj(member, file)
