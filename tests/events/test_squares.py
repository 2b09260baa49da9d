"""Squares: who lies in each or beside it, as a slow loop counts."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from stsdetect.events.loitering import SQUARES_PER_DEGREE
from stsdetect.events.squares import BESIDE, SQUARE, squares_of, vessels_around

places = st.lists(
    st.tuples(
        st.integers(1, 6),  # of few vessels, so that some lie in several squares
        st.integers(-3, 3).map(lambda n: n / 40),
        st.integers(-3, 3).map(lambda n: (179.99 + n / 40 + 180) % 360 - 180),
    ),
    max_size=25,
)


@given(places)
def test_vessels_around__is_what_a_slow_loop_counts(
    drawn: list[tuple[int, float, float]],
) -> None:
    schema = {"mmsi": pl.Int64, "lat": pl.Float64, "lon": pl.Float64}
    table = pl.DataFrame(drawn, schema=schema, orient="row")
    placed = squares_of(table, SQUARES_PER_DEGREE)

    around = vessels_around(placed, SQUARES_PER_DEGREE)

    n_columns = 360 * SQUARES_PER_DEGREE
    vessels: dict[tuple[int, int], set[int]] = {}
    for mmsi, row, column in placed.select("mmsi", *SQUARE).iter_rows():
        for north, east in BESIDE:
            square = (row + north, (column + east) % n_columns)
            vessels.setdefault(square, set()).add(mmsi)
    told = {(row, column): n for row, column, n in around.iter_rows()}
    assert told == {square: len(found) for square, found in vessels.items()}
