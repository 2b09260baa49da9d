"""Publications: which run of an address holds, and what files it has.

Objects can't be renamed, and several can't be changed at once. So each publication lies
below a prefix of its own, as plain files, and ``latest.json`` says which one holds: it
is written last, in one request.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from stsdetect.disk.files import written_whole
from stsdetect.disk.object_store import Bucket
from stsdetect.errors import StoreError
from stsdetect.record import digest_of

__all__ = [
    "LATEST",
    "NOTHING",
    "Publication",
    "forget_note",
    "read_latest",
    "read_note",
    "version_of",
    "write_note",
]

LATEST: Final = "latest.json"
"""Names the publication that holds, with the hash of each of its files."""

_VERSION: Final = re.compile(r"v-\w+")
_NOTE: Final = ".published.json"


@dataclass(frozen=True, slots=True)
class Publication:
    """What an address holds; of no version where nothing was published there.

    Attributes
    ----------
    version : str
        The prefix below which its files lie.
    before : str, optional
        The version that held before it.
    files : mapping
        Name to SHA-256.
    """

    version: str = ""
    before: str | None = None
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Write it as JSON."""
        return json.dumps(asdict(self), indent=1) + "\n"


NOTHING: Final = Publication()


def read_latest(bucket: Bucket, root: str) -> Publication:
    """Read which publication holds below an address.

    Raises
    ------
    InputError
        The object store refuses.
    StoreError
        What is there names no publication.
    """
    if not bucket.exists(f"{root}/{LATEST}"):
        return NOTHING
    try:
        return _parsed(bucket.read(f"{root}/{LATEST}"))
    except (ValueError, RecursionError) as error:
        raise StoreError(f"{root}/{LATEST}: damaged; publish elsewhere") from error


def write_note(folder: Path, root: str, copied: Publication) -> None:
    """Note in a folder which publication of an address it is a copy of."""
    with written_whole(folder / _NOTE) as path:
        path.write_text(json.dumps({"address": root, **asdict(copied)}, indent=1))


def read_note(folder: Path, root: str) -> Publication:
    """Read which publication of an address a folder is a copy of, if of any."""
    try:
        text = (folder / _NOTE).read_bytes()
        copied = _parsed(text)
    except (OSError, ValueError, RecursionError):
        return NOTHING
    return copied if json.loads(text).get("address") == root else NOTHING


def forget_note(folder: Path) -> None:
    """Let a folder be a copy of nothing, while it is changed."""
    (folder / _NOTE).unlink(missing_ok=True)


def version_of(files: Mapping[str, str]) -> str:
    """Name the publication of these files; the same files have the same name."""
    return f"v-{digest_of([f'{name} {one}' for name, one in files.items()])}"


def _parsed(text: bytes) -> Publication:
    """Read a publication and its files, as we write it.

    Raises
    ------
    ValueError
        It is something else.
    """
    said: Any = json.loads(text)
    said = said if isinstance(said, dict) else {}
    version, before, files = (said.get(name) for name in ("version", "before", "files"))
    versions = [version, *([] if before is None else [before])]
    if not all(_is_text(one) and _VERSION.fullmatch(one) for one in versions):
        raise ValueError("no version")
    if not isinstance(files, dict) or not all(map(_is_text, files.values())):
        raise ValueError("no hashes")
    if not all(name.isprintable() for name in files):
        raise ValueError("no names of files")
    return Publication(version, before, files)


def _is_text(said: object) -> bool:
    return isinstance(said, str)
