"""Segments of real MMSIs that several vessels share, or that jump.

The file was chosen by its publisher for such faults. Each segment of twenty reports and
more was looked at, and seen on its own to stay in one place, or to sail one way.
"""

from pathlib import Path

import polars as pl
import pytest

import stsdetect as sts
from stsdetect.tracks.segment import find_segments

SEGMENTS = {
    412331088: (5, 3),  # off Shandong, and off Argentina at the same time
    567000000: (13, 7),  # several vessels of the Gulf of Thailand
    666000001: (5, 3),  # Nigeria, Taiwan, Argentina
    416000000: (55, 17),  # ports of Taiwan, seen for three weeks with holes
    416245700: (1, 1),  # one vessel in the Pacific, with noise
    416241500: (3, 3),  # Kaohsiung, and two places in the Pacific
    477293900: (4, 4),  # one voyage across 180 degrees to the Yellow Sea
    600014098: (7, 5),  # to and fro across 180 degrees
}
"""MMSI: number of segments, and of those with twenty reports and more."""


@pytest.fixture(scope="module")
def tracks(real_ais: Path, tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    store = tmp_path_factory.mktemp("faulty")
    sts.ingest(real_ais / "gfw_gpsdio_segment_unique_positions.csv.gz", store)
    opened = sts.open_store(store)
    return find_segments(opened.read_positions(None, None, list(SEGMENTS)))


@pytest.mark.slow
@pytest.mark.parametrize("mmsi", SEGMENTS)
def test_find_segments__of_a_faulty_identity_are_those_looked_at(
    tracks: pl.DataFrame, mmsi: int
) -> None:
    own = tracks.filter(pl.col("mmsi") == mmsi, ~pl.col("jump"))
    lengths = own.group_by("segment_id").len()["len"]

    assert (lengths.len(), (lengths >= 20).sum()) == SEGMENTS[mmsi]


@pytest.mark.slow
def test_find_segments__two_places_under_one_mmsi_are_never_one_segment(
    tracks: pl.DataFrame,
) -> None:
    shared = tracks.filter(pl.col("mmsi") == 412331088, ~pl.col("jump"))
    south = shared.filter(pl.col("lat") < 0)["segment_id"].unique()
    north = shared.filter(pl.col("lat") > 0)["segment_id"].unique()

    assert not set(south) & set(north)
    assert shared.height > 1_900
