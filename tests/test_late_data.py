"""A message that arrives late: the next run says what no longer holds."""

import csv
from pathlib import Path

import numpy as np
import pytest
from stories import sail

import stsdetect as sts

WAITS, STAYS = 412_990_001, 412_990_002


def write(path: Path, mmsi: int, minutes: np.ndarray, east_m: np.ndarray) -> None:
    around = (34.0, 123.5) if mmsi == WAITS else (35.0, 123.5)
    positions = sail(mmsi, minutes, east_m, 0.0, around=around)
    rows = positions.select("mmsi", "timestamp", "lat", "lon").iter_rows()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["MMSI", "BaseDateTime", "LAT", "LON"])
        for mmsi_told, time, lat, lon in rows:
            writer.writerow([mmsi_told, f"{time:%Y-%m-%dT%H:%M:%S}", lat, lon])


def changes(folder: Path) -> dict[str, str]:
    with (folder / "changes.csv").open(encoding="utf-8", newline="") as file:
        return {row["mmsi_a"]: row["change"] for row in csv.DictReader(file)}


@pytest.fixture
def arrived(tmp_path: Path) -> Path:
    """Two vessels that seem to wait, by a report in 40 minutes."""
    seldom = np.arange(0, 401, 40.0)
    for mmsi in (WAITS, STAYS):
        write(tmp_path / f"{mmsi}.csv", mmsi, seldom, np.zeros(seldom.size))
    return tmp_path


def test_run__a_first_run_changes_nothing(arrived: Path) -> None:
    run = sts.run(arrived, arrived / "out")

    assert run.candidates["mmsi_a"].tolist() == [WAITS, STAYS]
    assert changes(run.folder) == {}


def test_run__what_late_messages_refute_is_withdrawn(arrived: Path) -> None:
    files = sorted(arrived.glob("*.csv"))
    out = arrived / "out"
    sts.run(files, out)
    between = np.arange(20, 401, 40.0)
    late = arrived / "late.csv"
    write(late, WAITS, between, np.full(between.size, 9_000.0))

    run = sts.run([*files, late], out)

    assert run.candidates["mmsi_a"].tolist() == [STAYS]
    assert changes(out)[str(WAITS)] == "withdrawn"
    sts.run([*files, late], out)
    assert changes(out) == {}
