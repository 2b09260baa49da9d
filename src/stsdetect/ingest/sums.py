"""Sums of a store: the SHA-256 of each of its files, as ``sha256sum`` reads them."""

import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from stsdetect.disk.files import file_sha256
from stsdetect.errors import StoreError

__all__ = ["SUMS", "read_sums", "write_sums"]

_LINE: Final = re.compile(r"([0-9a-f]{64})  (.+)")

SUMS: Final = "SHA256SUMS"
"""``sha256sum --check SHA256SUMS`` in the folder of the store checks it too."""


def read_sums(store: Path) -> dict[str, str]:
    """Read the sum of each file of a store, by its name below the store.

    Raises
    ------
    StoreError
        The list is missing or damaged.
    """
    path = store / SUMS
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(
            f"{path}: missing or damaged; see stsdetect doctor {store}"
        ) from error
    found = [_LINE.fullmatch(line) for line in lines]
    if not all(found):
        raise StoreError(f"{path}: damaged; see stsdetect doctor {store}")
    return {line[2]: line[1] for line in found if line}


def write_sums(store: Path, aside: Path) -> None:
    """Write aside the sums that the store has once what is aside has moved in.

    A day that is written anew replaces all files of that day. Where the store has no
    sums yet, all of its files are summed.
    """
    new = _sum_all(aside)
    renewed = {_day(name) for name in new} - {""}
    held = read_sums(store) if (store / SUMS).is_file() else _sum_all(store)
    kept = {name: one for name, one in held.items() if _day(name) not in renewed}
    (aside / SUMS).write_text(_text({**kept, **new}), encoding="utf-8")


def _sum_all(folder: Path) -> dict[str, str]:
    """Sum each table below a folder; what lies aside in it is none of its own."""
    names = {path: path.relative_to(folder) for path in folder.rglob("*.parquet")}
    return {
        name.as_posix(): file_sha256(path)
        for path, name in names.items()
        if not name.parts[0].startswith(".")
    }


def _day(name: str) -> str:
    """Give the folder of a day, empty for what lies elsewhere."""
    folder = PurePosixPath(name).parent
    return str(folder) if folder.name.startswith("date=") else ""


def _text(sums: Mapping[str, str]) -> str:
    return "".join(f"{sums[name]}  {name}\n" for name in sorted(sums))
