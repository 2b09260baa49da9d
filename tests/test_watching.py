"""A watch: rounds that take what is new, are told in a line, and lose nothing."""

import json
import os
import signal
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from checkout import Command

import stsdetect as sts
from stsdetect.config import Config
from stsdetect.disk.locks import claim
from stsdetect.ingest.columns import ColumnMap
from stsdetect.ingest.limits import Limits
from stsdetect.watching import Watch, keep_watch

AT_ONCE = timedelta(0)


def put(folder: Path, name: str, content: bytes | str, age_s: float = 60.0) -> None:
    """Put a file that was last written a while ago into a folder."""
    raw = content.encode() if isinstance(content, str) else content
    path = folder / name
    path.write_bytes(raw)
    written = path.stat().st_mtime - age_s
    os.utime(path, (written, written))


def two_at_rest(first_hour: int, n_hours: int = 6) -> str:
    """Two tankers side by side, as a CSV file."""
    lines = ["mmsi,timestamp,lat,lon,sog"]
    for minute in range(first_hour * 60, (first_hour + n_hours) * 60, 10):
        time = f"2024-04-16T{minute // 60:02d}:{minute % 60:02d}:00Z"
        lines += [
            f"20000000{one},{time},35.25,{123.5 + one / 2000:.4f},0.1" for one in (1, 2)
        ]
    return "\n".join(lines) + "\n"


def health(out: Path) -> dict[str, Any]:
    said: dict[str, Any] = json.loads((out / "health.json").read_text())
    return said


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def test_keep_watch__files_that_come_in_rounds_are_as_all_at_once(
    sample_ais: Path, sample_run: sts.Run, inbox: Path, tmp_path: Path
) -> None:
    lines: list[str] = []
    files = sorted(sample_ais.glob("*.gz"))
    whole = (sample_ais / "north-2024-04-18.nmea.gz").read_bytes()
    rounds = [
        {one.name: one.read_bytes() for one in files if "04-18" not in one.name}
        | {"notes.txt": b"no AIS", "north-2024-04-18.nmea.gz": whole[:-5_000]},
        {one.name: one.read_bytes() for one in files if "04-18" in one.name},
        {},
    ]

    def tell(line: str) -> None:
        lines.append(line)
        for name, content in rounds[len(lines)].items() if rounds[len(lines) :] else ():
            put(inbox, name, content)

    for name, content in rounds[0].items():
        put(inbox, name, content)
    keep_watch(Watch(sources=[str(inbox)], out=tmp_path / "out"), AT_ONCE, tell, 3)

    assert "6 new files" in lines[0]
    assert "notes.txt: no AIS file" in lines[0]
    assert "north-2024-04-18.nmea.gz: damaged or cut short" in lines[0]
    assert "3 new files" in lines[1]
    assert "nothing new" in lines[2]
    found = (tmp_path / "out" / "candidates.csv").read_bytes()
    assert found == (sample_run.folder / "candidates.csv").read_bytes()
    assert health(tmp_path / "out")["n_rounds"] == 3


def test_keep_watch__a_new_start_goes_on_where_the_last_one_stopped(
    inbox: Path, tmp_path: Path
) -> None:
    lines: list[str] = []
    watch = Watch(sources=[str(inbox)], out=tmp_path / "out")
    put(inbox, "one.csv", two_at_rest(0))
    keep_watch(watch, AT_ONCE, lines.append, 1)

    keep_watch(watch, AT_ONCE, lines.append, 1)
    put(inbox, "two.csv", two_at_rest(6))
    keep_watch(watch, AT_ONCE, lines.append, 1)

    assert "1 new files, 72 rows in all, 1 candidates (0 new" in lines[0]
    assert "nothing new" in lines[1]
    assert "1 new files, 144 rows in all, 1 candidates (0 new, 1 changed" in lines[2]


def test_keep_watch__a_file_that_is_being_written_waits(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines: list[str] = []
    monkeypatch.setattr("stsdetect.watching.SETTLED", timedelta(days=1))
    put(inbox, "one.csv", two_at_rest(0), age_s=0.0)

    keep_watch(
        Watch(sources=[str(inbox)], out=tmp_path / "out"), AT_ONCE, lines.append, 1
    )

    assert lines[0].endswith("nothing new; 1 still being written")


def test_keep_watch__a_file_from_the_future_is_not_waited_for(
    inbox: Path, tmp_path: Path
) -> None:
    lines: list[str] = []
    put(inbox, "notes.txt", "no AIS", age_s=-86_400.0)

    keep_watch(
        Watch(sources=[str(inbox)], out=tmp_path / "out"), AT_ONCE, lines.append, 1
    )

    assert "nothing new; left out: " in lines[0]
    assert "still being written" not in lines[0]


def test_keep_watch__limits_are_those_of_the_settings(
    inbox: Path, tmp_path: Path
) -> None:
    lines: list[str] = []
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        for name in ("one.csv", "two.csv"):
            archive.writestr(name, two_at_rest(0))
    put(inbox, "two.zip", (tmp_path / "two.zip").read_bytes())
    config = Config(limits=Limits(max_members=1))
    watch = Watch(sources=[str(inbox)], out=tmp_path / "out", config=config)

    keep_watch(watch, AT_ONCE, lines.append, 1)

    assert "nothing new; left out: " in lines[0]
    assert "2 files inside, 1 are read at most" in lines[0]


def test_keep_watch__a_file_that_was_left_out_is_read_by_other_columns(
    inbox: Path, tmp_path: Path
) -> None:
    lines: list[str] = []
    watch = Watch(sources=[str(inbox)], out=tmp_path / "out")
    put(inbox, "usual.csv", two_at_rest(6))
    put(inbox, "own.csv", two_at_rest(0).replace("mmsi,", "who,", 1))
    names = {name: name for name in ("timestamp", "lat", "lon")}
    columns = ColumnMap(columns=names | {"mmsi": "who"})

    for one in (watch, watch, replace(watch, columns=columns)):
        keep_watch(one, AT_ONCE, lines.append, 1)

    assert "own.csv: no column for mmsi" in lines[0]
    assert lines[1].endswith("nothing new")
    assert "1 new files, 144 rows in all" in lines[2]


def test_keep_watch__a_list_that_changed_at_its_place_ranks_anew(
    inbox: Path, tmp_path: Path
) -> None:
    lines: list[str] = []
    head, *rows = two_at_rest(0).splitlines()
    named = [f"{head},shipname", *(f"{row},SIM {row[8]}" for row in rows)]
    put(inbox, "one.csv", "\n".join(named))
    lists = tmp_path / "list.csv"
    config = Config(watchlists=(str(lists),))
    watch = Watch(sources=[str(inbox)], out=tmp_path / "out", config=config)

    for number in (9, 9, 2):
        row = f"SIM {number},20000000{number},2024-01-01\n"
        lists.write_text("name,mmsi,listed\n" + row)
        keep_watch(watch, AT_ONCE, lines.append, 1)
    lists.unlink()
    keep_watch(watch, AT_ONCE, lines.append, 1)

    assert "1 candidates" in lines[0]
    assert lines[1].endswith("nothing new")
    assert "1 changed" in lines[2]
    assert "failed, tried again next round: No such file" in lines[3]
    assert sts.read_candidates(tmp_path / "out")["watchlist_b"].notna().all()


def test_keep_watch__ports_that_changed_at_their_place_are_read_anew(
    inbox: Path, tmp_path: Path
) -> None:
    lines: list[str] = []
    put(inbox, "one.csv", two_at_rest(0))
    ports = tmp_path / "ports.csv"
    config = Config(port_files=(str(ports),))
    watch = Watch(sources=[str(inbox)], out=tmp_path / "out", config=config)

    found = []
    for lon in (133.5, 123.5):
        ports.write_text(f"name,country,lat,lon\nRoads,PRK,35.25,{lon}\n")
        keep_watch(watch, AT_ONCE, lines.append, 1)
        found += [sts.read_candidates(tmp_path / "out")["distance_to_port_km"].min()]

    assert found[0] > 20.0
    assert found[1] < 0.5


def test_keep_watch__goes_on_where_its_health_can_not_be_written(
    inbox: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    lines: list[str] = []
    (tmp_path / "out" / "health.json").mkdir(parents=True)

    keep_watch(
        Watch(sources=[str(inbox)], out=tmp_path / "out"), AT_ONCE, lines.append, 2
    )

    assert [line.rpartition("  ")[2] for line in lines] == ["nothing new"] * 2
    assert "health.json: can't write here" in caplog.text


def test_keep_watch__a_round_that_fails_is_told_and_tried_again(
    inbox: Path, tmp_path: Path
) -> None:
    lines: list[str] = []
    out = tmp_path / "out"
    watch = Watch(sources=[str(inbox)], out=out)
    put(inbox, "one.csv", two_at_rest(0))
    with claim(out):
        keep_watch(watch, AT_ONCE, lines.append, 1)
    failed = health(out)

    keep_watch(watch, AT_ONCE, lines.append, 1)

    assert "failed, tried again next round" in lines[0]
    assert "in use by another run" in lines[0]
    assert failed["last_good_round"] is None
    assert failed["last_round"] is not None
    assert "1 new files" in lines[1]
    assert health(out)["last_good_round"] == health(out)["last_round"]


def test_watch__stops_at_a_signal_and_says_so(
    inbox: Path, tmp_path: Path, stsdetect: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def echo(line: str) -> None:
        said.append(line)
        if "nothing new" in line:
            os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr("typer.echo", echo)

    code, _, _ = stsdetect("watch", inbox, "--out", tmp_path / "o", "--every", "9h")

    assert code == 0
    assert said[-1] == "stopped; the next start goes on from here"
    assert health(tmp_path / "o")["state"] == "stopped"
    assert health(tmp_path / "o")["every_s"] == 9 * 3600


def test_watch__faults_of_the_command_are_told_at_once(
    inbox: Path, tmp_path: Path, stsdetect: Command
) -> None:
    nowhere = stsdetect("watch", inbox / "x", "--out", tmp_path / "o")
    never = stsdetect("watch", inbox, "--out", tmp_path / "o", "--every", "often")

    assert nowhere[0] == never[0] == 2
    assert "no such file or folder" in nowhere[2]
    assert "'often' is no length of time; give one as 10min" in never[2]
