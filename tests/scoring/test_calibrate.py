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

    found = calibrate(table, evidence)

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

    found = calibrate(table, evidence)

    prevalence = is_transfer.mean()
    base = found.offset + np.log(prevalence / (1 - prevalence))
    assert found.slope == pytest.approx(1.0, abs=0.15)
    assert base == pytest.approx(-1.0, abs=0.25)
