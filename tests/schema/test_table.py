from datetime import UTC, datetime
from typing import Literal

import pandas as pd
import polars as pl
import pytest

from stsdetect.errors import SchemaError
from stsdetect.schema import TABLES, Table
from stsdetect.schema.column import boolean, choice, count, latitude, text, utc

REPORTS = Table(
    "reports",
    count("number", "Number."),
    utc("timestamp", "When."),
    latitude("lat", "Where.", missing=True),
    choice("colour", ("red", "blue"), "Colour.", missing=True),
    text("name", "Name.", missing=True),
    boolean("true", "Whether.", missing=True),
    key=("number",),
    meaning="Reports.",
)


def reports(**columns: object) -> pl.DataFrame:
    good = {"number": [1, 2], "timestamp": [0, 1]} | columns
    frame = pl.DataFrame(good)
    return frame.with_columns(
        pl.col("timestamp").cast(pl.Datetime("ms")).dt.replace_time_zone("UTC")
    )


def test_check__a_good_table_passes() -> None:
    REPORTS.check(REPORTS.conform(reports(lat=[1.0, None], colour=["red", None])))


def test_check__every_fault_is_told_at_once() -> None:
    table = REPORTS.conform(reports()).drop("name").with_columns(lat=pl.lit(91.0))

    with pytest.raises(SchemaError, match=r"lat: 91\.0 outside -90 … 90; no column"):
        REPORTS.check(table)


def test_check__a_missing_value_is_counted() -> None:
    table = REPORTS.conform(reports()).with_columns(number=pl.Series([1, None]))

    with pytest.raises(SchemaError, match="number: 1 missing"):
        REPORTS.check(table)


def test_check__nan_is_no_value() -> None:
    table = REPORTS.conform(reports()).with_columns(lat=pl.Series([1.0, float("nan")]))

    with pytest.raises(SchemaError, match="lat: 1 are not a number"):
        REPORTS.check(table)


def test_check__a_wrong_type_is_named() -> None:
    table = REPORTS.conform(reports()).with_columns(number=pl.Series(["a", "b"]))

    with pytest.raises(SchemaError, match="number: String is no integer"):
        REPORTS.check(table)


def test_check__a_stranger_in_a_closed_list_is_named() -> None:
    table = REPORTS.conform(reports()).with_columns(colour=pl.Series(["red", "grey"]))

    with pytest.raises(SchemaError, match="colour: 'grey' is none of red, blue"):
        REPORTS.check(table)


def test_check__a_local_time_is_no_time() -> None:
    table = REPORTS.conform(reports()).with_columns(
        pl.col("timestamp").dt.replace_time_zone(None)
    )

    with pytest.raises(SchemaError, match="timestamp"):
        REPORTS.check(table)


def test_check_key__a_repeated_key_is_counted() -> None:
    with pytest.raises(SchemaError, match="1 rows repeat the key number"):
        REPORTS.check_key(REPORTS.conform(reports(number=[1, 1])))


def test_conform__what_can_not_be_cast_is_told() -> None:
    with pytest.raises(SchemaError, match="reports: "):
        REPORTS.conform(reports(lat=["north", "south"]))


def test_conform__a_column_that_must_be_there_is_named() -> None:
    with pytest.raises(SchemaError, match="no column 'number'"):
        REPORTS.conform(reports().drop("number"))


def test_to_pandas__goes_there_and_back() -> None:
    table = REPORTS.conform(reports(lat=[1.0, None], true=[True, None]))

    pandas = REPORTS.to_pandas(table)

    assert isinstance(pandas, pd.DataFrame)
    REPORTS.check(pandas)
    assert REPORTS.from_pandas(pandas).equals(table)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_empty__is_a_good_table(table: Table) -> None:
    table.check(table.empty())
    table.check(table.empty_polars())
    assert set(table.key) <= set(table.names)


def test_check__both_ends_of_a_column_are_held() -> None:
    table = REPORTS.conform(reports(lat=[-90.5, 90.5]))

    with pytest.raises(
        SchemaError, match=r"lat: -90\.5 outside .*; lat: 90\.5 outside"
    ):
        REPORTS.check(table)


def test_check_key__a_key_that_is_used_once_passes() -> None:
    REPORTS.check_key(REPORTS.conform(reports()))


def test_table__says_in_a_debugger_which_it_is() -> None:
    assert repr(REPORTS) == "Table('reports', 6 columns)"


@pytest.mark.parametrize("unit", ["ms", "us"])
@pytest.mark.parametrize("count", [2**60, -(2**60)])
def test_check__a_time_of_no_year_is_a_fault(
    unit: Literal["ms", "us"], count: int
) -> None:
    """No calendar has it, and Python can't hold it; found by fuzz."""
    table = Table("visits", utc("time", "When."), key=("time",), meaning="Visits.")
    ends = [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)]
    dtype = pl.Datetime(unit, "UTC")
    table.check(pl.DataFrame({"time": pl.Series(ends, dtype=dtype)}))

    with pytest.raises(SchemaError, match="visits: time: beyond the years 1 … 9999"):
        table.check(pl.DataFrame({"time": pl.Series([0, count]).cast(dtype)}))
