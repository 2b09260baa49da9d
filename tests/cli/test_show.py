"""One candidate on a terminal: who, why, and distance and speed in a line."""

from collections.abc import Callable
from pathlib import Path

import stsdetect as sts

Command = Callable[..., tuple[int, str, str]]


def test_show__tells_the_first_candidate_with_its_sparklines(
    stsdetect: Command, sample_run: sts.Run
) -> None:
    code, output, errors = stsdetect("show", sample_run.folder)

    first = sample_run.candidates.iloc[0]
    assert code == 0, errors
    assert first["shipname_a"] in output
    assert first["reasons_for"].split("; ")[0] in output
    assert "distance, full bar 2 km" in output
    assert "▁▁▁" in output


def test_show__a_rank_that_is_not_there_is_told(
    stsdetect: Command, sample_run: sts.Run
) -> None:
    code, _, errors = stsdetect("show", sample_run.folder, 99_999)

    assert code == 2
    assert f"has {len(sample_run.candidates):,} candidates" in errors


def test_show__needs_a_run_folder(stsdetect: Command, tmp_path: Path) -> None:
    code, _, errors = stsdetect("show", tmp_path)

    assert (code, errors.count("\n")) == (2, 1)
