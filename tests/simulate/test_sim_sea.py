"""Files of a small sea: the same again, readable, and as flawed as real ones."""

import gzip
from datetime import timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pytest

from stsdetect.errors import ConfigError
from stsdetect.simulate.chart import offset_m
from stsdetect.simulate.sea import SAMPLE, SeaParams
from stsdetect.simulate.world import simulate
from stsdetect.units import MS_PER_KN

SMALL = SeaParams(
    seed=7,
    duration=timedelta(hours=26),
    n_lane=16,
    n_anchored=10,
    n_fishing=5,
    n_transfers=4,
    n_decoys=8,
)
NAMES = {
    "mmsi": ("mmsi", "MMSI"),
    "time": ("base_date_time", "BaseDateTime", "# Timestamp"),
    "lat": ("latitude", "LAT", "Latitude"),
    "lon": ("longitude", "LON", "Longitude"),
    "heading": ("heading", "Heading"),
    "sog": ("sog", "SOG"),
}
TIMES = {"south": "%d/%m/%Y %H:%M:%S"}


@pytest.fixture(scope="module")
def small_sea(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return simulate(tmp_path_factory.mktemp("sea"), SMALL)


def text_of(file: Path) -> str:
    if file.suffix == ".gz":
        return gzip.decompress(file.read_bytes()).decode()
    if file.suffix == ".zst":
        with pa.input_stream(str(file), compression="zstd") as stream:
            return bytes(stream.read()).decode()
    return file.read_text(encoding="utf-8")


def rows_of(file: Path) -> pl.DataFrame:
    network = file.name.split("-")[0]
    rows = pl.read_csv(text_of(file).encode(), infer_schema_length=None)
    named = {
        name: next(one for one in candidates if one in rows.columns)
        for name, candidates in NAMES.items()
    }
    layout = TIMES.get(network, "%Y-%m-%dT%H:%M:%S")
    return rows.select(
        pl.col(old).alias(new) for new, old in named.items()
    ).with_columns(
        pl.col("time").str.strptime(pl.Datetime("ms"), layout),
        pl.col("sog").cast(pl.Float64),
        pl.col("heading").cast(pl.Float64),
        network=pl.lit(network),
    )


@pytest.fixture(scope="module")
def rows(small_sea: list[Path]) -> pl.DataFrame:
    return pl.concat([rows_of(f) for f in small_sea if ".csv." in f.name])


def test_simulate__same_seed_gives_the_same_bytes(
    small_sea: list[Path], tmp_path: Path
) -> None:
    again = simulate(tmp_path, SMALL)

    assert [f.name for f in again] == [f.name for f in small_sea]
    assert [f.read_bytes() for f in again] == [f.read_bytes() for f in small_sea]


def test_simulate__another_seed_gives_another_sea(
    small_sea: list[Path], tmp_path: Path
) -> None:
    few = SeaParams(seed=8, n_lane=3, n_anchored=0, n_fishing=0, n_transfers=0)
    again = simulate(tmp_path, few)

    assert again[0].read_bytes() != small_sea[0].read_bytes()


def test_simulate__writes_each_network_and_day_in_its_own_format(
    small_sea: list[Path],
) -> None:
    names = [file.name for file in small_sea]
    headers = {f.name.split("-")[0]: text_of(f).split("\n")[0] for f in small_sea}

    assert names[-3:] == ["truth.csv", "watchlist.csv", "README.md"]
    assert len(names) == 3 * 2 + 3
    assert headers["north"].startswith("\\c:1713")
    assert headers["satellite"].startswith("MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading")
    assert headers["south"].startswith("# Timestamp,Type of mobile,MMSI,Latitude")


def test_simulate__rows_lie_in_the_area_and_days(rows: pl.DataFrame) -> None:
    sound = rows.filter(pl.col("lat") < 90)

    assert sound["lat"].is_between(24.0, 39.5).all()
    assert sound["lon"].is_between(119.0, 130.0).all()
    first = SMALL.start.replace(tzinfo=None)
    assert rows["time"].is_between(first, first + SMALL.duration).all()


def test_simulate__no_two_rows_need_more_than_60_kn(rows: pl.DataFrame) -> None:
    track = rows.filter((pl.col("lat") < 90) & (pl.col("mmsi") > 0)).sort(
        "mmsi", "time"
    )
    same = np.diff(track["mmsi"].to_numpy()) == 0
    seconds = np.diff(track["time"].to_numpy()) / np.timedelta64(1, "s")
    lat, lon = track["lat"].to_numpy(), track["lon"].to_numpy()
    way = np.hypot(*offset_m(lat[:-1], lon[:-1], lat[1:], lon[1:]))

    # 60 m of a wild position at either end is no speed
    fastest = ((way - 130.0) / MS_PER_KN)[same] / np.maximum(seconds[same], 1.0)
    assert fastest.max() < 60.0


def test_simulate__a_network_delivers_at_most_one_row_in_two_minutes(
    rows: pl.DataFrame,
) -> None:
    vessel = rows.filter((pl.col("mmsi") > 0) & (pl.col("lat") < 90)).unique()
    counts = vessel.group_by("mmsi", "network").len()["len"].to_numpy()

    assert counts.max() <= SMALL.duration / SMALL.thin + 1


def test_simulate__some_rows_are_repeated_empty_or_damaged(rows: pl.DataFrame) -> None:
    n = rows.height

    assert 0.001 * n < n - rows.unique().height < 0.01 * n
    assert rows.filter((pl.col("lat") == 91) & (pl.col("lon") == 181)).height > 0
    assert 0 < rows.filter(pl.col("mmsi") == 0).height < 0.001 * n
    assert rows.filter(pl.col("heading") == 511).height > 0
    assert rows.filter(pl.col("sog") == 102.3).height > 0


def test_simulate__one_vessel_is_heard_by_several_networks(rows: pl.DataFrame) -> None:
    heard = rows.group_by("mmsi").agg(pl.col("network").n_unique())

    assert (heard["network"] >= 2).sum() > 2


def test_simulate__truth_has_a_row_per_event(small_sea: list[Path]) -> None:
    truth = pl.read_csv(small_sea[-3])

    assert truth["is_transfer"].sum() == SMALL.n_transfers
    assert truth["event_id"].n_unique() == truth.height
    assert (truth["mmsi_a"] < truth["mmsi_b"]).all()
    assert (truth["start_time"] < truth["end_time"]).all()
    assert (
        truth.filter(~pl.col("is_transfer"))["kind"].str.starts_with("hardneg_").all()
    )


def test_simulate__the_readme_says_that_it_is_synthetic(small_sea: list[Path]) -> None:
    readme = text_of(small_sea[-1])

    assert readme.startswith("# SYNTHETIC")
    assert all(f"`{file.name}`" in readme for file in small_sea[:-1])


def test_simulate__transfers_can_not_be_told_by_identity(small_sea: list[Path]) -> None:
    """The order of MMSIs says nothing: planted ones are not first, last or in a row."""
    truth = pl.read_csv(small_sea[-3]).filter(pl.col("is_transfer"))
    serials = np.sort(
        truth.select(pl.concat_list("mmsi_a", "mmsi_b").explode())
        .to_series()
        .to_numpy()
        % 10_000
    )

    assert np.diff(serials).min() > 1
    assert np.ptp(serials) > 3_000


@pytest.mark.parametrize(
    ("params", "words"),
    [
        (SeaParams(duration=timedelta(hours=6)), "too short"),
        (SeaParams(n_lane=-1, n_fishing=-2), "n_lane -1, n_fishing -2"),
    ],
)
def test_simulate__a_sea_that_makes_no_sense_is_refused(
    params: SeaParams, words: str, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError, match=words):
        simulate(tmp_path, params)


def test_sample_ais__is_what_the_script_makes(sample_ais: Path, tmp_path: Path) -> None:
    made = simulate(tmp_path, SAMPLE)

    kept = {file.name: text_of(file) for file in sample_ais.iterdir()}
    assert sorted(kept) == sorted(file.name for file in made)
    assert [f.name for f in made if kept[f.name] != text_of(f)] == []
    assert sum(file.stat().st_size for file in sample_ais.iterdir()) < 5_000_000


def test_simulate__the_watch_list_names_vessels_of_the_sea_and_one_that_is_not(
    small_sea: list[Path],
) -> None:
    listed = pl.read_csv(small_sea[-2])
    truth = pl.read_csv(small_sea[-3]).filter("is_transfer")

    assert listed.height == -(-truth.height // 5) + 1
    assert listed["name"].str.starts_with("SIM").all()
    assert listed["name"].to_list()[-1] == "SIM NOT HERE"


def test_sample_ais__has_every_kind_of_event(sample_ais: Path) -> None:
    truth = pl.read_csv(sample_ais / "truth.csv")

    shown = truth.filter("is_transfer")["observability"]
    assert {"encounter", "one_dark", "both_dark", "loitering"} <= set(shown)
    assert {"handover", "out_and_back"} <= set(truth["kind"])
    negatives = truth.filter(pl.col("kind").str.starts_with("hardneg"))["scenario"]
    assert negatives.n_unique() >= 15
