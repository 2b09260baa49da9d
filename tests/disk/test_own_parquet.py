"""Parquet of ours: sound tables are what polars reads, damaged ones are one line."""

import re
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from stsdetect.disk.parquet import read_parquet
from stsdetect.errors import StoreError

TABLE = pl.DataFrame(
    {
        "name": ["a", None, "ccc"],
        "time": pl.Series([1, 2, None]).cast(pl.Datetime("ms", "UTC")),
        "reasons": [["x", "y"], [], None],
        "n": [1, -2, None],
    }
)
HEADER = re.compile(rb"\x15\x00\x15.{1,2}?\x15.{1,2}?,\x15(.)", re.DOTALL)
"""A page begins so: its kind, both sizes, and then how many values it has."""


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
    content = bytearray(file.read_bytes())
    pages = list(HEADER.finditer(bytes(content)))
    assert len(pages) == len(TABLE.columns)
    for page in pages:
        content[page.start(1)] |= 1  # the sign of a number in Thrift's compact form
    file.write_bytes(content)

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
