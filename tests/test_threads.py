"""Parts of a table: whole keys, every row once, and the same with any number."""

import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stsdetect import threads
from stsdetect.threads import both, cut_evenly, map_parts


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
def test_both__gives_each_its_own_and_tells_faults_of_both(n_threads: int) -> None:
    def fails() -> int:
        raise ValueError("told")

    assert both(lambda: 1, lambda: "a", n_threads) == (1, "a")
    for one, other in ((fails, int), (int, fails)):
        with pytest.raises(ValueError, match="told"):
            both(one, other, n_threads)


def test_map_parts__takes_no_more_threads_than_it_may() -> None:
    seen: set[int] = set()

    def note(part: int) -> int:
        seen.add(threading.get_ident())
        return part

    assert map_parts(note, range(50), n_threads=1) == list(range(50))
    assert seen == {threading.get_ident()}
    assert map_parts(note, range(50), n_threads=2) == list(range(50))
    assert len(seen) <= 3
