"""Workplaces: where a run is worked on, whose home may be an object store.

A run needs files that it can lock and replace. So one at an address is worked on in a
copy here, and published when it is done: what held there holds until then, and on if
the run fails. The copy stays, so that the next run fetches no more than what others
published meanwhile, and what could not be sent is not lost.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from stsdetect.cloud.copies import WORK, bring_up
from stsdetect.cloud.kept import fetch_kept, prune_kept, send_kept
from stsdetect.cloud.publication import NOTHING, Publication, read_latest, read_note
from stsdetect.cloud.publishing import publish, telling_unfinished
from stsdetect.cloud.scratch import scratch_of
from stsdetect.disk.files import file_sha256
from stsdetect.disk.locks import claim
from stsdetect.disk.object_store import is_remote, open_bucket
from stsdetect.errors import StoreError
from stsdetect.progress import SILENT, Progress
from stsdetect.review.ledger import LEDGER

__all__ = ["Workplace", "open_workplace", "work_folder"]

_PROBE = ".probe"


@dataclass(frozen=True, slots=True)
class Workplace:
    """A run folder to work in, and the address at which it has its home, if any."""

    folder: Path
    address: str = ""

    def publish(self, progress: Progress = SILENT) -> None:
        """Publish what was done, unless it is at home here.

        Raises
        ------
        UnfinishedError
            The object store refuses; what was done is kept here for the next run.
        StoreError
            Others published at the address meanwhile.
        """
        if not self.address:
            return
        bucket, root = open_bucket(self.address), self.address
        with claim(self.folder):
            with telling_unfinished(root):
                send_kept(bucket, root, self.folder)
            publish(self.folder, bucket, root, read_note(self.folder, root), progress)
            with telling_unfinished(root):
                prune_kept(bucket, root, self.folder)


@contextmanager
def open_workplace(out: Path | str) -> Iterator[Workplace]:
    """Give the folder to work in; for an address, a copy of what is published there.

    Raises
    ------
    InputError
        The object store refuses to be read or written, from the start.
    StoreError
        Another run on this machine works on the same address.
    """
    if not is_remote(out):
        yield Workplace(Path(out))
        return
    root = str(out).rstrip("/")
    place = scratch_of(root)
    with claim(place):
        _prepare(root, place)
        yield Workplace(place / WORK, root)


@contextmanager
def work_folder(out: Path | str, progress: Progress = SILENT) -> Iterator[Path]:
    """Give the folder to work in, and publish it where all went well."""
    with open_workplace(out) as place:
        yield place.folder
        place.publish(progress)


def _prepare(root: str, place: Path) -> None:
    """Bring the copy up to what is published, unless it goes on from there."""
    bucket, folder = open_bucket(root), place / WORK
    latest = read_latest(bucket, root)
    bucket.put(b"", f"{root}/{_PROBE}")  # refused now rather than after the work
    bucket.delete(f"{root}/{_PROBE}")
    with claim(folder):
        noted = read_note(folder, root)
        if noted.version != latest.version:
            _require_published(folder, root, (noted, latest))
            bring_up(bucket, root, latest, folder, place)
        if noted == NOTHING or noted.version != latest.version:
            fetch_kept(bucket, root, folder)


def _require_published(
    folder: Path, root: str, publications: Sequence[Publication]
) -> None:
    """Refuse to throw verdicts away that someone gave in the copy.

    Raises
    ------
    StoreError
        There are some that were never published, and others published since.
    """
    path = folder / LEDGER
    known = {one.files.get(LEDGER) for one in publications}
    if path.is_file() and file_sha256(path) not in known:
        raise StoreError(
            f"{path}: verdicts that were never published, and others published at "
            f"{root} since; move the file away and run again"
        )
