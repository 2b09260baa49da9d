"""Progress: a bar with the time left, lines in a log; and Ctrl-C by a signal."""

import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from builders import EPOCH

from stsdetect.cli import progress
from stsdetect.ingest.files import ingest_files
from stsdetect.ingest.store import open_store


class Clock:
    """A clock that goes as it is told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("stsdetect.cli.progress.time.monotonic", clock)
    return clock


def test_watched__a_log_has_a_line_a_minute_and_one_at_the_end(
    clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    with progress.watched(quiet=False) as watched:
        watched.start("reading a.csv", 1_000)
        for clock.now, amount in ((30, 100), (61, 100), (62, 50), (130, 250)):
            watched.advance(amount)
        watched.finish("5 rows")

    assert capsys.readouterr().err.splitlines() == [
        "reading a.csv: 20%, about 4 min left",
        "reading a.csv: 50%, about 2 min left",
        "reading a.csv: 5 rows (130.0 s)",
    ]


def test_watched__a_terminal_has_a_bar_with_the_time_left(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")

    with progress.watched(quiet=False) as watched:
        watched.start("reading a[1].csv", 1_000)
        watched.advance(500)
        watched.finish("5 rows")

    shown = capsys.readouterr().err
    for words in ("reading a[1].csv", "━", "100%", "0:00:00", "5 rows"):
        assert words in shown


@pytest.mark.parametrize("name", ["\\[/].csv", "a[/red].csv", "[b]a\\", "a[1].csv"])
def test_watched__a_name_is_no_markup_of_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")

    with progress.watched(quiet=False) as watched:
        watched.start(f"reading {name}", 10)
        watched.finish("5 rows")

    assert f"reading {name}: 5 rows" in capsys.readouterr().err


def test_watched__quiet_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.watched(quiet=True) as watched:
        watched.start("reading", 1)
        watched.finish("done")

    assert capsys.readouterr().err == ""


INTERRUPTED = """
import os, signal
from stsdetect.cli import progress
from stsdetect.cli.main import main

class Interrupted(progress._Lines):
    def advance(self, amount):
        super().advance(amount)
        if self._stage == "reading b.csv":
            os.kill(os.getpid(), signal.SIGINT)

progress._Lines = Interrupted
main()
"""
"""A command that gets Ctrl-C while it reads ``b.csv``, however fast the machine is."""


def test_ingest__ctrl_c_while_it_reads_leaves_a_valid_store(tmp_path: Path) -> None:
    small, other, store = tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "store"
    _write(small, 5)
    ingest_files([small], store)
    _write(other, 20)
    _write(small, 6)
    command = [sys.executable, "-c", INTERRUPTED, "ingest", str(small), str(other)]

    done = subprocess.run(  # noqa: S603
        [*command, "--store", str(store)], capture_output=True, text=True, check=False
    )

    assert done.returncode == 130
    first, *_, last = done.stderr.splitlines()
    assert first.startswith("reading a.csv: 6 positions")
    assert last.endswith("what was complete before is still there")
    assert open_store(store).read_positions().height == 5
    ingest_files([small], store)
    assert open_store(store).read_positions().height == 6


def _write(file: Path, n_rows: int) -> None:
    i = pl.int_range(n_rows, eager=True)
    pl.DataFrame({"mmsi": 412_000_001, "i": i}).select(
        "mmsi",
        timestamp=pl.lit(EPOCH) + pl.duration(seconds=pl.col("i")),
        lat=pl.lit(35.0),
        lon=pl.lit(123.0),
    ).write_csv(file)
