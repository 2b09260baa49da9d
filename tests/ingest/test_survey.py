"""What a store covers, and how often its vessels report."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from builders import EPOCH

from stsdetect.ingest.files import ingest_files
from stsdetect.ingest.store import open_store
from stsdetect.ingest.survey import Survey, survey_store

HEADER = "mmsi,timestamp,lat,lon,class\n"


def survey(folder: Path, rows: Sequence[tuple[int, int, float, float, str]]) -> Survey:
    """Survey rows of MMSI, seconds after the epoch, place and class."""
    lines = [
        f"{mmsi},{EPOCH + timedelta(seconds=second):%Y-%m-%d %H:%M:%S},{lat},{lon},{of}"
        for mmsi, second, lat, lon, of in rows
    ]
    file = folder / "a.csv"
    file.write_text(HEADER + "\n".join(lines) + "\n")
    ingest_files([file], folder / "store")
    return survey_store(open_store(folder / "store"))


def test_survey_store__intervals_are_told_by_class(tmp_path: Path) -> None:
    a = [(412000001, second, 10, 20, "A") for second in (0, 10, 20, 30, 90)]
    b = [(412000002, second, 10, 20, "B") for second in (0, 180)]

    found = survey(tmp_path, [*a, *b])

    assert found.intervals.rows() == [("A", 4, 10, 60), ("B", 1, 180, 180)]
    assert (found.n_positions, found.n_vessels, found.n_days) == (7, 2, 1)


def test_survey_store__an_interval_goes_on_past_midnight(tmp_path: Path) -> None:
    rows = [(412000001, second, 10, 20, "") for second in (86_390, 86_410)]

    found = survey(tmp_path, rows)

    assert found.n_days == 2
    assert found.intervals.rows() == [(None, 1, 20, 20)]


@pytest.mark.parametrize(
    ("lons", "west", "east"),
    [
        ((20, 21.5), 20, 21.5),
        ((179.5, -179.25), 179.5, -179.25),
        ((-179.9,), -179.9, -179.9),
        ((-180, 180), -180, -180),
    ],
    ids=["plain", "across 180°", "one place", "180° twice"],
)
def test_survey_store__the_box_is_the_smallest(
    tmp_path: Path, lons: tuple[float, ...], west: float, east: float
) -> None:
    rows = [(412000001, i, 10 + i, lon, "") for i, lon in enumerate(lons)]

    found = survey(tmp_path, rows)

    assert found.box == (10, west, 9 + len(lons), east)


@pytest.mark.parametrize("spread", [0.0, 0.3, 8.0, 89.9])
def test_survey_store__every_position_is_on_the_map(
    tmp_path: Path, spread: float
) -> None:
    places = np.linspace(-spread, spread, 40).tolist()
    rows = [(412000001, i, lat, 2 * lat, "") for i, lat in enumerate(places)]

    coverage = survey(tmp_path, rows).coverage

    assert coverage is not None
    n_rows, n_columns = coverage.counts.shape
    assert coverage.counts.sum() == len(rows)
    assert n_rows <= 24
    assert n_columns <= 72
    assert coverage.counts[-1].sum()
    assert coverage.counts[0].sum()


def test_survey_store__a_store_without_positions_has_no_box(tmp_path: Path) -> None:
    found = survey(tmp_path, [(412000001, 0, 91, 181, "A"), (0, 5, 1, 1, "A")])

    assert (found.box, found.coverage, found.n_positions) == (None, None, 0)
    assert found.rejects.rows() == [("bad MMSI", 1), ("no position", 1)]


def test_survey_store__identities_are_counted_by_class(tmp_path: Path) -> None:
    numbers = (412000001, 412000002, 994120001, 123, 111412001)
    rows = [(mmsi, 0, 10, 20, "A") for mmsi in numbers]

    found = survey(tmp_path, rows)

    assert found.classes.rows() == [
        ("vessel", 2),
        ("sar_aircraft", 1),
        ("aid_to_navigation", 1),
        ("unknown", 1),
    ]
