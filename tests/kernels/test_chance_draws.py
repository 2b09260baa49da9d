"""Shares of draws against all that could be drawn, each as often as it should be."""

from itertools import product

import numpy as np
import oracle
import pytest
from oracle_slack import Silence, max_slack_s, slack_s

from stsdetect.kernels.chance import Draws, share_as_good
from stsdetect.kernels.slack import as_silences

H = 3600.0
DAY = 86_400.0
LEAST_S = 2 * H


def sea(seed: int, n: int) -> list[Silence]:
    """Silences of hours to days round a place, in a week."""
    draw = np.random.default_rng(seed)
    return [
        (
            float(begin),
            (float(lat), float(lon)),
            float(begin + draw.uniform(3 * H, 40 * H)),
            (float(lat + draw.normal(0, 0.2)), float(lon)),
            5.0,
        )
        for begin, lat, lon in zip(
            draw.uniform(0, 7 * DAY, n),
            draw.uniform(34.0, 36.0, n),
            draw.uniform(179.0, 181.0, n),
            strict=True,
        )
    ]


def rows_of(silences: list[Silence]) -> np.ndarray:
    start = np.array([[s[0], *s[1]] for s in silences])
    end = np.array([[s[2], *s[3]] for s in silences])
    return as_silences(start, end, np.array([s[4] for s in silences]))


def days(a: Silence, b: Silence) -> list[int]:
    """Whole days by which the second may be later and still share the time."""
    return [
        day
        for day in range(-20, 21)
        if min(a[2], b[2] + day * DAY) - max(a[0], b[0] + day * DAY) >= LEAST_S
    ]


def true_share(
    silences: list[Silence], vessel: list[int], asked: float, *, still: bool
) -> float:
    """The share over every draw; pools are the even and the odd rows, the pair 0, 1."""
    good = n = 0
    evens, odds = (
        ([0] if still else range(0, len(silences), 2)),
        range(1, len(vessel), 2),
    )
    for i, j in product(evens, odds):
        if vessel[j] == vessel[i]:
            continue
        a, b = silences[i], silences[j]
        for day in days(a, b):
            later = (b[0] + day * DAY, b[1], b[2] + day * DAY, b[3], b[4])
            slack = (
                slack_s(a, later, oracle.vector(a[1]))
                if still
                else max_slack_s(a, later)
            )
            good, n = good + (slack >= asked), n + 1
    return good / n


def drawn_share(
    silences: list[Silence], vessel: list[int], asked: float, draws: Draws
) -> float:
    n = len(silences)
    members = np.concatenate([np.arange(0, n, 2), np.arange(1, n, 2)])
    pools = np.arange(n) % 2, np.array([0, (n + 1) // 2, n]), members
    pair = np.array([0]), np.array([1]), np.array([asked]), np.array([7], np.uint64)
    rows = rows_of(silences)
    share: np.ndarray = share_as_good(rows, pair, pools, np.array(vessel), draws)
    return float(share[0])


VESSELS = [1, 2, 3, 4, 5, 5, 2, 6, 7, 2, 8, 9]


def lying(silences: list[Silence]) -> list[Silence]:
    """The first of them waits where it began, and is heard: it goes nowhere."""
    first = silences[0]
    return [(first[0], first[1], first[2], first[1], 1e-3), *silences[1:]]


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("asked_h", [3.0, 6.0])
def test_share_as_good__is_that_of_all_that_could_be_drawn(
    seed: int, asked_h: float
) -> None:
    silences = sea(seed, len(VESSELS))

    share = drawn_share(
        silences, VESSELS, asked_h * H, Draws(LEAST_S, n=1_000, still=False)
    )

    truth = true_share(silences, VESSELS, asked_h * H, still=False)
    assert 0.05 < truth < 0.95
    assert share == pytest.approx(truth, abs=0.05)


@pytest.mark.parametrize("seed", [1, 2])
def test_share_as_good__of_one_that_waits_the_other_alone_is_drawn(seed: int) -> None:
    silences = lying(sea(seed, len(VESSELS)))

    share = drawn_share(silences, VESSELS, 3 * H, Draws(LEAST_S, n=1_000, still=True))

    truth = true_share(silences, VESSELS, 3 * H, still=True)
    assert 0.05 < truth < 0.95
    assert share == pytest.approx(truth, abs=0.05)


def test_share_as_good__without_any_other_is_one() -> None:
    silences = sea(3, 2)

    assert drawn_share(silences, [1, 2], H, Draws(LEAST_S, n=50, still=False)) == 1.0


def test_share_as_good__the_nearest_of_a_few_is_one_of_them() -> None:
    here, far = (35.0, 123.0), (20.0, 150.0)
    wait = (0.0, here, 9 * H, here, 1e-3)
    came, others = (0.0, here, 9 * H, here, 5.0), (0.0, far, 9 * H, far, 5.0)
    silences = [wait, came, wait, others, wait, others, wait, others]
    slack = 8 * H

    share = drawn_share(
        silences, list(range(8)), slack, Draws(LEAST_S, n=2_000, still=True)
    )

    assert share == pytest.approx(1 / 4, abs=0.03)
