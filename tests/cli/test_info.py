"""``stsdetect info`` tells what a store or a run holds."""

from pathlib import Path

import pytest

import stsdetect as sts
from stsdetect.cli.info import info
from stsdetect.errors import StoreError


def test_info__a_run_folder_shows_its_store(
    sample_run: sts.Run, capsys: pytest.CaptureFixture[str]
) -> None:
    info(sample_run.folder)
    of_run = capsys.readouterr().out
    info(sample_run.folder / "store")
    of_store = capsys.readouterr().out

    assert of_run == of_store
    kept = sample_run.record["counts"]["rows_kept"]
    assert of_run.startswith(f"{kept:,} positions of ")
    for words in ("no position", "class A: every", "Coverage", "° N |", "3 days"):
        assert words in of_run
    assert of_run.split("Coverage")[1].count("\n") <= 30


def test_info__a_folder_without_a_store_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store"):
        info(tmp_path)
