"""Fixtures: a small run, and a server that can be told to refuse."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from far_away import two_at_rest
from faulty_s3 import Faulty, faulty_s3

import stsdetect as sts
from stsdetect.disk import object_store


@pytest.fixture(scope="module")
def run_of_two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a run of two vessels; to be copied by who writes into it."""
    folder = tmp_path_factory.mktemp("two")
    (folder / "one.csv").write_bytes(two_at_rest())
    return sts.run(folder / "one.csv", folder / "out").folder


@pytest.fixture
def small_run(run_of_two: Path, tmp_path: Path) -> Path:
    """Give a run folder of its own to a test."""
    return shutil.copytree(run_of_two, tmp_path / "small")


@pytest.fixture
def faulty(s3: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Faulty]:
    """Put a server that can be told to refuse before the S3 server."""
    with faulty_s3(s3) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
        monkeypatch.setattr(object_store, "_MAX_TRIES", 2)
        yield server
