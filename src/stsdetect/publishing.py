"""Publishing: a run folder in an object store, seen whole or as it was before.

Objects can't be renamed, and several can't be changed at once. So each publication lies
below a prefix of its own, as plain files, and ``latest.json`` says which one holds: it
is written last, in one request.
"""

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from stsdetect.errors import InputError, StoreError
from stsdetect.files import file_sha256
from stsdetect.locks import claim
from stsdetect.object_store import Bucket, open_bucket
from stsdetect.record import RECORD, digest_of, require_record

__all__ = ["LATEST", "fetch_run", "publish_run"]

log = logging.getLogger(__name__)

LATEST: Final = "latest.json"
"""Names the publication that holds, with the hash of each of its files."""

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
        An object is not what was published.
    """
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
    log.info("%d files sent, %d copied there", n_sent, len(hashes) - n_sent)


def _latest(bucket: Bucket, root: str) -> dict[str, Any]:
    """Read which publication holds, empty where there is none."""
    if not bucket.exists(f"{root}/{LATEST}"):
        return {}
    try:
        latest: dict[str, Any] = json.loads(bucket.read(f"{root}/{LATEST}"))
        return latest if {"version", "files"} <= set(latest) else {}
    except ValueError as error:
        raise StoreError(f"{root}/{LATEST}: damaged; publish elsewhere") from error


def _names(folder: Path) -> list[str]:
    """List the files of a run folder that others need, by name."""
    names = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(
        name.as_posix()
        for name in names
        if name.parts[0] not in _LEFT_OUT
        and not any(part.startswith(".") for part in name.parts)
    )
