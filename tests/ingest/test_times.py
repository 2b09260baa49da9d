from datetime import UTC, datetime

import polars as pl
import pytest

from stsdetect.errors import FormatError
from stsdetect.ingest.times import read_times, recognise_times

NOON = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)

WRITTEN = [
    ("2024-03-01T12:00:00", "iso"),
    ("2024-03-01 12:00", "iso"),
    ("2024-03-01T12:00:00Z", "iso"),
    ("2024-03-01 12:00:00.000 UTC", "iso"),
    ("2024-03-01 21:00:00+09:00", "iso"),
    ("2024-03-01T06:30:00-0530", "iso"),
    ("2024/03/01 12:00:00", "iso"),
    ("01/03/2024 12:00:00", "day_first"),
    ("01.03.2024 12:00", "day_first"),
    ("03/01/2024 12:00:00", "month_first"),
    ("20240301_120000", "packed"),
    ("20240301120000", "packed"),
    ("1709294400", "epoch"),
    ("1709294400.0", "epoch"),
    ("1709294400000", "epoch"),
    ("1709294400", "epoch_s"),
    ("1709294400000", "epoch_ms"),
    ("12:00 01 Mar 2024", "%H:%M %d %b %Y"),
]


@pytest.mark.parametrize(("text", "way"), WRITTEN)
def test_read_times__each_way_is_read(text: str, way: str) -> None:
    assert read_times(pl.Series([text]), way, "UTC").to_list() == [NOON]


@pytest.mark.parametrize(
    ("text", "way"),
    [one for one in WRITTEN if one[1] in {"iso", "packed", "epoch"}],
)
def test_recognise_times__each_way_is_told(text: str, way: str) -> None:
    assert recognise_times([text, ""], "a.csv") == way


@pytest.mark.parametrize(
    "text", ["", "soon", "2024-13-01 00:00:00", "1850-01-01 00:00:00", "9999999999"]
)
def test_read_times__what_is_no_time_is_null(text: str) -> None:
    times = read_times(pl.Series([text, "2024-03-01T12:00:00"]), "iso", "UTC")

    assert times.to_list() == [None, NOON]


def test_read_times__a_zone_is_for_times_that_name_none() -> None:
    texts = pl.Series(["2024-03-01 21:00:00", "2024-03-01 12:00:00Z"])

    assert read_times(texts, "iso", "Asia/Seoul").to_list() == [NOON, NOON]


def test_recognise_times__what_is_not_understood_is_shown() -> None:
    with pytest.raises(FormatError, match=r"a\.csv: times like 'soon'"):
        recognise_times(["soon"], "a.csv")


def test_recognise_times__one_bad_value_changes_nothing() -> None:
    assert recognise_times(["n/a", "2024-03-01 12:00:00"], "a.csv") == "iso"
