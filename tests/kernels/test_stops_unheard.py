"""Stops that nobody hears: against a sum over the slots of each silence."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stsdetect.kernels.stops import stops_unheard

shares = st.lists(st.floats(0.0, 1.0), max_size=8)


def slow(goes_on: list[float], per_slot: float) -> float:
    """To stop in the k-th slot, unheard and without a stop before; or in none."""
    stopped = sum(
        per_slot * math.prod(goes_on[:slot]) for slot, _ in enumerate(goes_on)
    )
    return stopped + math.prod(goes_on)


@given(st.lists(shares, max_size=5), st.floats(0.0, 0.5))
def test_stops_unheard__is_the_sum_over_the_slots_of_each_silence(
    silences: list[list[float]], per_slot: float
) -> None:
    row = np.repeat(np.arange(len(silences)), [len(one) for one in silences])
    goes_on = np.array([share for one in silences for share in one])

    found = stops_unheard(row.astype(np.int64), goes_on, len(silences), per_slot)

    told = [(slow(one, per_slot), slow(one[::-1], per_slot)) for one in silences]
    assert found.shape == (len(silences), 2)
    assert found.tolist() == [pytest.approx(pair, rel=1e-12) for pair in told]


def test_stops_unheard__of_a_silence_hangs_on_no_other() -> None:
    alone = stops_unheard(np.zeros(3, np.int64), np.array([0.3, 0.6, 0.9]), 1, 0.1)
    row = np.array([0, 1, 1, 1, 2])

    among = stops_unheard(row, np.array([0.5, 0.3, 0.6, 0.9, 0.7]), 3, 0.1)

    assert among[1].tolist() == alone[0].tolist()
