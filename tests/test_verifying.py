"""Verify: outputs came from inputs, and every change in between is named."""

import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from builders import EPOCH

import stsdetect as sts
from stsdetect import verifying
from stsdetect.disk.files import file_sha256
from stsdetect.errors import ConfigError, StoreError
from stsdetect.ingest.columns import ColumnMap
from stsdetect.ingest.plan import Wish
from stsdetect.record import require_record
from stsdetect.run_log import RUN_LOG, find_entry
from stsdetect.verifying import verify_run

Spoil = Callable[[Path], object]


def write_source(path: Path, n_hours: int = 6) -> Path:
    """Write two vessels side by side, a report every 5 minutes."""
    lines = ["mmsi,timestamp,lat,lon,sog"]
    for minute in range(0, n_hours * 60, 5):
        time = EPOCH + timedelta(minutes=minute)
        for mmsi, lon in ((200000001, 124.5), (300000002, 124.5005)):
            lines.append(f"{mmsi},{time:%Y-%m-%dT%H:%M:%SZ},31.25,{lon},0.1")
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a source and a run of it."""
    folder = tmp_path_factory.mktemp("done")
    sts.run(write_source(folder / "ais.csv"), folder / "out")
    return folder


@pytest.fixture
def folder(done: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    shutil.copytree(done, tmp_path / "copy")
    return tmp_path / "copy"


def faults_of(folder: Path, *, sources: bool = False, rerun: bool = False) -> list[str]:
    given = [folder / "ais.csv"] if sources else []
    checks = verify_run(folder / "out", given, rerun=rerun)
    return [fault for check in checks for fault in check.faults]


def change_record(key: str, value: object) -> Spoil:
    def changed(folder: Path) -> None:
        path = folder / "out" / "run.json"
        record = json.loads(path.read_text()) | {key: value}
        path.write_text(json.dumps(record))

    return changed


def append(name: str) -> Spoil:
    def appended(folder: Path) -> None:
        with (folder / "out" / name).open("ab") as file:
            file.write(b"x")

    return appended


def change_log(folder: Path) -> None:
    with sqlite3.connect(folder / "out" / RUN_LOG) as log:
        log.execute("DROP TRIGGER ledger_is_not_changed")
        log.execute("UPDATE ledger SET time = '2020-01-01' WHERE number = 1")


SPOILED: dict[str, tuple[Spoil, str]] = {
    "a candidate": (append("candidates.csv"), "candidates.csv is not as it was"),
    "an event": (append("events/gaps.parquet"), "events/gaps.parquet is not as it"),
    "the page lost": (
        lambda folder: (folder / "out" / "report.html").unlink(),
        "report.html is missing",
    ),
    "the hash of the config": (
        change_record("config_hash", "0" * 16),
        "config_hash is not that of the config",
    ),
    "the inputs": (
        change_record("inputs", []),
        "cause is not that of code, config and inputs",
    ),
    "a list of ports gone": (
        change_record("config", {"port_files": ["/nowhere/ports.csv"]}),
        "/nowhere/ports.csv is not there",
    ),
    "a register gone": (
        change_record("registries", [{"name": "/nowhere/ihs.csv", "sha256": "0" * 64}]),
        "/nowhere/ihs.csv is not there, or was changed since",
    ),
    "the store": (
        append("store/sources.parquet"),
        "sources.parquet: its sum is not the one it was written with",
    ),
    "the log": (change_log, "runs.sqlite: entry 1 was changed"),
    "the log lost": (
        lambda folder: (folder / "out" / RUN_LOG).unlink(),
        "runs.sqlite has no run with this run.json",
    ),
    "the source": (
        lambda folder: (folder / "ais.csv").write_text("other"),
        "ais.csv is not among the files given, or was changed since",
    ),
}


def test_verify_run__all_holds_where_nothing_was_changed(done: Path) -> None:
    assert faults_of(done, sources=True) == []


@pytest.mark.parametrize("name", SPOILED)
def test_verify_run__names_what_was_changed(name: str, folder: Path) -> None:
    spoil, words = SPOILED[name]

    spoil(folder)

    assert any(fault.startswith(words) for fault in faults_of(folder, sources=True))


def test_verify_run__a_list_that_was_changed_is_named(folder: Path) -> None:
    listed = folder / "list.csv"
    listed.write_text("name,mmsi\nSTAR,200000001\n")
    sts.rank(folder / "out", watchlists=[listed])
    assert faults_of(folder) == []

    listed.write_text("name,mmsi\nSTAR,200000002\n")

    assert faults_of(folder) == [f"{listed} is not there, or was changed since"]


@pytest.mark.parametrize("key", ["config", "inputs", "outputs", "store"])
def test_require_record__a_record_without_its_parts_is_one_line(
    key: str, folder: Path
) -> None:
    change_record(key, None)(folder)

    with pytest.raises(StoreError, match=rf"run\.json: damaged, no {key} in it"):
        list(verify_run(folder / "out"))


def test_verify_run__parameters_that_make_no_sense_are_one_line(folder: Path) -> None:
    change_record("config", {"window": "a while", "top": 1})(folder)

    with pytest.raises(ConfigError, match=r"^parameters of the run: window: input sho"):
        list(verify_run(folder / "out"))


def test_verify_run__files_added_to_the_store_are_told(folder: Path) -> None:
    more = write_source(folder / "more.csv", 7)
    sts.ingest(more, folder / "out" / "store")

    assert faults_of(folder) == ["it holds other files than the run read"]


def test_detect__a_store_that_was_moved_is_the_one_of_the_run(folder: Path) -> None:
    out, listed = folder / "out", folder / "out" / "candidates.csv"
    before = listed.read_bytes()
    shutil.move(out / "store", folder / "elsewhere")

    sts.detect(folder / "elsewhere", out)
    sts.rank(out)

    assert require_record(out)["store"] == "../elsewhere"
    assert listed.read_bytes() == before
    assert faults_of(folder) == []


@pytest.mark.parametrize("sources", [False, True])
def test_verify_run__a_rerun_gives_every_byte_again(
    done: Path, *, sources: bool
) -> None:
    assert faults_of(done, sources=sources, rerun=True) == []


def test_verify_run__a_rerun_reads_files_as_they_were_read(tmp_path: Path) -> None:
    source, out = write_source(tmp_path / "ais.csv", 1), tmp_path / "out"
    source.write_text(source.read_text().replace("mmsi", "who", 1))
    names = {name: name for name in ("timestamp", "lat", "lon", "sog")}
    columns = ColumnMap(columns=names | {"mmsi": "who"})
    sts.run(source, out, columns=columns)

    checks = verify_run(out, [source], rerun=True, wish=Wish(columns=columns))

    assert [fault for check in checks for fault in check.faults] == []


def test_verify_run__a_rerun_finds_what_a_forger_summed_anew(folder: Path) -> None:
    out = folder / "out"
    forged = (out / "candidates.csv").read_text().replace(",encounter,", ",both_dark,")
    (out / "candidates.csv").write_text(forged)
    outputs = require_record(out)["outputs"]
    outputs["candidates.csv"] = file_sha256(out / "candidates.csv")
    change_record("outputs", outputs)(folder)

    faults = faults_of(folder, rerun=True)

    assert faults[-1] == "candidates.csv is not as it was written"


def test_verify_run__other_code_is_told(
    done: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "code_sha256", lambda: "0" * 64)

    assert any("of other code than this" in one for one in faults_of(done, rerun=True))


def test_write_record__each_run_is_an_entry_and_none_is_lost(folder: Path) -> None:
    out = folder / "out"
    before, _ = find_entry(out, file_sha256(out / "run.json"))

    sts.rank(out)

    after, faults = find_entry(out, file_sha256(out / "run.json"))
    assert faults == []
    assert before is not None
    assert after is not None
    assert after.number == before.number + 1
    told = require_record(out)["outputs"]["candidates.csv"]
    assert after.content["candidates_sha256"] == told


def test_verify__tells_each_check_and_ends_with_one_line(
    folder: Path, stsdetect: Callable[..., tuple[int, str, str]]
) -> None:
    code, output, errors = stsdetect("verify", folder / "out", folder / "ais.csv")
    assert (code, errors) == (0, "")
    assert all(line.startswith("holds  ") for line in output.splitlines())

    append("candidates.csv")(folder)
    code, output, errors = stsdetect("verify", folder / "out")

    assert (code, errors.count("\n")) == (2, 1)
    assert "1 thing does not hold" in errors
    assert re.search(r"FAULT  \d+ outputs by SHA-256", output)
