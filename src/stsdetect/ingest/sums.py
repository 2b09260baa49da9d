"""Sums of a store: the SHA-256 of each of its files, as ``sha256sum`` reads them."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from stsdetect.errors import StoreError
from stsdetect.files import file_sha256

__all__ = ["SUMS", "read_sums", "write_sums"]

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
    parts = [line.partition("  ") for line in lines]
    return {name: digest for digest, _, name in parts}


def write_sums(store: Path, aside: Path) -> None:
    """Write aside the sums that the store has once what is aside has moved in.

    A day that is written anew replaces all files of that day.
    """
    new = {
        path.relative_to(aside).as_posix(): file_sha256(path)
        for path in aside.rglob("*.parquet")
    }
    renewed = {_day(name) for name in new} - {""}
    held = read_sums(store) if (store / SUMS).is_file() else {}
    kept = {name: one for name, one in held.items() if _day(name) not in renewed}
    (aside / SUMS).write_text(_text({**kept, **new}), encoding="utf-8")


def _day(name: str) -> str:
    """Give the folder of a day, empty for what lies elsewhere."""
    folder = PurePosixPath(name).parent
    return str(folder) if folder.name.startswith("date=") else ""


def _text(sums: Mapping[str, str]) -> str:
    return "".join(f"{sums[name]}  {name}\n" for name in sorted(sums))
