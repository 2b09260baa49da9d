"""Parquet of ours: sound tables are what polars reads, damaged ones are one line."""

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from builders_damage import have_less_than_no_values
from polars.testing import assert_frame_equal

from stsdetect.disk.parquet import (
    STRANGE,
    look_through,
    look_through_once,
    read_columns,
    read_parquet,
    read_rows,
)
from stsdetect.errors import StoreError

TABLE = pl.DataFrame(
    {
        "name": ["a", None, "ccc"],
        "time": pl.Series([1, 2, None]).cast(pl.Datetime("ms", "UTC")),
        "reasons": [["x", "y"], [], None],
        "n": [1, -2, None],
    }
)


def test_read_parquet__gives_what_polars_gives(tmp_path: Path) -> None:
    """In a folder too whose name looks like a column of a partition."""
    file = tmp_path / "year=2024" / "a.parquet"
    file.parent.mkdir()
    TABLE.write_parquet(file)

    assert_frame_equal(read_parquet(file, "make it anew"), TABLE)


def test_read_parquet__a_page_of_less_than_no_values_is_one_line(
    tmp_path: Path,
) -> None:
    """Polars asked for two quintillion bytes, and ended the process; found by fuzz."""
    file = tmp_path / "a.parquet"
    TABLE.write_parquet(file)
    assert have_less_than_no_values(file) == len(TABLE.columns)
    with pytest.raises(StoreError, match="damaged; make it anew"):
        read_parquet(file, "make it anew")


def test_read_parquet__text_that_is_none_is_one_line(tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    TABLE.write_parquet(file, compression="uncompressed", statistics=False)
    file.write_bytes(file.read_bytes().replace(b"ccc", b"c\xffc"))

    with pytest.raises(StoreError, match="damaged"):
        read_parquet(file, "make it anew")


@pytest.mark.parametrize("content", [b"", b"PAR1", b"no Parquet at all"])
def test_read_parquet__what_is_none_is_one_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.parquet").write_bytes(content)

    for name in ("a.parquet", "missing.parquet"):
        with pytest.raises(StoreError, match="damaged; make it anew"):
            read_parquet(tmp_path / name, "make it anew")


DAY = datetime(2024, 3, 1, tzinfo=UTC)
LONG = pl.DataFrame(
    {
        "n": range(100),
        "time": pl.Series([DAY + timedelta(hours=n) for n in range(100)]).cast(
            pl.Datetime("ms", "UTC")
        ),
        "kind": pl.Series(["a", "b"] * 50, dtype=pl.Enum(["a", "b", "c;1"])),
        "way": pl.Series([[1.0, 2.0]] * 100, dtype=pl.Array(pl.Float32, 2)),
    }
)


@pytest.fixture
def long(tmp_path: Path) -> Path:
    """Give a table in groups of ten rows."""
    LONG.write_parquet(tmp_path / "long.parquet", row_group_size=10)
    return tmp_path / "long.parquet"


def test_read_rows__gives_what_polars_gives_of_file_and_bytes(long: Path) -> None:
    assert_frame_equal(read_rows(long), LONG)
    assert_frame_equal(read_rows(long.read_bytes()), LONG)


def test_read_rows__of_none_has_its_columns(tmp_path: Path) -> None:
    LONG.clear().write_parquet(tmp_path / "a.parquet")

    assert_frame_equal(read_rows(tmp_path / "a.parquet"), LONG.clear())
    assert read_columns(tmp_path / "a.parquet") == dict(LONG.schema)


def test_look_through__finds_what_is_damaged_and_gives_the_columns(long: Path) -> None:
    assert look_through(long) == dict(LONG.schema)

    assert have_less_than_no_values(long)
    with pytest.raises(STRANGE):
        look_through(long)


@pytest.mark.parametrize(
    "strange",
    [
        pa.array([0], pa.timestamp("ms", "UDC")),
        pa.array([{"a": 1}]),
        pa.array([b"a"]),
        pa.array([[{"a": 1}]]),
        pa.array([1], pa.decimal128(5)),
    ],
)
def test_read_rows__of_a_type_that_we_never_write_are_refused(
    tmp_path: Path, strange: Any
) -> None:
    """Over some of them polars panics."""
    pq.write_table(pa.table({"a": strange}), tmp_path / "a.parquet")

    with pytest.raises(ValueError, match=r"of a type|of another zone"):
        read_rows(tmp_path / "a.parquet")


def test_read_rows__a_name_that_ends_early_is_refused(tmp_path: Path) -> None:
    """Polars panics where it gives such a column to pandas; found by coverage."""
    pq.write_table(pa.table({"cast\0_kn": [1]}), tmp_path / "a.parquet")

    for read in (read_rows, look_through):
        with pytest.raises(ValueError, match="a name that ends early"):
            read(tmp_path / "a.parquet")


@pytest.mark.parametrize(
    "notes",
    [b"", b"x", b"9;a", b"1;a1;c", b"1;a1;b1;\xff", b"-1;a", b"99999999999999;a"],
)
def test_read_rows__words_that_are_not_those_noted_are_refused(
    tmp_path: Path, notes: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    """Polars panics, or takes them for missing."""
    words = pa.array(["a", "b"]).dictionary_encode()
    field = pa.field("kind", words.type, metadata={"_PL_ENUM_VALUES2": notes})
    table = pa.Table.from_arrays([words], schema=pa.schema([field]))
    pq.write_table(table, tmp_path / "a.parquet")

    for read in (read_rows, look_through):
        with pytest.raises(ValueError, match=r"closed list|decode"):
            read(tmp_path / "a.parquet")
    assert "panic" not in capfd.readouterr().err


def test_look_through__another_count_of_rows_is_found_before_polars_panics(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Counts of a group, of the file and of columns; found by fuzz."""
    file, n_refused = tmp_path / "a.parquet", 0
    LONG.head(50).write_parquet(file)
    sound = file.read_bytes()
    for place in re.finditer(rb"\x16\x64", sound):  # 50 in Thrift's compact form
        file.write_bytes(sound[: place.start()] + b"\x16\x04" + sound[place.end() :])
        try:
            look_through(file)
        except STRANGE:
            n_refused += 1
        else:
            assert_frame_equal(pl.scan_parquet(file).collect(), LONG.head(50))

    assert n_refused >= 2
    assert "panic" not in capfd.readouterr().err


def test_look_through_once__looks_again_at_a_file_that_changed(long: Path) -> None:
    look_through_once(long)
    assert have_less_than_no_values(long)
    told = long.stat()
    os.utime(long, ns=(told.st_atime_ns, told.st_mtime_ns + 1))

    with pytest.raises(STRANGE):
        look_through_once(long)
