"""Object stores of Google and Azure: as a folder, and as home of a run."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from checkout import Command
from far_away import republished, two_at_rest, write_two_days
from faulty_server import Faulty, faulty_server
from other_services import Service, started_az, started_gs

import stsdetect as sts
from stsdetect.cloud.copies import fetch_run
from stsdetect.disk import services
from stsdetect.disk.object_store import open_bucket
from stsdetect.errors import InputError
from stsdetect.verifying import verify_run


@pytest.fixture(scope="module", params=[started_gs, started_az], ids=["gs", "az"])
def started(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    with request.param(tmp_path_factory.mktemp("service")) as service:
        yield service


@pytest.fixture
def bucket(started: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let the environment name the server; give the address of its bucket."""
    monkeypatch.setenv("STSDETECT_SCRATCH", str(tmp_path / "scratch"))
    for name, value in started.told.items():
        monkeypatch.setenv(name, value)
    return started.bucket


@pytest.fixture
def faulty(started: Service, monkeypatch: pytest.MonkeyPatch) -> Iterator[Faulty]:
    """Put a server that can be told to refuse before it."""
    (told,) = started.told.values()
    (behind,) = re.findall(r"127\.0\.0\.1:\d+", told)
    with faulty_server(f"http://{behind}") as server:
        front = server.url.removeprefix("http://")
        for name in started.told:
            monkeypatch.setenv(name, told.replace(behind, front))
        yield server


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let requests that are refused for good be given up soon; a wait is 1 to 3 s."""
    monkeypatch.setattr(services, "_MAX_WAIT", timedelta(seconds=2))


def test_bucket__what_is_put_is_listed_read_copied_and_deleted(
    bucket: str, tmp_path: Path
) -> None:
    root = f"{bucket}/kept"
    large = bytes(range(256)) * 80_000
    (tmp_path / "large").write_bytes(large)
    opened = open_bucket(root)
    opened.put(b"small", f"{root}/a.csv")
    opened.put(tmp_path / "large", f"{root}/deep/b.bin")

    found = opened.list(root)
    opened.fetch(f"{root}/deep/b.bin", tmp_path / "back")
    opened.copy(f"{root}/a.csv", f"{root}/c.csv")

    assert [(one.address, one.size) for one in found] == [
        (f"{root}/a.csv", 5),
        (f"{root}/deep/b.bin", len(large)),
    ]
    assert all(one.changed_ns > 0 for one in found)
    assert [one.name for one in opened.list(f"{root}/*.csv")] == ["a.csv", "c.csv"]
    assert (tmp_path / "back").read_bytes() == large
    assert opened.read(f"{root}/c.csv") == b"small"
    opened.delete(f"{root}/a.csv")
    assert opened.sizes(root) == {"c.csv": 5, "deep/b.bin": len(large)}
    assert opened.exists(f"{root}/c.csv")
    assert not opened.exists(f"{root}/a.csv")
    opened.delete_below(root)
    assert opened.sizes(root) == {}


def test_bucket__what_is_not_there_is_one_line(bucket: str) -> None:
    opened = open_bucket(bucket)

    with pytest.raises(InputError, match=r"/none\.csv: nothing is there$"):
        opened.list(f"{bucket}/none.csv")
    with pytest.raises(InputError, match=r"/none\.csv: the object store says: "):
        opened.read(f"{bucket}/none.csv")


def test_run__out_of_a_bucket_into_a_bucket_day_by_day_is_as_at_home(
    bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stsdetect: Command
) -> None:
    days = write_two_days(tmp_path)
    inbox, address = f"{bucket}/inbox", f"{bucket}/runs/yellow-sea"
    at_home = sts.run(days, tmp_path / "home").folder

    for day in days:
        open_bucket(inbox).put(day, f"{inbox}/{day.name}")
        monkeypatch.setenv("STSDETECT_SCRATCH", str(tmp_path / "of" / day.stem))
        code, _, err = stsdetect("run", inbox, "--out", address, "--quiet")
        assert (code, err) == (0, "")

    monkeypatch.setenv("STSDETECT_SCRATCH", str(tmp_path / "reader"))
    fetch_run(address, tmp_path / "got")
    listed = (tmp_path / "got" / "candidates.csv").read_bytes()
    assert listed == (at_home / "candidates.csv").read_bytes()
    assert not [one.words for one in verify_run(tmp_path / "got") if one.faults]


def test_ingest__adds_to_a_store_in_a_bucket(bucket: str, tmp_path: Path) -> None:
    store = f"{bucket}/stores/one"
    (tmp_path / "day.csv").write_bytes(two_at_rest())

    sts.ingest(tmp_path / "day.csv", store)
    sts.detect(store, tmp_path / "out")

    assert len(sts.read_events(tmp_path / "out").encounters) == 1


def test_bucket__what_is_refused_once_is_asked_again(
    bucket: str, faulty: Faulty
) -> None:
    opened, root = open_bucket(bucket), f"{bucket}/busy"
    refused_of: set[str] = set()

    def refuses_first(method: str, _path: str) -> bool:
        first = method not in refused_of
        refused_of.add(method)
        return first

    faulty.refuses = refuses_first
    opened.put(b"small", f"{root}/a.csv")
    opened.copy(f"{root}/a.csv", f"{root}/b.csv")
    opened.delete(f"{root}/a.csv")

    assert opened.sizes(root) == {"b.csv": 5}
    assert opened.read(f"{root}/b.csv") == b"small"
    assert {method for method, _ in faulty.refused} == refused_of
    assert {"GET", "DELETE"} < refused_of


@pytest.mark.usefixtures("impatient")
def test_bucket__what_is_always_refused_is_one_line(
    bucket: str, faulty: Faulty
) -> None:
    faulty.refuses = lambda *_request: True

    with pytest.raises(InputError, match=r"/a\.csv: the object store says: ") as told:
        open_bucket(bucket).read(f"{bucket}/a.csv")

    assert "\n" not in str(told.value)
    assert "error_info" not in str(told.value)
    assert 1 <= len(faulty.refused) < 10


@pytest.mark.usefixtures("impatient")
def test_publish_run__until_its_last_request_what_held_before_holds_there_too(
    small_run: Path, bucket: str, faulty: Faulty, tmp_path: Path
) -> None:
    told = republished(small_run, f"{bucket}/runs/broken", faulty, tmp_path)

    assert told.meanwhile == told.first
    assert told.after == b"changed\n"
