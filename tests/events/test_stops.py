"""Stops that nobody heard, and how often each kind of vessel is heard."""

import numpy as np
import polars as pl
import pytest
from builders_silence import judged
from hypothesis import given
from hypothesis import strategies as st
from stories import heard, sail

from stsdetect.events.pieces import Pieces
from stsdetect.events.rates import Rates
from stsdetect.events.sent import STANDARD, learn_sent
from stsdetect.events.stops import log_unheard_stop
from stsdetect.schema import POSITIONS

DARK, OTHERS = 412_000_100, 412_000_000
RATE = 1 / 72

chances = st.lists(st.tuples(st.integers(1, 6), st.floats(0, 0.98)), max_size=12)


def pieces_of(silences: list[list[tuple[int, float]]]) -> tuple[Pieces, np.ndarray]:
    """Slots of silences, told by how many are alike and the probability in them."""
    flat = [
        (row, p) for row, one in enumerate(silences) for n, p in one for _ in range(n)
    ]
    row, chance = (np.array(column) for column in zip(*flat, strict=True))
    none = np.zeros(row.size, dtype=np.int64)
    empty = np.zeros((row.size, 4))
    rates = Rates(empty, empty)
    return Pieces(row, none, none, none, none, none, rates, none), chance


def slowly(silence: list[tuple[int, float]]) -> float:
    """The oracle: slot after slot."""
    missed, total = 1.0, 0.0
    for p in [p for n, p in silence for _ in range(n)]:
        total += missed * RATE
        missed *= (1.0 - RATE) * (1.0 - p)
    return min(max(total + missed, 1e-12), 1.0)


@given(st.lists(chances, min_size=1, max_size=4).filter(any))
def test_log_unheard_stop__is_the_sum_over_the_slots(
    silences: list[list[tuple[int, float]]],
) -> None:
    pieces, chance = pieces_of(silences)

    start, end = log_unheard_stop(pieces, chance, len(silences), RATE)

    np.testing.assert_allclose(np.exp(start), [slowly(one) for one in silences])
    np.testing.assert_allclose(np.exp(end), [slowly(one[::-1]) for one in silences])


@given(st.lists(chances.filter(bool), min_size=2, max_size=4))
def test_log_unheard_stop__does_not_hang_on_the_company(
    silences: list[list[tuple[int, float]]],
) -> None:
    """To the last bit: silences are judged some at a time, however they are cut."""
    together = log_unheard_stop(*pieces_of(silences), len(silences), RATE)

    for number, one in enumerate(silences):
        alone = log_unheard_stop(*pieces_of([one]), 1, RATE)
        assert [float(side[number]) for side in together] == [
            float(side[0]) for side in alone
        ]


def squares(exponents: np.ndarray, n_squares: int) -> pl.DataFrame:
    """Slots of squares heard by those exponents."""
    draw = np.random.default_rng(1)
    p = draw.uniform(0.2, 0.95, (n_squares, 1))
    n = np.full((n_squares, 4), 400)
    r = draw.binomial(n, 1.0 - (1.0 - p) ** exponents)
    columns = {f"n_{kind}": 1_000 * n[:, kind] for kind in range(4)}
    columns |= {f"r_{kind}": 1_000 * r[:, kind] for kind in range(4)}
    return pl.DataFrame(columns)


@pytest.mark.parametrize("still", [1 / 18, 0.4, 1.0])
def test_learn_sent__is_what_the_squares_tell(still: float) -> None:
    truth = np.array([1.0, still, 0.3, 0.05])

    learnt = learn_sent(squares(truth, 60), 10.0)

    np.testing.assert_allclose(learnt, truth, rtol=0.25)


def test_learn_sent__a_few_squares_say_less_than_many() -> None:
    truth = np.array([1.0, 1.0, 0.3, 0.05])

    few, many = (learn_sent(squares(truth, n), 10.0)[1] for n in (1, 60))

    assert STANDARD[1] < few < many


def coaster(mmsi: int, minutes: np.ndarray, sog: float | np.ndarray) -> pl.DataFrame:
    """A vessel of Class A on a coast, heard well, that goes to and fro."""
    phase = mmsi % 7
    way = 15_000.0 * np.sin(minutes / 100 + phase)
    track = sail(mmsi, minutes, way, 1_000.0 * phase)
    speed = pl.Series(np.broadcast_to(sog, minutes.size))
    return POSITIONS.conform(
        track.with_columns(sog=speed, cog=pl.lit(90.0), ais_class=pl.lit("A"))
    )


@pytest.mark.parametrize(("told_kn", "suspicious"), [(8.0, True), (0.1, False)])
def test_judge_gaps__who_was_under_way_did_not_stop_unheard(
    told_kn: float,
    suspicious: bool,  # noqa: FBT001  what comes of it
) -> None:
    every = heard(0, 2_880, 4)
    silent = every[(every < 600) | (every > 2_200)]
    coast = [coaster(OTHERS + k, every, 8.0) for k in range(5)]
    at_ends = np.isin(silent, [silent[silent < 600].max(), silent[silent > 2_200][0]])
    dark = coaster(DARK, silent, np.where(at_ends, told_kn, 8.0))

    gaps = judged(pl.concat([*coast, dark]))

    gap = gaps[(gaps["mmsi"] == DARK) & (gaps["duration_h"] > 20)].iloc[0]
    assert gap["implied_speed_kn"] <= 3.0
    assert gap["suspicious"] == suspicious
