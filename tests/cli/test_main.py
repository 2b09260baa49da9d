"""What the command line does with wrong input: one line, exit 2."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from stsdetect.events.presets import PRESETS
from stsdetect.schema import KINDS

Command = Callable[..., tuple[int, str, str]]

GOOD = (
    "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading\n"
    "412000001,2024-03-01T00:00:00,35,123,0,0,0\n"
)


def assert_one_line(result: tuple[int, str, str], *words: str) -> None:
    code, _, errors = result
    assert code == 2, errors
    assert errors.startswith("stsdetect: ")
    assert errors.count("\n") == 1
    for word in words:
        assert word in errors


def test_main__help_says_what_a_candidate_is(stsdetect: Command) -> None:
    code, output, _ = stsdetect("--help")

    assert code == 0
    assert "never a finding" in " ".join(output.split())


def test_main__help_names_every_preset_and_kind(stsdetect: Command) -> None:
    run = " ".join(stsdetect("run", "--help")[1].replace("│", " ").split())
    export = " ".join(stsdetect("export", "--help")[1].replace("│", " ").split())

    assert [name for name in PRESETS if name not in run] == []
    assert [kind for kind in KINDS if kind not in export] == []


def test_main__help_needs_no_heavy_library() -> None:
    loaded = run_alone("import sys, stsdetect.cli.main; print(*sys.modules)").split()

    assert "stsdetect.cli.run" in loaded
    assert not {"numpy", "pandas", "polars", "numba", "pydantic"} & set(loaded)


def test_main__version_is_told(stsdetect: Command) -> None:
    code, output, _ = stsdetect("--version")

    assert (code, output.split()[0]) == (0, "stsdetect")


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "--frobnicate"),
        ("frobnicate",),
        ("run", "a.csv"),
        ("run", "a.csv", "--out", "x", "--since", "yesterday"),
    ],
    ids=["unknown option", "unknown command", "no --out", "no time"],
)
def test_main__wrong_arguments_give_one_line(
    stsdetect: Command, arguments: tuple[str, ...]
) -> None:
    assert_one_line(stsdetect(*arguments), "--help")


def test_main__a_missing_file_is_named(stsdetect: Command, tmp_path: Path) -> None:
    result = stsdetect("run", tmp_path / "none.csv", "--out", tmp_path / "out")

    assert_one_line(result, "none.csv")


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", ""),
        (b"name,colour\nx,red\n", ""),
        (GOOD.replace("LAT,", "LATER,").encode(), "lat"),
    ],
    ids=["empty file", "picture", "other table", "missing column"],
)
def test_main__a_wrong_file_gives_one_line(
    stsdetect: Command, tmp_path: Path, content: bytes, word: str
) -> None:
    file = tmp_path / "wrong.csv"
    file.write_bytes(content)

    result = stsdetect("run", file, "--out", tmp_path / "out")

    assert_one_line(result, "wrong.csv", word)


def test_main__a_folder_without_ais_gives_one_line(
    stsdetect: Command, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "notes.txt").write_text("nothing here\n")

    result = stsdetect("run", tmp_path / "in", "--out", tmp_path / "out")

    assert_one_line(result, str(tmp_path / "in"))


def test_main__a_file_of_bad_rows_says_what_is_bad(
    stsdetect: Command, tmp_path: Path
) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(GOOD.replace("2024-03-01T00:00:00", "yesterday"))

    code, _, errors = stsdetect("run", file, "--out", tmp_path / "out", "--quiet")

    assert_one_line((code, "", errors), "1 rows (1 bad time)", "rejects")


def test_main__an_unknown_preset_lists_those_known(
    stsdetect: Command, tmp_path: Path
) -> None:
    result = stsdetect("run", "a.csv", "--out", tmp_path / "out", "--preset", "magic")

    assert_one_line(result, "magic", "gfw")


def test_main__an_unknown_parameter_is_named(
    stsdetect: Command, tmp_path: Path
) -> None:
    config = tmp_path / "config.toml"
    config.write_text("[encounters]\nmax_frobs = 3\n")

    result = stsdetect("run", "a.csv", "--out", tmp_path / "out", "--config", config)

    assert_one_line(result, "encounters.max_frobs")


def test_main__rank_wants_a_run_folder(stsdetect: Command, tmp_path: Path) -> None:
    assert_one_line(stsdetect("rank", tmp_path), "no run folder")


def test_main__an_unknown_export_lists_those_known(
    stsdetect: Command, tmp_path: Path
) -> None:
    result = stsdetect(
        "export", tmp_path, "--format", "docx", "--output", tmp_path / "x.docx"
    )

    assert_one_line(result, "docx", "geojson")


def test_main__the_run_folder_may_not_be_a_file(
    stsdetect: Command, tmp_path: Path
) -> None:
    file = tmp_path / "good.csv"
    file.write_text(GOOD)

    assert_one_line(stsdetect("run", file, "--out", file), "good.csv")


def test_main__one_lonely_vessel_is_no_candidate(
    stsdetect: Command, tmp_path: Path
) -> None:
    file = tmp_path / "good.csv"
    file.write_text(GOOD)

    code, output, errors = stsdetect("run", file, "--out", tmp_path / "out")

    assert code == 0, errors
    assert "No candidate" in output
    assert (tmp_path / "out" / "candidates.csv").read_text().count("\n") == 1


def run_alone(code: str, **environment: str) -> str:
    """Run code in a process of its own; give what it prints."""
    done = subprocess.run(  # noqa: S603  our own code
        [sys.executable, "-c", code],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


def test_completion__offers_the_commands_that_begin_so() -> None:
    offered = run_alone(
        "import sys; sys.argv = ['stsdetect']\n"
        "from stsdetect.cli.main import main; main()",
        _STSDETECT_COMPLETE="complete_bash",
        COMP_WORDS="stsdetect ex",
        COMP_CWORD="1",
    )

    assert set(offered.split()) == {"export", "explain", "exchange"}
