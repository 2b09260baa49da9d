"""A run folder to label: the list of the sample without its positions."""

import shutil
from pathlib import Path

import pytest

import stsdetect as sts


@pytest.fixture
def folder(sample_run: sts.Run, tmp_path: Path) -> Path:
    for name in ("run.json", "candidates.parquet"):
        shutil.copyfile(sample_run.folder / name, tmp_path / name)
    return tmp_path
