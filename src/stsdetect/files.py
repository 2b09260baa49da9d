"""Files on disk: held by one run at a time, written whole or not at all, hashed."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from stsdetect.errors import InputError, StoreError

__all__ = ["claim", "file_sha256", "written_whole"]

_LOCK: Final = ".stsdetect.lock"


@contextmanager
def claim(folder: Path) -> Iterator[None]:
    """Hold the folder for one run; a lock that a dead process left is taken over.

    Raises
    ------
    StoreError
        Another run that is alive holds the folder.
    InputError
        The folder can't be made or written to.
    """
    lock = folder / _LOCK
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = _create(lock)
    except OSError as error:
        raise InputError(f"{folder}: can't write here: {error.strerror}") from error
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(str(os.getpid()))
        yield
    finally:
        lock.unlink(missing_ok=True)


def _create(lock: Path) -> int:
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
    with suppress(FileExistsError):
        return os.open(lock, flags)
    holder = lock.read_text(encoding="ascii").strip()
    if holder.isdigit() and _alive(int(holder)):
        raise StoreError(
            f"{lock.parent}: in use by another run (process {holder}); wait for it, "
            "or give another --out"
        )
    lock.unlink(missing_ok=True)
    return os.open(lock, flags)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Give a path to write to; it takes the name of the target when all went well.

    Raises
    ------
    InputError
        The folder can't be made, or the file can't be written there.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield aside
        aside.replace(path)
    except OSError as error:
        raise InputError(f"{path}: can't write here: {error.strerror}") from error
    finally:
        with suppress(OSError):
            aside.unlink()


def file_sha256(path: Path) -> str:
    """Hash a file [hexadecimal SHA-256]."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
