"""Around: sums over nine degree squares, against a look at each row by itself."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stsdetect.kernels.around import COLUMNS, sum_around

# A few squares at both poles and on both sides of 180°, so that they are neighbours.
CORNERS = [0, 1, 2, 358, 359]
SQUARES = [row * COLUMNS + one for row in (0, 1, 2, 90, 178, 179) for one in CORNERS]
rows = st.dictionaries(
    st.tuples(st.integers(0, 3), st.sampled_from(SQUARES)),
    st.tuples(st.integers(0, 9), st.integers(-1_000, 1_000)),
    max_size=60,
)


def one_by_one(
    known: dict[tuple[int, int], tuple[int, int]], hour: int, square: int
) -> tuple[list[int], list[int]]:
    """Look at every known square whether it is beside, and sum."""
    here, around = [0, 0], [0, 0]
    row, column = divmod(square, COLUMNS)
    for (when, other), values in known.items():
        other_row, other_column = divmod(other, COLUMNS)
        apart = (other_column - column + 180) % COLUMNS - 180
        if when == hour and abs(other_row - row) <= 1 and abs(apart) <= 1:
            around = [a + v for a, v in zip(around, values, strict=True)]
            if other == square:
                here = list(values)
    return here, around


@given(rows)
def test_sum_around__is_the_sum_of_those_beside(
    known: dict[tuple[int, int], tuple[int, int]],
) -> None:
    keys = sorted(known)
    starts = np.searchsorted([hour for hour, _ in keys], np.arange(5))
    block = np.array([square for _, square in keys], dtype=np.int64)
    values = np.array([known[key] for key in keys], dtype=np.int64).reshape(-1, 2)
    wanted = [(hour, square) for hour in range(-1, 5) for square in SQUARES]

    here, around = sum_around(np.array(wanted), starts, block, values)

    expected = [one_by_one(known, *one) for one in wanted]
    assert here.tolist() == [one for one, _ in expected]
    assert around.tolist() == [nine for _, nine in expected]
