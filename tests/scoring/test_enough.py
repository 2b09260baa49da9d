"""Enough: what is missing to learn from is told, and nothing is learned without it."""

import pandas as pd

from stsdetect.scoring.enough import hold_out, tell_lack


def observed(n_transfers: int, n_others: int, n_clusters: int = 10) -> pd.DataFrame:
    n = n_transfers + n_others
    return pd.DataFrame(
        {
            "is_transfer": [True] * n_transfers + [False] * n_others,
            "known": True,
            "cluster": [place % n_clusters for place in range(n)],
        }
    )


def test_tell_lack__twenty_of_each_are_enough() -> None:
    assert tell_lack(observed(20, 20), 20) == ""
    assert tell_lack(observed(19, 40), 20).startswith("19 transfers and 40 others")


def test_tell_lack__what_nobody_judged_is_neither_transfer_nor_other() -> None:
    judged = observed(20, 80)

    assert tell_lack(judged, 20) == ""
    lack = tell_lack(judged.assign(known=[False] + [True] * 99), 20)
    assert lack.startswith("19 transfers and 80 others, at least 20 of each")
    lack = tell_lack(judged.assign(known=[True] * 39 + [False] * 61), 20)
    assert lack.startswith("20 transfers and 19 others")


def test_tell_lack__vessels_that_all_met_leave_nothing_to_hold_out() -> None:
    one_company = observed(25, 25, n_clusters=1)
    apart = observed(25, 25).assign(cluster=[0] * 25 + [1] * 25)

    assert hold_out(one_company) == []
    assert "nothing can be held out" in tell_lack(one_company, 20)
    assert "nothing can be held out" in tell_lack(apart, 20)


def test_hold_out__no_cluster_is_seen_and_held_out() -> None:
    table = observed(30, 30, n_clusters=7)

    folds = hold_out(table)

    assert len(folds) == 5
    assert sorted(place for _, unseen in folds for place in unseen) == list(range(60))
    for seen, unseen in folds:
        clusters = table["cluster"]
        assert set(clusters[seen]).isdisjoint(clusters[unseen])
