"""Figures of spells, against NumPy on each spell by itself."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from stsdetect.kernels.spells import (
    first_and_last,
    longest_holes,
    means,
    medians,
    run_starts,
    spreads,
)

Integers = NDArray[np.int64]
rows = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.one_of(st.just(np.nan), st.floats(-100, 100)),
        st.booleans(),
        st.integers(1, 90),
    ),
    max_size=40,
).map(lambda one: sorted(one, key=lambda row: row[0]))


def columns(
    table: list[tuple[int, float, bool, int]],
) -> tuple[Integers, NDArray[np.float64], NDArray[np.bool_], Integers]:
    key = np.array([row[0] for row in table], dtype=np.int64)
    values = np.array([row[1] for row in table], dtype=np.float64)
    kept = np.array([row[2] for row in table], dtype=np.bool_)
    time = np.cumsum([row[3] for row in table], dtype=np.int64)
    return run_starts(key), values, kept, time


@given(rows)
def test_spells__are_numpys_figures_of_each_stretch(
    table: list[tuple[int, float, bool, int]],
) -> None:
    start, values, kept, _ = columns(table)

    numbers = sorted({row[0] for row in table})
    own = [[row for row in table if row[0] == number] for number in numbers]
    known = [[row[1] for row in spell if not np.isnan(row[1])] for spell in own]
    assert np.diff(start).tolist() == [len(spell) for spell in own]
    for found, truth in ((means, np.mean), (medians, np.median)):
        assert found(values, start) == pytest.approx(
            [truth(spell) if spell else np.nan for spell in known], nan_ok=True
        )
    x = np.nan_to_num(values)
    assert spreads(x, 2 * x, kept, start) == pytest.approx(
        [
            np.sqrt(5) * np.std([np.nan_to_num(row[1]) for row in spell if row[2]])
            if any(row[2] for row in spell)
            else np.nan
            for spell in own
        ],
        nan_ok=True,
        abs=1e-9,
    )


@given(rows)
def test_spells__know_their_rows_and_holes(
    table: list[tuple[int, float, bool, int]],
) -> None:
    start, _, kept, time = columns(table)

    spells = [range(a, b) for a, b in pairwise(start)]
    inside = [[i for i in spell if kept[i]] for spell in spells]
    assert first_and_last(kept, start).tolist() == [
        [i[0], i[-1]] if i else [-1, -1] for i in inside
    ]
    ends = [
        sorted({spell[0], *i, spell[-1]})
        for spell, i in zip(spells, inside, strict=True)
    ]
    assert longest_holes(time, kept, start).tolist() == [
        max(np.diff(time[i]), default=0) for i in ends
    ]
