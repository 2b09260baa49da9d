"""Parts of a table: whole keys, every row once, and the same with any number."""

import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stsdetect import threads
from stsdetect.threads import Aside, cut_evenly, map_parts


@given(st.lists(st.integers(0, 5), max_size=30).map(sorted), st.integers(1, 6))
def test_cut_evenly__keeps_equal_keys_together(keys: list[int], n_cpus: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(threads, "MIN_ROWS", 1)
        patch.setattr("os.cpu_count", lambda: n_cpus)
        parts = cut_evenly(np.array(keys, dtype=np.int64))

    assert [key for part in parts for key in keys[part]] == keys
    assert 1 <= len(parts) <= n_cpus
    owned = [key for part in parts for key in set(keys[part])]
    assert len(owned) == len(set(keys))


def test_cut_evenly__cuts_an_order_where_its_keys_would_be_cut() -> None:
    rng = np.random.default_rng(3)
    key = rng.integers(0, 40, 250_000)
    order = np.argsort(key, kind="stable")

    assert cut_evenly(key, order) == cut_evenly(key[order])


def test_map_parts__keeps_the_order_of_the_parts() -> None:
    assert map_parts(str, [1, 2, 3]) == ["1", "2", "3"]
    assert map_parts(str, [1]) == ["1"]


@pytest.mark.parametrize("n_threads", [1, 2])
def test_aside__gives_each_its_outcome_and_its_fault(n_threads: int) -> None:
    def fails() -> int:
        raise ValueError("told")

    with Aside(n_threads) as aside:
        first, fault, last = (aside.start(one) for one in (lambda: 1, fails, list))

        assert first() == 1
        with pytest.raises(ValueError, match="told"):
            fault()
        assert last() == []


def test_aside__the_piece_under_way_is_waited_for_at_the_end() -> None:
    begun, told = threading.Event(), []

    def piece() -> None:
        begun.set()
        told.append("done")

    with Aside(n_threads=2) as aside:
        aside.start(piece)
        begun.wait()

    assert told == ["done"]


def test_map_parts__takes_no_more_threads_than_it_may() -> None:
    seen: set[int] = set()

    def note(part: int) -> int:
        seen.add(threading.get_ident())
        return part

    assert map_parts(note, range(50), n_threads=1) == list(range(50))
    assert seen == {threading.get_ident()}
    assert map_parts(note, range(50), n_threads=2) == list(range(50))
    assert len(seen) <= 3
