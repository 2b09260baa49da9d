"""Rows that are near each other, against all pairs."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stsdetect.kernels.alike import find_alike, order_by_square


@given(
    st.integers(0, 40),
    st.integers(0, 40),
    st.integers(0, 2**32 - 1),
    st.floats(0.05, 3.0),
)
def test_find_alike__are_the_near_ones_of_all_pairs(
    n: int, m: int, seed: int, reach: float
) -> None:
    draw = np.random.default_rng(seed)
    rows, others = draw.normal(0.0, 1.0, (n, 4)), draw.normal(0.0, 1.0, (m, 4))
    keys = order_by_square(others, (0, 3), reach)
    order = np.argsort(keys)

    first, second = find_alike(
        rows, order_by_square(rows, (0, 3), reach), others[order], keys[order], reach
    )

    apart = np.linalg.norm(rows[:, None] - others[None], axis=2)
    expected = set(
        zip(*(part.tolist() for part in np.nonzero(apart <= reach)), strict=True)
    )
    found = list(zip(first.tolist(), order[second].tolist(), strict=True))
    assert len(found) == len(set(found))
    assert set(found) == expected
