"""Calibrate: what was put in is found again, whatever the share of transfers."""

import numpy as np
import pandas as pd
import pytest
from builders_leads import lead, leads
from numpy.typing import NDArray

from stsdetect.scoring.calibrate import calibrate


def sea(n: int, base: float) -> tuple[pd.DataFrame, NDArray[np.float64]]:
    """Encounters whose log-odds are ``base`` and half of their evidence."""
    random = np.random.default_rng(5)
    evidence = random.normal(0.0, 4.0, n)
    is_transfer = random.random(n) < 1 / (1 + np.exp(-(base + 0.5 * evidence)))
    table = leads(*(lead(number) for number in range(n)))
    return table.assign(is_transfer=is_transfer, listed=True, cluster="x"), evidence


@pytest.mark.parametrize("base", [-2.0, 0.0])
def test_calibrate__finds_slope_and_offset(base: float) -> None:
    table, evidence = sea(3_000, base)

    found = calibrate(table, evidence)["encounter"]

    prevalence = table["is_transfer"].mean()
    logit = np.log(prevalence / (1 - prevalence))
    assert found.slope == pytest.approx(0.5, abs=0.06)
    assert found.offset == pytest.approx(base - logit, abs=0.25)
    assert found.n_transfers == table["is_transfer"].sum()


def test_calibrate__partners_that_exclude_each_other_share_one_stay() -> None:
    n_stays, n_partners = 300, 3
    random = np.random.default_rng(6)
    stay = np.repeat(np.arange(n_stays), n_partners)
    evidence = random.normal(0.0, 2.0, stay.size)
    odds = np.exp(-1.0 + evidence)
    total = 1 + np.bincount(stay, odds)
    drawn = random.random(n_stays) * total
    before = np.concatenate([np.cumsum(part) for part in odds.reshape(n_stays, -1)])
    is_transfer = (drawn[stay] < before) & (drawn[stay] >= before - odds)
    table = leads(
        *(
            lead(n, kind="one_dark", mmsi_a=200_000_000 + one, mmsi_b=300_000_000 + n)
            for n, one in enumerate(stay)
        )
    ).assign(is_transfer=is_transfer, listed=True, cluster="x")

    found = calibrate(table, evidence)["one_dark"]

    prevalence = is_transfer.mean()
    base = found.offset + np.log(prevalence / (1 - prevalence))
    assert found.slope == pytest.approx(1.0, abs=0.15)
    assert base == pytest.approx(-1.0, abs=0.25)


def test_calibrate__kinds_that_share_a_silence_are_found_together() -> None:
    n_silences = 800
    random = np.random.default_rng(7)
    evidence = random.normal(0.0, 2.0, (n_silences, 2))
    # Either the visit happened, or the other meeting, or neither.
    odds = np.exp(np.array([-1.0, -0.5]) + np.array([1.0, 0.5]) * evidence)
    drawn = random.random(n_silences) * (1 + odds.sum(axis=1))
    visited = drawn < odds[:, 0]
    met = ~visited & (drawn < odds.sum(axis=1))
    rows = [
        lead(n + place * n_silences, kind=kind, **sides)
        for n in range(n_silences)
        for place, (kind, sides) in enumerate(_meetings_of(n))
    ]
    table = leads(*rows).assign(
        is_transfer=np.column_stack([visited, met]).ravel(), listed=True, cluster="x"
    )

    found = calibrate(table, evidence.ravel())

    bases = {
        kind: one.offset + np.log(one.prevalence / (1 - one.prevalence))
        for kind, one in found.items()
    }
    assert found["one_dark"].slope == pytest.approx(1.0, abs=0.15)
    assert found["both_dark"].slope == pytest.approx(0.5, abs=0.15)
    assert bases["one_dark"] == pytest.approx(-1.0, abs=0.3)
    assert bases["both_dark"] == pytest.approx(-0.5, abs=0.3)


def _meetings_of(n: int) -> list[tuple[str, dict[str, int]]]:
    """Give both meetings that one silence could hide."""
    silent = 400_000_000 + n
    return [
        ("one_dark", {"mmsi_a": 200_000_000 + n, "mmsi_b": silent}),
        ("both_dark", {"mmsi_a": silent, "mmsi_b": 600_000_000 + n}),
    ]


def test_calibrate__a_kind_without_a_transfer_is_left_out() -> None:
    table, evidence = sea(200, 0.0)

    assert not calibrate(table.assign(is_transfer=False), evidence)
