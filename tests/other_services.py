"""Other services: servers that speak as Google's and Azure's object stores do."""

import base64
import hashlib
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from checkout import ROOT

from stsdetect.disk.services import file_system

__all__ = ["Service", "started_az", "started_gs"]

_ACCOUNT = "fictional"
_KEY = base64.b64encode(hashlib.sha256(b"fictional").digest()).decode()
_MOST_S = 60.0


class Service(NamedTuple):
    """Where its bucket is, and what the environment says of it."""

    bucket: str
    told: dict[str, str]


@contextmanager
def started_gs(folder: Path) -> Iterator[Service]:
    """Start gcp-storage-emulator; the test is skipped where there is none."""
    command = ROOT / ".moto" / "bin" / "gcp-storage-emulator"
    port = _free_port()
    words = ["start", "--in-memory", "--quiet", "--default-bucket", "ais-of-tests"]
    with _started([command, *words, f"--port={port}"], port, folder, {}):
        yield Service(
            "gs://ais-of-tests", {"STORAGE_EMULATOR_HOST": f"http://127.0.0.1:{port}"}
        )


@contextmanager
def started_az(folder: Path) -> Iterator[Service]:
    """Start Azurite with a container; the test is skipped where there is none."""
    command = ROOT / ".azurite" / "node_modules" / ".bin" / "azurite-blob"
    port = _free_port()
    words = ["--silent", "--inMemoryPersistence", "--disableTelemetry"]
    # The library of pyarrow may be newer than the versions that it knows.
    words += ["--skipApiVersionCheck", "--blobPort", f"{port}"]
    accounts = {"AZURITE_ACCOUNTS": f"{_ACCOUNT}:{_KEY}"}
    told = {
        "AZURE_STORAGE_CONNECTION_STRING": (
            f"DefaultEndpointsProtocol=http;AccountName={_ACCOUNT};AccountKey={_KEY};"
            f"BlobEndpoint=http://127.0.0.1:{port}/{_ACCOUNT}"
        )
    }
    with (
        _started([command, *words], port, folder, accounts),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv(*next(iter(told.items())))
        file_system("az").create_dir("ais-of-tests")
        yield Service("az://ais-of-tests", told)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def _started(
    command: Sequence[Path | str], port: int, folder: Path, own: dict[str, str]
) -> Iterator[None]:
    """Run a server, which logs into the folder, while it is asked."""
    program = Path(command[0])
    home = ROOT / program.relative_to(ROOT).parts[0]
    if not (program.is_file() and (home / ".ready").is_file()):
        pytest.skip(f"no {program.name} here: make {home.name.removeprefix('.')}")
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(  # noqa: S603
            command,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env={"PATH": os.environ["PATH"], **own},
        )
    try:
        _wait_for(port, server)
        yield
    finally:
        server.kill()
        server.wait()


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    started = time.monotonic()
    while server.poll() is None and time.monotonic() - started < _MOST_S:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("the server ended, or did not listen")
