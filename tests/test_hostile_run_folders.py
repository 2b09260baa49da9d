"""Hostile run folders: what lies in one can have been written by somebody else."""

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from builders_damage import have_less_than_no_values
from builders_leads import candidates
from builders_runs import write_run

import stsdetect as sts
from stsdetect.cli.main import main
from stsdetect.cloud.publication import (
    NOTHING,
    Publication,
    read_note,
    write_note,
)
from stsdetect.config import Config, config_from_json
from stsdetect.disk.locks import LOCK, claim
from stsdetect.errors import ConfigError, SchemaError, StoreError
from stsdetect.fetching import read_marks
from stsdetect.ingest.version import VERSION_KEY, require_version
from stsdetect.labelling import LEDGER, label, queue, read_labels, read_verdicts
from stsdetect.record import find_store, require_record
from stsdetect.review.ledger import append_entry
from stsdetect.run_folder import read_events
from stsdetect.schema import CANDIDATES, LABELS
from stsdetect.trials.trial_files import cause_of, read_trial
from stsdetect.verifying import verify_run
from stsdetect.watch_state import Seen, read_seen, write_seen
from stsdetect.windows.part_files import read_manifest, read_part
from stsdetect.windows.planning import plan_run

DEEP = "[" * 100_000
ENDLESS = (
    "CREATE VIEW ledger AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 "
    "FROM n) SELECT i AS number, '' AS time, '' AS subject, '' AS content, '' AS seal "
    "FROM n"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_run(tmp_path_factory.mktemp("made") / "run", candidates({"rank": 1}))


@pytest.fixture
def run(made: Path, tmp_path: Path) -> Path:
    """A run folder that a test may spoil."""
    return Path(shutil.copytree(made, tmp_path / "run"))


def change_record(run: Path, **changes: Any) -> None:
    told = json.loads((run / "run.json").read_text())
    (run / "run.json").write_text(json.dumps(told | changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"inputs": [7]},
        {"inputs": [{"name": "a.csv"}]},
        {"outputs": {"candidates.csv": 7}},
        {"outputs": []},
        {"counts": [1, 2]},
        {"store": ["store"]},
        {"kinds_sought": 3},
        {"watchlists": [{"name": ["list.csv"]}]},
        {"software": "of mine"},
        {"store": "\ud800"},
    ],
)
def test_require_record__parts_of_another_kind_are_one_line(
    run: Path, changes: dict[str, Any]
) -> None:
    change_record(run, **changes)

    with pytest.raises(StoreError, match=r"run\.json: damaged"):
        require_record(run)
    with pytest.raises(StoreError, match=r"run\.json: damaged"):
        find_store(run)


def test_require_record__a_version_of_any_length_is_told_short(run: Path) -> None:
    change_record(run, record_version="A" * 20_000)

    with pytest.raises(StoreError, match="of another stsdetect") as refused:
        require_record(run)

    assert len(str(refused.value)) < 400 + len(str(run))


def test_require_record__parameters_of_any_length_are_told_short(run: Path) -> None:
    change_record(run, config={"scoring": {"weightings": {"A" * 20_000: 7}}})

    with pytest.raises(ConfigError) as refused:
        config_from_json(require_record(run)["config"])

    assert len(str(refused.value)) < 400


def test_verify_run__a_record_that_lacks_what_it_was_found_by_is_told(
    run: Path,
) -> None:
    faults = [fault for one in verify_run(run) for fault in one.faults]

    assert "cause is not that of code, config and inputs" in faults


def test_read_candidates__a_panic_of_polars_is_one_line(
    run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pl, "from_arrow", panic)

    with pytest.raises(StoreError, match=r"candidates\.parquet: damaged"):
        sts.read_candidates(run)
    with pytest.raises(StoreError, match=r"\.parquet: damaged"):
        read_events(run)


def panic(*_: object) -> pl.DataFrame:
    """Raise what polars does about numbers of an enum that are none."""
    raise pl.exceptions.PanicException("called `Result::unwrap()` on an `Err` value")


def test_read_events__of_other_columns_or_values_are_one_line(run: Path) -> None:
    file = run / "events" / "encounters.parquet"
    kept = pl.read_parquet(file)
    kept.drop("lat").write_parquet(file)

    with pytest.raises(StoreError, match=r"encounters\.parquet: damaged"):
        read_events(run)


def test_read_candidates__without_a_place_are_one_line(run: Path) -> None:
    file = run / "candidates.parquet"
    rows = pl.read_parquet(file)
    rows.with_columns(lat=pl.lit(None, pl.Float64)).write_parquet(file)

    with pytest.raises(SchemaError, match="lat: 1 missing"):
        sts.read_candidates(run)


def rewrite(ledger: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(ledger)) as opened:
        opened.execute("PRAGMA writable_schema=ON")
        opened.execute(statement, values)
        opened.commit()


@pytest.fixture
def labelled(run: Path) -> Path:
    """The same with a verdict."""
    first = sts.read_candidates(run)["candidate_id"].iloc[0]
    label(run, first, "transfer", by="Kim")
    return run


def entry_of(run: Path, content: str) -> None:
    time = datetime(2024, 4, 1, tzinfo=UTC).isoformat()
    statement = "INSERT INTO ledger VALUES (2, ?, 'label', ?, 'none')"
    rewrite(run / LEDGER, statement, time, content)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("7", "says nothing that can be read"),
        ("{} {}", "says nothing that can be read"),
        (DEEP, "says nothing that can be read"),
        ('{"number": 1' + "1" * 5_000 + "}", "says nothing that can be read"),
        ("{}", "verdicts is damaged"),
        ('{"start_time": "soon"}', "verdicts is damaged"),
        ('{"analyst": {"a": "%s"}}' % ("A" * 20_000), "verdicts is damaged"),
        ('{"analyst": "\\ud800"}', "verdicts is damaged"),
    ],
)
def test_read_labels__an_entry_that_no_verdict_made_is_one_short_line(
    labelled: Path, content: str, words: str
) -> None:
    entry_of(labelled, content)

    with pytest.raises(StoreError, match=words) as refused:
        read_labels(labelled)

    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 400 + len(str(labelled))


@pytest.mark.parametrize(
    "content", [{}, {"rows": 7}, {"rows": [7]}, {"rows": [{"place": 1}]}, {"rows": {}}]
)
def test_label__a_queue_that_was_never_made_is_one_line(
    labelled: Path, content: dict[str, Any]
) -> None:
    append_entry(labelled / LEDGER, "queue", content, datetime.now(UTC))
    first = sts.read_candidates(labelled)["candidate_id"].iloc[0]

    with pytest.raises(StoreError, match="entry 2 is no queue"):
        label(labelled, first, "unsure", by="Kim")
    with pytest.raises(StoreError, match="entry 2 is no queue"):
        queue(labelled)


def test_read_labels__text_that_is_no_text_is_one_line(labelled: Path) -> None:
    statement = "INSERT INTO ledger VALUES (2, ?, 'label', CAST(? AS TEXT), 'none')"
    rewrite(labelled / LEDGER, statement, "2024", b"\xff\n" * 500)

    with pytest.raises(StoreError, match="decode") as refused:
        read_labels(labelled)

    assert "\n" not in str(refused.value)


def test_read_labels__a_number_for_a_text_is_one_line(labelled: Path) -> None:
    statement = "INSERT INTO ledger VALUES (2, ?, 'label', ?, 'none')"
    rewrite(labelled / LEDGER, statement, b"2024", b"{}")

    with pytest.raises(StoreError, match="not all that it says is text"):
        read_labels(labelled)


@pytest.mark.parametrize(
    "statement",
    [
        ENDLESS,
        "CREATE TABLE ledger (number, time, subject, content, seal)",
    ],
)
def test_read_labels__a_ledger_of_another_make_is_not_looked_into(
    run: Path, statement: str
) -> None:
    """A view can be without end."""
    rewrite(run / LEDGER, statement)

    with pytest.raises(StoreError, match="no ledger of stsdetect"):
        read_labels(run)


def test_label__does_not_write_where_somebody_put_a_trigger(labelled: Path) -> None:
    trigger = "CREATE TRIGGER mine AFTER INSERT ON ledger BEGIN SELECT 1; END"
    rewrite(labelled / LEDGER, trigger)
    first = sts.read_candidates(labelled)["candidate_id"].iloc[0]

    with pytest.raises(StoreError, match="no ledger of stsdetect"):
        label(labelled, first, "unsure", by="Kim")


def test_read_verdicts__of_a_sound_ledger_stay(labelled: Path) -> None:
    assert read_verdicts(labelled)["verdict"].tolist() == ["transfer"]


def test_read_positions__files_of_different_columns_are_one_line(run: Path) -> None:
    (file,) = (run / "store").glob("positions/date=*1/*.parquet")
    rows = pl.read_parquet(file)
    rows.rename({"source_id": "sOurce_id"}).write_parquet(file)

    with pytest.raises(StoreError, match="not all files have the columns of positions"):
        sts.open_store(run / "store").read_positions()


def test_days__a_folder_of_no_day_is_one_line(run: Path) -> None:
    (run / "store" / "positions" / "date=tomorrow").mkdir()

    with pytest.raises(StoreError, match="a folder of no day"):
        _ = sts.open_store(run / "store").days


def test_require_version__of_5000_digits_is_one_line(tmp_path: Path) -> None:
    file = tmp_path / "sources.parquet"
    pl.DataFrame({"a": [1]}).write_parquet(file, metadata={VERSION_KEY: "9" * 5_000})

    with pytest.raises(StoreError, match="unknown layout '99999"):
        require_version(file)


@pytest.mark.parametrize(
    "told",
    [DEEP, '{"files": []}', '{"files": "a"}', '{"files": {"a\\u0000b": "x"}}', "7"],
)
def test_read_manifest__of_a_part_that_says_nonsense_is_no_part(
    tmp_path: Path, told: str
) -> None:
    (tmp_path / "manifest.json").write_text(told)

    assert read_manifest(tmp_path).get("files", {}) == {}
    with pytest.raises(StoreError):
        read_part(tmp_path)


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"start": 7, "stop": "2024-03-02T00:00:00Z", "seconds": 1},
        {"start": "2024-03-02T00:00:00", "stop": "2024-03-01T00:00:00", "seconds": 1},
        {"start": "0001-01-01T00:00:00+05:00", "stop": "2024-03-01", "seconds": 1},
        {"start": "0001-01-01", "stop": "9999-12-31", "seconds": 1.0},
        {"start": "2024-03-01", "stop": "2024-03-02", "seconds": float("inf")},
        {"start": "2024-03-01", "stop": "2024-03-02", "seconds": 10**400},
    ],
)
def test_plan_run__a_window_that_tells_no_time_counts_for_nothing(
    run: Path, told: dict[str, Any]
) -> None:
    store, part = sts.open_store(run / "store"), run / "parts" / "a"
    part.mkdir(parents=True)
    (part / "near.parquet").touch()
    manifest = {**told, "files": {"near.parquet": "0" * 64}}
    (part / "manifest.json").write_text(json.dumps(manifest))

    planned = plan_run(
        store, Config(), n_workers=1, memory_mib=4_000, parts=part.parent
    )

    assert planned.n_measured == 0


@pytest.mark.parametrize("process", ["1e999", "-1e999", "[]", '"a"', "null"])
def test_claim__a_lock_that_says_nonsense_is_taken_over(
    tmp_path: Path, process: str
) -> None:
    told = f'{{"host": "a", "boot": "b", "process": {process}, "since": "c"}}'
    (tmp_path / LOCK).write_text(told)

    with claim(tmp_path):
        assert json.loads((tmp_path / LOCK).read_text())["process"] > 0


@pytest.mark.parametrize(
    "told",
    [
        DEEP,
        '{"parameters": "p", "files": {"a.csv": []}}',
        '{"parameters": "p", "files": {"a.csv": [1e999, 1]}}',
    ],
)
def test_read_seen__of_a_watch_that_says_nonsense_is_nothing(
    run: Path, told: str
) -> None:
    write_seen(run, Seen("p", {"a.csv": (3, 4)}))
    assert read_seen(run, "p").files == {"a.csv": (3, 4)}

    (run / "watch.json").write_text(told)

    assert read_seen(run, "p").files == {}


@pytest.mark.parametrize(
    "told", [DEEP, "7", '{"s3://sim/a.csv": {}}', '{"s3://sim/a.csv": [1, 2]}']
)
def test_read_marks__of_objects_that_say_nonsense_are_none(
    tmp_path: Path, told: str
) -> None:
    """An object that is not known is fetched again."""
    (tmp_path / "known.json").write_text(told)

    assert read_marks(tmp_path / "known.json") == {}


@pytest.mark.parametrize("told", [DEEP, "[]", "{}", "\x80", "1" * 5_000])
def test_cause_of__a_torn_trial_is_none(tmp_path: Path, told: str) -> None:
    (tmp_path / "trial.json").write_text(told, encoding="latin-1")

    assert cause_of(tmp_path) == ""
    with pytest.raises(StoreError, match="damaged"):
        read_trial(tmp_path)


@pytest.mark.parametrize("name", ["a\0b", "\ud800", "a\nb"])
def test_read_note__of_names_that_no_file_has_is_none(
    tmp_path: Path, name: str
) -> None:
    publication = Publication("v-1", None, {"a.csv": "0" * 64})
    write_note(tmp_path, "s3://sim/a", publication)
    assert read_note(tmp_path, "s3://sim/a") == publication

    note = tmp_path / ".published.json"
    told = json.loads(note.read_text()) | {"files": {name: "0" * 64}}
    note.write_text(json.dumps(told))

    assert read_note(tmp_path, "s3://sim/a") == NOTHING


def test_check__words_that_are_none_are_told_short_and_few() -> None:
    """Of a table that somebody else wrote, a word is a text of any length."""
    words = pl.DataFrame({"kind": [f"{n}{'A' * 20_000}" for n in range(30)]})

    with pytest.raises(SchemaError, match="and 25 more") as refused:
        LABELS.check(words)

    assert len(str(refused.value)) < 2_000


def test_conform__a_value_that_can_not_be_is_told_short() -> None:
    rows = CANDIDATES.from_pandas(candidates({"rank": 1}))
    wrong = rows.with_columns(lat=pl.lit("A" * 20_000))

    with pytest.raises(SchemaError) as refused:
        CANDIDATES.conform(wrong)

    assert len(str(refused.value)) < 400


def test_main__tells_a_fault_of_any_length_short(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    names = "\n".join(f"{'a' * 50}_{n} = 1" for n in range(500))
    (tmp_path / "settings.toml").write_text(names)
    command = ["stsdetect", "config", "--config", str(tmp_path / "settings.toml")]
    monkeypatch.setattr("sys.argv", command)

    with pytest.raises(SystemExit, match="2"):
        main()

    assert len(capsys.readouterr().err) < 2_100


def test_read_trial__of_a_page_of_less_than_no_values_is_one_line(
    tmp_path: Path,
) -> None:
    for name in ("judged", "told", "vessels"):
        pl.DataFrame({"world": ["a"]}).write_parquet(tmp_path / f"{name}.parquet")
    (tmp_path / "trial.json").write_text('{"counts": {}, "marks": []}')
    assert read_trial(tmp_path).vessels.height == 1

    assert have_less_than_no_values(tmp_path / "told.parquet")
    with pytest.raises(StoreError, match="damaged; delete it, it is made anew"):
        read_trial(tmp_path)
