"""Fetching: sources that lie in an object store, copied here while they are read."""

import hashlib
import json
import logging
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from stsdetect.disk.files import file_sha256, written_whole
from stsdetect.disk.locks import claim
from stsdetect.disk.object_store import is_remote, open_bucket
from stsdetect.ingest.store import open_store
from stsdetect.ingest.store_files import FETCHED, SOURCES_FILE
from stsdetect.schema import SOURCES

__all__ = ["Fetched", "fetch_sources", "read_marks"]

log = logging.getLogger(__name__)

Marks = dict[str, list[str | int]]
"""Address of an object to its size, when it changed [ns], and its SHA-256."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """Sources as files here, and SOURCES of objects that the store has read before."""

    files: Sequence[Path | str]
    known: pl.DataFrame = field(default_factory=SOURCES.empty_polars)


@contextmanager
def fetch_sources(sources: Sequence[Path | str], store: Path) -> Iterator[Fetched]:
    """Give sources as files: objects are copied here, and deleted at the end.

    An object whose size and time of change are those of one that was read is not copied
    again, as long as the store holds what was in it.

    Parameters
    ----------
    sources : sequence
        Files, folders, globs and addresses.
    store : Path
        Of positions; copies lie below it meanwhile, and so does what is known.

    Raises
    ------
    InputError
        An object store refuses, or has nothing there.
    StoreError
        Another run fetches into the same store.
    """
    addresses = [str(one) for one in sources if is_remote(one)]
    if not addresses:
        yield Fetched(sources)
        return
    folder = (store / FETCHED).parent
    with claim(folder):
        try:
            known, held = read_marks(store / FETCHED), _held(store)
            fetched, marks = _fetch(addresses, folder, known, held)
            here = [one for one in sources if not is_remote(one)]
            yield Fetched([*here, *fetched.files], fetched.known)
            with written_whole(store / FETCHED) as path:
                path.write_text(json.dumps(known | marks, indent=1), encoding="utf-8")
        finally:
            for copies in folder.glob("*"):
                if copies.is_dir():
                    shutil.rmtree(copies, ignore_errors=True)


def _fetch(
    addresses: Sequence[str], folder: Path, known: Marks, held: pl.DataFrame
) -> tuple[Fetched, Marks]:
    """Copy the objects that are new; give what is here now, and the marks of all."""
    hashes = set(held["sha256"])
    files: list[Path | str] = []
    marks: Marks = {}
    again = []
    for address in addresses:
        bucket, copies = open_bucket(address), folder / _short(address)
        for one in bucket.list(address):
            before = known.get(one.address, [])
            if before[:2] == [one.size, one.changed_ns] and before[2] in hashes:
                marks[one.address] = before
                again.append(str(before[2]))
                continue
            copy = copies / _short(one.address.rpartition("/")[0]) / one.name
            bucket.fetch(one.address, copy)
            marks[one.address] = [one.size, one.changed_ns, file_sha256(copy)]
            # What is not AIS below a prefix is left out, as in a folder.
            alone = one.address == address
            files += [copy] if alone else [copies] if copies not in files else []
    log.info("%d objects fetched, %d known", len(marks) - len(again), len(again))
    return Fetched(files, held.filter(pl.col("sha256").is_in(again))), marks


def _short(address: str) -> str:
    """Give a name to what lies below an address: names may be equal in two of them."""
    return hashlib.sha256(address.encode()).hexdigest()[:8]


def _held(store: Path) -> pl.DataFrame:
    """Give the SOURCES of a store, empty where it is still to be made."""
    if not (store / SOURCES_FILE).is_file():
        return SOURCES.empty_polars()
    return open_store(store).read_sources()


def read_marks(path: Path) -> Marks:
    """Read what is known of objects, nothing where that can't be read."""
    try:
        known: Marks = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return (
        {name: one for name, one in known.items() if _is_mark(one)}
        if isinstance(known, dict)
        else {}
    )


def _is_mark(said: object) -> bool:
    return isinstance(said, list) and [type(one) for one in said] == [int, int, str]
