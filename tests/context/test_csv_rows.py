"""CSV that a user brings, however it was saved, and what is none."""

import csv
from pathlib import Path

import pytest

from stsdetect.context.csv_rows import read_csv_rows
from stsdetect.context.imagery.read import read_detections
from stsdetect.context.port_files import read_port_file
from stsdetect.context.watchlists.read import read_watchlist
from stsdetect.errors import InputError


@pytest.mark.parametrize(
    "content",
    [
        b'name,lat\n"a, b",1\n',
        b'\xef\xbb\xbfname,lat\r\n"a, b",1\r\n',
        b"name;lat\na, b;1\n",
    ],
    ids=["plain", "with a mark", "semicolons"],
)
def test_read_csv_rows__however_it_was_saved(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(content)

    assert read_csv_rows(tmp_path / "a.csv") == [["name", "lat"], ["a, b", "1"]]


def test_read_csv_rows__an_empty_file_has_no_row(tmp_path: Path) -> None:
    (tmp_path / "a.csv").touch()

    assert read_csv_rows(str(tmp_path / "a.csv")) == []


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"time,name,lat,lon,imo\n1,\xe9\n", "row 2: not UTF-8; save it as UTF-8"),
        (b"name," + b"x" * (csv.field_size_limit() + 1), "no CSV: field larger"),
    ],
    ids=["another encoding", "endless cell"],
)
def test_read__what_is_no_csv_is_one_fault(
    tmp_path: Path, content: bytes, fault: str
) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(content)

    for read in (
        lambda: read_port_file(str(file)),
        lambda: read_detections([file]),
        lambda: read_watchlist(file),
    ):
        with pytest.raises(InputError, match=fault) as refused:
            read()
        assert "\n" not in str(refused.value)
