"""The evaluation from end to end, in its smallest form, and on a user's own data."""

from pathlib import Path

import polars as pl
import pytest
from checkout import ROOT

import stsdetect as sts
from stsdetect.cli.main import app
from stsdetect.errors import InputError
from stsdetect.trials.evaluation_page import write_evaluation

GOLDEN = ROOT / "tests" / "golden" / "evaluation.csv"
KEYS = ["variant", "level", "name", "kind"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("evaluation")


@pytest.fixture(scope="module")
def tiny(folder: Path) -> sts.Evaluation:
    return sts.evaluate(folder, form="tiny")


@pytest.mark.slow
def test_evaluate__no_published_figure_falls_by_more_than_its_interval(
    tiny: sts.Evaluation,
) -> None:
    published = pl.read_csv(GOLDEN)

    both = published.join(tiny.figures, on=KEYS, how="left", suffix="_now")

    fallen = both.filter((pl.col("value_now") < pl.col("low")).fill_null(value=True))
    assert published.height > 10
    assert fallen.select(*KEYS, "value", "low", "value_now").rows() == []


@pytest.mark.slow
def test_evaluate__goes_on_where_it_was(tiny: sts.Evaluation, folder: Path) -> None:
    records = sorted(folder.glob("worlds/*/trial.json"))
    before = [path.stat().st_mtime_ns for path in records]

    again = sts.evaluate(folder, form="tiny")

    assert len(records) == 3
    assert [path.stat().st_mtime_ns for path in records] == before
    assert again.figures.equals(tiny.figures)


@pytest.mark.slow
def test_evaluate__keeps_no_world_but_what_came_out(
    tiny: sts.Evaluation, folder: Path
) -> None:
    assert tiny.measured.counts["transfers"].sum() > 0
    kept = {path.name for path in folder.glob("worlds/*/*")}
    assert kept == {"judged.parquet", "told.parquet", "vessels.parquet", "trial.json"}


@pytest.mark.slow
def test_write_evaluation__tells_promises_missed_ones_included(
    tiny: sts.Evaluation, tmp_path: Path
) -> None:
    files = write_evaluation(tiny, tmp_path / "evaluation.md")

    text = files[0].read_text(encoding="utf-8")
    missed = [one for one in tiny.measured.reaches if one.met is False]
    assert all(file.is_file() for file in files)
    assert text.count("**missed**") == len(missed)
    assert "Two definitions were changed after figures" in text
    for level in ("coastal", "silences", "satellite"):
        assert f"| {level} | `encounter` |" in text


@pytest.mark.slow
def test_write_evaluation__is_the_same_twice(
    tiny: sts.Evaluation, tmp_path: Path
) -> None:
    one, two = (write_evaluation(tiny, tmp_path / n / "page.md") for n in ("a", "b"))

    assert [f.read_bytes() for f in one] == [f.read_bytes() for f in two]


def test_evaluate__a_users_run_and_truth(
    sample_run: sts.Run, sample_ais: Path, tmp_path: Path
) -> None:
    truth = sample_ais / "truth.csv"
    told = pl.read_csv(truth).filter(pl.col("is_transfer"))

    app(
        [
            *("evaluate", "--run", str(sample_run.folder), "--truth", str(truth)),
            *("--out", str(tmp_path), "--quiet"),
        ],
        standalone_mode=False,
    )

    figures = pl.read_csv(tmp_path / "evaluation" / "figures.csv")
    (recall,) = figures.filter(
        (pl.col("name") == "recall")
        & (pl.col("kind") == "encounter")
        & (pl.col("variant") == "stsdetect")
    ).iter_rows(named=True)
    seen = told.filter(
        (pl.col("observability") == "encounter") & (pl.col("expected") == "found")
    )
    assert recall["n"] == seen.height
    page = (tmp_path / "evaluation.md").read_text(encoding="utf-8")
    assert "simulated" not in page
    assert "Two definitions were changed" not in page
    assert "| `encounter` | without geometry |" in page
    compared = pl.read_csv(tmp_path / "evaluation" / "compared.csv")
    recalls = compared.filter(pl.col("name") == "recall", kind="encounter")
    by_variant = dict(recalls.select("variant", "value").iter_rows())
    assert by_variant["random order"] == by_variant["stsdetect"]
    assert by_variant["stsdetect at 0.5 or more"] < by_variant["stsdetect"]


def test_golden__every_figure_that_is_held_could_fall() -> None:
    published = pl.read_csv(GOLDEN)

    assert (published["low"] > 0).all()
    assert {"recall", "average precision"} <= set(published["name"])


def test_evaluate__a_truth_without_a_transfer_is_refused(
    sample_run: sts.Run, sample_ais: Path, tmp_path: Path
) -> None:
    innocent = tmp_path / "truth.csv"
    truth = pl.read_csv(sample_ais / "truth.csv")
    truth.filter(~pl.col("is_transfer")).write_csv(innocent)

    with pytest.raises(InputError, match="no transfer"):
        app(
            ["evaluate", "--run", str(sample_run.folder), "--truth", str(innocent)],
            standalone_mode=False,
        )


@pytest.mark.parametrize(
    "options", [["--store", "x"], ["--truth", "x"], ["--run", "x", "--store", "y"]]
)
def test_evaluate__truth_and_source_go_together(options: list[str]) -> None:
    with pytest.raises(Exception, match="--truth goes with"):
        app(["evaluate", *options], standalone_mode=False)
