"""Windows from files to files: equal results, nothing twice, and faults told."""

import resource
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path

import pytest
from builders_windows import Counting, csv_of, dies_once, list_candidates
from checkout import Command
from polars.testing import assert_frame_equal

import stsdetect as sts
from stsdetect.config import Config
from stsdetect.engine import Lost, choose_engine
from stsdetect.engine.processes import Processes
from stsdetect.errors import StoreError, UnfinishedError
from stsdetect.events.slots import Slots
from stsdetect.pipeline import Events, find_events
from stsdetect.windows import window_files
from stsdetect.windows.part_files import read_part, write_part
from stsdetect.windows.sizing import Size
from stsdetect.windows.window import period_of
from stsdetect.windows.window_files import WindowTask, plan_windows
from stsdetect.windows.work import cut_work, work_window

DAYS = ("2024-04-16", "2024-04-17", "2024-04-18")


@pytest.fixture
def store(sample_run: sts.Run, tmp_path: Path) -> Path:
    """Give a copy of the store of the sample, to be changed."""
    return shutil.copytree(sample_run.folder / "store", tmp_path / "store")


@pytest.fixture
def parts(sample_run: sts.Run, tmp_path: Path) -> Path:
    """Give a copy of the parts that the run of the sample left."""
    return shutil.copytree(sample_run.folder / "parts", tmp_path / "parts")


@pytest.fixture(scope="module")
def listed(sample_run: sts.Run) -> bytes:
    """Give the list of the sample, of a day at a time."""
    return (sample_run.folder / "candidates.csv").read_bytes()


@pytest.fixture(scope="module")
def by_day(sample_run: sts.Run) -> Events:
    """Give the events of the sample, of a day at a time."""
    return find_events(sts.open_store(sample_run.folder / "store"), Config())


@contextmanager
def no_file_larger_than(n_bytes: int) -> Iterator[None]:
    """Let writing fail as it does on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def tasks_of(store: Path, parts: Path) -> list[WindowTask]:
    config, opened = Config().aligned(), sts.open_store(store)
    size, period = Size(config.window), period_of(opened, config)
    return plan_windows(cut_work(opened, config, period, size), parts)


def day_file(store: Path, day: str) -> Path:
    return store / "positions" / f"date={day}" / "part-0.parquet"


def assert_same(found: Events, usual: Events) -> None:
    for name in ("encounters", "loiterings", "gaps", "rendezvous"):
        assert not getattr(usual, name).empty, name
        assert getattr(found, name).equals(getattr(usual, name)), name
    assert len(usual.reception) > 1_000
    assert found.reception.read().equals(usual.reception.read())


@pytest.mark.parametrize("hours", [3, 6, 72])
def test_find_events__windows_of_any_length_give_the_same_bytes(
    store: Path, listed: bytes, by_day: Events, hours: int
) -> None:
    opened, config = sts.open_store(store), Config(window=timedelta(hours=hours))

    events = find_events(opened, config, parts_folder=store.parent / "parts")

    assert_same(events, by_day)
    assert csv_of(events, opened, config) == listed


def test_find_events__in_memory_changes_nothing(store: Path, by_day: Events) -> None:
    config = Config(window=timedelta(hours=15))

    assert_same(find_events(sts.open_store(store), config), by_day)


def test_sample__has_events_of_each_kind_over_borders(sample_run: sts.Run) -> None:
    """What the equal bytes above are worth: these would differ if borders cut them."""
    found = sts.read_events(sample_run.folder)

    for hours, least in ((3, 30), (6, 20), (24, 4)):
        for kind in ("encounters", "loiterings", "gaps"):
            events = getattr(found, kind).dropna(subset=["start_time", "end_time"])
            first, last = (
                events[side].dt.floor(f"{hours}h")
                for side in ("start_time", "end_time")
            )
            assert (first < last).sum() >= least, (kind, hours)


def test_read_part__gives_what_was_written(store: Path, tmp_path: Path) -> None:
    task = tasks_of(store, tmp_path / "parts")[1]
    part = work_window(task.spec)

    manifest = window_files.run_window(task)
    again = read_part(task.folder)

    assert isinstance(manifest, dict)
    assert manifest["start"] == "2024-04-17T00:00:00+00:00"
    assert not part.near.is_empty()
    for one in fields(part):
        written = getattr(part, one.name)
        tables = written if isinstance(written, Slots) else [written]
        read = getattr(again, one.name)
        for table, found in zip(
            tables, read if isinstance(read, Slots) else [read], strict=True
        ):
            assert_frame_equal(table, found, check_row_order=False)


def test_write_part__the_order_of_sums_changes_no_byte(
    store: Path, tmp_path: Path
) -> None:
    part = work_window(tasks_of(store, tmp_path / "parts")[1].spec)
    heard = part.heard
    turned = Slots(
        heard.by_vessel.reverse(), heard.by_hour.reverse(), heard.squares.reverse()
    )

    one = write_part(part, tmp_path / "one", {})
    other = write_part(replace(part, heard=turned), tmp_path / "other", {})

    assert one["files"] == other["files"]


def test_run_windows__parts_are_given_while_later_windows_are_worked_on(
    store: Path, tmp_path: Path
) -> None:
    """So that they are joined meanwhile; but for those after one that was lost."""
    engine, opened = Counting(), sts.open_store(store)
    config = Config().aligned()
    specs = cut_work(opened, config, period_of(opened, config), Size(config.window))

    given = window_files.run_windows(specs, tmp_path / "parts", engine)
    next(given)

    assert len(engine.seen) == 1
    assert sum(1 for _ in given) == len(specs) - 1 == len(engine.seen) - 1


@pytest.mark.slow
def test_find_events__two_processes_give_the_same_bytes(
    store: Path, listed: bytes, by_day: Events, tmp_path: Path
) -> None:
    opened, config = sts.open_store(store), Config(window=timedelta(hours=12))

    events = find_events(
        opened, config, engine=choose_engine(2), parts_folder=tmp_path / "p"
    )

    assert_same(events, by_day)
    assert csv_of(events, opened, config) == listed


def test_find_events__what_is_done_is_not_done_again(
    store: Path, listed: bytes, tmp_path: Path
) -> None:
    first, again = Counting(), Counting()
    opened, parts = sts.open_store(store), tmp_path / "parts"

    find_events(opened, Config(), engine=first, parts_folder=parts)
    of_a_killed_worker = next(parts.iterdir()) / ".near.parquet.7.part"
    of_a_killed_worker.touch()

    assert [name[:10] for name in first.seen] == list(DAYS)
    assert list_candidates(store, parts, engine=again) == listed
    assert again.seen == []
    assert not of_a_killed_worker.exists()


def test_find_events__what_windows_do_not_look_at_redoes_none(
    store: Path, parts: Path
) -> None:
    again = Counting()
    config = Config(region="Yellow Sea").with_preset("gfw")

    find_events(sts.open_store(store), config, engine=again, parts_folder=parts)

    assert again.seen == []


def test_find_events__another_bound_redoes_all(store: Path, parts: Path) -> None:
    again, before = Counting(), {one.name for one in parts.glob("2024*")}
    config = Config()
    config = replace(config, ticks=replace(config.ticks, step=timedelta(minutes=10)))

    find_events(sts.open_store(store), config, engine=again, parts_folder=parts)

    assert len(again.seen) == len(DAYS)
    after = {one.name for one in parts.glob("2024*")}
    assert len(after) == len(before) == len(DAYS)


def test_window_digest__every_parameter_is_looked_at_unless_it_is_known_not_to_be() -> (
    None
):
    plain = Config().as_json()
    told = {one.name for one in fields(Config)}

    assert set(plain) == told
    assert (
        Config().window_digest
        != replace(Config(), gaps=replace(Config().gaps, n_back=3)).window_digest
    )
    assert Config().window_digest == Config(region="Yellow Sea").window_digest


def test_run__day_by_day_is_all_at_once(
    sample_ais: Path, listed: bytes, tmp_path: Path
) -> None:
    worked = []
    for day in DAYS:
        sts.ingest(str(sample_ais / f"*-{day}.*"), tmp_path / "store")
        engine = Counting()
        last = list_candidates(tmp_path / "store", tmp_path / "parts", engine=engine)
        worked.append([name[:10] for name in engine.seen])

    assert worked == [[DAYS[0]], [*DAYS[:2]], [*DAYS[1:]]]
    assert last == listed


def test_run__late_data_redoes_the_windows_that_it_touches(
    sample_ais: Path, listed: bytes, tmp_path: Path
) -> None:
    late = "satellite-2024-04-16.csv.gz"
    files = [one for one in sample_ais.iterdir() if one.suffix == ".gz"]
    sts.ingest([one for one in files if one.name != late], tmp_path / "store")
    config = Config(window=timedelta(hours=6))
    before = list_candidates(tmp_path / "store", tmp_path / "parts", config)
    engine = Counting()

    sts.ingest(sample_ais / late, tmp_path / "store")
    after = list_candidates(tmp_path / "store", tmp_path / "parts", config, engine)

    assert before != after == listed
    # A window reads 9 h before it, and crowds look back a day from there.
    assert min(engine.seen) == "2024-04-16 00:00"
    assert max(engine.seen) == "2024-04-18 06:00"


@pytest.mark.slow
def test_find_events__a_worker_killed_in_its_task_changes_nothing(
    store: Path, listed: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window_files, "run_window", dies_once)

    found = list_candidates(store, tmp_path / "parts", engine=Processes(2))

    assert (tmp_path / "killed").exists()
    assert found == listed


def test_run__a_damaged_day_is_named_and_the_list_before_stays(
    sample_run: sts.Run, tmp_path: Path, stsdetect: Command
) -> None:
    out = shutil.copytree(sample_run.folder, tmp_path / "out")
    whole = day_file(out / "store", DAYS[2]).read_bytes()
    day_file(out / "store", DAYS[2]).write_bytes(whole[:-100])

    shutil.rmtree(out / "parts")

    code, _, err = stsdetect(
        "detect", "--store", out / "store", "--out", out, "--preset", "kerch", "--quiet"
    )
    assert code == 3
    assert "2 of 3 windows failed" in err
    assert "window 2024-04-18 00:00" in err
    assert (out / "candidates.csv").is_file()


def test_find_events__a_full_disk_is_told_and_the_next_run_goes_on(
    store: Path, listed: bytes, tmp_path: Path
) -> None:
    with no_file_larger_than(450_000), pytest.raises(UnfinishedError, match="2 of 3"):
        find_events(sts.open_store(store), Config(), parts_folder=tmp_path / "parts")
    again = Counting()

    assert list_candidates(store, tmp_path / "parts", engine=again) == listed
    assert len(again.seen) == 2


def test_read_part__a_damaged_file_is_named(store: Path, parts: Path) -> None:
    file = next(parts.glob("*/near.parquet"))
    content = bytearray(file.read_bytes())
    content[100] ^= 1
    file.write_bytes(content)

    with pytest.raises(StoreError, match=r"near\.parquet: damaged; remove"):
        find_events(sts.open_store(store), Config(), parts_folder=parts)


def test_run_window__another_version_on_the_worker_is_told(
    store: Path, tmp_path: Path
) -> None:
    task = tasks_of(store, tmp_path / "parts")[0]

    lost = window_files.run_window(replace(task, code="other"))

    assert isinstance(lost, Lost)
    assert "than the run; install the same on both" in lost.why
