"""``stsdetect rank``: an analyst's budget, other base rates, and back again."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import stsdetect as sts

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(sample_run: sts.Run, tmp_path: Path) -> Path:
    """Run folder of the sample to write in."""
    copy = tmp_path / "run"
    shutil.copytree(sample_run.folder, copy)
    return copy


def test_rank__keeps_the_first_and_gives_all_back(
    stsdetect: Command, folder: Path
) -> None:
    whole = (folder / "candidates.csv").read_bytes()

    code, _, _ = stsdetect("rank", folder, "--top", "3", "--quiet")
    first = (folder / "candidates.csv").read_bytes()
    stsdetect("rank", folder, "--quiet")

    assert code == 0
    assert len(first.splitlines()) == 4
    assert whole.startswith(first)
    assert (folder / "candidates.csv").read_bytes() == whole


def test_rank__takes_base_rates_from_a_config(
    stsdetect: Command, folder: Path, tmp_path: Path
) -> None:
    before = sts.read_candidates(folder)
    path = tmp_path / "rare.toml"
    path.write_text("[scoring]\nencounter_rate = 0.0001\n", encoding="utf-8")

    stsdetect("rank", folder, "--config", path, "--quiet")

    after = sts.read_candidates(folder)
    rarer, usual = (
        one[one["kind"] == "encounter"]["likelihood"] for one in (after, before)
    )
    assert rarer.max() < usual.max()
    assert "0.0001" in (folder / "run.json").read_text(encoding="utf-8")
