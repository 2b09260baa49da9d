"""Real traffic in which pairs are known: service craft, berths, patrols, no meetings.

What was seen in the files, and how sure it is, stands in their own README.
"""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from builders_events import NOBODY

from stsdetect.events.activity import classify_activity
from stsdetect.events.clusters import cluster_encounters
from stsdetect.events.encounters import STSDETECT, EncounterParams, find_encounters
from stsdetect.schema import POSITIONS, VESSELS
from stsdetect.tracks.proximity import find_proximities
from stsdetect.tracks.segment import find_segments
from stsdetect.tracks.ticks import find_ticks

VISITS = [(92, 143), (146, 198), (143, 201), (94, 146), (143, 168), (125, 146)]
STILL = [(77, 89), (10, 20)]


def named(columns: pl.DataFrame) -> pl.DataFrame:
    """POSITIONS of a file whose columns bear our names already."""
    rows = columns.with_columns(
        source_id=pl.lit("file"), source_row=pl.int_range(1, pl.len() + 1)
    ).filter(pl.col("lat").abs() <= 90, pl.col("lon").abs() <= 180)
    return POSITIONS.conform(
        rows.unique(["mmsi", "timestamp"], keep="first", maintain_order=True)
    )


def meetings(
    positions: pl.DataFrame,
    vessels: pl.DataFrame = NOBODY,
    rule: EncounterParams = STSDETECT,
) -> pd.DataFrame:
    time = positions["timestamp"].to_list()
    tracks = find_segments(positions)
    ticks = find_ticks(tracks, min(time), max(time) + timedelta(hours=1))
    encounters = find_encounters(find_proximities(ticks), vessels, rule)
    return classify_activity(cluster_encounters(encounters), vessels)


def of(encounters: pd.DataFrame, a: int, b: int) -> pd.DataFrame:
    return encounters[(encounters["mmsi_a"] == a) & (encounters["mmsi_b"] == b)]


@pytest.fixture(scope="module")
def suez(real_ais: Path) -> pd.DataFrame:
    rows = pl.read_csv(real_ais / "movingpandas_suez_2021-03.csv").select(
        mmsi="ID",
        timestamp=pl.col("ais_pos_timestamp").str.to_datetime(
            "%d/%m/%Y %H:%M", time_zone="UTC"
        ),
        lat="latitude",
        lon="longitude",
    )
    return meetings(named(rows))


@pytest.fixture(scope="module")
def new_york(real_ais: Path) -> pd.DataFrame:
    name = "marinecadastre_nyharbor_2020-06-30_first_hour.csv"
    table = pl.read_csv(real_ais / name, infer_schema_length=None)
    rows = table.select(
        mmsi="MMSI",
        timestamp=pl.col("BaseDateTime").str.to_datetime(time_zone="UTC"),
        lat="LAT",
        lon="LON",
        heading=pl.when(pl.col("Heading") < 360).then("Heading"),
    )
    known = table.group_by(mmsi="MMSI").agg(
        pl.col("VesselType").drop_nulls().first().cast(pl.Int64).alias("ship_type"),
        pl.col("Length").drop_nulls().first().alias("length_m"),
        pl.col("Width").drop_nulls().first().alias("beam_m"),
    )
    first = rows["timestamp"].min()
    vessels = known.with_columns(
        pl.lit(first).alias("valid_from"),
        pl.when(pl.col("ship_type") > 0).then("ship_type"),
        source_id=pl.lit("file"),
        source_row=pl.int_range(1, pl.len() + 1),
    )
    return meetings(named(rows), VESSELS.conform(vessels))


def norway(
    real_ais: Path, case: str, rule: EncounterParams = STSDETECT
) -> pd.DataFrame:
    rows = pl.read_csv(real_ais / f"norway_case_{case}.csv", separator=";").select(
        "mmsi",
        "lat",
        "lon",
        timestamp=pl.col("date_time_utc").str.to_datetime(time_zone="UTC"),
        heading=pl.when(pl.col("true_heading") < 360).then("true_heading"),
    )
    return meetings(named(rows), rule=rule)


@pytest.mark.parametrize("pair", VISITS)
def test_suez__each_visit_of_a_service_craft_is_found(
    suez: pd.DataFrame, pair: tuple[int, int]
) -> None:
    visit = of(suez, *pair).iloc[0]

    assert visit["median_distance_m"] < 70
    assert visit["n_partners"] >= 4
    assert visit["cluster_size"] >= 2
    assert visit["activity"] in {"transfer_like", "unknown"}


@pytest.mark.parametrize("pair", STILL)
def test_suez__still_neighbours_have_one_partner_and_are_no_transfer(
    suez: pd.DataFrame, pair: tuple[int, int]
) -> None:
    neighbours = of(suez, *pair)

    assert neighbours["n_partners"].tolist() == [1]
    assert neighbours["activity"].tolist() != ["transfer_like"]
    assert neighbours["alongside"].isna().all()


def test_suez__a_silence_of_an_hour_and_a_half_does_not_cut_a_stay(
    suez: pd.DataFrame,
) -> None:
    stay = of(suez, 10, 20)

    assert len(stay) == 1
    hours = (stay["end_time"] - stay["start_time"]).dt.total_seconds().item() / 3600
    assert hours == pytest.approx(13.4, abs=0.1)
    assert stay["longest_hole_min"].item() >= 50


def test_suez__far_neighbours_are_not_alongside(suez: pd.DataFrame) -> None:
    far = suez[suez["median_distance_m"] > 250]

    assert len(far) >= 15
    assert not far["alongside"].fillna(value=True).any()
    assert "transfer_like" not in set(far["activity"])
    assert of(suez, 94, 146)["alongside"].tolist() == [True, False]


def test_new_york__berths_are_found_and_few_look_like_a_transfer(
    new_york: pd.DataFrame,
) -> None:
    likely = new_york[new_york["activity"] == "transfer_like"]

    assert 330 <= len(new_york) <= 370
    assert len(likely) <= 10
    assert likely["n_near"].median() > 0


def test_new_york__the_patrol_in_company_is_no_transfer(
    new_york: pd.DataFrame,
) -> None:
    patrol = of(new_york, 367000930, 367639120)

    assert "transfer_like" not in set(patrol["activity"])


def test_norway__dense_traffic_holds_no_meeting(real_ais: Path) -> None:
    harbour = norway(real_ais, "2020-01-01_LFFWO")

    assert 50 <= len(harbour) <= 60
    assert norway(real_ais, "2020-01-01_E4BG1").empty
    moored = norway(real_ais, "2019-09-02_70YMX")
    assert set(moored["activity"]) <= {"anchorage"}
    assert not moored["alongside"].fillna(value=False).any()


def test_norway__the_one_pair_lies_for_half_an_hour_to_the_tick(
    real_ais: Path,
) -> None:
    """A yardstick that wants the speed 10 min before and after has no such pair."""
    longer = replace(STSDETECT, min_duration=timedelta(minutes=35))

    pair = norway(real_ais, "2019-09-02_70YMX")
    assert (pair["end_time"] - pair["start_time"]).tolist() == [timedelta(minutes=30)]
    assert pair["median_speed_kn"].item() < 0.1
    assert norway(real_ais, "2019-09-02_70YMX", longer).empty
