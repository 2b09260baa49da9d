"""``stsdetect train``: what it wants, says and writes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from builders_labels import label_truly, write_candidates

from stsdetect.scoring.factors import read_factors

Command = Callable[..., tuple[int, str, str]]


def test_train__writes_factors_that_rank_takes(
    stsdetect: Command, tmp_path: Path
) -> None:
    write_candidates(tmp_path)
    label_truly(tmp_path, 22, 22)
    output = tmp_path / "factors.json"

    code, told, _ = stsdetect("train", tmp_path, "--output", output)

    assert code == 0
    assert "on what was held out:" in told
    assert "boosted" in told
    assert read_factors(output)["encounter"].factors["duration"] > 1


def test_train__traffic_goes_with_worlds(stsdetect: Command, tmp_path: Path) -> None:
    code, _, errors = stsdetect("train", tmp_path, "--traffic", tmp_path)

    assert (code, "--traffic goes with --worlds" in errors) == (2, True)


@pytest.mark.parametrize("arguments", [[], ["--worlds", "some"]])
def test_train__wants_runs_or_worlds(stsdetect: Command, arguments: list[str]) -> None:
    code, _, errors = stsdetect("train", *arguments)

    assert (code, "name run folders, or --worlds" in errors) == (2, True)
