"""Factors: read back, refused where they were made for other evidence, and used."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from builders_leads import lead, leads

from stsdetect.cli.choosing import choose_scoring
from stsdetect.errors import ConfigError
from stsdetect.scoring.calibrate import Calibration
from stsdetect.scoring.challenger import CHALLENGER
from stsdetect.scoring.evidence import EVIDENCE
from stsdetect.scoring.explain import explain_terms
from stsdetect.scoring.factors import FITTED, evidence_digest, read_factors
from stsdetect.scoring.forest import Forest
from stsdetect.scoring.learn import Learned
from stsdetect.scoring.learned_text import factors_text
from stsdetect.scoring.likelihood import ScoreParams
from stsdetect.scoring.rank import rank_candidates
from stsdetect.scoring.weighting import EXPERT, Weighting

TABLE = pd.DataFrame(
    {
        "item": [item.name for item in EVIDENCE],
        "factor": 0.5,
        "low": 0.2,
        "high": 0.9,
        "n_present": 12,
    }
)
SAID = Calibration(-2.5, 1.2, 0.1, 400, 40)
LEARNED = Learned(TABLE, pd.DataFrame(), SAID, SAID, Forest((), 0.0, []))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """File of factors of encounters, all a half."""
    file = tmp_path / "factors.json"
    text = factors_text({"encounter": LEARNED}, {"seeds": [1, 2]})
    file.write_text(text, encoding="utf-8")
    return file


def test_read_factors__gives_back_what_was_written(path: Path) -> None:
    fitted = read_factors(path)

    assert fitted["encounter"] == Weighting(
        offset=-2.5, slope=1.2, factors={item.name: 0.5 for item in EVIDENCE}
    )
    table = json.loads(path.read_text(encoding="utf-8"))
    assert table["made_from"]["seeds"] == [1, 2]
    assert table["kinds"]["encounter"]["n_transfers"] == 40


def test_read_factors__gives_the_kinds_that_the_table_names(path: Path) -> None:
    assert set(read_factors(path)) == {"encounter"}


def test_choose_scoring__kinds_that_a_table_leaves_out_count_as_before(
    path: Path,
) -> None:
    before = ScoreParams()

    after = choose_scoring(before, str(path))

    assert after.weightings["encounter"] == read_factors(path)["encounter"]
    others = ("one_dark", "both_dark", "loitering")
    assert all(after.weightings[kind] == before.weightings[kind] for kind in others)


def test_read_factors__of_other_evidence_are_refused(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    table = json.loads(text)
    path.write_text(text.replace(table["evidence"], "0" * 16), encoding="utf-8")

    with pytest.raises(ConfigError, match="make it again with stsdetect train"):
        read_factors(path)


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", "{}", '{"evidence": 1, "kinds": 3}'),
        '{"evidence": 1, "kinds": {}, "made_from": 3}',
        '{"evidence": 1, "kinds": 3, "made_from": {}}',
    ],
)
def test_read_factors__a_file_that_is_none_is_told(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ConfigError, match="no table of fitted factors"):
        read_factors(path)


def test_read_factors__a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.json"):
        read_factors(tmp_path / "none.json")


def test_read_factors__a_kind_without_its_numbers_is_told(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace('"slope"', '"slip"')
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ConfigError, match="no table of fitted factors"):
        read_factors(path)


def test_rank_candidates__factors_scale_what_an_item_says() -> None:
    table = leads(lead(1), lead(2, kind="loitering"))
    halved = ScoreParams(
        weightings=EXPERT
        | {"encounter": replace(EXPERT["encounter"], factors={"duration": 0.5})}
    )
    judged = ScoreParams(weightings=EXPERT)

    before, after = (
        explain_terms(table, params).set_index(["candidate_id", "evidence"])["weight"]
        for params in (judged, halved)
    )

    changed = (f"{1:016x}", "duration")
    assert after[changed] == before[changed] / 2
    pd.testing.assert_series_equal(after.drop(changed), before.drop(changed))
    ranked = [
        rank_candidates(table.head(1), params)["likelihood"].iloc[0]
        for params in (halved, judged)
    ]
    assert ranked[0] < ranked[1]


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"factors": {"colour": 1.0}}, "factors: colour"),
        ({"factors": {"duration": -0.1}}, "factors: duration"),
        ({"slope": 0.0}, r"slope: 0\.0 is not above 0"),
    ],
)
def test_weighting__is_of_known_items_and_turns_no_sign(
    given: dict[str, Any], fault: str
) -> None:
    with pytest.raises(ConfigError, match=fault):
        Weighting(**given)


def test_score_params__a_weighting_is_of_a_kind() -> None:
    with pytest.raises(ConfigError, match="weightings: no kind 'dance'"):
        ScoreParams(weightings={"dance": Weighting()})


@pytest.mark.parametrize("table", [FITTED, CHALLENGER])
def test_shipped_tables__are_of_this_evidence(table: Path) -> None:
    made_for = json.loads(table.read_text(encoding="utf-8"))["evidence"]

    assert made_for == evidence_digest(), "make them again: stsdetect train --worlds"
