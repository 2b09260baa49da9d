"""Publishing: a run folder in an object store, seen whole or as it was before."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from stsdetect.cloud.publication import (
    LATEST,
    NOTHING,
    Publication,
    read_latest,
    read_note,
    version_of,
    write_note,
)
from stsdetect.cloud.turns import take_turn
from stsdetect.disk.files import file_sha256
from stsdetect.disk.locks import claim
from stsdetect.disk.object_store import Bucket, open_bucket
from stsdetect.errors import InputError, StoreError, UnfinishedError
from stsdetect.progress import SILENT, Progress
from stsdetect.record import require_record

__all__ = ["publish", "publish_run", "telling_unfinished"]

log = logging.getLogger(__name__)

_LEFT_OUT: Final = ("parts", "health.json", "watch.json")
"""What only a next run needs; see :mod:`stsdetect.cloud.kept`."""

_AT_ONCE: Final = 4
"""Requests under way; ours: each waits for the network, and holds a few MiB."""

_SMALL: Final = 8 << 20
"""Bytes up to which a file is sent from memory, as it was when it was hashed."""


def publish_run(
    folder: Path,
    address: str,
    *,
    replace: bool = False,
    progress: Progress = SILENT,
) -> str:
    """Publish a run folder; give the address below which its files lie.

    Files that the publication before has as well are copied inside the store. That one
    is kept for whoever reads it still; those before it are deleted. A folder that was
    fetched or published there before replaces nothing that others published since,
    unless ``replace`` says so.

    Raises
    ------
    InputError
        It is no run folder, or the object store refuses from the start.
    StoreError
        Others published there since.
    UnfinishedError
        Files could not be sent: what held before holds on.
    """
    require_record(folder)
    bucket, root = open_bucket(address), address.rstrip("/")
    with claim(folder):
        before, known = read_latest(bucket, root), read_note(folder, root)
        if not replace and known != NOTHING and known.version != before.version:
            raise StoreError(
                f"{root}: others published there since {folder} was fetched or "
                "published; fetch theirs to another folder, or give --replace"
            )
        version = publish(folder, bucket, root, before, progress)
    return f"{root}/{version}"


def publish(
    folder: Path,
    bucket: Bucket,
    root: str,
    before: Publication,
    progress: Progress = SILENT,
) -> str:
    """Publish a folder in place of a publication; give the version of it.

    Raises
    ------
    UnfinishedError
        Files could not be sent: what held before holds on.
    StoreError
        Another publication holds by now.
    """
    files = {name: file_sha256(folder / name) for name in _names(folder)}
    version = version_of(files)
    if before.version == version:
        write_note(folder, root, before)
        return version
    sending = _Sending(folder, bucket, root, version, before.files, before.version)
    now = Publication(version, before.version or None, files)
    with telling_unfinished(root):
        sending.send(files, progress)
        with take_turn(bucket, root, version):
            if read_latest(bucket, root).version != before.version:
                raise StoreError(
                    f"{root}: another run was published there meanwhile, and holds; "
                    "run again to add to it"
                )
            bucket.put(now.text.encode(), f"{root}/{LATEST}")
    write_note(folder, root, now)
    if before.before not in {None, version}:
        _clear(bucket, f"{root}/{before.before}")
    return version


@contextmanager
def telling_unfinished(root: str) -> Iterator[None]:
    """Tell a request that fails as a publication that is not finished."""
    try:
        yield
    except InputError as error:
        raise UnfinishedError(
            f"{root}: not published, what held there before holds on; what was sent is "
            f"not sent again by the same command: {error}"
        ) from error


def _clear(bucket: Bucket, prefix: str) -> None:
    """Delete a publication that nobody needs; that it stays does no harm."""
    try:
        bucket.delete_below(prefix)
    except InputError as error:
        log.warning("an older publication stays: %s", error)


@dataclass(frozen=True, slots=True)
class _Sending:
    """A folder on its way below a prefix, and what the publication before has."""

    folder: Path
    bucket: Bucket
    root: str
    version: str
    held: Mapping[str, str]
    held_below: str

    def send(self, files: Mapping[str, str], progress: Progress) -> None:
        """Send all files but those that an attempt before has sent."""
        there = self.bucket.sizes(f"{self.root}/{self.version}")
        missing = [
            name
            for name in files
            if there.get(name) != (self.folder / name).stat().st_size
        ]
        progress.start("publishing", len(files))
        progress.advance(len(files) - len(missing))
        n_sent = 0
        for sent in self._all(missing, files):
            progress.advance(1)
            n_sent += sent
        n_copied = len(missing) - n_sent
        log.info("%d files sent, %d copied there", n_sent, n_copied)
        progress.finish(f"{len(files):,} files published, {n_sent:,} of them sent")

    def _all(self, names: Sequence[str], files: Mapping[str, str]) -> Iterator[bool]:
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            work = [threads.submit(self._one, name, files[name]) for name in names]
            try:
                for one in as_completed(work):
                    yield one.result()
            except BaseException:
                threads.shutdown(wait=False, cancel_futures=True)
                raise

    def _one(self, name: str, hashed: str) -> bool:
        """Bring one file below the prefix; tell whether it had to be sent."""
        target = f"{self.root}/{self.version}/{name}"
        if self.held.get(name) == hashed:
            try:
                self.bucket.copy(f"{self.root}/{self.held_below}/{name}", target)
            except InputError as error:  # it is too large for that, or gone
                log.info("sent instead of copied: %s", error)
            else:
                return False
        self._put(self.folder / name, hashed, target)
        return True

    def _put(self, file: Path, hashed: str, target: str) -> None:
        """Send a file as it was hashed: a verdict may come in meanwhile, say."""
        if file.stat().st_size <= _SMALL:
            content = file.read_bytes()
            if sha256(content).hexdigest() == hashed:
                self.bucket.put(content, target)
                return
        else:
            self.bucket.put(file, target)
            if file_sha256(file) == hashed:
                return
            self.bucket.delete(target)
        raise StoreError(f"{file}: changed while it was sent; publish again")


def _names(folder: Path) -> list[str]:
    """List the files of a run folder that others need, by name."""
    names = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(
        name.as_posix()
        for name in names
        if name.parts[0] not in _LEFT_OUT
        and not any(part.startswith(".") for part in name.parts)
    )
