"""Real AIS from end to end: counts add up, and what is known of a file is found."""

from datetime import timedelta
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from suez import COLUMNS

import stsdetect as sts
from stsdetect.tracks.segment import find_segments

FILES = {
    "gfw_encounter_pair_2015-03-19.csv": None,
    "gfw_gpsdio_segment_unique_positions.csv.gz": None,
    "marinecadastre_nyharbor_2020-06-30_first_hour.csv": None,
    "movingpandas_suez_2021-03.csv": COLUMNS,
    "norway_case_2019-09-02_70YMX.csv": None,
    "norway_case_2020-01-01_E4BG1.csv": None,
    "norway_case_2020-01-01_LFFWO.csv": None,
}

N_SEGMENTS = {
    412331088: 5,  # Weihai, lying still, in four pieces by silences; off Patagonia one
    666000001: 7,  # at five places from the Gulf of Guinea to Patagonia
    416241500: 3,  # Kaohsiung and two craft in the Pacific
    567000000: 28,  # half a dozen in the Gulf of Thailand, some heard once an hour
    416000000: 67,  # Taiwan's placeholder: ports all round it, and the Indian Ocean
    416245700: 1,  # one vessel; its steps over 50 kn are clocks that differ by seconds
}
"""Looked at one by one, on a map and by the speeds that remain inside."""

MONTHS = sts.Config(window=timedelta(days=60))
"""One file has reports of seven years, a few a day: to look at each day of them takes
most of the time, and what is found hangs on no window (``test_window_files``)."""

Runs = dict[str, sts.Run]


@pytest.fixture(scope="module")
def runs(real_ais: Path, tmp_path_factory: pytest.TempPathFactory) -> Runs:
    folder = tmp_path_factory.mktemp("real")
    return {
        name: sts.run(real_ais / name, folder / name, MONTHS, columns=columns)
        for name, columns in FILES.items()
    }


def pairs(run: sts.Run) -> set[tuple[int, int]]:
    """Give the vessels of each encounter; other kinds are no meeting that was seen."""
    met = run.candidates[run.candidates["kind"] == "encounter"]
    return set(zip(met["mmsi_a"], met["mmsi_b"], strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_run__rows_of_a_real_file_add_up(runs: Runs, name: str, real_ais: Path) -> None:
    counts = runs[name].record["counts"]
    store = sts.open_store(runs[name].folder / "store")

    parts = ("rows_kept", "rows_duplicate", "rows_static", "rows_rejected")
    assert counts["rows_read"] == sum(counts[part] for part in parts)
    assert counts["rows_rejected"] == store.read_rejects().height
    assert store.read_sources()["name"].to_list() == [(real_ais / name).name]


@pytest.mark.slow
def test_run__the_published_encounter_ends_before_the_silence(runs: Runs) -> None:
    candidates = runs["gfw_encounter_pair_2015-03-19.csv"].candidates
    first = candidates.sort_values("start_time").iloc[0]

    assert (first["mmsi_a"], first["mmsi_b"]) == (441910000, 563418000)
    day = pd.Timestamp("2015-03-19", tz="UTC")
    start, end = first["start_time"] - day, first["end_time"] - day
    assert pd.Timedelta("7h32min") <= start <= pd.Timedelta("7h40min")
    assert pd.Timedelta("10h10min") <= end <= pd.Timedelta("10h20min")
    assert (candidates["duration_h"] < 12).all()


@pytest.mark.slow
def test_run__not_available_is_no_meeting(runs: Runs) -> None:
    run = runs["gfw_gpsdio_segment_unique_positions.csv.gz"]
    rejects = sts.open_store(run.folder / "store").read_rejects()

    assert (413503050, 701006168) not in pairs(run)
    assert rejects.height == 1_112
    assert (run.candidates["lat"].abs() < 90).all()


@pytest.mark.slow
def test_run__vessels_that_share_an_mmsi_meet_nobody(runs: Runs) -> None:
    run = runs["gfw_gpsdio_segment_unique_positions.csv.gz"]
    shared = {412331088, 567000000, 666000001}

    assert not {mmsi for pair in pairs(run) for mmsi in pair} & shared


@pytest.mark.slow
def test_run__faulty_identities_are_split_as_they_were_looked_at(runs: Runs) -> None:
    run = runs["gfw_gpsdio_segment_unique_positions.csv.gz"]
    store = sts.open_store(run.folder / "store")
    tracks = find_segments(store.read_positions(*store.period))

    counted = tracks.group_by("mmsi").agg(pl.col("segment_id").n_unique())
    assert N_SEGMENTS.items() <= dict(counted.iter_rows()).items()
    assert tracks["segment_id"].n_unique() == 421
    # All that meet lie moored: at Suva, and two pairs at Kaohsiung.
    assert pairs(run) == {
        (520318000, 600014098),
        (416070900, 416241500),
        (416070900, 416239500),
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    "pair", [(92, 143), (146, 198), (143, 201), (94, 146), (143, 168), (125, 146)]
)
def test_run__visits_of_service_craft_at_suez_are_found(
    runs: Runs, pair: tuple[int, int]
) -> None:
    assert pair in pairs(runs["movingpandas_suez_2021-03.csv"])


@pytest.mark.slow
@pytest.mark.parametrize("case", ["2019-09-02_70YMX", "2020-01-01_E4BG1"])
def test_run__dense_traffic_under_way_is_no_likely_transfer(
    runs: Runs, case: str
) -> None:
    candidates = runs[f"norway_case_{case}.csv"].candidates

    assert len(candidates) <= 1
    assert (candidates["likelihood"] < 0.05).all()


@pytest.mark.slow
def test_run__a_patrol_in_company_is_no_likely_transfer(runs: Runs) -> None:
    candidates = runs["marinecadastre_nyharbor_2020-06-30_first_hour.csv"].candidates
    patrol = candidates[
        (candidates["mmsi_a"] == 367000930) & (candidates["mmsi_b"] == 367639120)
    ]

    assert (patrol["likelihood"] < 0.1).all()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lat", "lon", "least"),
    [
        (29.85, 32.56, 30),  # the roads of Suez
        (30.33, 32.41, 15),  # the Great Bitter Lake, where convoys wait
        (31.37, 32.31, 10),  # off Port Said
    ],
)
def test_run__the_anchorages_of_the_suez_canal_are_found(
    runs: Runs, lat: float, lon: float, least: int
) -> None:
    folder = runs["movingpandas_suez_2021-03.csv"].folder
    found = sts.read_events(folder).anchorages

    near = found[
        ((found["lat"] - lat).abs() < 0.03) & ((found["lon"] - lon).abs() < 0.03)
    ]

    assert near["n_vessels"].max() >= least


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "n_visits", "n_sure"),
    [
        ("gfw_gpsdio_segment_unique_positions.csv.gz", 79, 48),
        ("movingpandas_suez_2021-03.csv", 41, 14),
        ("norway_case_2019-09-02_70YMX.csv", 6, 2),
        ("norway_case_2020-01-01_LFFWO.csv", 36, 33),
    ],
)
def test_run__port_visits_are_those_that_were_looked_at(
    runs: Runs, name: str, n_visits: int, n_sure: int
) -> None:
    visits = sts.read_events(runs[name].folder).port_visits

    assert len(visits) == n_visits
    assert (visits["confidence"] >= 0.5).sum() == n_sure
