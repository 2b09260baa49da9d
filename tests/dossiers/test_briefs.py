"""Briefs: who is named, what changed, what was not seen, and that text stays text."""

import re
import shutil
from datetime import UTC, datetime, timedelta, timezone
from html import unescape
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from builders_leads import candidates
from builders_runs import on_day, write_run

from stsdetect.dossiers.briefs import write_brief
from stsdetect.errors import InputError
from stsdetect.labelling import label
from stsdetect.plot.pair import vessel_names
from stsdetect.report.brief.blocks import Section, Text
from stsdetect.report.brief.cases import join_verdicts
from stsdetect.report.brief.naming import drawn_names
from stsdetect.report.brief.sheet import _Sheet
from stsdetect.schema import CANDIDATES

FIRST, SECOND, THIRD = (datetime(2024, 3, day) for day in (1, 2, 3))  # noqa: DTZ001
HOSTILE = "<script>alert(1)</script>\n- {{ 7 * 7 }} $x^2$ \u202e\u5317\u9b5a"
NAMES = ("SIM ALPHA", "SIM BRAVO", "200000001", "300000002", "2000006")


def two_days(**changes: Any) -> pd.DataFrame:
    """One candidate on the first day, two on the second, one of them waiting alone."""
    alone = {"kind": "loitering", "mmsi_b": None, "shipname_b": None}
    return candidates(
        {**on_day(0), **changes},
        {**on_day(1), **changes},
        {**on_day(1), **changes, **alone, "region": "Yellow Sea"},
    )


def text_of(path: Path) -> str:
    words = re.sub(r"<[^>]+>", " ", path.read_text(encoding="utf-8"))
    return " ".join(unescape(words).split())


@pytest.fixture(scope="module")
def whole_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_run(tmp_path_factory.mktemp("whole") / "run", two_days())


@pytest.fixture
def run(whole_run: Path, tmp_path: Path) -> Path:
    """A run folder of its own for each test, to put labels into."""
    return Path(shutil.copytree(whole_run, tmp_path / "run"))


def id_of(rank: int) -> str:
    return f"{rank:016x}"


def test_write_brief__a_period_of_another_zone_is_that_of_utc(
    run: Path, tmp_path: Path
) -> None:
    since, until = (datetime(2024, 3, day, tzinfo=UTC) for day in (1, 2))
    seoul = timezone(timedelta(hours=9))
    write_brief(run, tmp_path / "a.html", since=since, until=until)
    since, until = since.astimezone(seoul), until.astimezone(seoul)
    write_brief(run, tmp_path / "b.html", since=since, until=until)

    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_write_brief__without_verdicts_nobody_is_named(
    run: Path, tmp_path: Path
) -> None:
    write_brief(run, tmp_path / "b.html")

    told = text_of(tmp_path / "b.html")
    assert "No analyst has given a verdict" in told
    assert not any(name in told for name in NAMES)


@pytest.mark.parametrize("verdict", ["unsure", "no_transfer"])
def test_write_brief__a_verdict_that_is_no_transfer_names_nobody(
    run: Path, tmp_path: Path, verdict: str
) -> None:
    label(run, id_of(1), verdict, by="Kim", note="SIM ALPHA is known to us")

    write_brief(run, tmp_path / "b.html")

    told = text_of(tmp_path / "b.html")
    assert not any(name in told for name in NAMES)
    assert (f"vessel A of candidate {id_of(1)}" in told) == (verdict == "unsure")


def test_write_brief__analysts_who_differ_name_nobody(
    run: Path, tmp_path: Path
) -> None:
    label(run, id_of(1), "transfer", by="Kim")
    label(run, id_of(1), "no_transfer", by="Lee")

    write_brief(run, tmp_path / "b.html")

    assert not any(name in text_of(tmp_path / "b.html") for name in NAMES)


def test_write_brief__a_transfer_is_named_and_claims_no_more(
    run: Path, tmp_path: Path
) -> None:
    label(run, id_of(1), "transfer", by="Kim", note="seen with draught")

    write_brief(run, tmp_path / "b.html")

    told = text_of(tmp_path / "b.html")
    assert "SIM ALPHA (MMSI 200000001, IMO 2000006" in told.replace("\xa0", " ")
    assert "Whether anything passed between them AIS does not show." in told
    assert "not a proof" in told
    assert "Note: seen with draught" in told


def test_drawn_names__figures_know_no_name() -> None:
    shown = drawn_names(candidates().iloc[0], named=False)

    assert [name for _, name in vessel_names(shown)] == ["vessel A", "vessel B"]


def test_join_verdicts__runs_that_differ_name_nobody() -> None:
    said = pd.DataFrame(
        [("x", "transfer", 2), ("y", "transfer", 1), ("x", "no_transfer", 1)],
        columns=["candidate_id", "verdict", "n_analysts"],
    )

    joined = join_verdicts(said)

    assert joined.to_numpy().tolist() == [["x", "unsure", 2], ["y", "transfer", 1]]


def test_write_brief__change_is_against_the_period_before(
    run: Path, tmp_path: Path
) -> None:
    n = write_brief(run, tmp_path / "b.html", since=SECOND, until=THIRD)

    told = text_of(tmp_path / "b.html")
    assert n == 2
    assert "encounter: both broadcast 1 0 1 0" in told
    assert "loitering: one waits, no partner 1 0 0 +1" in told
    assert "Yellow Sea 1 0 0 +1" in told
    assert "from 2024-03-01: 1 candidates on 2 vessel-days, beside 2 now" in told


def test_write_brief__a_period_before_that_was_not_looked_at_gives_no_change(
    run: Path, tmp_path: Path
) -> None:
    write_brief(run, tmp_path / "b.html", since=FIRST, until=SECOND)

    told = text_of(tmp_path / "b.html")
    assert "nothing was looked at: no change is given" in told
    assert "encounter: both broadcast 1 1 – –" in told


def test_write_brief__kinds_that_were_not_looked_for_are_told(
    run: Path, tmp_path: Path
) -> None:
    write_brief(run, tmp_path / "b.html")

    told = text_of(tmp_path / "b.html")
    assert "Not looked for in every run: one dark (one silent); both dark" in told


@pytest.mark.parametrize("form", ["html", "pdf"])
def test_write_brief__an_empty_period_says_that_nothing_was_looked_at(
    run: Path, tmp_path: Path, form: str
) -> None:
    since, until = datetime(2023, 1, 1), datetime(2023, 2, 1)  # noqa: DTZ001

    n = write_brief(run, tmp_path / f"b.{form}", since=since, until=until)

    assert n == 0
    if form == "html":
        told = text_of(tmp_path / "b.html")
        assert "No position was received in this period." in told
        assert "On 31 of 31 days nothing was received" in told


def test_write_brief__hostile_names_stay_text(run: Path, tmp_path: Path) -> None:
    hostile = CANDIDATES.from_pandas(two_days(shipname_a=HOSTILE))
    hostile.write_parquet(run / "candidates.parquet")
    label(run, id_of(1), "transfer", by="Kim", note=HOSTILE)

    write_brief(run, tmp_path / "b.html")
    write_brief(run, tmp_path / "b.pdf")

    page = (tmp_path / "b.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "\u202e" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; - {{ 7 * 7 }} $x^2$ \\u202e" in page


def test_write_brief__same_input_same_bytes_and_a_folder_given_twice_counts_once(
    run: Path, tmp_path: Path
) -> None:
    label(run, id_of(1), "transfer", by="Kim")

    for form in ("html", "pdf"):
        write_brief(run, tmp_path / f"1.{form}")
        write_brief(run, tmp_path / f"2.{form}")
        first = (tmp_path / f"1.{form}").read_bytes()
        assert (tmp_path / f"2.{form}").read_bytes() == first
    assert len(re.findall(rb"/Type /Page\b", first)) == 4
    assert write_brief([run, run], tmp_path / "both.html") == 3


def test_write_brief__many_runs_are_one_brief_and_verdicts_that_differ_name_nobody(
    run: Path, whole_run: Path, tmp_path: Path
) -> None:
    other = Path(shutil.copytree(whole_run, tmp_path / "other"))
    more = candidates({**on_day(0)}, {**on_day(0), "candidate_id": "e" * 16})
    CANDIDATES.from_pandas(more).write_parquet(other / "candidates.parquet")
    label(run, id_of(1), "transfer", by="Kim")
    label(other, id_of(1), "no_transfer", by="Lee")

    n = write_brief([run, other], tmp_path / "b.html")

    told = text_of(tmp_path / "b.html")
    assert n == 4
    assert "6 vessel-days" in told
    assert f"vessel A of candidate {id_of(1)}" in told
    assert not any(name in told for name in NAMES)


def test_sheet__a_page_that_is_full_says_so() -> None:
    short, long = (_Sheet("1/2"), _Sheet("2/2"))

    short.add_section(Section("Cases", [Text("one")]), first=False)
    long.add_section(Section("Cases", [Text("one")] * 100), first=False)

    told = [[one.get_text() for one in sheet.paper.texts] for sheet in (short, long)]
    assert not any("more than this page holds" in one for one in told[0])
    assert sum("more than this page holds" in one for one in told[1]) == 1


def test_write_brief__a_team_edits_the_texts(run: Path, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "lead.txt").write_text("We saw {{ n_candidates }} & more.")

    write_brief(run, tmp_path / "b.html", templates=tmp_path / "own")

    assert "<p>We saw 3 &amp; more.</p>" in (tmp_path / "b.html").read_text()


@pytest.mark.parametrize(
    "text", ["{% if %}", "{{ who }}", "{{ ''.__class__.__mro__[1].__subclasses__() }}"]
)
def test_write_brief__a_template_that_can_not_be_is_one_fault(
    run: Path, tmp_path: Path, text: str
) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "lead.txt").write_text(text)

    with pytest.raises(InputError, match=r"template lead\.txt"):
        write_brief(run, tmp_path / "b.html", templates=tmp_path / "own")


def test_write_brief__a_period_that_ends_before_it_begins_is_refused(
    run: Path, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="swap them"):
        write_brief(run, tmp_path / "b.html", since=THIRD, until=SECOND)
