"""The documents of the score: fresh, and all items in them."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from stsdetect.cli.main import app
from stsdetect.errors import InputError
from stsdetect.schema import KINDS
from stsdetect.scoring.document import evidence_markdown, evidence_table
from stsdetect.scoring.evidence import EVIDENCE
from stsdetect.scoring.likelihood import DEFAULT_SCORE

DOCUMENT = Path(__file__).parents[2] / "docs" / "evidence.md"


def test_evidence_markdown__is_what_stands_in_the_documents() -> None:
    written = DOCUMENT.read_text(encoding="utf-8")

    assert written == evidence_markdown(), "run make docs"


def test_evidence_table__says_how_each_item_is_weighed() -> None:
    table = evidence_table()

    assert (table["weighed"] != "").all()
    assert table["needs"].map(len).min() >= 1
    weighed = table.set_index("name")["weighed"]
    assert weighed["size"] == "−1 at 15 m, 0 at 40 m"


def test_evidence_table__tells_which_weights_were_learned() -> None:
    learned = evidence_table().set_index("name")["learned"]
    factors = DEFAULT_SCORE.weighting("one_dark").factors

    assert learned["time_lost_one"] == f"one_dark × {factors['time_lost_one']:.2f}"
    assert learned["distance"] == ""


@pytest.mark.parametrize("kind", KINDS)
def test_evidence_table__of_one_kind_has_its_items_only(kind: str) -> None:
    names = set(evidence_table(kind)["name"])

    for item in EVIDENCE:
        assert (item.name in names) == (kind in item.kinds)


def test_evidence__prints_every_item() -> None:
    printed = CliRunner().invoke(app, ["evidence"]).output

    assert all(f"  {item.name} (" in printed for item in EVIDENCE)
    assert "priority = " in printed


def test_evidence__refuses_a_kind_that_is_none() -> None:
    with pytest.raises(InputError, match="no kind 'bunkering'"):
        app(["evidence", "--kind", "bunkering"], standalone_mode=False)
