"""Hostile vessels: a real meeting among what was sent to hide it or to stop the run."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from builders import EPOCH
from numpy.typing import NDArray

import stsdetect as sts
from stsdetect.config import Config
from stsdetect.tracks.floods import FloodParams

A, B = 412000001, 440000002
FEW = FloodParams(max_near=20, max_far=60)
"""Bounds for a small test; the story is the same with those that ship."""


def reports(
    mmsi: int, minutes: Sequence[float], north_m: NDArray[Any], east_m: NDArray[Any]
) -> pl.DataFrame:
    """Reports of a vessel at metres from 36° N 123° E."""
    return pl.DataFrame(
        {
            "mmsi": mmsi,
            "timestamp": [EPOCH + timedelta(minutes=float(one)) for one in minutes],
            "lat": 36 + np.asarray(north_m) / 111_195,
            "lon": 123 + np.asarray(east_m) / 89_960,
            "sog": np.where(np.abs(north_m) > 100, 8.0, 0.1),
        }
    )


def meeting() -> list[pl.DataFrame]:
    """Two vessels that come, lie side by side from hour 10 to 15, and leave."""
    minutes = np.arange(0.0, 24 * 60, 4.0)
    away = np.clip((600 - minutes) / 600, 0, 1) + np.clip((minutes - 900) / 540, 0, 1)
    return [
        reports(A, minutes.tolist(), 55_000 * away, 0 * away),
        reports(B, minutes.tolist(), -55_000 * away, 36 + 0 * away),
    ]


def invented(n: int, around_m: float) -> list[pl.DataFrame]:
    """Vessels that are there from 10:30 to 12:00 and never else."""
    draw, minutes = np.random.default_rng(5), np.arange(630.0, 720.0, 5.0)
    still = np.zeros(minutes.size)
    return [
        reports(
            563000000 + k,
            minutes.tolist(),
            still + draw.uniform(-around_m, around_m),
            still + draw.uniform(-around_m, around_m),
        )
        for k in range(n)
    ]


def flooding(n: int) -> pl.DataFrame:
    """One vessel that is everywhere within 20 km, so often in the minute from 10:00."""
    draw = np.random.default_rng(7)
    minutes = 600 + np.sort(draw.uniform(0, 1, n))
    places = draw.uniform(-20_000, 20_000, (2, n))
    return reports(563000001, minutes.tolist(), *places)


def run(
    folder: Path, parts: list[pl.DataFrame], config: Config | None = None
) -> sts.Run:
    folder.mkdir(parents=True, exist_ok=True)
    table = pl.concat(parts).with_columns(
        pl.col("timestamp").dt.strftime("%Y-%m-%dT%H:%M:%S%.3fZ"),
        pl.col("lat", "lon").round(6),
    )
    table.write_csv(folder / "ais.csv")
    return sts.run(folder / "ais.csv", folder / "out", config)


def anomalies(done: sts.Run) -> set[tuple[str, int]]:
    table = sts.read_events(done.folder).anomalies
    return set(zip(table["kind"], table["mmsi"], strict=True))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> sts.Run:
    """Give the run of the meeting alone."""
    return run(tmp_path_factory.mktemp("plain"), meeting())


@pytest.mark.parametrize("around_m", [250.0, 4_000.0])
def test_run__a_meeting_among_invented_vessels_is_first_and_the_crowd_is_told(
    plain: sts.Run, tmp_path: Path, around_m: float
) -> None:
    config = Config(floods=FEW)

    done = run(tmp_path, [*meeting(), *invented(300, around_m)], config)

    found = done.candidates
    assert len(found) <= 60
    first = found.iloc[0]
    assert (first["mmsi_a"], first["mmsi_b"]) == (A, B)
    assert first["start_time"] == plain.candidates.iloc[0]["start_time"]
    assert ("crowd", A) in anomalies(done)
    assert done.record["counts"]["rows_kept"] == 2 * 360 + 300 * 18


def test_run__without_the_rule_they_would_hide_it(tmp_path: Path) -> None:
    config = Config(floods=FloodParams(max_near=10_000, max_far=10_000))

    done = run(tmp_path, [*meeting(), *invented(20, 250.0)], config)

    assert len(done.candidates) > 100
    assert not {"flood", "crowd"} & {kind for kind, _ in anomalies(done)}


def test_run__what_is_left_out_hangs_on_no_window(tmp_path: Path) -> None:
    parts = [*meeting(), *invented(40, 250.0)]
    whole = run(tmp_path / "whole", parts, Config(floods=FEW, window=timedelta(days=9)))

    cut = run(tmp_path / "cut", parts, Config(floods=FEW, window=timedelta(hours=7)))

    csv = [(one.folder / "candidates.csv").read_bytes() for one in (whole, cut)]
    assert csv[0] == csv[1]
    assert anomalies(whole) == anomalies(cut)
    assert ("crowd", A) in anomalies(cut)


def test_run__a_vessel_that_floods_is_thinned_and_told(tmp_path: Path) -> None:
    done = run(tmp_path, [*meeting(), flooding(20_000)])

    first = done.candidates.iloc[0]
    assert (first["mmsi_a"], first["mmsi_b"]) == (A, B)
    assert ("flood", 563000001) in anomalies(done)


def test_run__a_mirrored_track_does_not_hide_the_meeting(tmp_path: Path) -> None:
    """A copies to a third number, a mile north; the true pair is still the first."""
    a, b = meeting()
    mirrored = a.with_columns(pl.lit(563000009).alias("mmsi"), pl.col("lat") + 0.02)

    done = run(tmp_path, [a, b, mirrored])

    first = done.candidates.iloc[0]
    assert (first["mmsi_a"], first["mmsi_b"]) == (A, B)
