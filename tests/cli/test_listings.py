"""Commands that list what is known: evidence, settings, formats."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from stsdetect.config import Config
from stsdetect.ingest.formats import FORMATS
from stsdetect.scoring.document import evidence_table
from stsdetect.settings import settings_toml

Command = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize("kind", [None, "one_dark"])
def test_evidence__every_item_of_a_kind_with_its_source(
    stsdetect: Command, kind: str | None
) -> None:
    code, output, errors = stsdetect("evidence", *(["--kind", kind] if kind else []))

    told = [line.strip() for line in output.splitlines()]
    table = evidence_table(kind)
    assert code == 0, errors
    assert [one for one in told if one.startswith("source: ")] == [
        f"source: {source}" for source in table["source"]
    ]
    assert all(f"{name} (" in output for name in table["name"])


def test_evidence__a_kind_that_is_none_is_one_line(stsdetect: Command) -> None:
    code, output, errors = stsdetect("evidence", "--kind", "light")

    assert (code, output, errors.count("\n")) == (2, "", 1)
    assert "choose encounter" in errors


def test_config__writes_what_it_shows_and_keeps_a_file(
    stsdetect: Command, tmp_path: Path
) -> None:
    file = tmp_path / "mine.toml"

    _, shown, _ = stsdetect("config")
    first, _, _ = stsdetect("config", "--write", file)
    file.write_text(file.read_text("utf-8") + "# edited\n", "utf-8")
    again, _, errors = stsdetect("config", "--write", file)

    assert shown == settings_toml(Config())
    assert file.read_text("utf-8") == shown + "# edited\n"
    assert (first, again, errors.count("\n")) == (0, 2, 1)


def test_formats__lists_all_and_drafts_columns_once(
    stsdetect: Command, tmp_path: Path
) -> None:
    source, drafted = tmp_path / "own.csv", tmp_path / "own.toml"
    source.write_text("vessel_id,when,lat,lon\n440000001,2024-03-01T00:00:00Z,37,124\n")

    _, listed, _ = stsdetect("formats")
    first, _, errors = stsdetect("formats", source, "--write-columns", drafted)
    again, _, refused = stsdetect("formats", source, "--write-columns", drafted)

    assert all(one.name in listed for one in FORMATS)
    assert first == 0, errors
    assert "columns" in tomllib.loads(drafted.read_text("utf-8"))
    assert (again, refused.count("\n")) == (2, 1)
