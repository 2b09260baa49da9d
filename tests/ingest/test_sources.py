import gzip
import logging
import zipfile
from pathlib import Path

import pytest

from stsdetect.errors import FormatError, InputError
from stsdetect.ingest.blocks import read_blocks
from stsdetect.ingest.files import ingest_files, ingest_planned
from stsdetect.ingest.plan import Wish, plan_sources
from stsdetect.ingest.sources import Member, find_files, members
from stsdetect.ingest.store import open_store
from stsdetect.progress import SILENT

HEADER = "mmsi,timestamp,lat,lon\n"
ROW = "412000001,2024-03-01T00:00:00,35,123\n"
OTHER = "date_time_utc;mmsi;lon;lat;true_heading\n2020-01-01 00:00:01;2;5;60;511\nx\n"


def test_find_files__a_folder_gives_its_files_by_name(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("c.csv", "b/a.csv", "a.csv", ".hidden"):
        (tmp_path / name).write_text(ROW)

    found = [str(file.relative_to(tmp_path)) for file in find_files(tmp_path)]

    assert found == ["a.csv", "b/a.csv", "c.csv"]


def test_find_files__a_store_below_a_folder_is_none_of_its_files(
    tmp_path: Path,
) -> None:
    own = tmp_path / "ais.csv"
    own.write_text(HEADER + ROW)
    ingest_files([own], tmp_path / "out" / "store")
    (tmp_path / "out" / "edges.parquet").write_bytes(b"PAR1")

    assert find_files(tmp_path) == [own]
    assert len(find_files(tmp_path / "out" / "store")) > 3  # when it is named


def test_find_files__a_glob_gives_what_it_matches(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv", "c.txt"):
        (tmp_path / name).write_text(ROW)

    assert [file.name for file in find_files(f"{tmp_path}/*.csv")] == ["a.csv", "b.csv"]


def test_find_files__nothing_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\*\.csv: no such file or folder"):
        find_files(f"{tmp_path}/*.csv")


def test_ingest_files__members_of_an_archive_are_one_source(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "a.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("1.csv", HEADER + ROW)
        archive.writestr("2.csv", OTHER)
        archive.writestr("README.txt", "hello\n")
        archive.writestr("3.csv.gz", gzip.compress((HEADER + "broken\n").encode()))

    with caplog.at_level(logging.WARNING, logger="stsdetect"):
        sources = ingest_files([file], tmp_path / "store")

    assert sources["format"].to_list() == ["csv+kystverket"]
    assert sources["rows_read"].to_list() == [4]
    rejects = open_store(tmp_path / "store").read_rejects()
    assert rejects.select("source_row", "raw").rows() == [(5, "x"), (7, "broken")]
    assert "README.txt" in caplog.text


def test_ingest_planned__a_file_that_grows_meanwhile_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(HEADER + ROW)
    planned = plan_sources([tmp_path / "a.csv"], Wish())
    (tmp_path / "a.csv").write_text(HEADER + ROW + ROW)

    with pytest.raises(FormatError, match=r"a\.csv: changed while it was read"):
        ingest_planned(planned, tmp_path / "store", SILENT)

    assert not (tmp_path / "store" / "sources.parquet").exists()


def test_members__a_damaged_archive_is_named(tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    file.write_bytes(b"PK\x03\x04 and no more")

    with pytest.raises(FormatError, match=r"a\.zip: damaged archive"):
        members(file)


@pytest.mark.parametrize("size", [1, 7, 40, 4_000])
def test_read_blocks__cut_anywhere_they_are_whole_lines(
    tmp_path: Path, size: int
) -> None:
    file = tmp_path / "a.csv"
    file.write_text(HEADER + ROW * 30 + "no end")

    blocks = [block for block, _ in read_blocks(Member(file), size)]

    assert b"".join(blocks) == file.read_bytes()
    assert all(block.endswith(b"\n") for block in blocks[:-1])


def test_read_blocks__bytes_used_sum_up_to_the_file(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(HEADER + ROW * 30)

    assert sum(n for _, n in read_blocks(Member(file), 100)) == file.stat().st_size


def test_ingest_files__a_fault_far_down_leaves_no_store(tmp_path: Path) -> None:
    text = (HEADER + ROW * 100_000).encode()
    packed = bytearray(gzip.compress(text))
    packed[-8] ^= 255  # its checksum
    (tmp_path / "good.csv").write_text(HEADER + ROW)
    (tmp_path / "bad.csv.gz").write_bytes(packed[:-20])

    with pytest.raises(FormatError, match=r"bad\.csv\.gz"):
        ingest_files(
            [tmp_path / "good.csv", tmp_path / "bad.csv.gz"], tmp_path / "store"
        )

    assert not (tmp_path / "store" / "sources.parquet").exists()
    assert list((tmp_path / "store").iterdir()) == []
