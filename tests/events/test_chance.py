"""Chance of a meeting: uniform where nobody met, small where few could have."""

from typing import Any

import numpy as np
import polars as pl
import pytest
from builders_meetings import gap, gaps, silent_sea, types, wait, waits
from scipy import stats

from stsdetect.events.bounds import as_rows, list_silences
from stsdetect.events.chance import measure_chance
from stsdetect.kernels.slack import max_slack, slack_at_s
from stsdetect.schema import GAPS, LOITERINGS

LEAST_S = 1.5 * 3600.0


def random_pairs(seed: int, n_pairs: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Pairs that share time in a sea where nobody met, and its silences."""
    sea = silent_sea(seed, 1_500, 0, days=8.0)
    silences = list_silences(
        GAPS.from_pandas(sea.gaps), LOITERINGS.empty_polars(), sea.vessels
    )
    rows = as_rows(silences, "max_speed_kn")
    draw = np.random.default_rng(seed)
    a, b = draw.integers(0, silences.height, (2, 300 * n_pairs))
    shared = np.minimum(rows[a, 7], rows[b, 7]) - np.maximum(rows[a, 6], rows[b, 6])
    mmsi = silences["mmsi"].to_numpy()
    chosen = np.flatnonzero((shared >= LEAST_S) & (mmsi[a] != mmsi[b]))[:n_pairs]
    a, b = a[chosen], b[chosen]
    slack_h = max_slack(rows, a, b, -np.inf)[:, 0] / 3600.0
    pairs = pl.DataFrame({"first": a, "second": b, "slack_h": slack_h})
    return pairs.with_columns(kind=pl.lit("both_dark")), silences


def random_visits(seed: int, n_pairs: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Waits and silences that share time in a sea where nobody met anybody."""
    sea = silent_sea(seed, 1_500, 0, days=8.0)
    draw = np.random.default_rng(seed)
    stays = [
        wait(
            500_000_000 + k,
            (begin := draw.uniform(0.0, 180.0), begin + draw.uniform(3.0, 12.0)),
            (draw.uniform(30, 36), draw.uniform(121, 125)),
        )
        for k in range(200)
    ]
    silences = list_silences(
        GAPS.from_pandas(sea.gaps), LOITERINGS.from_pandas(waits(*stays)), sea.vessels
    )
    rows, still = as_rows(silences, "max_speed_kn"), silences["still"].to_numpy()
    a = draw.choice(np.flatnonzero(still), 300 * n_pairs)
    b = draw.choice(np.flatnonzero(~still), 300 * n_pairs)
    shared = np.minimum(rows[a, 7], rows[b, 7]) - np.maximum(rows[a, 6], rows[b, 6])
    chosen = np.flatnonzero(shared >= LEAST_S)[:n_pairs]
    a, b = a[chosen], b[chosen]
    slack_h = slack_at_s(rows, a, b, rows[a, None, 0:3])[:, 0] / 3600.0
    pairs = pl.DataFrame({"first": a, "second": b, "slack_h": slack_h})
    return pairs.with_columns(kind=pl.lit("one_dark")), silences


SEEDS = (1, 7, 13, 29)
N_PAIRS = 300
MAX_KS = 1.63 / np.sqrt(N_PAIRS) + 0.02
"""What independent pairs exceed once in a hundred times, and some for those that share
a silence (Kolmogorov; Massey 1951, J. Am. Stat. Assoc. 46, 68-78)."""


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("drawn", [random_pairs, random_visits])
def test_measure_chance__is_uniform_where_nobody_met(drawn: Any, seed: int) -> None:
    pairs, silences = drawn(seed, N_PAIRS)

    measured = measure_chance(
        pairs, silences, as_rows(silences, "max_speed_kn"), LEAST_S, 199
    )

    p_chance = measured["p_chance"].to_numpy()
    assert stats.kstest(p_chance, "uniform").statistic < MAX_KS


@pytest.mark.parametrize("drawn", [random_pairs, random_visits])
def test_measure_chance__one_in_fifty_is_at_most_one_in_fifty(drawn: Any) -> None:
    p_chance = []
    for seed in range(40, 50):
        pairs, silences = drawn(seed, N_PAIRS)
        rows = as_rows(silences, "max_speed_kn")
        p_chance += measure_chance(pairs, silences, rows, LEAST_S, 199)[
            "p_chance"
        ].to_list()

    n = len(p_chance)
    for share in (0.01, 0.02, 0.05, 0.1, 0.25):
        n_found = np.count_nonzero(np.array(p_chance) <= share)
        # the binomial bound of one world in a thousand
        assert n_found <= stats.binom.ppf(0.999, n, share)
        # of few alike the least that can be said is one in their number
        assert share < 0.05 or n_found >= stats.binom.ppf(0.001, n, share - 0.01)


def test_measure_chance__a_quiet_corner_is_compared_with_quiet_corners() -> None:
    """A crowd that could all have met lies in one cell; few are scattered around."""
    draw = np.random.default_rng(3)
    crowd = [(draw.uniform(34.1, 35.9), draw.uniform(122.1, 123.9)) for _ in range(300)]
    few = [(draw.uniform(32.1, 39.9), draw.uniform(120.1, 121.9)) for _ in range(80)]
    places = [*crowd, *few]
    begins = draw.uniform(0.0, 90.0, len(places))
    rows_ = [
        gap(200_000_000 + k, (begin, begin + 10.0), place, place)
        for k, (begin, place) in enumerate(zip(begins, places, strict=True))
    ]
    silences = list_silences(
        GAPS.from_pandas(gaps(*rows_)), LOITERINGS.empty_polars(), types({})
    )
    rows = as_rows(silences, "max_speed_kn")
    quiet = np.flatnonzero((silences["mmsi"] >= 200_000_300).to_numpy())
    a, b = draw.choice(quiet, (2, 40_000))
    shared = np.minimum(rows[a, 7], rows[b, 7]) - np.maximum(rows[a, 6], rows[b, 6])
    kept = np.flatnonzero((shared >= LEAST_S) & (a != b))[:300]
    a, b = a[kept], b[kept]
    slack_h = max_slack(rows, a, b, -np.inf)[:, 0] / 3600.0
    pairs = pl.DataFrame({"first": a, "second": b, "slack_h": slack_h})

    measured = measure_chance(
        pairs.with_columns(kind=pl.lit("both_dark")), silences, rows, LEAST_S, 199
    )

    p_chance = measured["p_chance"].to_numpy()
    assert stats.kstest(p_chance, "uniform").statistic < MAX_KS


def test_measure_chance__is_the_same_twice_and_for_pairs_in_any_order() -> None:
    pairs, silences = random_pairs(2, 50)
    rows = as_rows(silences, "max_speed_kn")

    once = measure_chance(pairs, silences, rows, LEAST_S, 49)
    again = measure_chance(pairs.reverse(), silences, rows, LEAST_S, 49)

    assert once.equals(again.reverse())


def test_measure_chance__more_slack_is_never_more_probable() -> None:
    pairs, silences = random_pairs(3, 50)
    rows = as_rows(silences, "max_speed_kn")
    more = pairs.with_columns(pl.col("slack_h") + 1.0)

    less_likely = measure_chance(more, silences, rows, LEAST_S, 49)["p_chance"]

    asked = measure_chance(pairs, silences, rows, LEAST_S, 49)["p_chance"]
    assert (less_likely <= asked).all()
    assert (less_likely < asked).any()


def test_measure_chance__is_not_known_among_few_silences() -> None:
    sea = silent_sea(4, 12, 0)
    silences = list_silences(
        GAPS.from_pandas(sea.gaps), LOITERINGS.empty_polars(), types({})
    )
    pair = pl.DataFrame({"first": [0], "second": [4], "slack_h": [3.0]})

    measured = measure_chance(
        pair.with_columns(kind=pl.lit("both_dark")),
        silences,
        as_rows(silences, "max_speed_kn"),
        LEAST_S,
        49,
    )

    assert measured["p_chance"].to_list() == [None]
