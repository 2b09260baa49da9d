"""Publishing: a run folder in an object store, seen whole or as it was before.

Objects can't be renamed, and several can't be changed at once. So each publication lies
below a prefix of its own, as plain files, and ``latest.json`` says which one holds: it
is written last, in one request.
"""

import json
import logging
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from stsdetect.disk.files import file_sha256
from stsdetect.disk.locks import claim
from stsdetect.disk.object_store import Bucket, open_bucket
from stsdetect.errors import InputError, StoreError
from stsdetect.record import RECORD, digest_of, require_record

__all__ = ["LATEST", "fetch_run", "publish_run"]

log = logging.getLogger(__name__)

LATEST: Final = "latest.json"
"""Names the publication that holds, with the hash of each of its files."""

_VERSION: Final = re.compile(r"v-\w+")

_LEFT_OUT: Final = ("parts", "health.json", "watch.json")
"""What only this machine needs; the next run there makes it anew."""


def publish_run(folder: Path, address: str) -> str:
    """Publish a run folder; give the address below which its files lie.

    Files that the publication before has as well are copied inside the store. That one
    is kept for whoever reads it still; those before it are deleted.

    Raises
    ------
    InputError
        It is no run folder, or the object store refuses: what held before holds on.
    """
    require_record(folder)
    with claim(folder):
        return _publish(folder, address)


def fetch_run(address: str, folder: Path) -> None:
    """Fetch the publication that holds into a folder that holds no run.

    Its record comes last: a folder without it is not whole, and can be fetched into
    again; what is there as it shall be is left alone.

    Raises
    ------
    InputError
        Nothing was published there, or the folder holds a run.
    StoreError
        An object is not what was published, or another run holds the folder.
    """
    with claim(folder):
        _fetch(address, folder)


def _fetch(address: str, folder: Path) -> None:
    if (folder / RECORD).exists():
        raise InputError(f"{folder}: holds a run already; name another folder")
    bucket, root = open_bucket(address), address.rstrip("/")
    latest = _latest(bucket, root)
    if not latest:
        raise InputError(f"{address}: nothing is published there")
    for name in sorted(latest["files"], key=lambda name: name == RECORD):
        path, sha256 = folder / name, latest["files"][name]
        if not path.resolve().is_relative_to(folder.resolve()):
            raise StoreError(f"{root}/{LATEST}: {name} leads out of the folder")
        if path.is_file() and file_sha256(path) == sha256:
            continue
        source = f"{root}/{latest['version']}/{name}"
        bucket.fetch(source, path)
        if file_sha256(path) != sha256:
            path.unlink()
            raise StoreError(f"{source}: not what was published")


def _publish(folder: Path, address: str) -> str:
    hashes = {name: file_sha256(folder / name) for name in _names(folder)}
    bucket, root = open_bucket(address), address.rstrip("/")
    before = _latest(bucket, root)
    version = f"v-{digest_of([f'{name} {one}' for name, one in hashes.items()])}"
    if before.get("version") != version:
        _send(bucket, folder, root, version, hashes, before)
        latest = {
            "version": version,
            "before": before.get("version"),
            "files": hashes,
        }
        bucket.put((json.dumps(latest, indent=1) + "\n").encode(), f"{root}/{LATEST}")
        if before.get("before") not in {None, version}:
            bucket.delete_below(f"{root}/{before['before']}")
    return f"{root}/{version}"


def _send(
    bucket: Bucket,
    folder: Path,
    root: str,
    version: str,
    hashes: Mapping[str, str],
    before: Mapping[str, Any],
) -> None:
    n_sent = 0
    for name, sha256 in hashes.items():
        target = f"{root}/{version}/{name}"
        if before.get("files", {}).get(name) == sha256:
            bucket.copy(f"{root}/{before['version']}/{name}", target)
        else:
            bucket.put(folder / name, target)
            n_sent += 1
            if file_sha256(folder / name) != sha256:  # a verdict came in, say
                raise StoreError(
                    f"{folder / name}: changed while it was sent; publish again"
                )
    log.info("%d files sent, %d copied there", n_sent, len(hashes) - n_sent)


def _latest(bucket: Bucket, root: str) -> dict[str, Any]:
    """Read which publication holds, empty where there is none."""
    if not bucket.exists(f"{root}/{LATEST}"):
        return {}
    try:
        latest: dict[str, Any] = json.loads(bucket.read(f"{root}/{LATEST}"))
    except (ValueError, RecursionError):
        latest = {}
    if not _names_publication(latest):
        raise StoreError(f"{root}/{LATEST}: damaged; publish elsewhere")
    return latest


def _names_publication(latest: Any) -> bool:
    """Tell whether what was read names a publication and its files, as we write it."""
    if not isinstance(latest, dict) or not isinstance(latest.get("files"), dict):
        return False
    before = latest.get("before")
    versions = [latest.get("version"), *([] if before is None else [before])]
    return all(
        isinstance(one, str) and _VERSION.fullmatch(one) for one in versions
    ) and all(isinstance(one, str) for one in latest["files"].values())


def _names(folder: Path) -> list[str]:
    """List the files of a run folder that others need, by name."""
    names = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(
        name.as_posix()
        for name in names
        if name.parts[0] not in _LEFT_OUT
        and not any(part.startswith(".") for part in name.parts)
    )
