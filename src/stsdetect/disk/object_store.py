"""Object stores: what lies at ``s3://``, ``gs://``, ``az://``, listed, read, written.

The environment says who asks whom (:mod:`~stsdetect.disk.services`). A request that
fails for a reason that may pass is made again, within bounds.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final, NamedTuple

from stsdetect.disk.files import written_whole
from stsdetect.disk.services import file_system
from stsdetect.errors import InputError

__all__ = ["Bucket", "StoredObject", "is_remote", "open_bucket", "split_address"]

_SCHEMES: Final = ("s3", "gs", "az")
_CHUNK: Final = 8 << 20
_WILD: Final = re.compile(r"[*?\[]")
_QUERY: Final = re.compile(r"\?[^\s?'\"]*=[^\s'\"]*")
"""Of a URL: it may hold the signature by which somebody is let in."""
_AGAIN: Final = re.compile(r" error_info=\{.*")
"""What the library of ``gs://`` adds: the same words, and its own functions."""


class StoredObject(NamedTuple):
    """An object: its address, size, and when it changed [ns]."""

    address: str
    size: int
    changed_ns: int

    @property
    def name(self) -> str:
        """What stands behind the last slash."""
        return self.address.rsplit("/", 1)[1]


def is_remote(source: Path | str) -> bool:
    """Tell whether a source is an address in an object store.

    Examples
    --------
    >>> is_remote("s3://bucket/day.csv"), is_remote("day.csv"), is_remote("c:/s3")
    (True, False, False)
    """
    return str(source).split("://", 1)[0] in _SCHEMES and "://" in str(source)


def split_address(address: str) -> tuple[str, str]:
    """Split an address into its scheme, and bucket with path.

    Examples
    --------
    >>> split_address("s3://bucket/ais/")
    ('s3', 'bucket/ais')
    """
    scheme, path = address.split("://", 1)
    return scheme, path.strip("/")


def open_bucket(address: str) -> "Bucket":
    """Open the object store of an address.

    Raises
    ------
    InputError
        The address names no bucket, or the environment lacks what it needs.
    """
    scheme, path = split_address(address)
    if not path:
        raise InputError(f"{address}: names no bucket; write {scheme}://bucket/path")
    with _faults(address):
        return Bucket(scheme, file_system(scheme))


@dataclass(frozen=True, slots=True)
class Bucket:
    """Objects of one store; every fault of it is one line that names the address."""

    scheme: str
    system: Any

    def list(self, address: str) -> list[StoredObject]:
        """List an object, those below a prefix, or those of a glob, by address.

        Raises
        ------
        InputError
            Nothing is there, or the store refuses.
        """
        from pyarrow.fs import FileSelector, FileType  # noqa: PLC0415  slow to load

        _, path = split_address(address)
        wild = _WILD.search(path)
        root = path[: wild.start()].rpartition("/")[0] if wild else path
        if not root:
            raise InputError(f"{address}: the name of the bucket may hold no * or ?")
        with _faults(address):
            (one,) = self.system.get_file_info([root])
            found = [one]
            if one.type != FileType.File:
                found = self.system.get_file_info(
                    FileSelector(root, recursive=True, allow_not_found=True)
                )
        objects = [
            StoredObject(f"{self.scheme}://{info.path}", info.size, info.mtime_ns or 0)
            for info in found
            if info.type == FileType.File and (not wild or fnmatchcase(info.path, path))
        ]
        if not objects:
            raise InputError(f"{address}: nothing is there")
        return sorted(objects)

    def sizes(self, address: str) -> dict[str, int]:
        """Give the size of each object below a prefix, by what follows the prefix."""
        from pyarrow.fs import FileSelector, FileType  # noqa: PLC0415  slow to load

        root = split_address(address)[1]
        with _faults(address):
            found = self.system.get_file_info(
                FileSelector(root, recursive=True, allow_not_found=True)
            )
        return {
            info.path.removeprefix(f"{root}/"): info.size
            for info in found
            if info.type == FileType.File
        }

    def exists(self, address: str) -> bool:
        """Tell whether an object is there."""
        from pyarrow.fs import FileType  # noqa: PLC0415  slow to load

        with _faults(address):
            (info,) = self.system.get_file_info([split_address(address)[1]])
        return bool(info.type == FileType.File)

    def fetch(self, address: str, to: Path) -> None:
        """Copy an object into a file, whole or not at all.

        Raises
        ------
        InputError
            The store refuses, or the file can't be written.
        """
        with written_whole(to) as path, path.open("wb") as file:
            for piece in self._pieces(address):
                file.write(piece)

    def read(self, address: str) -> bytes:
        """Read a small object."""
        return b"".join(self._pieces(address))

    def put(self, content: Path | bytes, address: str) -> None:
        """Write an object: in parts where it is large, seen when it is whole."""
        with (
            _faults(address),
            self.system.open_output_stream(split_address(address)[1]) as stream,
        ):
            if isinstance(content, bytes):
                stream.write(content)
                return
            with content.open("rb") as file:
                while piece := file.read(_CHUNK):
                    stream.write(piece)

    def copy(self, address: str, to: str) -> None:
        """Copy an object inside the store, which sends no byte of it."""
        with _faults(address):
            self.system.copy_file(split_address(address)[1], split_address(to)[1])

    def delete(self, address: str) -> None:
        """Delete an object."""
        with _faults(address):
            self.system.delete_file(split_address(address)[1])

    def delete_below(self, address: str) -> None:
        """Delete all objects below a prefix."""
        path = split_address(address)[1]
        with _faults(address):
            if self.scheme == "gs":  # whose folders are none, so that none is deleted
                self.system.delete_dir_contents(path, missing_dir_ok=True)
            else:
                self.system.delete_dir(path)

    def _pieces(self, address: str) -> Iterator[bytes]:
        with (
            _faults(address),
            self.system.open_input_stream(split_address(address)[1]) as stream,
        ):
            while piece := stream.read(_CHUNK):
                yield piece


@contextmanager
def _faults(address: str) -> Iterator[None]:
    """Tell what the store says in one line, with the address."""
    try:
        yield
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.filename:  # of the disk here
            raise
        words = _AGAIN.sub("", _QUERY.sub("?…", " ".join(str(error).split())))
        raise InputError(f"{address}: the object store says: {words}") from error
