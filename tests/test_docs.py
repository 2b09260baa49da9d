"""What the documents say is so: their commands, maps and links."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest
from made_once import kept_run

from stsdetect import runs
from stsdetect.cli.main import app
from stsdetect.ingest.columns import read_column_map

ROOT = Path(__file__).parents[1]
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def blocks(path: Path, language: str) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)


def test_readme__is_short_enough_to_be_read() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 120


def test_readme__its_commands_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "sample_ais").symlink_to(ROOT / "sample_ais")
    monkeypatch.chdir(tmp_path)
    lines = "".join(blocks(ROOT / "README.md", "bash")).splitlines()
    commands = [shlex.split(line, comments=True) for line in lines]

    for program, *arguments in commands:
        assert program == "stsdetect"
        app(arguments, standalone_mode=False)

    assert (tmp_path / "look" / "candidates.csv").is_file()
    assert (tmp_path / "top.geojson").is_file()


def test_readme__its_python_runs(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    sample_made: Path,
    tmp_path: Path,
) -> None:
    """Its run is that of the sample, and not done again."""
    monkeypatch.setattr(runs, "run", kept_run(sample_made, "sample_ais", runs.run))
    monkeypatch.chdir(tmp_path)

    for block in blocks(ROOT / "README.md", "python"):
        exec(compile(block, "README.md", "exec"), {})  # noqa: S102

    assert capsys.readouterr().out.strip()


def test_tutorial__goes_from_a_file_of_ones_own_to_a_candidate(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    tutorial = ROOT / "docs" / "tutorial.md"
    monkeypatch.chdir(tmp_path)
    (code,) = blocks(tutorial, "python")
    (columns,) = blocks(tutorial, "toml")
    exec(compile(code, "tutorial.md", "exec"), {})  # noqa: S102
    Path("columns.toml").write_text(columns, encoding="utf-8")

    for line in "".join(blocks(tutorial, "bash")).splitlines():
        program, *arguments = shlex.split(line)
        assert program == "stsdetect"
        app(arguments, standalone_mode=False)

    said = capsys.readouterr().out
    assert "1 candidate:" in said
    assert "So 412999001 and 441999002 are an encounter." in said
    assert "whether the hulls lie alongside" in said


def test_how_to__its_column_map_is_good(tmp_path: Path) -> None:
    (block,) = blocks(ROOT / "docs" / "how-to" / "my-own-csv.md", "toml")
    path = tmp_path / "columns.toml"
    path.write_text(block, encoding="utf-8")

    assert read_column_map(path).columns["lat"] == "latitude"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_documents__links_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)

    assert [link for link in links if not (path.parent / link).exists()] == []


def test_sources__no_threshold_leans_on_a_page_that_is_not_here() -> None:
    elsewhere = re.compile(
        r"(?<!Nature )\b[Mm]ethods,? (?:\d|[A-Z]+-\d)|\b(?:ENC|TRK|SPF|NET)-\d\d"
    )
    code = sorted((ROOT / "src").rglob("*.py"))

    assert code
    assert [
        path.name for path in code if elsewhere.search(path.read_text(encoding="utf-8"))
    ] == []


def test_contributing__tells_the_floors_that_are_held() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        held = tomllib.load(file)["tool"]["importlinter"]["contracts"][0]["layers"]

    told, *_ = blocks(ROOT / "CONTRIBUTING.md", "floors")

    assert told.splitlines() == [
        floor.replace("(", "").replace(")", "") for floor in held
    ]
