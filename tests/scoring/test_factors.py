"""Factors: read back, refused where they were made for other evidence, and used."""

import json
from pathlib import Path

import pandas as pd
import pytest
from builders_leads import lead, leads

from stsdetect.errors import ConfigError
from stsdetect.scoring.evidence import EVIDENCE
from stsdetect.scoring.explain import explain_terms
from stsdetect.scoring.factors import factors_text, read_factors
from stsdetect.scoring.likelihood import ScoreParams
from stsdetect.scoring.rank import rank_candidates

TABLE = pd.DataFrame(
    {
        "item": [item.name for item in EVIDENCE],
        "factor": 0.5,
        "low": 0.2,
        "high": 0.9,
        "n_present": 12,
    }
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """File of factors, all a half."""
    file = tmp_path / "factors.json"
    file.write_text(factors_text(TABLE, {"seeds": [1, 2]}), encoding="utf-8")
    return file


def test_read_factors__gives_back_what_was_written(path: Path) -> None:
    assert read_factors(path) == {item.name: 0.5 for item in EVIDENCE}
    assert json.loads(path.read_text(encoding="utf-8"))["made_from"]["seeds"] == [1, 2]


def test_read_factors__of_other_evidence_are_refused(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    table = json.loads(text)
    path.write_text(text.replace(table["evidence"], "0" * 16), encoding="utf-8")

    with pytest.raises(ConfigError, match="make it again with stsdetect train"):
        read_factors(path)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"evidence": 1, "factors": 3}'])
def test_read_factors__a_file_that_is_none_is_told(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ConfigError, match="no table of fitted factors"):
        read_factors(path)


def test_read_factors__a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.json"):
        read_factors(tmp_path / "none.json")


def test_rank_candidates__factors_scale_what_an_item_says() -> None:
    table = leads(lead(1))
    halved = ScoreParams(factors={"duration": 0.5})

    before = explain_terms(table).set_index("evidence")["weight"]
    after = explain_terms(table, halved).set_index("evidence")["weight"]

    assert after["duration"] == before["duration"] / 2
    others = [name for name in before.index if name != "duration"]
    pd.testing.assert_series_equal(after[others], before[others])
    assert (
        rank_candidates(table, halved)["likelihood"].iloc[0]
        < rank_candidates(table)["likelihood"].iloc[0]
    )


@pytest.mark.parametrize("factors", [{"colour": 1.0}, {"duration": -0.1}])
def test_score_params__factors_are_of_known_items_and_turn_no_sign(
    factors: dict[str, float],
) -> None:
    with pytest.raises(ConfigError, match="factors: "):
        ScoreParams(factors=factors)
