"""Logs of messages through the whole of ingest, as a user has them."""

import gzip
import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sentences import position, sentence, sentences, tagged, voyage

from stsdetect.ingest.files import ingest_files
from stsdetect.ingest.store import open_store
from stsdetect.schema import POSITIONS

EPOCH = 1_709_251_200
START = datetime.fromtimestamp(EPOCH, UTC)


def log() -> str:
    first, second = sentences(voyage())
    lines = [
        "# a log",
        tagged(first, EPOCH),
        tagged(sentence(position()), EPOCH + 10),
        second,
        tagged(sentence(position()), EPOCH + 10),
        tagged(sentence(position(lat=91 * 600_000)), EPOCH + 20),
        sentence(position()),
    ]
    return "".join(f"{line}\n" for line in lines)


def counts(sources: pd.DataFrame) -> dict[str, Any]:
    names = ["kept", "duplicate", "static", "rejected"]
    row = sources.iloc[0]
    assert row["rows_read"] == sum(row[f"rows_{name}"] for name in names)
    return {name: int(row[f"rows_{name}"]) for name in names}


@pytest.mark.parametrize("kind", ["plain", "gz", "zip"])
def test_ingest__a_log_fills_a_store(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"log.nmea.{kind}"
    if kind == "plain":
        path.write_text(log(), encoding="ascii")
    elif kind == "gz":
        path.write_bytes(gzip.compress(log().encode()))
    else:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("log.nm4", log())

    sources = ingest_files([path], tmp_path / "store")

    store = open_store(tmp_path / "store")
    assert list(sources["format"]) == ["nmea"]
    assert counts(sources) == {"kept": 1, "duplicate": 1, "static": 3, "rejected": 2}
    found = store.read_positions(START, START + timedelta(days=1))
    POSITIONS.check(found)
    assert found["source_row"].to_list() == [3]
    assert store.read_vessels()["shipname"].to_list() == ["FICTITIOUS"]
    assert store.read_vessels()["length_m"].to_list() == [180]
    rejects = store.read_rejects().sort("source_row").select("source_row", "reason")
    assert rejects.rows() == [(6, "no position"), (7, "no time")]


def test_ingest__real_messages_of_aisstream(real_ais: Path, tmp_path: Path) -> None:
    files = sorted((real_ais / "aisstream").glob("*.json"))
    lines = [json.dumps(json.loads(path.read_bytes())) for path in files]
    path = tmp_path / "messages.jsonl"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

    sources = ingest_files([path], tmp_path / "lines")
    each = ingest_files(files, tmp_path / "files")

    assert list(sources["format"]) == ["aisstream"]
    assert counts(sources) == {"kept": 3, "duplicate": 0, "static": 7, "rejected": 0}
    assert each["rows_kept"].sum() == 3
    names = open_store(tmp_path / "lines").read_vessels()["shipname"].to_list()
    assert names.count("DE MAZE") == 1
