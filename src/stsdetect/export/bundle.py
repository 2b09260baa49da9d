"""Bundles: named files in one zip with a sum for each, checked like hostile input."""

import hashlib
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from stsdetect.disk.files import written_whole
from stsdetect.errors import InputError

__all__ = ["SUMS", "read_bundle", "write_bundle"]

SUMS: Final = "SHA256SUMS"
"""Name of the file with the sums, as ``sha256sum --check`` reads it."""

_MAX_FILES: Final = 1_000
_MAX_BYTES: Final = 1 << 30
"""Of all files unpacked; ours: a case has some megabytes, and a bomb has no end."""

_NOT_READABLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    RuntimeError,
    ValueError,
)
"""What a file raises that is no zip, is damaged, encrypted, or packed otherwise."""

_ZIP_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""Time written for every entry: the same files give the same bytes."""


def write_bundle(files: Mapping[str, bytes], path: Path | str) -> None:
    """Write files into one zip, with their sums; same files, same bytes.

    Parameters
    ----------
    files : mapping of str to bytes
        Names with ``/`` between folders.
    path : path
        Replaced as a whole, or not at all.

    Raises
    ------
    InputError
        The file can't be written.
    """
    whole = {**files, SUMS: _sums(files)}
    with written_whole(Path(path)) as aside, zipfile.ZipFile(aside, "w") as archive:
        for name in sorted(whole):
            entry = zipfile.ZipInfo(name, date_time=_ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, whole[name])


def read_bundle(path: Path | str, *, max_bytes: int = _MAX_BYTES) -> dict[str, bytes]:
    """Read a bundle whose sums all hold; nothing is unpacked to disk.

    Parameters
    ----------
    path : path
        A zip.
    max_bytes : int
        Of all files unpacked; more is refused before anything is unpacked.

    Returns
    -------
    dict of str to bytes
        Every file but the sums.

    Raises
    ------
    InputError
        It is no zip or no bundle, is too large unpacked, has a name that leaves its
        folder or stands twice, or files whose sums don't hold: all are named.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_monsters(archive, path, max_bytes)
            files = {one.filename: archive.read(one) for one in archive.infolist()}
    except _NOT_READABLE as error:
        raise InputError(
            f"{path}: no bundle that can be read: {error!s:.200}"
        ) from error
    if SUMS not in files:
        raise InputError(f"{path}: no {SUMS} inside; it was not made by stsdetect")
    told = files.pop(SUMS)
    faults = _faults(files, told)
    if faults:
        raise InputError(f"{path}: " + "; ".join(faults))
    return files


def _sums(files: Mapping[str, bytes]) -> bytes:
    lines = [
        f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)
    ]
    return "".join(lines).encode()


def _refuse_monsters(
    archive: zipfile.ZipFile, path: Path | str, max_bytes: int
) -> None:
    entries = archive.infolist()
    if len(entries) > _MAX_FILES or sum(one.file_size for one in entries) > max_bytes:
        raise InputError(
            f"{path}: more than {_MAX_FILES:,} files or {max_bytes >> 20:,} MiB inside"
        )
    names = [one.filename for one in entries]
    strange = [name for name in names if not _is_inside(name)]
    if strange or len(set(names)) < len(names):
        raise InputError(f"{path}: a name inside leaves its folder or stands twice")


def _is_inside(name: str) -> bool:
    parts = PurePosixPath(name)
    return not parts.is_absolute() and ".." not in parts.parts and "\\" not in name


def _faults(files: Mapping[str, bytes], told: bytes) -> list[str]:
    if told == _sums(files):
        return []
    stated = {}
    for line in told.decode("utf-8", "replace").splitlines():
        digest, _, name = line.partition("  ")
        stated[name] = digest
    wrong = [
        f"{name} is not what was packed"
        for name, content in sorted(files.items())
        if stated.get(name) != hashlib.sha256(content).hexdigest()
    ]
    lost = [f"{name} is missing" for name in sorted(stated.keys() - files.keys())]
    return [*wrong, *lost] or [f"{SUMS} is not as it was written"]
