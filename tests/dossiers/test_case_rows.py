"""Rows of a case: what is written is read back, cell by cell."""

from datetime import UTC, datetime

import polars as pl
import pyarrow as pa
import pytest
from polars.testing import assert_frame_equal

from stsdetect.dossiers.case_rows import VESSELS_FILE, read_rows
from stsdetect.export.csv import plain_csv
from stsdetect.schema import VESSELS

NAMES = ['a "b", c', " x\ny\r\n", "", None, "null", "=1+1", "선박"]
ROWS = VESSELS.conform(
    pl.DataFrame(
        {
            "mmsi": range(1, len(NAMES) + 1),
            "valid_from": datetime(2024, 3, 1, tzinfo=UTC),
            "shipname": NAMES,
            "length_m": [120.5, *[None] * (len(NAMES) - 1)],
            "source_id": "0123456789abcdef",
            "source_row": 7,
        }
    )
)


def test_read_rows__gives_what_was_written() -> None:
    """A missing name is none of no letters."""
    content = plain_csv(ROWS).encode()

    assert_frame_equal(read_rows(VESSELS_FILE, content), ROWS)


def test_read_rows__columns_that_are_not_known_are_left_out() -> None:
    content = plain_csv(ROWS.with_columns(other=pl.lit("2024-13-41"))).encode()

    assert_frame_equal(read_rows(VESSELS_FILE, content), ROWS)


@pytest.mark.parametrize("content", [b"", b"mmsi", b"mmsi,imo\n1", b"a,a\n1,2,3\n"])
def test_read_rows__no_table_raises(content: bytes) -> None:
    with pytest.raises(pa.ArrowInvalid):
        read_rows(VESSELS_FILE, content)
