"""Repair of a store: what it can make again from itself, the rest from its sources."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from stsdetect.disk.files import disk_faults, file_sha256
from stsdetect.disk.locks import LOCK, claim
from stsdetect.errors import InputError, StoreError
from stsdetect.ingest.commit import begin, commit, discard
from stsdetect.ingest.files import ingest_planned
from stsdetect.ingest.health import (
    VESSELS_FILE,
    Fault,
    examine_store,
    store_files,
)
from stsdetect.ingest.heard import tell_vessels
from stsdetect.ingest.plan import AS_FOUND, Planned, Wish, plan_sources
from stsdetect.ingest.store_files import DAYS, SOURCES_FILE, read_table
from stsdetect.ingest.sums import SUMS, read_sums, write_sums
from stsdetect.ingest.totals import count_days
from stsdetect.ingest.writer import write_days, write_table
from stsdetect.progress import SILENT, Progress
from stsdetect.schema import SOURCES, VESSELS

__all__ = ["repair_store"]

_DERIVED = frozenset((SUMS, DAYS, VESSELS_FILE))
"""What a store can be given again from its own positions and particulars."""


def repair_store(
    store: Path,
    sources: Sequence[Path | str] = (),
    wish: Wish = AS_FOUND,
    *,
    progress: Progress = SILENT,
) -> None:
    """Repair a store, or leave it as it is where that can't be done.

    What a stopped run left is cleared away; counts, particulars and sums are made from
    positions and from what was heard. Whatever else is wrong is read again, all of it,
    from the files that the store was made of, which are known by their SHA-256.

    Parameters
    ----------
    store : Path
        The store.
    sources : sequence of paths
        Where those files are; further ones are left alone.
    wish : Wish
        As the files were read then.
    progress : Progress
        Told how far the work is.

    Raises
    ------
    StoreError
        It is in use, or what is wrong needs files that are not given.
    InputError
        A file that is needed is not among the sources, or gives other rows than then.
    """
    with claim(store), disk_faults(store):
        begin(store)
        discard(store)
        for part in store.rglob(".*.part"):
            part.unlink()
        faults = _faults(store)
        if faults and {one.place for one in faults} <= _DERIVED:
            _derive(store)
            faults = _faults(store)
        if faults:
            _read_again(store, _plan(store, sources, wish, faults), progress)
            faults = _faults(store)
    if faults:
        raise StoreError(f"{store}: not repaired: {faults[0]}")


def _faults(store: Path) -> list[Fault]:
    """Give what is wrong but the lock, which is our own."""
    return [one for one in examine_store(store) if one.place != LOCK]


def _derive(store: Path) -> None:
    """Make again what follows from positions and particulars."""
    (store / SUMS).unlink(missing_ok=True)
    aside = begin(store)
    write_days(aside, count_days(store))
    write_table(tell_vessels(store), VESSELS, aside / VESSELS_FILE)
    write_sums(store, aside)
    commit(store)


def _plan(
    store: Path,
    sources: Sequence[Path | str],
    wish: Wish,
    faults: Sequence[Fault],
) -> list[Planned]:
    """Find the files of the store among those given, and miss none."""
    told = _told_sources(store)
    if not sources:
        names = ", ".join(told["name"]) or "those it was made of"
        raise StoreError(f"{store}: {faults[0]}; it takes the files to repair: {names}")
    found = plan_sources(sources, wish)
    if told.is_empty():  # sources.parquet itself is lost: all that is given counts
        return found
    there = {one.sha256 for one in found}
    missing = told.filter(~pl.col("sha256").is_in(there))["name"].to_list()
    if missing:
        raise InputError(
            f"{store}: not among the files given, or changed since: "
            f"{', '.join(missing)}"
        )
    return [one for one in found if one.sha256 in set(told["sha256"])]


def _told_sources(store: Path) -> pl.DataFrame:
    try:
        return SOURCES.conform(read_table(store / SOURCES_FILE))
    except StoreError:
        return SOURCES.empty_polars()


def _read_again(store: Path, planned: list[Planned], progress: Progress) -> None:
    """Build the store anew aside from its files, then put it in place of the old."""
    told = _told_sources(store) if _is_as_written(store, SOURCES_FILE) else None
    aside = begin(store)
    try:
        again = ingest_planned(planned, aside, progress)
        if told is not None and not _same(told, again):
            raise InputError(
                f"{store}: its files give other rows now than when they were read; "
                "give --format, --columns and --reference-time of then, or ingest them "
                "into another store"
            )
        commit(store)
    finally:
        discard(store)
    _drop_strangers(store)


def _is_as_written(store: Path, name: str) -> bool:
    try:
        return read_sums(store)[name] == file_sha256(store / name)
    except (StoreError, KeyError, OSError):
        return False


def _same(told: pl.DataFrame, again: pl.DataFrame) -> bool:
    columns = [name for name in SOURCES.names if name != "stsdetect_version"]
    return told.sort("source_id")[columns].equals(again.sort("source_id")[columns])


def _drop_strangers(store: Path) -> None:
    """Delete tables that the store as it was built anew does not have."""
    for name in sorted(set(store_files(store)) - read_sums(store).keys()):
        (store / name).unlink()
        if not any((store / name).parent.iterdir()):
            (store / name).parent.rmdir()
