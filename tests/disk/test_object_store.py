"""Object stores, against a server process that speaks S3."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from checkout import ROOT, Command
from pyarrow.fs import S3FileSystem

import stsdetect as sts
from stsdetect import publishing
from stsdetect.disk.files import file_sha256
from stsdetect.disk.locks import claim
from stsdetect.disk.object_store import open_bucket
from stsdetect.errors import InputError, StoreError
from stsdetect.fetching import fetch_sources
from stsdetect.publishing import LATEST, fetch_run, publish_run
from stsdetect.watching import Watch, keep_watch

BUCKET = "s3://ais-of-tests"
LARGE = 11 << 20
"""More than one part of an upload."""


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start moto's server, and let the environment name it; give its address."""
    beside = ROOT / ".moto" / "bin" / "moto_server"
    command = Path(os.environ.get("STSDETECT_MOTO", beside))
    if not command.is_file():
        pytest.skip("no S3 server here: make moto, or set STSDETECT_MOTO")
    log = tmp_path_factory.mktemp("moto") / "log"
    with log.open("wb") as told:
        server = subprocess.Popen(  # noqa: S603
            [command, "-H", "127.0.0.1", "-p", "0"],
            stdout=told,
            stderr=subprocess.STDOUT,
            env={"PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1"},
        )
    try:
        url = _address_in(log, server)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("AWS_ENDPOINT_URL", url)
            patch.setenv("AWS_ACCESS_KEY_ID", "fictional")
            patch.setenv("AWS_SECRET_ACCESS_KEY", "fictional")
            patch.setenv("AWS_REGION", "us-east-1")
            patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
            _make_bucket(url)
            yield url
    finally:
        server.kill()
        server.wait()


def _address_in(log: Path, server: subprocess.Popen[bytes]) -> str:
    """Wait until the server says which port it took."""
    while not (found := re.search(r"http://127[.]0[.]0[.]1:\d+", log.read_text())):
        assert server.poll() is None, "the server ended"
        time.sleep(0.1)
    return found[0]


def _make_bucket(url: str) -> None:
    S3FileSystem(
        scheme="http",
        endpoint_override=url.removeprefix("http://"),
        region="us-east-1",
        allow_bucket_creation=True,
    ).create_dir(BUCKET.removeprefix("s3://"))


def put(folder: Path, address: str, pattern: str = "*.gz") -> None:
    """Put files of a folder below an address."""
    bucket = open_bucket(address)
    for file in sorted(folder.glob(pattern)):
        bucket.put(file, f"{address}/{file.name}")


def two_at_rest(n_hours: int = 6) -> bytes:
    """Two tankers side by side, as a CSV file."""
    lines = ["mmsi,timestamp,lat,lon,sog"]
    for minute in range(0, n_hours * 60, 10):
        time_of = f"2024-04-16T{minute // 60:02d}:{minute % 60:02d}:00Z"
        lines += [
            f"20000000{one},{time_of},35.25,{123.5 + one / 2000:.4f},0.1"
            for one in (1, 2)
        ]
    return ("\n".join(lines) + "\n").encode()


@pytest.mark.usefixtures("s3")
def test_bucket__what_is_put_is_listed_and_read_back(tmp_path: Path) -> None:
    bucket = open_bucket(BUCKET)
    content = bytes(range(256)) * (LARGE // 256)
    (tmp_path / "large").write_bytes(content)
    bucket.put(tmp_path / "large", f"{BUCKET}/rw/large.bin")
    bucket.put(b"small", f"{BUCKET}/rw/below/small.txt")

    names = [one.address for one in bucket.list(f"{BUCKET}/rw/")]
    wild = [one.name for one in bucket.list(f"{BUCKET}/rw/*.bin")]
    bucket.fetch(f"{BUCKET}/rw/large.bin", tmp_path / "again")

    assert names == [f"{BUCKET}/rw/below/small.txt", f"{BUCKET}/rw/large.bin"]
    assert wild == ["large.bin"]
    assert bucket.list(f"{BUCKET}/rw/large.bin")[0].size == LARGE
    assert (tmp_path / "again").read_bytes() == content
    assert bucket.read(f"{BUCKET}/rw/below/small.txt") == b"small"


@pytest.mark.usefixtures("s3")
@pytest.mark.parametrize(
    ("address", "fault"),
    [
        (f"{BUCKET}/nowhere/", "nothing is there"),
        (f"{BUCKET}/nowhere/*.csv", "nowhere"),
        ("s3://no-such-bucket-of-tests/x.csv", "no-such-bucket-of-tests"),
        ("s3://", "names no bucket"),
        ("az://container/x", "AZURE_STORAGE_ACCOUNT"),
    ],
)
def test_run__a_request_that_fails_is_one_line(
    address: str, fault: str, tmp_path: Path, stsdetect: Command
) -> None:
    code, _, err = stsdetect("run", address, "--out", tmp_path / "out")

    assert code == 2
    assert fault in err
    assert err.count("\n") == 1


@pytest.mark.usefixtures("s3")
def test_run__a_server_that_is_gone_is_one_line(
    tmp_path: Path, stsdetect: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")

    code, _, err = stsdetect("run", f"{BUCKET}/x.csv", "--out", tmp_path / "out")

    assert code == 2
    assert err.startswith(f"stsdetect: {BUCKET}/x.csv: the object store says: ")
    assert err.count("\n") == 1


@pytest.mark.usefixtures("s3")
def test_ingest__a_prefix_is_read_as_a_folder_is(
    sample_ais: Path, sample_run: sts.Run, tmp_path: Path
) -> None:
    put(sample_ais, f"{BUCKET}/sample")
    open_bucket(BUCKET).put(b"no AIS", f"{BUCKET}/sample/notes.txt")

    read = sts.ingest(f"{BUCKET}/sample/", tmp_path / "store")

    here = sts.open_store(sample_run.folder / "store")
    there = sts.open_store(tmp_path / "store")
    assert len(read) == 9
    assert there.read_sources().equals(here.read_sources())
    assert there.read_positions().equals(here.read_positions())
    assert not list((tmp_path / "store" / ".fetched").glob("*/*"))


@pytest.mark.usefixtures("s3")
def test_ingest__an_object_that_was_read_is_not_fetched_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bucket, address = open_bucket(BUCKET), f"{BUCKET}/again"
    bucket.put(two_at_rest(), f"{address}/one.csv")
    caplog.set_level("INFO", "stsdetect.fetching")
    first = sts.ingest(address, tmp_path / "store")

    again = sts.ingest(address, tmp_path / "store")
    bucket.put(two_at_rest(8), f"{address}/one.csv")
    longer = sts.ingest(address, tmp_path / "store")

    told = [one.getMessage() for one in caplog.records]
    assert told == [
        f"{n} objects fetched, {k} known" for n, k in ((1, 0), (0, 1), (1, 0))
    ]
    assert again["rows_kept"].tolist() == first["rows_kept"].tolist() == [72]
    assert longer["rows_read"].tolist() == [96]


@pytest.mark.usefixtures("s3")
def test_keep_watch__takes_new_objects(tmp_path: Path) -> None:
    bucket, lines = open_bucket(BUCKET), list[str]()
    bucket.put(two_at_rest(), f"{BUCKET}/inbox/one.csv")
    watch = Watch(sources=[f"{BUCKET}/inbox/"], out=tmp_path / "out")

    keep_watch(watch, timedelta(0), lines.append, 2)

    assert "1 new files, 72 rows in all, 1 candidates" in lines[0]
    assert lines[1].endswith("nothing new")


@pytest.mark.usefixtures("s3")
def test_publish_run__is_fetched_as_it_was(
    sample_run: sts.Run, tmp_path: Path, stsdetect: Command
) -> None:
    address = f"{BUCKET}/runs/week"
    place = publish_run(sample_run.folder, address)

    code, out, _ = stsdetect("fetch", address, "--out", tmp_path / "here")

    assert code == 0
    assert str(tmp_path / "here") in out
    for name in ("candidates.csv", "run.json", "store/vessels.parquet"):
        here = (tmp_path / "here" / name).read_bytes()
        assert here == (sample_run.folder / name).read_bytes()
        assert open_bucket(address).read(f"{place}/{name}") == here
    assert not (tmp_path / "here" / "parts").exists()
    again = sts.open_store(tmp_path / "here" / "store")
    assert again.days == sts.open_store(sample_run.folder / "store").days


@pytest.mark.usefixtures("s3")
def test_publish_run__until_its_last_request_what_held_before_holds(
    sample_run: sts.Run, tmp_path: Path
) -> None:
    address = f"{BUCKET}/runs/broken"
    out = shutil.copytree(sample_run.folder, tmp_path / "out")
    first = publish_run(out, address)
    (out / "candidates.csv").write_text("changed\n")
    hashes = {"candidates.csv": file_sha256(out / "candidates.csv")}
    publishing._send(open_bucket(address), out, address, "v-stopped", hashes, {})

    fetch_run(address, tmp_path / "before")
    second = publish_run(out, address)
    fetch_run(address, tmp_path / "after")

    assert first != second
    listed = (sample_run.folder / "candidates.csv").read_bytes()
    assert (tmp_path / "before" / "candidates.csv").read_bytes() == listed
    assert (tmp_path / "after" / "candidates.csv").read_text() == "changed\n"


@pytest.mark.usefixtures("s3")
def test_publish_run__only_the_publication_before_is_kept(
    sample_run: sts.Run, tmp_path: Path
) -> None:
    address = f"{BUCKET}/runs/often"
    out = shutil.copytree(sample_run.folder, tmp_path / "out")
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
    sample_run: sts.Run, tmp_path: Path
) -> None:
    address = f"{BUCKET}/runs/twice"
    publish_run(sample_run.folder, address)
    fetch_run(address, tmp_path / "here")

    with pytest.raises(InputError, match="holds a run"):
        fetch_run(address, tmp_path / "here")


@pytest.mark.usefixtures("s3")
def test_fetch_run__what_was_changed_in_the_store_is_told(
    sample_run: sts.Run, tmp_path: Path
) -> None:
    address = f"{BUCKET}/runs/changed"
    place = publish_run(sample_run.folder, address)
    open_bucket(address).put(b"rank\n", f"{place}/candidates.csv")

    with pytest.raises(StoreError, match=r"candidates\.csv: not what was published"):
        fetch_run(address, tmp_path / "here")
    assert not (tmp_path / "here" / "run.json").exists()


@pytest.mark.usefixtures("s3")
def test_fetch_run__a_folder_in_use_is_left_alone(
    sample_run: sts.Run, tmp_path: Path
) -> None:
    address = f"{BUCKET}/runs/held"
    publish_run(sample_run.folder, address)

    with claim(tmp_path / "here"), pytest.raises(StoreError, match="in use"):
        fetch_run(address, tmp_path / "here")


@pytest.mark.usefixtures("s3")
def test_publish_run__a_file_that_changes_meanwhile_is_told(
    sample_run: sts.Run,
) -> None:
    address, before = f"{BUCKET}/runs/moving", {"candidates.csv": "0" * 64}

    with pytest.raises(StoreError, match=r"candidates\.csv: changed while it was sent"):
        publishing._send(
            open_bucket(address), sample_run.folder, address, "v-1", before, {}
        )


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
    sample_run: sts.Run, tmp_path: Path, latest: bytes
) -> None:
    address = f"{BUCKET}/runs/strange"
    open_bucket(address).put(latest, f"{address}/{LATEST}")

    with pytest.raises(StoreError, match=r"latest\.json: damaged"):
        publish_run(sample_run.folder, address)
    with pytest.raises(StoreError, match=r"latest\.json: damaged"):
        fetch_run(address, tmp_path / "here")


@pytest.mark.usefixtures("s3")
def test_fetch_sources__of_two_at_once_the_second_takes_nothing_away(
    tmp_path: Path,
) -> None:
    address = f"{BUCKET}/twice"
    open_bucket(BUCKET).put(two_at_rest(), f"{address}/one.csv")

    with fetch_sources([address], tmp_path / "store") as fetched:
        with (
            pytest.raises(StoreError, match="in use by another run"),
            fetch_sources([address], tmp_path / "store"),
        ):
            pass
        (copies,) = fetched.files

        assert [one.name for one in Path(copies).rglob("*.csv")] == ["one.csv"]
