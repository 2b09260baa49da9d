"""Locks: a folder is held by one run at a time, and says by whom and since when."""

import fcntl
import json
import logging
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from stsdetect.disk.files import disk_faults, sweep_parts
from stsdetect.errors import StoreError

__all__ = ["LOCK", "Owner", "claim", "owner_of"]

log = logging.getLogger(__name__)

LOCK: Final = ".stsdetect.lock"

_BOOT: Final = Path("/proc/sys/kernel/random/boot_id")
"""Tells one start of one kernel from all others; containers on it share it."""

_MAX_LETTERS: Final = 4_096


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Who holds a folder: host, start of its kernel, process, ISO 8601 time."""

    host: str
    boot: str
    process: int
    since: str

    def words(self) -> str:
        """Say who it is and for how long, whatever the clock did meanwhile."""
        try:
            since = datetime.fromisoformat(self.since)
            minutes = (datetime.now(UTC) - since).total_seconds() // 60
        except (ValueError, TypeError):
            return f"process {self.process} on {self.host}"
        age = f"{minutes:,.0f} min ago" if minutes >= 1 else "just now"
        return (
            f"process {self.process} on {self.host}, since {since:%Y-%m-%d %H:%M} "
            f"UTC, {age}"
        )


@contextmanager
def claim(folder: Path) -> Iterator[None]:
    """Hold the folder for one run; a lock that a dead run left is taken over.

    The kernel holds the lock and lets it go with its process, however that ends, so
    that two runs can't both take over. The file says who it is, for people, and
    whether it was left on a machine whose locks this one may not see.

    Raises
    ------
    StoreError
        Another run holds the folder, or may hold it on another machine.
    InputError
        The folder can't be made or written to.
    """
    with disk_faults(folder):
        folder.mkdir(parents=True, exist_ok=True)
        handle = _hold(folder / LOCK)
        try:
            _take_over(handle, folder)
        except BaseException:
            os.close(handle)
            raise
    try:
        yield
    finally:
        with suppress(OSError):
            (folder / LOCK).unlink()
        os.close(handle)


def owner_of(folder: Path) -> Owner | None:
    """Read who holds a folder, or left its lock behind; None where there is none."""
    try:
        text = (folder / LOCK).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    return _owner(text) or Owner(host="unknown host", boot="", process=0, since="")


def _hold(lock: Path) -> int:
    """Open the lock and hold it; anew where its holder let go in between."""
    while True:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = _owner(_text(handle))
            os.close(handle)
            raise StoreError(
                f"{lock.parent}: in use by another run"
                f"{f' ({holder.words()})' if holder else ''}; wait for it, or give "
                "another --out"
            ) from error
        if _is_same(handle, lock):
            return handle
        os.close(handle)


def _take_over(handle: int, folder: Path) -> None:
    """Write who holds the folder now, and clean up after who held it last."""
    me, last = _me(), _owner(_text(handle))
    if last is not None and last.host != me.host and last.boot != me.boot:
        raise StoreError(
            f"{folder}: in use on another machine ({last.words()}); when that run has "
            f"ended, delete {folder / LOCK}"
        )
    if last is not None:
        log.warning(
            "%s: taken over from a run that was stopped (%s)", folder, last.words()
        )
        sweep_parts(folder, last.process)
    os.ftruncate(handle, 0)
    try:
        os.pwrite(handle, json.dumps(asdict(me)).encode(), 0)
    except OSError:  # of a full disk: nothing of this run stays
        (folder / LOCK).unlink()
        raise


def _me() -> Owner:
    try:
        boot = _BOOT.read_text(encoding="ascii").strip()
    except OSError:
        boot = ""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    host = socket.gethostname()
    return Owner(host=host, boot=boot or host, process=os.getpid(), since=now)


def _owner(text: str) -> Owner | None:
    """Read what a holder wrote; None where it wrote nothing that can be read."""
    try:
        said = json.loads(text)
        return Owner(
            host=str(said["host"]),
            boot=str(said["boot"]),
            process=int(said["process"]),
            since=str(said["since"]),
        )
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return None


def _text(handle: int) -> str:
    return os.pread(handle, _MAX_LETTERS, 0).decode("utf-8", "replace")


def _is_same(handle: int, lock: Path) -> bool:
    """Tell whether the file that is held is still the one that has the name."""
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(handle), lock.stat())
    return False
