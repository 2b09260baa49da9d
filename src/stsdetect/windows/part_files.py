"""Files of a window's part: a folder of Parquet tables that a manifest vouches for."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import polars as pl

from stsdetect.disk.files import file_sha256, written_whole
from stsdetect.disk.parquet import STRANGE, look_through, read_rows
from stsdetect.errors import StoreError
from stsdetect.events.around import BY_SQUARE
from stsdetect.events.slots import BY_HOUR, BY_VESSEL, Slots
from stsdetect.windows.part_tables import are_columns_of
from stsdetect.windows.work import WindowPart

__all__ = [
    "MANIFEST",
    "Manifest",
    "read_manifest",
    "read_part",
    "read_part_table",
    "scan_part_table",
    "write_part",
]

MANIFEST: Final = "manifest.json"
"""Written last: a part without it is none."""

Manifest = dict[str, Any]
"""What was worked on, and the hash of each file; small, since it is sent back."""

_TABLES: Final = tuple(one.name for one in fields(WindowPart) if one.name != "heard")
_HEARD: Final = tuple(f"heard_{name}" for name in Slots._fields)
_HELD: Final = tuple(name for name in _TABLES if name != "turns")


def write_part(part: WindowPart, folder: Path, about: Manifest) -> Manifest:
    """Write a part below a folder, then its manifest: ``about``, and the hashes.

    Raises
    ------
    InputError
        The files can't be written.
    """
    tables = {name: getattr(part, name) for name in _TABLES}
    by_vessel, by_hour, squares = part.heard
    # Sums come in any order: sorted, the same window gives the same bytes.
    ordered = by_vessel.sort(BY_VESSEL), by_hour.sort(BY_HOUR), squares.sort(BY_SQUARE)
    tables |= dict(zip(_HEARD, ordered, strict=True))
    hashes = {}
    for name, table in tables.items():
        file = folder / f"{name}.parquet"
        with written_whole(file) as path:
            table.lazy().collect().write_parquet(path, compression="zstd")
        hashes[file.name] = file_sha256(file)
    manifest = {**about, "files": hashes}
    with written_whole(folder / MANIFEST) as path:
        path.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a part, empty where the part is not whole."""
    try:
        manifest: Manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        sums = dict(manifest["files"])
        there = all((folder / name).is_file() for name in sums)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}
    return {**manifest, "files": sums} if there else {}


def read_part(folder: Path) -> WindowPart:
    """Read a part back, each file as its manifest says.

    Raises
    ------
    StoreError
        A file is missing, or not what was written.
    """
    hashes = read_manifest(folder).get("files", {})
    by_vessel, by_hour, squares = (folder / f"{name}.parquet" for name in _HEARD)
    heard = Slots(
        read_part_table(by_vessel, hashes),
        scan_part_table(by_hour, hashes),
        read_part_table(squares, hashes),
    )
    tables = {
        name: read_part_table(folder / f"{name}.parquet", hashes) for name in _HELD
    }
    turns = scan_part_table(folder / "turns.parquet", hashes)
    return WindowPart(heard=heard, turns=turns, **tables)


def read_part_table(file: Path, hashes: Mapping[str, str]) -> pl.DataFrame:
    """Read one table of a part, whose hash has to be there by its name.

    Raises
    ------
    StoreError
        It is missing, or not what a window wrote.
    """
    with _no_strange(file):
        rows = read_rows(_content(file, hashes))
        _require_columns(file, dict(rows.schema))
        return rows


def scan_part_table(file: Path, hashes: Mapping[str, str]) -> pl.LazyFrame:
    """Look at a table of a part that is read when it is asked for.

    Raises
    ------
    StoreError
        It is missing, or not what a window wrote.
    """
    with _no_strange(file):
        _require_columns(file, look_through(_content(file, hashes)))
        rows = pl.scan_parquet(file)
        # Polars refuses some of what Arrow takes: here, and not when parts are joined.
        rows.select(pl.all().is_null().sum()).collect(engine="streaming")
        return rows


@contextmanager
def _no_strange(file: Path) -> Iterator[None]:
    try:
        yield
    except STRANGE as error:
        raise _damaged(file) from error


def _require_columns(file: Path, columns: dict[str, pl.DataType]) -> None:
    if not are_columns_of(file.stem, columns):
        raise _damaged(file)


def _content(file: Path, hashes: Mapping[str, str]) -> bytes:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise StoreError(f"{file}: can't be read: {error.strerror}") from error
    if sha256(content).hexdigest() != hashes.get(file.name):
        raise _damaged(file)
    return content


def _damaged(file: Path) -> StoreError:
    return StoreError(f"{file}: damaged; remove {file.parent} and run again")
