"""``stsdetect brief``, ``tokens``, ``exchange``: what they say and refuse."""

from pathlib import Path
from typing import Any

import pytest
from builders_leads import candidates

from stsdetect.schema import CANDIDATES

FIRST = f"{1:016x}"


@pytest.fixture
def run(tmp_path: Path) -> Path:
    (tmp_path / "run").mkdir()
    table = CANDIDATES.from_pandas(candidates())
    table.write_parquet(tmp_path / "run" / "candidates.parquet")
    (tmp_path / "key").write_text("0123456789abcdef" * 2)
    return tmp_path / "run"


def test_tokens__two_teams_learn_that_both_hold_it(
    stsdetect: Any, run: Path, tmp_path: Path
) -> None:
    key = ("--key", tmp_path / "key")

    wrote = stsdetect("tokens", run, *key, "--output", tmp_path / "t.csv")
    matched = stsdetect("tokens", run, *key, "--match", tmp_path / "t.csv")

    assert wrote[0] == 0
    assert "of 1 candidates in" in wrote[1]
    assert "1 of 1 candidates are held by both teams" in matched[1]
    assert FIRST in matched[1]


def test_tokens__without_anything_to_do_says_how(
    stsdetect: Any, run: Path, tmp_path: Path
) -> None:
    code, _, fault = stsdetect("tokens", run, "--key", tmp_path / "key")

    assert code == 2
    assert "give --output, --match or both" in fault


def test_exchange__goes_and_comes_back(
    stsdetect: Any, run: Path, tmp_path: Path
) -> None:
    said = ("--key", tmp_path / "key", "--origin", "North", "--marking", "TLP:GREEN")
    zip_path = tmp_path / "north.zip"

    wrote = stsdetect(
        "exchange", "write", run, "--ids", FIRST, *said, "--output", zip_path
    )
    read = stsdetect("exchange", "read", zip_path, run, "--key", tmp_path / "key")

    assert "1 candidates and 0 verdicts" in wrote[1]
    assert "1 new candidates and 0 new verdicts" in read[1]
    assert "North: TLP:GREEN" in (run / "received.csv").read_text(encoding="utf-8")


def test_exchange__what_is_no_bundle_is_one_line(
    stsdetect: Any, run: Path, tmp_path: Path
) -> None:
    code, _, fault = stsdetect(
        "exchange", "read", tmp_path / "key", run, "--key", tmp_path / "key"
    )

    assert code == 2
    assert "no bundle that can be read" in fault


def test_brief__templates_are_written_once(stsdetect: Any, tmp_path: Path) -> None:
    folder = tmp_path / "own"

    first = stsdetect("brief", "--write-templates", folder)
    again = stsdetect("brief", "--write-templates", folder)

    assert first[0] == 0
    assert (folder / "limits.txt").is_file()
    assert again[0] == 2
    assert "not replaced" in again[2]


def test_brief__needs_a_folder_and_a_file_that_it_can_write(
    stsdetect: Any, run: Path, tmp_path: Path
) -> None:
    assert "give DIR... and --output" in stsdetect("brief", run)[2]
    code, _, fault = stsdetect("brief", run, "--output", tmp_path / "b.docx")
    assert code == 2
    assert "a brief is .html or .pdf" in fault
