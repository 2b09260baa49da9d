"""Lists, intervals and orders against slow ways to the same number."""

import numpy as np
import polars as pl
import pytest
from builders_truth import candidates, events
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from stsdetect.evaluate.intervals import bootstrap_interval, wilson_interval
from stsdetect.evaluate.lists import (
    average_precision,
    chance_in_top,
    count_families_in_top,
    lost_precision,
    precision_in_top,
    recall_in_top,
)
from stsdetect.evaluate.orders import (
    order_at_random,
    order_by_zone,
    order_longest_first,
)
from stsdetect.evaluate.partners import rank_partners

VERDICT = st.sampled_from(["transfer", "false", "repeat"])


def judged(worlds: list[list[str]]) -> pl.DataFrame:
    """Lists in order of rank; the n-th transfer is of the n-th pair told."""
    rows = [
        (f"c{w}.{r}", f"w{w}", 10 * w + 1, partner(verdicts, r), r + 1, verdict)
        for w, verdicts in enumerate(worlds)
        for r, verdict in enumerate(verdicts)
    ]
    schema = ["candidate_id", "world", "mmsi_a", "mmsi_b", "rank", "verdict"]
    types = [pl.String, pl.String, pl.Int64, pl.Int64, pl.Int64, pl.String]
    return pl.DataFrame(
        rows, schema=dict(zip(schema, types, strict=True)), orient="row"
    )


def partner(verdicts: list[str], row: int) -> int:
    is_transfer = verdicts[row] == "transfer"
    return 1_000 + verdicts[:row].count("transfer") if is_transfer else 5_000 + row


def told(numbers: list[int]) -> pl.DataFrame:
    rows = [
        (f"w{w}", 10 * w + 1, 1_000 + i)
        for w, n in enumerate(numbers)
        for i in range(n)
    ]
    schema = {"world": pl.String, "mmsi_a": pl.Int64, "mmsi_b": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


@given(st.lists(st.lists(VERDICT, max_size=6), min_size=1, max_size=3), st.data())
def test_in_top__is_what_a_loop_over_the_lists_counts(
    worlds: list[list[str]], data: st.DataObject
) -> None:
    numbers = [one.count("transfer") + data.draw(st.integers(0, 3)) for one in worlds]
    times = data.draw(st.sampled_from([1, 3]))
    tops = [list_[: n * times] for list_, n in zip(worlds, numbers, strict=True)]
    hits = sum(top.count("transfer") for top in tops)
    listed, wanted = sum(map(len, tops)), sum(numbers)

    precision, *_ = precision_in_top(judged(worlds), told(numbers), times)
    recall, *_ = recall_in_top(judged(worlds), told(numbers), times)

    assert precision == pytest.approx(hits / listed if listed else np.nan, nan_ok=True)
    assert recall == pytest.approx(hits / wanted if wanted else np.nan, nan_ok=True)


@given(st.lists(st.lists(VERDICT, max_size=6), min_size=1, max_size=3))
def test_average_precision__is_what_a_loop_over_the_transfers_gives(
    worlds: list[list[str]],
) -> None:
    numbers = [list_.count("transfer") + 1 for list_ in worlds]
    by_hand = [
        list_[: place + 1].count("transfer") / (place + 1)
        for list_ in worlds
        for place, verdict in enumerate(list_)
        if verdict == "transfer"
    ]

    mean, *_ = average_precision(judged(worlds), told(numbers))

    assert mean == pytest.approx(sum(by_hand) / sum(numbers))


def test_precision_in_top__an_evasion_that_is_found_is_neither_hit_nor_false() -> None:
    listed = judged([["transfer", "transfer", "false"]])

    # the second transfer is not among those looked for
    assert precision_in_top(listed, told([1]))[0] == 1.0
    assert precision_in_top(listed, told([1]), 2)[0] == 0.5
    assert average_precision(listed, told([1]))[0] == 1.0


def test_lost_precision__is_nothing_for_the_same_order_and_sure_for_the_worst() -> None:
    best = judged([["transfer"] * 5 + ["false"] * 20])
    worst = best.with_columns(rank=26 - pl.col("rank"))

    assert lost_precision(best, best, told([5])) == (0.0, 0.0, 0.0)
    loss, low, high = lost_precision(best, worst, told([5]))
    assert 0 < low <= loss <= high
    assert loss == pytest.approx(
        average_precision(best, told([5]))[0] - average_precision(worst, told([5]))[0]
    )


def test_lost_precision__lists_without_evasions_see_the_same_draws() -> None:
    with_evasion = judged([["transfer", "transfer", "transfer", "false"]])
    without = with_evasion.filter(pl.col("rank") != 2)  # the first evasion

    loss, low, high = lost_precision(with_evasion, without, told([1]))

    assert (loss, low, high) == (0.0, 0.0, 0.0)


def test_precision_in_top__its_interval_holds_it_and_narrows() -> None:
    few, many = ([["transfer", "false"] * n] for n in (4, 100))

    share, low, high = precision_in_top(judged(few), told([8]))
    _, low_of_many, high_of_many = precision_in_top(judged(many), told([200]))

    assert low < share < high
    assert low_of_many > low
    assert high_of_many < high


def test_chance_in_top__is_the_mean_over_every_shuffle() -> None:
    listed = [["transfer", "false", "false", "false"]]
    by_hand = np.mean(
        [
            recall_in_top(judged([list_]), told([1]), 1)[0]
            for list_ in (
                ["false"] * i + ["transfer"] + ["false"] * (3 - i) for i in range(4)
            )
        ]
    )

    assert chance_in_top(judged(listed), told([1]), 1) == pytest.approx(by_hand)


@given(st.permutations(range(12)))
def test_chance_in_top__is_the_same_to_the_bit_in_any_order_of_worlds(
    order: list[int],
) -> None:
    listed = [["transfer"] + ["false"] * (3 * n + 2) for n in range(12)]
    rows = judged(listed)
    mixed = pl.concat([rows.filter(pl.col("world") == f"w{n}") for n in order])

    once = chance_in_top(rows, told([1] * 12), 1)

    assert chance_in_top(mixed, told([1] * 12), 1) == once


def test_count_families_in_top__looks_no_further_than_n() -> None:
    rows = judged([["false", "transfer", "false"]]).with_columns(
        family=pl.when(pl.col("verdict") == "false").then(pl.lit("tow"))
    )

    assert count_families_in_top(rows, told([2])) == {"tow": 1}
    assert count_families_in_top(rows, told([3])) == {"tow": 2}
    assert count_families_in_top(rows, told([0])) == {}


@given(st.integers(0, 400), st.integers(1, 400))
def test_wilson_interval__holds_the_share_within_0_and_1(k: int, n: int) -> None:
    low, high = wilson_interval(min(k, n), n)

    assert 0 <= low <= min(k, n) / n + 1e-12
    assert min(k, n) / n - 1e-12 <= high <= 1


@pytest.mark.parametrize(
    ("n", "low", "high"), [(100, 0.83, 0.94), (400, 0.87, 0.93), (1_000, 0.88, 0.92)]
)
def test_wilson_interval__is_as_published(n: int, low: float, high: float) -> None:
    assert wilson_interval(round(0.9 * n), n) == pytest.approx((low, high), abs=0.006)


def test_bootstrap_interval__draws_whole_clusters() -> None:
    rows = np.tile([0.0, 1.0], 50)

    def share(drawn: NDArray[np.int64]) -> float:
        times = np.broadcast_to(drawn, 100)
        return float(rows @ times / times.sum())

    apart = bootstrap_interval(100, share)

    assert bootstrap_interval(1, share) == (0.5, 0.5)
    assert apart[0] < 0.45
    assert apart[1] > 0.55


def test_order_at_random__knows_nothing_of_the_list_but_its_seed() -> None:
    found = candidates(*({"mmsi_b": b} for b in range(2, 40)))

    order = order_at_random(found, 5)

    assert order.equals(order_at_random(found.reverse(), 5))
    assert not order["candidate_id"].equals(order_at_random(found, 6)["candidate_id"])
    assert order["rank"].to_list() == list(range(1, 39))
    assert abs(np.corrcoef(order["mmsi_b"], order["rank"])[0, 1]) < 0.4


def test_order_by_zone__inside_goes_first() -> None:
    found = candidates({"region": "Yellow Sea"}, {"region": "A"}, {"region": None})

    assert order_by_zone(found, ["A"])["candidate_id"].to_list() == ["c1", "c0", "c2"]


def test_order_longest_first__goes_by_duration() -> None:
    found = candidates({}, {"end_time": events({})["end_time"][0].replace(hour=23)})

    assert order_longest_first(found)["candidate_id"].to_list() == ["c1", "c0"]


def test_rank_partners__tells_the_place_among_those_of_the_stay() -> None:
    truth = events(
        {"observability": "one_dark"}, {"observability": "one_dark", "mmsi_a": 5}
    )
    dark = {"kind": "one_dark"}
    found = candidates(
        {"mmsi_a": 8, "mmsi_b": 2, **dark},
        {"mmsi_b": 7, **dark},
        {"mmsi_b": 7, **dark},
        {"mmsi_b": 2, **dark},
    )

    ranked = rank_partners(truth, found)

    assert ranked.rows() == [("E0", 2, 2), ("E1", None, 0)]
