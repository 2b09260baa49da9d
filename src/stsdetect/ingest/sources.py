"""Sources: what the user names, as files, plain or compressed by their content."""

import glob
import logging
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO, Final, cast

import pyarrow as pa

from stsdetect.disk.locks import LOCK
from stsdetect.errors import FormatError, InputError
from stsdetect.ingest.limits import LIMITS, Limits
from stsdetect.ingest.parquet import MAGIC as PARQUET
from stsdetect.ingest.parquet import ParquetText
from stsdetect.ingest.store_files import SOURCES_FILE
from stsdetect.ingest.utf16 import in_utf8

__all__ = [
    "HEAD_BYTES",
    "Member",
    "each_once",
    "find_compression",
    "find_files",
    "members",
    "opened",
    "read_head",
]

log = logging.getLogger(__name__)

HEAD_BYTES: Final = 1 << 18
"""What is looked at to recognise a format, ours: a few thousand rows."""

_MAGIC: Final = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}
_ZIP: Final = b"PK\x03\x04"
_DAMAGE: Final = (
    *(OSError, EOFError, zipfile.BadZipFile, zlib.error),
    UnicodeDecodeError,  # a name before a file inside that says it is UTF-8
)


@dataclass(frozen=True, slots=True)
class Member:
    """A stream of a source: the file itself, or one file of a zip archive."""

    path: Path
    inner: str = ""
    limits: Limits = LIMITS

    @property
    def name(self) -> str:
        """What to call it in a message."""
        return f"{self.path}:{self.inner}" if self.inner else str(self.path)


def find_files(source: Path | str) -> list[Path]:
    """List the files of a source: itself, those of a folder, or of a glob, by name.

    A store or a run folder below a folder is left out, or its Parquet would be AIS.

    Raises
    ------
    InputError
        Nothing is there.
    """
    path = Path(source)
    if path.is_file():
        return [path]
    if path.is_dir():
        files = sorted(one for one in path.rglob("*") if one.is_file() and _plain(one))
        own = {one for one in {file.parent for file in files} if _is_own(one, path)}
        return [one for one in files if one.parent not in own and _is_below(one, path)]
    found = sorted(Path(one) for one in glob.glob(str(source), recursive=True))  # noqa: PTH207
    files = [one for one in found if one.is_file()]
    if not files:
        raise InputError(f"{source}: no such file or folder")
    return files


def _plain(path: Path) -> bool:
    return not path.name.startswith(".")


def _is_own(folder: Path, source: Path) -> bool:
    """Tell whether a folder of a source lies in a store or a run folder below it."""
    between = [folder, *folder.parents]
    return any(
        (one / name).is_file()
        for one in between[: between.index(source)]
        for name in (SOURCES_FILE, f"store/{SOURCES_FILE}", LOCK)
    )


def _is_below(path: Path, folder: Path) -> bool:
    """Tell whether a file of a folder lies in it, or is a link to elsewhere."""
    below = path.resolve().is_relative_to(folder.resolve())
    if not below:
        log.warning("left out, a link out of %s: %s", folder, path.name)
    return below


def members(path: Path, limits: Limits = LIMITS) -> list[Member]:
    """List the streams of a file: one, or each file of a zip archive, by name.

    Names in an archive are names and never places: nothing is unpacked to disk.

    Raises
    ------
    FormatError
        The archive is damaged, holds too many files, two of one name, or one of none.
    """
    with _open(path) as file:
        if file.read(4) != _ZIP:
            return [Member(path, limits=limits)]
    try:
        with zipfile.ZipFile(path) as archive:
            names = sorted(
                name for name in archive.namelist() if not name.endswith("/")
            )
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise FormatError(f"{path}: damaged archive: {error}") from error
    if "" in names:
        raise FormatError(f"{path}: a file inside has no name; pack it anew")
    for one, following in pairwise(names):
        if one == following:
            raise FormatError(
                f"{path}: two files inside are called {one!r}, and only the later one "
                "can be reached; pack it anew"
            )
    if len(names) > limits.max_members:
        raise FormatError(
            f"{path}: {len(names):,} files inside, {limits.max_members:,} are read at "
            "most; [limits] max_members can be set"
        )
    return [Member(path, name, limits) for name in names]


def find_compression(path: Path) -> str:
    """Tell how a file is packed by its first bytes: ``none`` when it is not."""
    with _open(path) as file:
        magic = file.read(4)
    kinds = _MAGIC | {_ZIP: "zip", PARQUET: "Parquet"}
    return next(
        (kind for start, kind in kinds.items() if magic.startswith(start)), "none"
    )


@contextmanager
def opened(member: Member) -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """Open a stream: give it decompressed, and the file below to see how far it is.

    Raises
    ------
    FormatError
        The compressed data are damaged or cut short; also while reading.
    """
    try:
        with _open(member.path) as file:
            if not member.inner:
                yield in_utf8(_plain_stream(member.path, file)), file
                return
            with zipfile.ZipFile(file) as archive, archive.open(member.inner) as inner:
                yield in_utf8(_decompressed(cast("BinaryIO", inner))), file
    except (*_DAMAGE, RuntimeError) as error:
        reason = str(error).splitlines()[0] if str(error) else "cut short"
        raise FormatError(f"{member.name}: damaged or cut short: {reason}") from error


def read_head(member: Member) -> bytes:
    """Read the first bytes of a stream, decompressed."""
    with opened(member) as (stream, _), closing(stream):
        pieces, size = [], 0
        while size < HEAD_BYTES and (piece := stream.read(HEAD_BYTES - size)):
            pieces.append(piece)
            size += len(piece)
    return b"".join(pieces)


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise InputError(f"{path}: can't be read: {error.strerror}") from error


def _plain_stream(path: Path, file: BinaryIO) -> BinaryIO:
    magic = file.read(4)
    file.seek(0)
    if magic == PARQUET:
        return cast("BinaryIO", ParquetText(path))
    return _decompressed(file)


def _decompressed(stream: BinaryIO) -> BinaryIO:
    magic = stream.read(4)
    stream.seek(0)
    for start, codec in _MAGIC.items():
        if magic.startswith(start):
            source = pa.PythonFile(stream, mode="r")
            return cast("BinaryIO", _Unpacked(pa.CompressedInputStream(source, codec)))
    return stream


class _Unpacked:
    """A packed stream whose failing reads keep no memory.

    ``read`` of pyarrow never frees the bytes it asked for where it raises: 16 MiB for
    each block of a damaged file.
    """

    def __init__(self, stream: pa.NativeFile) -> None:
        self._stream = stream

    def read(self, size: int) -> bytes:
        """Give so many bytes at most; none at the end only."""
        unpacked: bytes = self._stream.read_buffer(size).to_pybytes()
        return unpacked

    def close(self) -> None:
        """Close the stream below."""
        self._stream.close()


def each_once(files: Sequence[Path]) -> list[Path]:
    """Give each file once, in the order in which they are named."""
    return list({file.resolve(): file for file in files}.values())
