"""Every file of real AIS, read by its name alone: how many rows are what."""

from pathlib import Path

import pytest
from suez import COLUMNS, NAME

from stsdetect.errors import FormatError
from stsdetect.ingest.columns import ColumnMap
from stsdetect.ingest.files import ingest_files
from stsdetect.ingest.plan import Wish
from stsdetect.ingest.store import open_store

NO_POSITION, NO_MMSI = "no position", "bad MMSI"

GOLDEN = {  # read, kept, duplicate, static; rejected by reason
    "gfw_encounter_pair_2015-03-19.csv": (346, 327, 19, 0, {}),
    "gfw_gpsdio_segment_unique_positions.csv.gz": (
        *(75_082, 73_855, 115, 0),
        {NO_POSITION: 1_112},
    ),
    "marinecadastre_nyharbor_2020-06-30_first_hour.csv": (8_689, 8_687, 2, 0, {}),
    "norway_case_2019-09-02_70YMX.csv": (3_598, 3_598, 0, 0, {}),
    "norway_case_2020-01-01_E4BG1.csv": (1_582, 1_582, 0, 0, {}),
    "norway_case_2020-01-01_LFFWO.csv": (3_789, 3_789, 0, 0, {}),
    "dma_aislib_pghp_2010-06-11.nmea": (
        *(8_551, 2_965, 0, 5_562),
        {NO_POSITION: 22, NO_MMSI: 2},
    ),
    "gfw_ais_listener_tagblock_2022-11-10.nmea": (
        *(10_000, 7_964, 213, 1_779),
        {NO_POSITION: 43, "incomplete message": 1},
    ),
    "libais_tagblock_2014-12-10.nmea": (5, 3, 0, 2, {}),
    "libais_typeexamples_2012.nmea": (26, 3, 0, 21, {"position out of range": 2}),
    "libais_uscg_all_types_2010.nmea": (
        *(345, 25, 0, 286),
        {"unknown message type": 17, "wrong length": 17},
    ),
    "noaadata_uscg_2006-07-15.nmea": (1_001, 658, 4, 328, {NO_POSITION: 11}),
    "aisstream": (10, 3, 0, 7, {}),
}


def counted(source: Path, store: Path, columns: ColumnMap | None = None) -> object:
    sources = ingest_files([source], store, Wish(columns=columns))
    parts = ("read", "kept", "duplicate", "static")
    rejects = open_store(store).count_rejects().rows()
    return (*(int(sources[f"rows_{part}"].sum()) for part in parts), dict(rejects))


@pytest.mark.parametrize("name", GOLDEN)
def test_ingest_files__a_real_file_is_known_by_itself(
    real_ais: Path, tmp_path: Path, name: str
) -> None:
    found = counted(real_ais / name, tmp_path / "store")

    assert found == GOLDEN[name]


def test_ingest_files__identities_that_are_no_mmsi_need_a_map(
    real_ais: Path, tmp_path: Path
) -> None:
    with pytest.raises(FormatError, match="no column for mmsi"):
        ingest_files([real_ais / NAME], tmp_path / "store")

    found = counted(real_ais / NAME, tmp_path / "store", COLUMNS)

    assert found == (22_287, 21_832, 455, 0, {})
