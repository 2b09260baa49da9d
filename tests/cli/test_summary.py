"""The end of a run: a small table of kinds, then what to look at first."""

from pathlib import Path

import pytest
from builders_leads import candidates

from stsdetect.cli.summary import show_candidates


def test_show_candidates__counts_each_kind_that_occurs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = candidates(
        {"likelihood": 0.9},
        {"likelihood": 0.2},
        {"likelihood": 0.6, "kind": "loitering", "mmsi_b": None},
    )

    show_candidates(table, tmp_path)

    lines = capsys.readouterr().out.splitlines()
    counts = {line[:24].strip(): line[24:].split() for line in lines}
    assert counts["both broadcast"] == ["2", "1", "1"]
    assert counts["one waits, no partner"] == ["1", "1", "3"]
    assert "one silent" not in counts
    assert lines.index("Look here first:") > lines.index(
        next(line for line in lines if line.startswith("both broadcast"))
    )
