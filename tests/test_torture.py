"""Torture in short: a few kills and some fuzz, of which ``make torture`` does many."""

import subprocess
import sys
from argparse import Namespace
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from torture import guided, told
from torture.changes import changed_bytes, changed_json, changed_line
from torture.fuzz import fuzz
from torture.row_seeds import ROW_SEEDS
from torture.rows import try_rows
from torture.soak import soak
from torture.stories import STORIES
from torture.told import Told, keep_told, renewed

from stsdetect.ingest.delimited import TextDecoder
from stsdetect.ingest.message_tables import MessageTables
from stsdetect.software import code_sha256

ROOT = Path(__file__).parents[1]

SHORT = """
import sys
sys.path[:0] = sys.argv[1:3]
from torture import kills
outcomes = kills.torture_story(kills.STORIES[0], 3, 1, seed=4)
print(sum(one.n_tried for one in outcomes), [one.findings for one in outcomes])
"""


@pytest.mark.slow
def test_torture_story__stopped_work_goes_on_to_the_same_bytes() -> None:
    paths = [str(ROOT / "benchmarks"), str(ROOT / "tests")]
    command = [sys.executable, "-c", SHORT, *paths]

    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603

    n_tried, findings = done.stdout.split(" ", 1)
    assert int(n_tried) >= 5
    assert findings.strip() == "[[], [], []]"


def test_fuzz__finds_nothing_in_a_moment() -> None:
    """But for what takes a whole run to make."""
    but = ["case (", "case, opened", "case found", "part of", "verif"]
    found = fuzz(60.0, seed=3, n_most=8, but=but)

    assert [one.findings for one in found if one.findings] == []
    assert all(one.n_inputs for one in found)


def test_guided__without_atheris_says_so_and_tells_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(guided, "_PYTHON", tmp_path / "python")

    assert guided.tell(Namespace()) is None
    assert "make fuzz" in capsys.readouterr().out


def test_guided__tells_what_was_tried_and_what_it_broke_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words as libFuzzer writes them."""
    python = tmp_path / "python"
    python.write_text(
        "#!/bin/sh\n"
        "echo '#7 NEW cov: 12 ft: 20 corp: 3/9b' >&2\n"
        "echo '#81 DONE   cov: 1205 ft: 90 corp: 17/2Kb lim: 9 exec/s: 4' >&2\n"
        "echo 'stat::number_of_executed_units: 1081' >&2\n"
        'case "$2" in ports*)\n'
        "echo ' === Uncaught Python exception: ===' >&2\n"
        "echo 'IndexError: beyond' >&2; exit 77;; esac\n"
    )
    python.chmod(0o755)
    monkeypatch.setattr(guided, "_PYTHON", python)

    found = guided.tell(Namespace(guided_seconds=1, seed=1, parsers=""))

    assert found is not None
    rows = {row[0]: list(row[1:]) for row in found.rows}
    assert rows["settings (TOML)"][:5] == ["1,081", "1,205", "17", "1", "0"]
    assert rows["ports (CSV)"][:5] == ["1,081", "1,205", "17", "1", "1"]
    assert found.findings == ["ports (CSV): IndexError: beyond"]


def test_renewed__what_is_not_asked_for_stays_as_it_was_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(told, "_FOLDER", tmp_path)
    rows = [["area", "1", "c"], ["ports", "2", "c"], ["gone", "3", "c"]]
    findings = ["area: IndexError", "ports: KeyError"]
    keep_told("files", Told(command="x", rows=rows, findings=findings))

    found: told.Found = {"ports": (["ports", "9"], [])}
    again = renewed("files", "y", ["area", "ports", "new"], found)

    assert again.rows == [rows[0], ["ports", "9", code_sha256()[:8]]]
    assert again.findings == ["area: IndexError"]


def test_try_rows__finds_nothing_in_a_few_rows() -> None:
    found = try_rows(400, seed=3, seconds=60.0)

    assert [one.findings for one in found if one.findings] == []
    assert all(one.n_rejected and one.n_sound for one in found)


def test_try_rows__finds_a_row_that_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that passes over what is too short would be found out."""
    feed = TextDecoder.feed

    def forgetful(self: TextDecoder, block: bytes) -> MessageTables:
        lines = block.splitlines(keepends=True)
        return feed(self, b"".join(line for line in lines if len(line) > 20))

    monkeypatch.setattr(TextDecoder, "feed", forgetful)
    monkeypatch.setattr("torture.rows.ROW_SEEDS", {"dma": ROW_SEEDS["dma"]})

    (found,) = try_rows(400, seed=3, seconds=60.0)

    assert "told" in found.findings[0]


@pytest.mark.parametrize(
    ("change", "sound"),
    [
        (changed_bytes, b"mmsi,lat\n1,2\n"),
        (changed_line, ROW_SEEDS["csv"].rows[0]),
        (changed_line, ROW_SEEDS["nmea"].rows[0]),
        (changed_json, ROW_SEEDS["aisstream"].rows[0]),
    ],
)
def test_changes__are_many_and_the_same_again(
    change: Callable[[bytes, Random], bytes], sound: bytes
) -> None:
    several = {change(sound, Random(k)) for k in range(50)}  # noqa: S311
    again = {change(sound, Random(k)) for k in range(50)}  # noqa: S311

    assert len(several) > 30
    assert several == again


def test_stories__have_names_of_their_own() -> None:
    assert len({story.name for story in STORIES}) == len(STORIES)


def test_soak__nothing_is_left_open_from_day_to_day(tmp_path: Path) -> None:
    days = list(soak(tmp_path, 3))

    assert all("1 new files" in one.words for one in days)
    assert len({one.n_open for one in days[1:]}) == 1
    grown = [b.n_store_files - a.n_store_files for a, b in pairwise(days)]
    assert len(set(grown)) == 1
    assert [one.n_positions for one in days] == [288, 576, 864]
