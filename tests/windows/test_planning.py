"""Plans: windows, rows, memory and time before a run, from what earlier ones took."""

import gzip
import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from checkout import Command

import stsdetect as sts
from stsdetect.config import Config
from stsdetect.ingest.estimate import estimate_rows
from stsdetect.ingest.plan import Wish
from stsdetect.windows.planning import plan_run


@pytest.fixture
def run_folder(sample_run: sts.Run, tmp_path: Path) -> Path:
    return shutil.copytree(sample_run.folder, tmp_path / "out")


def test_plan_run__counts_the_positions_of_the_store(run_folder: Path) -> None:
    store = sts.open_store(run_folder / "store")

    planned = plan_run(store, Config(window=timedelta(hours=12)))

    assert len(planned.windows) == 6
    assert not any(one.done for one in planned.windows)
    n_kept = store.read_sources()["rows_kept"].sum()
    assert sum(one.n_own for one in planned.windows) == pytest.approx(n_kept, rel=0.01)
    assert all(one.n_read > one.n_own for one in planned.windows)


def test_plan_run__what_is_done_takes_no_time(run_folder: Path) -> None:
    store, parts = sts.open_store(run_folder / "store"), run_folder / "parts"

    planned = plan_run(store, Config(), parts=parts)

    assert all(one.done for one in planned.windows)
    assert planned.seconds == planned.after_s
    assert planned.n_measured == 3


def test_plan_run__rests_on_times_measured_here(run_folder: Path) -> None:
    store, parts = sts.open_store(run_folder / "store"), run_folder / "parts"
    config = Config(window=timedelta(hours=12))
    for file in parts.glob("*/manifest.json"):
        file.write_text(json.dumps(json.loads(file.read_text()) | {"seconds": 501}))

    slow = plan_run(store, config, parts=parts)
    beside = plan_run(store, config, parts=parts, n_workers=2)

    n_read = sum(one.n_read for one in plan_run(store, Config()).windows)
    rate = 3 * 500 / n_read
    assert slow.windows[0].seconds == pytest.approx(1 + rate * slow.windows[0].n_read)
    assert beside.seconds < slow.seconds < 2 * beside.seconds


def test_estimate_rows__is_near_for_long_and_exact_for_short_files(
    tmp_path: Path,
) -> None:
    head = "MMSI,BaseDateTime,LAT,LON\n"
    line = (
        "2000000{0:02d},2024-04-16T{1:02d}:{2:02d}:00,3{0:01d}.{2:02d}71,124.5{1:02d}\n"
    )
    rows = [line.format(n % 97, n // 60 % 24, n % 60) for n in range(60_000)]
    for name, n in (("short.csv", 100), ("long.csv", 60_000)):
        (tmp_path / name).write_text(head + "".join(rows[:n]))
    packed = tmp_path / "long.csv.gz"
    packed.write_bytes(gzip.compress((tmp_path / "long.csv").read_bytes()))
    (tmp_path / "notes.txt").write_text("no AIS")

    found = {path.name: n for path, n in estimate_rows([tmp_path], Wish()).items()}

    assert found == {
        "short.csv": 101,
        "long.csv": pytest.approx(60_000, rel=0.05),
        "long.csv.gz": pytest.approx(60_000, rel=0.5),
    }


def test_plan__tells_windows_of_a_run_folder(
    run_folder: Path, stsdetect: Command
) -> None:
    code, out, _ = stsdetect("plan", run_folder, "--workers", "2")

    assert code == 0
    assert "positions in 3 windows of 24 h, 0 to work on" in out
    assert "2024-04-17 00:00" in out
    assert "rests on 3 windows of the run before" in out


def test_plan__tells_files_before_they_are_read(
    sample_ais: Path, stsdetect: Command
) -> None:
    code, out, _ = stsdetect("plan", sample_ais)

    assert code == 0
    assert out.startswith("9 files, 2 MB, about ")


def test_plan__a_folder_without_ais_is_told(tmp_path: Path, stsdetect: Command) -> None:
    (tmp_path / "notes.txt").write_text("no AIS")

    code, _, err = stsdetect("plan", tmp_path)

    assert code == 2
    assert "no AIS file there" in err
