"""Short contacts that repeat, against a slow search."""

import numpy as np
import oracle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stsdetect.kernels.repeats import RepeatBounds, ShortContacts, repeat_ids

HOUR = 3_600_000
BOUNDS = RepeatBounds(48 * HOUR, 15 * 1852.0, HOUR)
Contact = tuple[int, int, int, float]


def table(contacts: list[Contact]) -> ShortContacts:
    """Contacts as pair, start [h], minutes together and degrees north."""
    pair, start, minutes, lat = (np.array(c) for c in zip(*contacts, strict=True))
    length = minutes.astype(np.int64) * 60_000
    start = start.astype(np.int64) * HOUR
    return ShortContacts(
        pair.astype(np.int64), start, start + length, lat.astype(float),
        np.full(len(contacts), 179.99), length,
    )  # fmt: skip


def slow(contacts: list[Contact]) -> list[int]:
    """Number of each contact's meeting, by trying every stretch from every start."""
    number = [-1] * len(contacts)
    first = 0
    while first < len(contacts):
        pair, start, _, lat = contacts[first]
        reach = [
            other[0] == pair
            and other[1] + other[2] / 60 - start <= 48
            and oracle.distance_m((lat, 0.0), (other[3], 0.0)) <= 15 * 1852.0
            for other in contacts[first:]
        ]
        n = reach.index(False) if False in reach else len(reach)
        minutes = sum(other[2] for other in contacts[first : first + n])
        if n > 1 and minutes >= 60:
            number[first : first + n] = [first] * n
            first += n
        else:
            first += 1
    return number


@given(
    st.lists(
        st.tuples(
            st.integers(0, 1),
            st.integers(0, 150),
            st.integers(10, 29),
            st.sampled_from([38.0, 38.2, 38.3]),
        ),
        min_size=1,
        max_size=12,
        unique_by=lambda one: one[:2],
    ).map(sorted)
)
def test_repeat_ids__finds_what_a_slow_search_finds(contacts: list[Contact]) -> None:
    assert repeat_ids(table(contacts), BOUNDS).tolist() == slow(contacts)


@pytest.mark.parametrize(
    ("contacts", "n_found"),
    [
        ([(0, 0, 29, 38.0), (0, 10, 29, 38.0)], 0),
        ([(0, 0, 29, 38.0), (0, 10, 29, 38.0), (0, 20, 10, 38.0)], 3),
        ([(0, 0, 29, 38.0), (0, 10, 29, 38.0), (0, 48, 10, 38.0)], 0),
        ([(0, 0, 29, 38.0), (0, 10, 29, 38.0), (0, 20, 10, 38.3)], 0),
        ([(0, 0, 29, 38.0), (0, 10, 29, 38.0), (1, 20, 10, 38.0)], 0),
        ([(0, 0, 10, 38.0), *((0, 30 + n, 25, 38.0) for n in range(0, 60, 20))], 3),
    ],
)
def test_repeat_ids__keeps_its_bounds(contacts: list[Contact], n_found: int) -> None:
    found = repeat_ids(table(contacts), BOUNDS)

    assert (found >= 0).sum() == n_found
