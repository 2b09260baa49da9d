"""Fixtures: a small run, to be published."""

import shutil
from pathlib import Path

import pytest
from far_away import two_at_rest

import stsdetect as sts


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
