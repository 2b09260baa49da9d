"""The how-to for polars and DuckDB: its lines run on the store of the sample."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from checkout import ROOT

import stsdetect as sts

HOW_TO = ROOT / "docs" / "how-to" / "duckdb-and-polars.md"


def blocks(language: str) -> list[str]:
    text = HOW_TO.read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)


def test_how_to__polars_reads_the_store(
    sample_run: sts.Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "look").symlink_to(sample_run.folder)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}

    exec("\n".join(blocks("python")), names)  # noqa: S102  our own page

    slow, near = names["slow"], names["near"]
    assert isinstance(slow, pl.DataFrame)
    assert isinstance(near, pl.DataFrame)
    day = datetime(2024, 4, 16, tzinfo=UTC)
    positions = sts.open_store(sample_run.folder / "store").read_positions(
        day, day + timedelta(days=1)
    )
    assert slow["n"].sum() == positions.filter(pl.col("sog") < 1).height > 0
    first = sts.read_events(sample_run.folder).encounters.iloc[0]
    assert set(near["mmsi"]) >= {first["mmsi_a"], first["mmsi_b"]}


def test_how_to__duckdb_reads_the_store(
    sample_run: sts.Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed")
    (tmp_path / "look").symlink_to(sample_run.folder)
    monkeypatch.chdir(tmp_path)

    slow, named = (duckdb.sql(one).fetchall() for one in blocks("sql"))

    assert slow
    assert len(named) == sample_run.record["counts"]["encounters"]
