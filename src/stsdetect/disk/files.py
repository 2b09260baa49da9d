"""Files on disk: written whole or not at all, flushed, hashed, faults in words."""

import errno
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from stsdetect.errors import InputError

__all__ = [
    "disk_faults",
    "file_sha256",
    "flush",
    "sweep_parts",
    "words_of_fault",
    "written_whole",
]

_NUMBERED: Final = re.compile(r"\(os error (\d+)\)")
"""How polars tells a fault of the disk, in errors of several classes."""

_CUT: Final = "Invalid thrift: transport error"
"""How polars tells that the footer of a Parquet file could not be written."""

_STORES: Final = ("s3:", "gs:", "az:")
"""How the address of an object store begins once it was taken for a path."""

_NO_FOLDERS: Final = (errno.EINVAL, errno.ENOTSUP)
"""What a file system says that can flush files and no folders."""


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Give a path to write to; it takes the name of the target when all went well.

    What was written is on the disk before it takes the name, and the name before this
    returns, so that a power cut leaves the old file or the new one.

    Raises
    ------
    InputError
        The path names no file, its folder can't be made, or the file can't be written
        there.
    """
    if not path.name:
        raise InputError(f"{path}: names no file")
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with disk_faults(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            yield aside
            flush(aside)
            aside.replace(path)
            flush(path.parent)
    finally:
        with suppress(OSError):
            aside.unlink()


def sweep_parts(folder: Path, process: int) -> None:
    """Delete what a process that is no more was writing when it ended."""
    for part in folder.rglob(f".*.{process}.part"):
        part.unlink(missing_ok=True)


@contextmanager
def disk_faults(place: Path) -> Iterator[None]:
    """Tell a full disk, a missing right and the like as faults of the user's input.

    Raises
    ------
    InputError
        The disk refuses, or the place is none on it; it and the reason are named.
    """
    if place.parts[:1] and place.parts[0] in _STORES:
        raise InputError(
            f"{place}: only run, ingest, rank and watch write to an object store; name "
            "a folder here, and publish it"
        )
    try:
        yield
    except Exception as error:
        words = words_of_fault(error)
        if not words:
            raise
        raise InputError(f"{place}: can't write here: {words}") from error


def words_of_fault(error: Exception) -> str:
    """Say what the system refused; empty where the error is another one.

    Examples
    --------
    >>> words_of_fault(RuntimeError("parquet: underlying IO error (os error 28)"))
    'No space left on device'
    >>> words_of_fault(ValueError("no number"))
    ''
    """
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    number = _NUMBERED.search(str(error))
    if number:
        return os.strerror(int(number[1]))
    if _CUT in str(error):
        return "the end of the file was not taken, as by a full disk"
    return ""


def flush(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_FOLDERS:
            raise
    finally:
        os.close(handle)


def file_sha256(path: Path) -> str:
    """Hash a file [hexadecimal SHA-256]."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
