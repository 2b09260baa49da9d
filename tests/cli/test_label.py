"""``label``, ``labels`` and ``queue`` on the run of the sample."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

import stsdetect as sts

N = 17
"""More than there are hexadecimal digits, so that two ids begin alike."""

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(sample_run: sts.Run, tmp_path: Path) -> Path:
    """First candidates of the sample, to label."""
    shutil.copyfile(sample_run.folder / "run.json", tmp_path / "run.json")
    candidates = pl.read_parquet(sample_run.folder / "candidates.parquet")
    candidates.head(N).write_parquet(tmp_path / "candidates.parquet")
    return tmp_path


def first_id(folder: Path) -> str:
    return str(sts.read_candidates(folder)["candidate_id"].iloc[0])


def test_label__is_kept_and_told(stsdetect: Command, folder: Path) -> None:
    name = first_id(folder)

    said = stsdetect("label", folder, name[:6], "transfer", "--by", "Kim", "--blind")
    told = stsdetect("labels", folder)

    assert said[:2] == (0, f"{name}: transfer, by Kim\n")
    assert f"{name}  " in told[1]
    assert "1 of " in told[1]
    assert "seals hold; the last is " in told[1]
    assert sts.read_labels(folder)["blind"].tolist() == [True]
    assert sts.read_verdicts(folder)["verdict"].tolist() == ["transfer"]


@pytest.mark.parametrize(
    ("candidate", "verdict", "words"),
    [
        ("zzz", "transfer", "no candidate 'zzz'"),
        ("", "transfer", "no candidate ''"),
        (None, "guilty", "no verdict 'guilty'"),
    ],
)
def test_label__refuses_what_is_not_there(
    stsdetect: Command, folder: Path, candidate: str | None, verdict: str, words: str
) -> None:
    name = first_id(folder) if candidate is None else candidate

    code, _, errors = stsdetect("label", folder, name, verdict, "--by", "Kim")

    assert code == 2
    assert words in errors
    assert errors.count("\n") == 1


@pytest.mark.parametrize("fault", [KeyError("uid not found"), OSError("no name")])
def test_label__without_a_login_name_asks_for_one(
    stsdetect: Command, folder: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def nobody() -> str:
        raise fault

    monkeypatch.setattr("getpass.getuser", nobody)

    code, _, errors = stsdetect("label", folder, first_id(folder), "transfer")

    assert code == 2
    assert "no login name here; give --by NAME" in errors


def test_label__a_beginning_of_several_ids_is_not_enough(
    stsdetect: Command, folder: Path
) -> None:
    ids = sts.read_candidates(folder)["candidate_id"]
    shared = ids.str[0].value_counts().index[0]

    code, _, errors = stsdetect("label", folder, shared, "transfer", "--by", "Kim")

    assert (code, "give more of it" in errors) == (2, True)


def test_labels__a_changed_label_is_found_out(stsdetect: Command, folder: Path) -> None:
    stsdetect("label", folder, first_id(folder), "transfer", "--by", "Kim")
    with sqlite3.connect(folder / "labels.sqlite") as ledger:
        ledger.execute("DROP TRIGGER ledger_is_not_changed")
        ledger.execute("UPDATE ledger SET time = '2020-01-01T00:00:00+00:00'")
    ledger.close()

    code, _, errors = stsdetect("labels", folder)

    assert (code, "entry 1 was changed" in errors) == (2, True)


def test_queue__goes_on_where_it_was_left(stsdetect: Command, folder: Path) -> None:
    waiting = sts.queue(folder, size=10)
    stsdetect("label", folder, waiting["candidate_id"].iloc[0], "unsure", "--by", "Kim")

    left = sts.queue(folder, size=10)
    again = sts.queue(folder, size=10, again=True)

    assert left["candidate_id"].tolist() == waiting["candidate_id"].tolist()[1:]
    assert len(again) == 10
    row = sts.read_labels(folder).iloc[0]
    assert row["stratum"] == waiting["stratum"].iloc[0]
    assert row["inclusion_p"] == waiting["inclusion_p"].iloc[0]


def test_queue__the_next_one_is_shown_without_its_score(
    stsdetect: Command, folder: Path
) -> None:
    _, all_of_them, _ = stsdetect("queue", folder, "--size", "5")
    _, only_next, _ = stsdetect("queue", folder, "--next")

    assert all_of_them.count("likelihood") == 5
    assert "likelihood" not in only_next
    assert only_next.count(" id ") == 1
    assert "5 to look at" in only_next


def test_queue__ends_when_all_is_said(stsdetect: Command, folder: Path) -> None:
    for name in sts.queue(folder, size=N)["candidate_id"]:
        sts.label(folder, name, "unsure", by="Kim")

    assert "Every candidate has a verdict." in stsdetect("queue", folder)[1]
