"""What lies far away: an S3 server of tests, and files to put there."""

import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.request import Request, urlopen

import pytest
from checkout import ROOT
from faulty_server import Faulty, nothing
from pyarrow.fs import S3FileSystem

from stsdetect.cloud.copies import fetch_run
from stsdetect.cloud.publication import LATEST
from stsdetect.cloud.publishing import publish_run
from stsdetect.disk.object_store import open_bucket
from stsdetect.errors import UnfinishedError

__all__ = [
    "BUCKET",
    "Republished",
    "emptied_s3",
    "put",
    "republished",
    "started_s3",
    "two_at_rest",
    "write_two_days",
]

BUCKET = "s3://ais-of-tests"


@contextmanager
def started_s3(folder: Path) -> Iterator[str]:
    """Start moto's server, which logs into the folder; give its address.

    The test is skipped where there is no such server.
    """
    beside = ROOT / ".moto" / "bin" / "moto_server"
    command = Path(os.environ.get("STSDETECT_MOTO", beside))
    if not command.is_file():
        pytest.skip("no S3 server here: make moto, or set STSDETECT_MOTO")
    log = folder / "log"
    with log.open("wb") as told:
        server = subprocess.Popen(  # noqa: S603
            [command, "-H", "127.0.0.1", "-p", "0"],
            stdout=told,
            stderr=subprocess.STDOUT,
            env={"PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1"},
        )
    try:
        yield _address_in(log, server)
    finally:
        server.kill()
        server.wait()


@contextmanager
def emptied_s3(url: str, folder: Path) -> Iterator[None]:
    """Let the environment name a server with an empty bucket and nothing else.

    What is copied here from it lies below the folder.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", url)
        patch.setenv("AWS_ACCESS_KEY_ID", "fictional")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "fictional")
        patch.setenv("AWS_REGION", "us-east-1")
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        patch.setenv("STSDETECT_SCRATCH", str(folder / "scratch"))
        urlopen(Request(f"{url}/moto-api/reset", method="POST")).close()  # noqa: S310
        _make_bucket(url)
        yield


def put(folder: Path, address: str, pattern: str = "*.gz") -> None:
    """Put files of a folder below an address."""
    bucket = open_bucket(address)
    for file in sorted(folder.glob(pattern)):
        bucket.put(file, f"{address}/{file.name}")


class Republished(NamedTuple):
    """The lists that readers get, and where two publications lie."""

    first: bytes
    """Of the run that was published first."""
    meanwhile: bytes
    """When the second had failed."""
    after: bytes
    places: tuple[str, str]


def republished(run: Path, address: str, faulty: Faulty, folder: Path) -> Republished:
    """Publish a run, and a changed list whose last request is refused at first."""
    lists = run / "candidates.csv"
    first, place = lists.read_bytes(), publish_run(run, address)
    lists.write_text("changed\n")
    faulty.refuses = lambda method, path: method in ("PUT", "POST") and LATEST in path
    with pytest.raises(UnfinishedError, match="what held there before holds on"):
        publish_run(run, address)
    fetch_run(address, folder / "meanwhile")
    faulty.refuses = nothing
    places = (place, publish_run(run, address))
    fetch_run(address, folder / "after")
    meanwhile, after = (
        (folder / name / "candidates.csv").read_bytes()
        for name in ("meanwhile", "after")
    )
    return Republished(first, meanwhile, after, places)


def two_at_rest(n_hours: int = 6, *, day: int = 16) -> bytes:
    """Two tankers side by side on a day of April, as a CSV file."""
    lines = ["mmsi,timestamp,lat,lon,sog"]
    for minute in range(0, n_hours * 60, 10):
        time_of = f"2024-04-{day}T{minute // 60:02d}:{minute % 60:02d}:00Z"
        lines += [
            f"20000000{one},{time_of},35.25,{123.5 + one / 2000:.4f},0.1"
            for one in (1, 2)
        ]
    return ("\n".join(lines) + "\n").encode()


def write_two_days(folder: Path) -> list[Path]:
    """Write a file of each of two days, in which two vessels lie at rest."""
    files = {day: folder / f"day{day}.csv" for day in (16, 17)}
    for day, file in files.items():
        file.write_bytes(two_at_rest(day=day))
    return list(files.values())


def _address_in(log: Path, server: subprocess.Popen[bytes]) -> str:
    """Wait until the server says which port it took."""
    while not (found := re.search(r"http://127[.]0[.]0[.]1:\d+", log.read_text())):
        assert server.poll() is None, "the server ended"
        time.sleep(0.1)
    return found[0]


def _make_bucket(url: str) -> None:
    S3FileSystem(
        scheme="http",
        endpoint_override=url.removeprefix("http://"),
        region="us-east-1",
        allow_bucket_creation=True,
    ).create_dir(BUCKET.removeprefix("s3://"))
