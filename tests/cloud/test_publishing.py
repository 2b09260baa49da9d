"""Publications in an object store: whole or as before, whatever request fails."""

import signal
import subprocess
import sys
from pathlib import Path
from queue import Queue

import pytest
from checkout import Command
from far_away import BUCKET, republished
from faulty_server import Faulty, nothing

import stsdetect as sts
from stsdetect.cloud.copies import fetch_run
from stsdetect.cloud.publication import LATEST
from stsdetect.cloud.publishing import publish_run
from stsdetect.disk.locks import claim
from stsdetect.disk.object_store import open_bucket
from stsdetect.errors import InputError, StoreError


@pytest.mark.usefixtures("s3")
def test_publish_run__is_fetched_as_it_was(
    small_run: Path, tmp_path: Path, stsdetect: Command
) -> None:
    address = f"{BUCKET}/runs/week"
    place = publish_run(small_run, address)

    code, out, _ = stsdetect("fetch", address, "--out", tmp_path / "here")

    assert code == 0
    assert str(tmp_path / "here") in out
    for name in ("candidates.csv", "run.json", "store/vessels.parquet"):
        here = (tmp_path / "here" / name).read_bytes()
        assert here == (small_run / name).read_bytes()
        assert open_bucket(address).read(f"{place}/{name}") == here
    assert not (tmp_path / "here" / "parts").exists()
    again = sts.open_store(tmp_path / "here" / "store")
    assert again.days == sts.open_store(small_run / "store").days


@pytest.mark.usefixtures("s3")
def test_publish_run__until_its_last_request_what_held_before_holds(
    small_run: Path, tmp_path: Path, faulty: Faulty
) -> None:
    told = republished(small_run, f"{BUCKET}/runs/broken", faulty, tmp_path)

    assert told.places[0] != told.places[1]
    assert told.meanwhile == told.first
    assert told.after == b"changed\n"


@pytest.mark.usefixtures("s3")
def test_publish_run__only_the_publication_before_is_kept(small_run: Path) -> None:
    address, out = f"{BUCKET}/runs/often", small_run
    places = []
    for text in ("one", "two", "three"):
        (out / "candidates.csv").write_text(text)
        places.append(publish_run(out, address))
    again = publish_run(out, address)

    there = {one.address.split("/")[5] for one in open_bucket(address).list(address)}
    assert there == {LATEST, *(one.rsplit("/", 1)[1] for one in places[1:])}
    assert again == places[-1]


@pytest.mark.usefixtures("s3")
def test_fetch_run__names_that_lead_out_of_the_folder_are_refused(
    tmp_path: Path,
) -> None:
    address = f"{BUCKET}/runs/hostile"
    latest = b'{"version": "v-1", "files": {"../out.txt": "00"}}'
    open_bucket(address).put(latest, f"{address}/{LATEST}")

    with pytest.raises(StoreError, match=r"\.\./out\.txt"):
        fetch_run(address, tmp_path / "here")


@pytest.mark.usefixtures("s3")
def test_fetch_run__a_run_that_is_there_is_not_written_over(
    small_run: Path, tmp_path: Path
) -> None:
    address = f"{BUCKET}/runs/twice"
    publish_run(small_run, address)
    fetch_run(address, tmp_path / "here")

    with pytest.raises(InputError, match="holds a run"):
        fetch_run(address, tmp_path / "here")


@pytest.mark.usefixtures("s3")
def test_fetch_run__what_was_changed_in_the_store_is_told(
    small_run: Path, tmp_path: Path
) -> None:
    address = f"{BUCKET}/runs/changed"
    place = publish_run(small_run, address)
    open_bucket(address).put(b"rank\n", f"{place}/candidates.csv")

    with pytest.raises(StoreError, match=r"candidates\.csv: not what was published"):
        fetch_run(address, tmp_path / "here")
    assert not (tmp_path / "here" / "run.json").exists()


@pytest.mark.usefixtures("s3")
def test_fetch_run__a_folder_in_use_is_left_alone(
    small_run: Path, tmp_path: Path
) -> None:
    address = f"{BUCKET}/runs/held"
    publish_run(small_run, address)

    with claim(tmp_path / "here"), pytest.raises(StoreError, match="in use"):
        fetch_run(address, tmp_path / "here")


def test_publish_run__a_file_that_changes_meanwhile_is_told(
    small_run: Path, faulty: Faulty
) -> None:
    labels = small_run / "candidates.csv"

    def a_row_comes_in(method: str, path: str) -> bool:
        if path.endswith("candidates.geojson") and method == "PUT":
            labels.write_text("more")
        return False

    labels.rename(labels := small_run / "verdicts.csv")
    faulty.refuses = a_row_comes_in

    with pytest.raises(StoreError, match=r"verdicts\.csv: changed while it was sent"):
        publish_run(small_run, f"{BUCKET}/runs/moving")


@pytest.mark.usefixtures("s3")
@pytest.mark.parametrize(
    "latest",
    [
        b"[]",
        b"{",
        b'{"version": "../..", "files": {}}',
        b'{"version": "v-1", "files": [1]}',
        b'{"version": "v-1", "files": {"a": 1}}',
        b'{"version": "v-1", "files": {}, "before": ""}',
    ],
)
def test_publish_run__what_names_no_publication_is_not_followed(
    small_run: Path, tmp_path: Path, latest: bytes
) -> None:
    address = f"{BUCKET}/runs/strange"
    open_bucket(address).put(latest, f"{address}/{LATEST}")

    with pytest.raises(StoreError, match=r"latest\.json: damaged"):
        publish_run(small_run, address)
    with pytest.raises(StoreError, match=r"latest\.json: damaged"):
        fetch_run(address, tmp_path / "here")


def test_publish_run__a_request_that_fails_for_a_while_is_made_again(
    small_run: Path, faulty: Faulty
) -> None:
    faulty.refuses = lambda method, _path: method == "PUT" and not faulty.refused

    place = publish_run(small_run, f"{BUCKET}/runs/shaken")

    held = open_bucket(place).read(f"{place}/candidates.csv")
    assert len(faulty.refused) == 1
    assert held == (small_run / "candidates.csv").read_bytes()


def test_publish__a_request_that_keeps_failing_is_told_and_the_rest_is_sent_next_time(
    small_run: Path, faulty: Faulty, stsdetect: Command
) -> None:
    address = f"{BUCKET}/runs/unfinished"
    faulty.refuses = lambda method, path: method == "PUT" and "/report.html" in path
    code, _, err = stsdetect("publish", small_run, address)
    sent = open_bucket(address).sizes(address)
    faulty.refuses = nothing
    faulty.asked.clear()

    again, out, _ = stsdetect("publish", small_run, address)

    asked = [path for method, path in faulty.asked if method == "PUT"]
    puts = [path for path in asked if "/turns/" not in path]
    n_files = len(open_bucket(address).sizes(out.strip()))
    assert (code, again) == (3, 0)
    assert err.count("\n") == 1
    assert "not published" in err
    assert "report.html" in err
    assert LATEST not in sent
    assert len(puts) == n_files - len(sent) + 1


def test_publish_run__what_the_store_does_not_copy_is_sent(
    small_run: Path, tmp_path: Path, faulty: Faulty
) -> None:
    address = f"{BUCKET}/runs/uncopied"
    place = publish_run(small_run, address)
    open_bucket(address).delete(f"{place}/store/vessels.parquet")
    (small_run / "candidates.csv").write_text("changed\n")

    publish_run(small_run, address)

    fetch_run(address, tmp_path / "here")
    fetched = (tmp_path / "here" / "store" / "vessels.parquet").read_bytes()
    assert fetched == (small_run / "store" / "vessels.parquet").read_bytes()
    assert not faulty.refused


@pytest.mark.usefixtures("s3")
def test_publish__what_others_published_since_is_not_replaced_unasked(
    small_run: Path, tmp_path: Path, stsdetect: Command
) -> None:
    address = f"{BUCKET}/runs/ours-and-theirs"
    publish_run(small_run, address)
    fetch_run(address, tmp_path / "theirs")
    (tmp_path / "theirs" / "labels.sqlite").write_bytes(b"their verdicts")
    publish_run(tmp_path / "theirs", address)
    (small_run / "labels.sqlite").write_bytes(b"our verdicts")

    code, _, err = stsdetect("publish", small_run, address)
    asked, _, _ = stsdetect("publish", small_run, address, "--replace")

    assert (code, asked) == (2, 0)
    assert "others published there since" in err


def test_publish__killed_in_between_what_held_before_holds(
    small_run: Path, tmp_path: Path, faulty: Faulty
) -> None:
    address = f"{BUCKET}/runs/killed"
    publish_run(small_run, address)
    (small_run / "candidates.csv").write_text("changed\n")
    command = [sys.executable, "-m", "stsdetect", "publish", str(small_run), address]
    started: Queue[subprocess.Popen[bytes]] = Queue()

    def die(method: str, path: str) -> bool:
        if method == "PUT" and path.endswith("/candidates.csv"):
            started.get().kill()
        return False

    faulty.refuses = die
    started.put(publisher := subprocess.Popen(command))  # noqa: S603
    assert publisher.wait() == -signal.SIGKILL
    faulty.refuses = nothing

    fetch_run(address, tmp_path / "before")
    publish_run(small_run, address)
    fetch_run(address, tmp_path / "after")

    assert (tmp_path / "before" / "candidates.csv").read_text() != "changed\n"
    assert (tmp_path / "after" / "candidates.csv").read_text() == "changed\n"
