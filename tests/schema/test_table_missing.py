"""Missing values on the way between polars and pandas."""

import polars as pl
import pytest

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
