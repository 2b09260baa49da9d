"""A store through what disks and people do: whole before, or whole after."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from disks import full_disk
from far_away import two_at_rest

import stsdetect as sts
from stsdetect.errors import InputError, StoreError
from stsdetect.ingest.store import open_store
from stsdetect.ingest.sums import SUMS, read_sums
from stsdetect.ingest.version import STORE_VERSION, VERSION_KEY
from stsdetect.record import list_inputs, read_record, require_same_inputs
from stsdetect.verifying import verify_run

HEADER = "mmsi,timestamp,lat,lon,sog\n"


def write_source(path: Path, day: int, n_rows: int = 2_000) -> Path:
    """Write reports of one vessel, one per half minute of a day."""
    lines = [
        f"412000001,2024-03-{day:02d}T{k // 120:02d}:{k // 2 % 60:02d}:{k % 2 * 30:02d}"
        f",35.{k * 7919 % 10_007:05d},123.{k * 104_729 % 10_009:05d},0.1\n"
        for k in range(n_rows)
    ]
    path.write_text(HEADER + "".join(lines))
    return path


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store of one file, on the first of March."""
    sts.ingest(write_source(tmp_path / "1.csv", 1), tmp_path / "store")
    return tmp_path / "store"


@pytest.mark.parametrize("n_bytes", [0, 10, 5_000])
def test_ingest__a_full_disk_is_one_line_and_leaves_the_store(
    store: Path, n_bytes: int
) -> None:
    before = content(store)
    more = write_source(store.parent / "2.csv", 2)

    with full_disk(n_bytes), pytest.raises(InputError, match="can't write here: File"):
        sts.ingest(more, store)

    assert content(store) == before
    sts.ingest(more, store)
    assert len(open_store(store).days) == 2


def test_ingest__a_full_disk_in_the_command_line_is_one_line(
    tmp_path: Path, stsdetect: Callable[..., tuple[int, str, str]]
) -> None:
    source = write_source(tmp_path / "1.csv", 1)

    with full_disk(5_000):
        code, _, errors = stsdetect("run", source, "--out", tmp_path / "out", "--quiet")

    assert (code, errors.count("\n")) == (2, 1)
    assert "can't write here: File too large" in errors


@pytest.fixture(scope="module")
def whole_list(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Give the list of a run with room for all; its kernels are compiled by then."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "two.csv").write_bytes(two_at_rest())
    sts.run(folder / "two.csv", folder / "out")
    return (folder / "out" / "candidates.csv").read_bytes()


@pytest.mark.parametrize(
    ("n_bytes", "missing"),
    [
        (9_000, "events/encounters.parquet"),
        (20_000, "candidates.parquet"),
        (100_000, "report.html"),
    ],
)
def test_run__a_full_disk_names_what_is_missing_and_the_next_run_is_whole(
    tmp_path: Path, whole_list: bytes, n_bytes: int, missing: str
) -> None:
    (tmp_path / "two.csv").write_bytes(two_at_rest())
    out = tmp_path / "out"

    with full_disk(n_bytes), pytest.raises(InputError) as told:
        sts.run(tmp_path / "two.csv", out)

    assert str(told.value).startswith(f"{out / missing}: can't write here: ")
    assert not list(out.rglob("*.part"))
    sts.run(tmp_path / "two.csv", out)
    assert (out / "candidates.csv").read_bytes() == whole_list
    assert not [one for check in verify_run(out) for one in check.faults]


def test_run__a_folder_that_nobody_may_write_is_one_line(
    tmp_path: Path, stsdetect: Callable[..., tuple[int, str, str]]
) -> None:
    source = write_source(tmp_path / "1.csv", 1)

    code, _, errors = stsdetect("run", source, "--out", "/proc/out", "--quiet")

    assert (code, errors.count("\n")) == (2, 1)
    assert "/proc/out: can't write here" in errors


def rewrite(file: Path, metadata: dict[str, str]) -> None:
    rows = pl.read_parquet(file)
    rows.write_parquet(file, metadata=metadata)


@pytest.mark.parametrize(
    ("metadata", "said"),
    [
        ({VERSION_KEY: str(STORE_VERSION + 1)}, "a newer stsdetect made this store"),
        ({VERSION_KEY: "one"}, "a store of an older or unknown layout 'one'"),
        ({VERSION_KEY: "²"}, "a store of an older or unknown layout"),
        ({VERSION_KEY: "0"}, "a store of an older or unknown layout '0'"),
        ({}, "a store of an older or unknown layout ''"),
    ],
)
def test_store__of_another_layout_is_neither_read_nor_added_to(
    store: Path, metadata: dict[str, str], said: str
) -> None:
    more = write_source(store.parent / "2.csv", 2)
    rewrite(store / "sources.parquet", metadata)
    before = content(store)

    with pytest.raises(StoreError, match=said):
        open_store(store)
    with pytest.raises(StoreError, match=said):
        sts.ingest(more, store)

    assert content(store) == before


def test_ingest__leaves_the_sum_of_every_file(store: Path) -> None:
    sts.ingest(write_source(store.parent / "2.csv", 2), store)
    sts.ingest(write_source(store.parent / "3.csv", 1, 300), store)

    sums = read_sums(store)

    assert set(sums) == set(content(store)) - {SUMS}
    checked = subprocess.run(  # noqa: S603  a fixed command
        ["/usr/bin/env", "sha256sum", "--check", "--strict", "--quiet", SUMS],
        cwd=store,
        check=False,
    )
    assert checked.returncode == 0


def test_require_same_inputs__a_file_added_meanwhile_is_told(store: Path) -> None:
    inputs = list_inputs(open_store(store))
    require_same_inputs(store, inputs)
    sts.ingest(write_source(store.parent / "2.csv", 2), store)

    with pytest.raises(StoreError, match="files were added while a run read it"):
        require_same_inputs(store, inputs)


def test_read_record__of_another_version_is_refused(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text('{"record_version": 2, "store": "store"}')

    with pytest.raises(StoreError, match="records of version 2; update this one"):
        read_record(tmp_path)
