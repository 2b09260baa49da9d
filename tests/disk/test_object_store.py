"""Object stores, against a server process that speaks S3."""

from datetime import timedelta
from pathlib import Path

import pytest
from checkout import Command
from disks import full_disk
from far_away import BUCKET, put, two_at_rest
from faulty_server import Faulty, nothing

import stsdetect as sts
from stsdetect.disk.object_store import open_bucket
from stsdetect.errors import InputError, StoreError
from stsdetect.fetching import fetch_sources
from stsdetect.watching import Watch, keep_watch

LARGE = 11 << 20
"""More than one part of an upload."""


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


def test_ingest__a_request_that_fails_for_a_while_is_made_again(
    tmp_path: Path, faulty: Faulty
) -> None:
    open_bucket(BUCKET).put(two_at_rest(), f"{BUCKET}/shaken/one.csv")
    faulty.refuses = lambda method, _path: method == "GET" and not faulty.refused

    read = sts.ingest(f"{BUCKET}/shaken/one.csv", tmp_path / "store")

    assert len(faulty.refused) == 1
    assert read["rows_kept"].tolist() == [72]


def test_ingest__an_object_that_can_not_be_read_is_named_and_the_store_stays(
    tmp_path: Path, faulty: Faulty
) -> None:
    address, bucket = f"{BUCKET}/refused", open_bucket(BUCKET)
    bucket.put(two_at_rest(day=16), f"{address}/day16.csv")
    sts.ingest(f"{address}/day16.csv", tmp_path / "store")
    bucket.put(two_at_rest(day=17), f"{address}/day17.csv")
    faulty.refuses = lambda method, path: method == "GET" and "day17" in path

    with pytest.raises(InputError, match=r"day17\.csv: the object store says"):
        sts.ingest(address, tmp_path / "store")

    assert len(sts.open_store(tmp_path / "store").days) == 1
    faulty.refuses = nothing
    sts.ingest(address, tmp_path / "store")
    assert len(sts.open_store(tmp_path / "store").days) == 2


@pytest.mark.usefixtures("s3")
def test_ingest__a_full_disk_while_objects_are_copied_is_one_line(
    tmp_path: Path,
) -> None:
    open_bucket(BUCKET).put(bytes(50_000), f"{BUCKET}/large/one.csv")

    with (
        full_disk(20_000),
        pytest.raises(InputError, match=r"one\.csv: can't write here: File too large"),
    ):
        sts.ingest(f"{BUCKET}/large/one.csv", tmp_path / "store")

    assert not list((tmp_path / "store").rglob("*.csv"))
