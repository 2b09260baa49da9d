"""Hostile sources: links, archives, bombs, names, numbers and times that are no AIS."""

import base64
import gzip
import os
import re
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import stsdetect as sts
from stsdetect.config import read_config
from stsdetect.context.imagery.read import read_detections
from stsdetect.context.regions import find_region
from stsdetect.context.watchlists.read import read_watchlist
from stsdetect.errors import ConfigError, FormatError, InputError
from stsdetect.ingest.columns import read_column_map
from stsdetect.ingest.limits import Limits
from stsdetect.ingest.particulars import MAX_LETTERS
from stsdetect.ingest.sources import HEAD_BYTES, members, read_head
from stsdetect.printed import printed

HEADER = "mmsi,timestamp,lat,lon,sog,shipname\n"
GOOD = "412000001,2024-03-01T00:00:00Z,35.5,123.25,4.1,STAR\n"


def kept(folder: Path) -> int:
    return int(sts.open_store(folder).read_sources()["rows_kept"].sum())


def test_ingest__a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    secret, folder = tmp_path / "secret.csv", tmp_path / "ais"
    secret.write_text(HEADER + GOOD.replace("412000001", "412000009"))
    folder.mkdir()
    (folder / "own.csv").write_text(HEADER + GOOD)
    (folder / "link.csv").symlink_to(secret)
    (folder / "inner.csv").symlink_to(folder / "own.csv")

    sts.ingest(folder, tmp_path / "store")

    assert sts.open_store(tmp_path / "store").read_sources().height == 1
    assert kept(tmp_path / "store") == 1


def test_ingest__pipes_and_devices_in_a_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "ais").mkdir()
    os.mkfifo(tmp_path / "ais" / "pipe.csv")
    (tmp_path / "ais" / "own.csv").write_text(HEADER + GOOD)

    sts.ingest(tmp_path / "ais", tmp_path / "store")

    assert kept(tmp_path / "store") == 1


@pytest.mark.parametrize(
    "name", ["../../up.csv", "/abs.csv", "C:\\up.csv", "a/../../b.csv", "\x1b[2J.csv"]
)
def test_ingest__names_inside_an_archive_are_no_places(
    tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "in" / "deep"
    folder.mkdir(parents=True)
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr(name, HEADER + GOOD)
    before = set(tmp_path.rglob("*"))

    sts.ingest(folder / "a.zip", tmp_path / "store")

    new = set(tmp_path.rglob("*")) - before
    assert all(path.is_relative_to(tmp_path / "store") for path in new)
    assert kept(tmp_path / "store") == 1


def test_ingest__an_archive_of_too_many_files_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number in range(4):
            archive.writestr(f"{number}.csv", HEADER + GOOD)

    with pytest.raises(FormatError, match="4 files inside, 3 are read at most"):
        sts.ingest(tmp_path / "a.zip", tmp_path / "store", limits=Limits(max_members=3))


def write_gzip(path: Path, content: bytes) -> Path:
    path.write_bytes(gzip.compress(content))
    return path


def write_document(path: Path, content: bytes) -> Path:
    one = b'[{"mmsi":230000001,"time":1709251200,"navStat":0,"lat":60.0,"lon":20.0}'
    return write_gzip(path, one + b" " * len(content) + b"]")


def write_zip(path: Path, content: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", content)
    return path


@pytest.mark.parametrize("write", [write_gzip, write_zip, write_document])
def test_ingest__a_bomb_is_refused_and_leaves_no_store(
    tmp_path: Path, write: Callable[[Path, bytes], Path]
) -> None:
    text = (HEADER + GOOD).encode() + GOOD.encode() * 400_000
    bomb = write(tmp_path / "bomb", text)
    limits = Limits(max_ratio=20, least_unpacked_mib=1)

    with pytest.raises(FormatError, match="unpacks to over 20 times its size"):
        sts.ingest(bomb, tmp_path / "store", limits=limits)

    assert not (tmp_path / "store" / "sources.parquet").exists()
    sts.ingest(bomb, tmp_path / "store")
    assert kept(tmp_path / "store") == 1


def test_read_head__a_damaged_file_leaves_no_memory_behind(tmp_path: Path) -> None:
    """What a failing read asked for stayed for ever; found by fuzz of 150,000 files."""
    packed = write_gzip(tmp_path / "a.csv", (HEADER + GOOD * 900).encode())
    packed.write_bytes(packed.read_bytes()[:-6])
    (member,) = members(packed)

    tracemalloc.start()
    for _ in range(10):
        with pytest.raises(FormatError, match="damaged or cut short"):
            read_head(member)
    kept_bytes, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert kept_bytes < HEAD_BYTES


def test_read_config__limits_can_be_set_and_make_sense(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("[limits]\nmax_ratio = 900\nmax_members = 5\n")
    (tmp_path / "b.toml").write_text("[limits]\nmax_members = 0\n")

    assert read_config(tmp_path / "a.toml").limits == Limits(
        max_ratio=900, max_members=5
    )
    with pytest.raises(ConfigError, match="limits: each must be above zero"):
        read_config(tmp_path / "b.toml")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_ingest__two_files_of_one_name_in_an_archive_are_refused(
    tmp_path: Path,
) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.csv", HEADER + GOOD)
        archive.writestr("a.csv", HEADER + GOOD.replace("412000001", "412000002"))

    with pytest.raises(FormatError, match=r"two files inside are called 'a\.csv'"):
        sts.ingest(tmp_path / "a.zip", tmp_path / "store")


def test_ingest__a_file_without_a_name_in_an_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("XYZ", HEADER + GOOD)
    path.write_bytes(path.read_bytes().replace(b"XYZ", b"\0YZ"))  # a name ends at NUL

    with pytest.raises(FormatError, match="has no name"):
        sts.ingest(path, tmp_path / "store")


def test_ingest__a_name_in_an_archive_that_is_no_text_is_one_line(
    tmp_path: Path,
) -> None:
    """The list at the end names the file, what stands before it says it is UTF-8."""
    packed = bytearray(write_zip(tmp_path / "a.zip", GOOD.encode()).read_bytes())
    packed[7] |= 0x08
    packed[30:35] = b"\xff.csv"
    (tmp_path / "a.zip").write_bytes(packed)

    with pytest.raises(FormatError, match="damaged or cut short"):
        sts.ingest(tmp_path / "a.zip", tmp_path / "store")


def test_ingest__an_archive_for_other_programs_is_one_line(tmp_path: Path) -> None:
    content = bytearray(write_zip(tmp_path / "a.zip", b"x").read_bytes())
    content[content.find(b"PK\x01\x02") + 6] = 99  # version needed to unpack it
    (tmp_path / "a.zip").write_bytes(content)

    with pytest.raises(FormatError, match=r"damaged archive: zip file version 9\.9"):
        sts.ingest(tmp_path / "a.zip", tmp_path / "store")


def test_ingest__lines_that_end_in_a_carriage_return_alone_are_told(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.csv").write_bytes((HEADER + GOOD).replace("\n", "\r").encode())

    with pytest.raises(FormatError, match="lines end in a carriage return alone"):
        sts.ingest(tmp_path / "a.csv", tmp_path / "store")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("0,2024-03-01T00:00:00Z,35.5,123.25,1,", "bad MMSI"),
        ("-412000001,2024-03-01T00:00:00Z,35.5,123.25,1,", "bad MMSI"),
        ("1e300,2024-03-01T00:00:00Z,35.5,123.25,1,", "bad MMSI"),
        ("nan,2024-03-01T00:00:00Z,35.5,123.25,1,", "bad MMSI"),
        ("412000002,1969-12-31T23:59:59Z,35.5,123.25,1,", "bad time"),
        ("412000002,2106-02-07T06:28:16Z,35.5,123.25,1,", "bad time"),
        ("412000002,9999-99-99T99:99:99Z,35.5,123.25,1,", "bad time"),
        ("412000002,2024-03-01T00:00:00Z,nan,123.25,1,", "bad latitude"),
        ("412000002,2024-03-01T00:00:00Z,35.5,inf,1,", "bad longitude"),
        ("412000002,2024-03-01T00:00:00Z,-1e308,123.25,1,", "bad latitude"),
    ],
)
def test_ingest__a_value_that_can_not_be_is_a_reject_with_its_reason(
    tmp_path: Path, row: str, reason: str
) -> None:
    (tmp_path / "a.csv").write_text(HEADER + GOOD + row + "\n")

    sts.ingest(tmp_path / "a.csv", tmp_path / "store")

    rejects = sts.open_store(tmp_path / "store").read_rejects()
    assert rejects["reason"].to_list() == [reason]
    assert kept(tmp_path / "store") == 1


@pytest.mark.parametrize("sog", ["nan", "inf", "-inf", "1e400", "-1"])
def test_ingest__a_speed_that_can_not_be_is_unknown(tmp_path: Path, sog: str) -> None:
    (tmp_path / "a.csv").write_text(HEADER + GOOD.replace(",4.1,", f",{sog},"))

    sts.ingest(tmp_path / "a.csv", tmp_path / "store")

    positions = sts.open_store(tmp_path / "store").read_positions()
    assert positions["sog"].to_list() == [None]


def test_ingest__a_name_of_megabytes_is_cut_and_steers_nothing(tmp_path: Path) -> None:
    name = "\x1b[2J\u202eSTAR\u2066" + "X" * 3_000_000
    (tmp_path / "a.csv").write_text(HEADER + GOOD.replace("STAR", name))

    sts.ingest(tmp_path / "a.csv", tmp_path / "store")

    (told,) = sts.open_store(tmp_path / "store").read_vessels()["shipname"]
    assert told.startswith("[2J STAR X")
    assert len(told) == MAX_LETTERS


def test_ingest__invalid_utf8_in_a_name_is_a_name(tmp_path: Path) -> None:
    content = (HEADER + GOOD).encode().replace(b"STAR", b"ST\xff\xfeAR\xc3")
    (tmp_path / "a.csv").write_bytes(content)

    sts.ingest(tmp_path / "a.csv", tmp_path / "store")

    (told,) = sts.open_store(tmp_path / "store").read_vessels()["shipname"]
    assert told.startswith("ST")
    assert kept(tmp_path / "store") == 1


def write_parquet(path: Path) -> bytes:
    table = pa.table(
        {
            "mmsi": pa.array([412000001] * 500, pa.int64()),
            "timestamp": pl.Series(range(500)).to_arrow(),
            "lat": pa.array([35.5] * 500),
            "lon": pa.array([123.25] * 500),
        }
    )
    pq.write_table(table, path)
    return path.read_bytes()


@pytest.mark.parametrize("place", range(0, 400, 23))
def test_ingest__parquet_with_metadata_that_lie_is_a_fault_or_adds_up(
    tmp_path: Path, place: int
) -> None:
    """The footer, which tells rows, offsets and sizes, is changed byte by byte."""
    content = bytearray(write_parquet(tmp_path / "a.parquet"))
    length = int.from_bytes(content[-8:-4], "little")
    content[len(content) - 8 - length + place % length] ^= 0xFF
    (tmp_path / "a.parquet").write_bytes(content)

    try:
        sts.ingest(tmp_path / "a.parquet", tmp_path / "store")
    except InputError:
        return

    (one,) = sts.open_store(tmp_path / "store").read_sources().to_dicts()
    parts = ("rows_kept", "rows_duplicate", "rows_static", "rows_rejected")
    assert one["rows_read"] == sum(one[part] for part in parts)


@pytest.mark.parametrize("kind", ["timestamp[ms]", "timestamp[us]", "date32[day]"])
def test_ingest__times_of_parquet_beyond_all_years_are_no_times(
    tmp_path: Path, kind: str
) -> None:
    """polars panics where it writes them."""
    numbers = pa.int32() if kind == "date32[day]" else pa.int64()
    far = 2**31 - 1 if kind == "date32[day]" else 2**63 - 1
    times = pa.array([19_783, far, -far], numbers).cast(kind)
    other = {"mmsi": [412000001] * 3, "lat": [35.5] * 3, "lon": [123.25] * 3}
    pq.write_table(pa.table({"timestamp": times, **other}), tmp_path / "a.parquet")

    sts.ingest(tmp_path / "a.parquet", tmp_path / "store")

    (one,) = sts.open_store(tmp_path / "store").read_sources().to_dicts()
    assert (one["rows_read"], one["rows_rejected"]) == (3, 3 - one["rows_kept"])
    assert one["rows_rejected"] >= 2


def test_ingest__a_time_zone_of_parquet_that_is_no_text_is_one_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """It was refused as well before, below what a panic of polars writes by itself."""
    table = pa.table(
        {"mmsi": [412000001], "timestamp": [datetime(2024, 3, 1, tzinfo=UTC)]}
    )
    file = tmp_path / "a.parquet"
    pq.write_table(table, file, store_schema=True)
    content = file.read_bytes()
    (told,) = re.findall(
        rb"ARROW:schema.{1,5}?([A-Za-z0-9+/]{40,}=*)", content, re.DOTALL
    )
    wrong = base64.b64decode(told).replace(b"UTC", b"\xff\xfe\xfd")
    file.write_bytes(content.replace(told, base64.b64encode(wrong)))

    with pytest.raises(FormatError, match="damaged Parquet file"):
        sts.ingest(file, tmp_path / "store")

    assert "panicked" not in capfd.readouterr().err


def test_ingest__what_parquet_tells_beside_columns_need_be_no_text(
    tmp_path: Path,
) -> None:
    """polars panics where the name of an entry is none."""
    path = tmp_path / "a.parquet"
    row = {"mmsi": [412000001], "timestamp": [datetime(2024, 3, 1, tzinfo=UTC)]}
    pq.write_table(pa.table({**row, "lat": [35.5], "lon": [123.25]}), path)
    assert b"ARROW:schema" in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(b"ARROW:schema", b"ARRO\xd7:schema"))

    sts.ingest(path, tmp_path / "store")

    assert kept(tmp_path / "store") == 1


@pytest.mark.parametrize("command", ["ingest", "formats"])
def test_main__a_file_name_steers_no_terminal(
    command: str, tmp_path: Path, stsdetect: Callable[..., tuple[int, str, str]]
) -> None:
    file = tmp_path / "\x1b]0;owned\x07\u202e.csv"
    file.write_text(HEADER + GOOD)
    missing = tmp_path / "\x1b[2Jmissing.csv"
    where = {
        "ingest": ["--store", tmp_path / "store"],
        "formats": [],
    }[command]
    explain = ["--explain"] if command == "formats" else []

    said = [stsdetect(command, *explain, one, *where) for one in (file, missing)]

    assert said[1][0] == 2
    assert all(set(out + err) <= set(printed(out + err)) for _, out, err in said)


@pytest.mark.parametrize("text", ["[" * 100_000, '{"type":' * 100_000])
def test_find_region__brackets_without_end_are_no_json(
    tmp_path: Path, text: str
) -> None:
    (tmp_path / "a.geojson").write_text(text)

    with pytest.raises(InputError, match="no JSON"):
        find_region(tmp_path / "a.geojson")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"features": 7}',
        '{"features": [[]]}',
        '{"features": {"a": 1}}',
        '{"features": [{"properties": [1]}]}',
        '{"features": [{"geometry": ["Point"]}]}',
        '{"features": [{"geometry": {"type": "Point", "coordinates": [1]}}]}',
        (
            '{"features": [{"properties": {"timestamp": "2024-03-01T00:00:00Z"}, '
            '"geometry": {"coordinates": 1}}]}'
        ),
    ],
)
def test_read_detections__what_is_no_feature_is_refused(
    tmp_path: Path, text: str
) -> None:
    (tmp_path / "a.geojson").write_text(text)

    with pytest.raises(InputError, match=r"no (Geo)?JSON|is none|no polygon"):
        read_detections([tmp_path / "a.geojson"])


DIGITS = "9" * 5_000


def test_read_config__a_number_of_thousands_of_digits_is_no_toml(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.toml").write_text(f"[limits]\nmax_members = {DIGITS}\n")
    (tmp_path / "b.geojson").write_text(f'{{"type": {DIGITS}}}')

    with pytest.raises(ConfigError, match="not TOML"):
        read_config(tmp_path / "a.toml")
    with pytest.raises(ConfigError, match="no TOML"):
        read_column_map(tmp_path / "a.toml")
    with pytest.raises(InputError, match="no JSON"):
        find_region(tmp_path / "b.geojson")


def test_read_watchlist__an_imo_of_thousands_of_digits_is_left_out(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.csv").write_text(f"name,imo,list\nSIM,{DIGITS},sim\n")

    listed = read_watchlist(tmp_path / "a.csv")

    assert listed.select("name", "imo").rows() == [("SIM", None)]


def test_read_watchlist__a_line_feed_in_a_cell_is_no_second_line(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.csv").write_text('2,"SIM\nALPHA",vessel\n')

    with pytest.raises(InputError, match="first row: 2, SIM ALPHA, vessel") as told:
        read_watchlist(tmp_path / "a.csv")

    assert "\n" not in str(told.value)
