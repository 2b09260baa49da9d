"""Missing values, and columns that only pandas knows."""

import geopandas as gpd
import pandas as pd
import polars as pl
import pytest

from stsdetect.errors import SchemaError
from stsdetect.schema import Table
from stsdetect.schema.column import boolean, count

SURVEYS = Table(
    "surveys",
    count("number", "Number."),
    boolean("alongside", "Hull to hull.", missing=True),
    key=("number",),
    meaning="A table for this test.",
)


@pytest.mark.parametrize("answers", [[True, None], [None, None], [True, False]])
def test_to_pandas__a_missing_boolean_survives_the_round_trip(
    answers: list[bool | None],
) -> None:
    surveys = SURVEYS.conform(pl.DataFrame({"number": [1, 2], "alongside": answers}))

    pandas = SURVEYS.to_pandas(surveys)

    SURVEYS.check(pandas)
    assert SURVEYS.from_pandas(pandas)["alongside"].to_list() == answers


def test_check__columns_beyond_the_schema_may_be_of_any_type() -> None:
    surveys = pd.DataFrame({"number": [1, 1], "alongside": [True, False]})

    places = gpd.GeoDataFrame(surveys, geometry=gpd.points_from_xy([1, 2], [3, 4]))

    SURVEYS.check(places)
    with pytest.raises(SchemaError, match="1 rows repeat the key"):
        SURVEYS.check_key(places)
