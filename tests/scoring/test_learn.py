"""Learn: what leads of one kind teach, and what is not learned."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from builders_leads import lead, leads
from numpy.typing import NDArray

from stsdetect.errors import InputError
from stsdetect.scoring.evidence import EVIDENCE
from stsdetect.scoring.fit import (
    JUDGED,
    Model,
    add_capped,
    base_log_odds,
    fit_model,
)
from stsdetect.scoring.held_out import tell_unseen
from stsdetect.scoring.learn import Learned, learn
from stsdetect.scoring.weighting import EXPERT

DURATION, ALIKE = (
    [item.name for item in EVIDENCE].index(name) for name in ("duration", "distance")
)
FEW_DRAWS = replace(JUDGED, n_draws=2)


@pytest.fixture(scope="module")
def sea() -> tuple[NDArray[np.float64], pd.DataFrame]:
    """Encounters whose truth follows how long they last, and idle waits."""
    random = np.random.default_rng(4)
    n = 600
    weights = np.full((n + 40, len(EVIDENCE)), np.nan)
    weights[:n, DURATION] = random.uniform(-1.5, 1.5, n)
    is_transfer = random.random(n) < 1 / (1 + np.exp(1.0 - 2 * weights[:n, DURATION]))
    table = leads(
        *(lead(number) for number in range(n)),
        *(lead(n + number, kind="loitering") for number in range(40)),
    ).assign(
        is_transfer=[*is_transfer, *[True] * 20, *[False] * 20],
        listed=True,
        known=True,
        whole=True,
        weight=1.0,
        cluster=[f"w{number % 6}" for number in range(n + 40)],
    )
    return weights, table


@pytest.fixture(scope="module")
def learned(sea: tuple[NDArray[np.float64], pd.DataFrame]) -> dict[str, Learned]:
    return learn(*sea, FEW_DRAWS).kinds


def test_learn__learns_of_pairs_and_not_of_who_waits_alone(
    learned: dict[str, Learned],
) -> None:
    assert set(learned) == {"encounter"}
    factors = learned["encounter"].factors.set_index("item")["factor"]
    assert factors["duration"] > 1.3
    assert (factors.drop("duration") == 1).all()


def test_learn__calibrates_on_what_was_not_seen(
    sea: tuple[NDArray[np.float64], pd.DataFrame], learned: dict[str, Learned]
) -> None:
    weights, table = sea
    factors = learned["encounter"].factors
    (factor,) = factors.loc[factors["item"] == "duration", "factor"]
    fitted = learned["encounter"].fitted

    of_kind = table["kind"].eq("encounter").to_numpy(dtype=bool)
    base = np.log(fitted.prevalence / (1 - fitted.prevalence)) + fitted.offset
    evidence = np.clip(factor * weights[of_kind, DURATION], -1.5, 1.5)
    said = 1 / (1 + np.exp(-base - fitted.slope * evidence))
    assert said.mean() == pytest.approx(
        table.loc[of_kind, "is_transfer"].mean(), abs=0.02
    )


def test_tell_unseen__parts_that_learn_other_factors_are_told_on_one_level() -> None:
    random = np.random.default_rng(11)
    part = np.repeat(np.arange(5), 200)
    weights = np.full((1000, len(EVIDENCE)), np.nan)
    weights[:, DURATION] = 1 + 0.3 * random.standard_normal(1000)
    # Only where it is held out does the item, of nearly one value, tell anything.
    slope = np.where(part == 0, 8.0, 0.0)
    odds = slope * (weights[:, DURATION] - 1)
    observed = pd.DataFrame(
        {
            "kind": "encounter",
            "is_transfer": random.random(1000) < 1 / (1 + np.exp(-odds)),
            "known": True,
            "whole": True,
            "weight": 1.0,
            "cluster": part,
        }
    )

    open_to_all = replace(JUDGED, spread=50.0)

    told = tell_unseen(weights, observed, open_to_all).fitted

    of_all = fit_model(weights, observed, open_to_all)
    said = 1 / (1 + np.exp(-base_log_odds(of_all, observed) - told))
    for one in range(5):
        share = observed.loc[part == one, "is_transfer"].mean()
        assert said[part == one].mean() == pytest.approx(share, abs=0.06)


def test_learn__of_verdicts_the_slope_stays_and_the_level(
    sea: tuple[NDArray[np.float64], pd.DataFrame],
) -> None:
    weights, table = sea
    few = table["cluster"].isin(["w0", "w1", "w2"]) & table["kind"].eq("encounter")
    leads_told = table[few].assign(whole=False)
    # Of every lead a second item says nearly the same, a little less of transfers.
    seen = weights[few.to_numpy(dtype=bool)].copy()
    seen[:, ALIKE] = 2.0 - 0.3 * leads_told["is_transfer"]

    told = learn(seen, leads_told, FEW_DRAWS).kinds["encounter"]

    expert = EXPERT["encounter"]
    assert told.fitted.slope == expert.slope
    factors = told.factors["factor"].to_numpy()
    before, after = (
        expert.slope * add_capped(seen, Model(one, {})).mean()
        for one in (np.ones(len(EVIDENCE)), factors)
    )
    assert before - after > 0.5
    assert told.fitted.offset + after == pytest.approx(expert.offset + before, abs=0.3)


def test_learn__calibrates_and_compares_on_what_is_whole(
    sea: tuple[NDArray[np.float64], pd.DataFrame], learned: dict[str, Learned]
) -> None:
    weights, table = sea
    led = table.assign(
        whole=False,
        is_transfer=True,
        cluster="traffic",
        candidate_id="t" + table["candidate_id"],
    )

    told = learn(
        np.vstack([weights, weights]),
        pd.concat([table, led], ignore_index=True),
        FEW_DRAWS,
    ).kinds["encounter"]

    alone = learned["encounter"]
    assert told.fitted.n_listed == alone.fitted.n_listed == 600
    assert told.fitted.n_transfers == alone.fitted.n_transfers
    apart, beside = (
        one.compared.set_index("model").loc["judged", "precision"]
        for one in (alone, told)
    )
    assert beside == pytest.approx(apart, abs=0.02)  # folds are not the same


def test_learn__too_little_of_every_kind_is_refused(
    sea: tuple[NDArray[np.float64], pd.DataFrame],
) -> None:
    weights, table = sea
    waits = table["kind"].eq("loitering").to_numpy(dtype=bool)

    with pytest.raises(InputError, match="too little to learn from"):
        learn(weights[waits], table[waits], FEW_DRAWS)


def test_learn__twenty_of_each_are_needed_of_one_kind(
    sea: tuple[NDArray[np.float64], pd.DataFrame],
) -> None:
    weights, table = sea
    pairs = table["kind"].eq("encounter").to_numpy(dtype=bool)
    chosen = table[pairs].groupby("is_transfer").head(30).index
    kinds = ["encounter", "one_dark"] * 30
    spread = table.loc[chosen].sort_values("is_transfer").assign(kind=kinds)

    with pytest.raises(InputError, match="one_dark: 15 transfers and 15 others"):
        learn(weights[spread.index], spread, FEW_DRAWS)


def test_learn__judged_weights_of_every_kind_with_a_transfer_are_calibrated(
    sea: tuple[NDArray[np.float64], pd.DataFrame],
) -> None:
    judged = learn(*sea, FEW_DRAWS).judged

    assert set(judged) == {"encounter", "loitering"}
    assert judged["loitering"].n_transfers == 20
