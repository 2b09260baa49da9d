"""Real traffic in which pairs are known: service craft, berths, patrols, no meetings.

What was seen in the files, and how sure it is, stands in their own README.
"""

from datetime import timedelta
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from builders_events import NOBODY

from stsdetect.events.activity import classify_activity
from stsdetect.events.clusters import cluster_encounters
from stsdetect.events.encounters import find_encounters
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


def meetings(positions: pl.DataFrame, vessels: pl.DataFrame = NOBODY) -> pd.DataFrame:
    time = positions["timestamp"].to_list()
    tracks = find_segments(positions)
    ticks = find_ticks(tracks, min(time), max(time) + timedelta(hours=1))
    encounters = find_encounters(find_proximities(ticks), vessels)
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


def norway(real_ais: Path, case: str) -> pd.DataFrame:
    rows = pl.read_csv(real_ais / f"norway_case_{case}.csv", separator=";").select(
        "mmsi",
        "lat",
        "lon",
        timestamp=pl.col("date_time_utc").str.to_datetime(time_zone="UTC"),
        heading=pl.when(pl.col("true_heading") < 360).then("true_heading"),
    )
    return meetings(named(rows))
