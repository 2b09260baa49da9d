"""Images of a simulated sea: of the truth, with misses, errors and false hulls."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import stsdetect as sts
from stsdetect.context.imagery.read import read_detections
from stsdetect.evaluate.truth import read_truth
from stsdetect.kernels.sphere import haversine_m
from stsdetect.record import read_record
from stsdetect.simulate import world
from stsdetect.simulate.sea import SeaParams
from stsdetect.simulate.world import simulate

SEA = SeaParams(
    seed=101,
    duration=timedelta(days=1.5),
    n_lane=8,
    n_anchored=16,
    n_fishing=4,
    n_transfers=2,
    n_decoys=0,
    level="coastal",
    scenarios=("S19", "S19"),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sea")
    simulate(path, SEA)
    return path


@pytest.fixture(scope="module")
def run(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> sts.Run:
    config = sts.Config(detections=(str(folder / "detections.csv"),))
    return sts.run(folder, tmp_path_factory.mktemp("run") / "out", config)


def unseen(folder: Path) -> pl.DataFrame:
    return read_truth(folder / "truth.csv").filter(pl.col("scenario") == "S19")


def test_simulate__images_leave_the_ais_as_it_is(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world, "shows_unseen", lambda _: False)

    files = simulate(tmp_path, SEA)

    assert {file.name for file in folder.iterdir()} - {file.name for file in files} == {
        "detections.csv"
    }
    for file in files:
        if file.name != "README.md":
            assert file.read_bytes() == (folder / file.name).read_bytes()


def test_images__show_hulls_of_the_truth_and_others(folder: Path) -> None:
    shown = read_detections([folder / "detections.csv"])
    covers = shown.filter(pl.col("lat").is_null())
    hulls = shown.drop_nulls("lat")

    assert covers["footprint"].null_count() == 0
    assert covers["scene"].n_unique() == covers.height
    for event in unseen(folder).iter_rows(named=True):
        now = hulls.filter(
            pl.col("timestamp").is_between(event["start_time"], event["end_time"])
        )
        lat, lon = (now[name].to_numpy() for name in ("lat", "lon"))
        away = haversine_m(lat, lon, np.array(event["lat"]), np.array(event["lon"]))
        assert (away < 5_000.0).sum() >= 2  # adrift for half of the transfer


def test_images__the_same_sea_gives_the_same_file(folder: Path, tmp_path: Path) -> None:
    simulate(tmp_path, SEA)

    again = (tmp_path / "detections.csv").read_bytes()
    assert again == (folder / "detections.csv").read_bytes()


def test_run__finds_the_transfers_that_images_alone_show(
    run: sts.Run, folder: Path
) -> None:
    time = pl.col("timestamp").str.to_datetime("%Y-%m-%dT%H:%M:%SZ", time_zone="UTC")
    found = pl.read_csv(run.folder / "unseen_pairs.csv").with_columns(time)
    truth = unseen(folder)

    told = truth.join(found, how="cross").filter(
        pl.col("timestamp").is_between("start_time", "end_time"),
        (pl.col("lat") - pl.col("lat_right")).abs() < 0.1,
        (pl.col("lon") - pl.col("lon_right")).abs() < 0.1,
    )
    assert truth.height == told.height == found.height == 2
    assert run.record["counts"]["unseen_pairs"] == 2
    listed = pl.from_pandas(run.candidates[["mmsi_a", "mmsi_b"]])
    both = pl.concat([listed["mmsi_a"], listed["mmsi_b"]]).drop_nulls().to_list()
    assert not {*both} & {*truth["mmsi_a"], *truth["mmsi_b"]}


def test_run__images_speak_for_a_transfer_that_they_show(
    run: sts.Run, folder: Path
) -> None:
    truth = read_truth(folder / "truth.csv").filter(
        pl.col("is_transfer"), pl.col("observability").cast(pl.String) == "encounter"
    )
    columns = ["mmsi_a", "mmsi_b", "n_scenes", "side_by_side_m", "reasons_for"]
    listed = pl.from_pandas(run.candidates[columns])

    shown = truth.join(listed, on=["mmsi_a", "mmsi_b"]).drop_nulls("n_scenes")

    assert shown.height >= 1
    assert (shown["side_by_side_m"] <= 50.0).all()
    assert shown["reasons_for"].str.contains("image").all()


def test_rank__without_images_nothing_is_left_of_them(run: sts.Run) -> None:
    assert "unseen_pairs.csv" in run.record["outputs"]

    sts.rank(run.folder, detections=[])

    record = read_record(run.folder)
    assert not (run.folder / "unseen_pairs.csv").exists()
    assert "unseen_pairs.csv" not in record["outputs"]
    assert "unseen_pairs" not in record["counts"]


def test_simulate__a_sea_without_such_a_story_brings_no_images(tmp_path: Path) -> None:
    few = SeaParams(n_lane=2, n_anchored=0, n_fishing=0, n_transfers=0, n_decoys=0)

    files = simulate(tmp_path, few)

    assert not [file for file in files if file.name == "detections.csv"]
