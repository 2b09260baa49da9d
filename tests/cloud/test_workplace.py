"""Runs whose home is an object store: as at home, whatever fails, wherever done."""

import logging
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest
from checkout import Command
from far_away import BUCKET, two_at_rest, write_two_days
from faulty_server import Faulty, nothing

import stsdetect as sts
from stsdetect.cloud.copies import fetch_run
from stsdetect.cloud.publication import LATEST
from stsdetect.cloud.publishing import publish_run
from stsdetect.cloud.workplace import open_workplace
from stsdetect.disk.object_store import open_bucket
from stsdetect.errors import InputError, StoreError, UnfinishedError
from stsdetect.labelling import read_verdicts
from stsdetect.record import RECORD, read_record
from stsdetect.verifying import verify_run
from stsdetect.watching import Watch, keep_watch

Elsewhere = Callable[[str], None]


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Elsewhere:
    """Go on as on another machine, by its name: nothing of this one lies there."""

    def go(name: str) -> None:
        monkeypatch.setenv("STSDETECT_SCRATCH", str(tmp_path / "machines" / name))

    go("first")
    return go


@pytest.fixture
def days(tmp_path: Path) -> list[Path]:
    return write_two_days(tmp_path)


@pytest.fixture(scope="module")
def both_days(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Give the list of both days, run at once at home."""
    folder = tmp_path_factory.mktemp("both")
    write_two_days(folder)
    return (sts.run(folder, folder / "out").folder / "candidates.csv").read_bytes()


def listed(address: str, folder: Path) -> bytes:
    """Fetch what is published, and give its list."""
    fetch_run(address, folder)
    return (folder / "candidates.csv").read_bytes()


@pytest.mark.usefixtures("s3")
def test_run__out_of_a_bucket_into_a_bucket_is_as_at_home(
    days: list[Path],
    run_of_two: Path,
    tmp_path: Path,
    elsewhere: Elsewhere,
    stsdetect: Command,
) -> None:
    source, address = f"{BUCKET}/in/one.csv", f"{BUCKET}/out/one"
    open_bucket(source).put(days[0], source)

    code, out, _ = stsdetect("run", source, "--out", f"{address}/")

    at_home = (run_of_two / "candidates.csv").read_bytes()
    elsewhere("reader")
    assert code == 0
    assert f"{address}/  all of it, published" in out
    assert listed(address, tmp_path / "got") == at_home
    assert not [one.words for one in verify_run(tmp_path / "got") if one.faults]
    there = open_bucket(address).sizes(address)
    assert {name.split("/")[0][:2] for name in there} == {"v-", "la", "ke"}


@pytest.mark.usefixtures("s3")
def test_run__the_next_day_on_another_machine_does_only_what_is_new(
    days: list[Path],
    tmp_path: Path,
    elsewhere: Elsewhere,
    caplog: pytest.LogCaptureFixture,
) -> None:
    address = f"{BUCKET}/out/daily"
    inbox = f"{BUCKET}/inbox-daily"
    early = two_at_rest(day=11)
    open_bucket(inbox).put(early, f"{inbox}/day11.csv")
    open_bucket(inbox).put(days[0], f"{inbox}/{days[0].name}")
    sts.run(inbox, address)
    open_bucket(inbox).put(days[1], f"{inbox}/{days[1].name}")
    elsewhere("second")
    fetch_run(address, tmp_path / "analyst")
    first = sts.read_candidates(tmp_path / "analyst")["candidate_id"][0]
    sts.label(tmp_path / "analyst", first, "transfer", by="analyst")
    publish_run(tmp_path / "analyst", address)
    caplog.set_level(logging.INFO, "stsdetect")

    elsewhere("third")
    done = sts.run(inbox, address)

    told = [one.getMessage() for one in caplog.records]
    (tmp_path / "day11.csv").write_bytes(early)
    at_once = sts.run([*days, tmp_path / "day11.csv"], tmp_path / "at-once").folder
    assert "1 objects fetched, 2 known" in told
    assert "3 windows to work on, 2 there already" in told
    assert (done.folder / "candidates.csv").read_bytes() == (
        at_once / "candidates.csv"
    ).read_bytes()
    changes = pd.read_csv(done.folder / "changes.csv")
    assert changes["change"].tolist() == ["new"]
    assert read_verdicts(done.folder)["candidate_id"].tolist() == [first]
    assert not [one.words for one in verify_run(done.folder) if one.faults]
    elsewhere("reader")
    assert (
        listed(address, tmp_path / "got") == (at_once / "candidates.csv").read_bytes()
    )


def test_run__what_could_not_be_published_is_kept_and_not_worked_on_again(
    small_run: Path,
    both_days: bytes,
    tmp_path: Path,
    elsewhere: Elsewhere,
    faulty: Faulty,
    stsdetect: Command,
) -> None:
    address, today = f"{BUCKET}/out/shaken", tmp_path / "today.csv"
    today.write_bytes(two_at_rest(day=17))
    publish_run(small_run, address)
    faulty.refuses = lambda method, path: method == "PUT" and "/report.html" in path

    code, _, err = stsdetect("run", today, "--out", address, "--quiet")

    assert code == 3
    assert err.count("\n") == 1
    assert err.startswith(f"stsdetect: {address}: not published, what held there")
    before = listed(address, tmp_path / "meanwhile")
    assert before == (small_run / "candidates.csv").read_bytes()
    (worked,) = (tmp_path / "machines").glob("first/*/work")
    seconds = read_record(worked)["seconds"]["detect"]
    faulty.refuses = nothing
    sts.run(today, address)
    assert read_record(worked)["seconds"]["detect"] == seconds
    elsewhere("reader")
    assert listed(address, tmp_path / "after") == both_days


@pytest.mark.usefixtures("s3")
def test_run__who_comes_second_replaces_nothing_and_adds_to_it_next_time(
    days: list[Path],
    small_run: Path,
    both_days: bytes,
    tmp_path: Path,
    elsewhere: Elsewhere,
) -> None:
    address = f"{BUCKET}/out/both"
    publish_run(small_run, address)

    with open_workplace(address) as ours:
        sts.ingest(days[1], ours.folder / "store")
        elsewhere("second")
        (small_run / "labels.sqlite").write_bytes(b"their verdicts")
        publish_run(small_run, address)
        with pytest.raises(StoreError, match="another run was published there"):
            ours.publish()
    elsewhere("first")
    sts.run(days[1], address)

    elsewhere("reader")
    assert listed(address, tmp_path / "got") == both_days
    kept = tmp_path / "got" / "labels.sqlite"
    assert kept.read_bytes() == b"their verdicts"


@pytest.mark.usefixtures("s3")
def test_open_workplace__verdicts_that_nobody_published_are_not_thrown_away(
    small_run: Path, tmp_path: Path, elsewhere: Elsewhere
) -> None:
    address = f"{BUCKET}/out/verdicts"
    publish_run(small_run, address)
    with open_workplace(address) as ours:
        (ours.folder / "labels.sqlite").write_bytes(b"given in the wrong place")
    (small_run / "candidates.csv").write_text("theirs\n")
    elsewhere("second")
    publish_run(small_run, address)
    elsewhere("first")

    with (
        pytest.raises(StoreError, match=r"labels\.sqlite: verdicts that were never"),
        open_workplace(address),
    ):
        pass

    assert (ours.folder / "labels.sqlite").read_bytes() == b"given in the wrong place"
    assert (ours.folder / RECORD).is_file()
    (ours.folder / "labels.sqlite").rename(tmp_path / "labels.sqlite")
    with open_workplace(address) as again:
        assert (again.folder / "candidates.csv").read_text() == "theirs\n"


def test_run__a_bucket_that_refuses_to_be_written_is_told_before_the_work(
    days: list[Path], elsewhere: Elsewhere, faulty: Faulty
) -> None:
    elsewhere("refused")
    faulty.refuses = lambda method, _path: method == "PUT"

    with pytest.raises(InputError, match="the object store says"):
        sts.run(days[0], f"{BUCKET}/out/read-only")

    faulty.refuses = nothing
    assert not open_bucket(BUCKET).sizes(f"{BUCKET}/out/read-only")


@pytest.mark.usefixtures("s3")
def test_commands__read_what_is_published_and_refuse_to_write_into_it(
    small_run: Path, tmp_path: Path, elsewhere: Elsewhere, stsdetect: Command
) -> None:
    elsewhere("reader")
    address = f"{BUCKET}/out/read"
    publish_run(small_run, address)
    found = sts.read_candidates(small_run)["candidate_id"][0]
    zipped, table = tmp_path / "case.zip", tmp_path / "list.csv"

    reads = [
        ("show", address),
        ("explain", address, "200000001", "200000002"),
        ("case", address, found, "--output", zipped),
        ("export", address, "--format", "csv", "--output", table),
        ("verify", address),
        ("info", address),
        ("labels", address),
    ]
    for command in reads:
        told = stsdetect(*command)
        assert (command[0], told[0], told[2]) == (command[0], 0, "")
    for command in (
        ("label", address, found, "transfer", "--by", "me"),
        ("review", address),
        ("queue", address),
        ("doctor", address),
        ("publish", address, address),
        ("plan", address),
        ("detect", "--store", small_run / "store", "--out", address),
    ):
        code, _, err = stsdetect(*command)
        assert (code, err.count("\n")) == (2, 1)
        assert "stsdetect fetch" in err or "publish it" in err
    assert zipped.is_file()
    assert table.is_file()
    assert not Path("s3:").exists()


@pytest.mark.usefixtures("s3")
def test_show__what_was_published_since_is_fetched_and_no_more(
    small_run: Path, elsewhere: Elsewhere, tmp_path: Path, stsdetect: Command
) -> None:
    elsewhere("reader")
    address = f"{BUCKET}/out/renewed"
    publish_run(small_run, address)
    stsdetect("show", address)
    shutil.rmtree(small_run)

    sts.rank(address, top=1)
    code, _, err = stsdetect("show", address)

    copies = sorted((tmp_path / "machines" / "reader").glob("*/v-*"))
    tables = [one / "store" / "vessels.parquet" for one in copies]
    assert (code, err) == (0, "")
    assert len(copies) == 2
    assert tables[0].samefile(tables[1])


@pytest.mark.usefixtures("s3")
def test_keep_watch__publishes_each_round_that_changed_something(
    days: list[Path],
    run_of_two: Path,
    tmp_path: Path,
    elsewhere: Elsewhere,
    stsdetect: Command,
) -> None:
    inbox, address = f"{BUCKET}/inbox-watched", f"{BUCKET}/out/watched"
    open_bucket(inbox).put(days[0], f"{inbox}/one.csv")

    code, out, _ = stsdetect(
        "watch", inbox, "--out", address, "--every", "1s", "--rounds", "2"
    )

    elsewhere("reader")
    assert code == 0
    assert "health.json" in out.splitlines()[0]
    assert "1 new files" in out.splitlines()[1]
    assert out.splitlines()[2].endswith("nothing new")
    at_home = (run_of_two / "candidates.csv").read_bytes()
    assert listed(address, tmp_path / "got") == at_home


@pytest.mark.usefixtures("s3")
def test_keep_watch__a_round_that_was_not_published_is_done_again(
    days: list[Path], elsewhere: Elsewhere
) -> None:
    elsewhere("watch")
    inbox, address = f"{BUCKET}/inbox-shaken", f"{BUCKET}/out/shaken-watch"
    open_bucket(inbox).put(days[0], f"{inbox}/one.csv")
    lines, tries = list[str](), []

    with open_workplace(address) as place:

        def publish() -> None:
            tries.append(1)
            if len(tries) == 1:
                raise UnfinishedError("not published")
            place.publish()

        watch = Watch(sources=[inbox], out=place.folder, publish=publish)
        keep_watch(watch, timedelta(0), lines.append, 3)

    assert "failed, tried again next round: not published" in lines[0]
    assert "1 new files" in lines[1]
    assert lines[2].endswith("nothing new")
    assert LATEST in open_bucket(address).sizes(address)
