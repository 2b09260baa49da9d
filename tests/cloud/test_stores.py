"""Stores whose home is an object store: added to, and looked at in a copy."""

from pathlib import Path

import pytest
from checkout import Command
from far_away import BUCKET, write_two_days

import stsdetect as sts
from stsdetect.errors import InputError, StoreError

STORE = f"{BUCKET}/stores/of-two-days"


@pytest.fixture
def days(tmp_path: Path) -> list[Path]:
    return write_two_days(tmp_path)


@pytest.mark.usefixtures("s3")
def test_ingest__days_from_two_machines_are_one_store_to_look_at(
    days: list[Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    stsdetect: Command,
) -> None:
    out = tmp_path / "out"

    for day in days:
        monkeypatch.setenv("STSDETECT_SCRATCH", str(tmp_path / day.stem))
        code, told, _ = stsdetect("ingest", str(day), "--store", STORE)
        assert (code, STORE in told) == (0, True)
        assert stsdetect("detect", "--store", STORE, "--out", str(out))[0] == 0

    at_home = sts.run(days, tmp_path / "home").folder / "candidates.csv"
    assert stsdetect("rank", str(out))[0] == 0
    assert (out / "candidates.csv").read_bytes() == at_home.read_bytes()
    assert not (tmp_path / "s3:").exists()


@pytest.mark.usefixtures("s3")
def test_detect__a_copy_that_is_as_it_was_stays_and_another_store_too(
    days: list[Path], tmp_path: Path
) -> None:
    address, out, own = f"{BUCKET}/stores/one", tmp_path / "out", tmp_path / "own"
    sts.ingest(days[0], address)
    sts.detect(address, out)
    before = (out / "store" / "sources.parquet").stat()
    sts.run(days[1], own)

    sts.detect(address, out)
    with pytest.raises(InputError, match="no copy of the store"):
        sts.detect(address, own)

    assert (out / "store" / "sources.parquet").stat() == before
    with pytest.raises(InputError, match="nothing is published there"):
        sts.detect(f"{BUCKET}/stores/nowhere", tmp_path / "other")


def test_open_store__and_events_alone_want_a_folder_here(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="read from files here"):
        sts.open_store("s3://bucket/store")
    with pytest.raises(InputError, match="events alone are not published"):
        sts.detect(tmp_path, "s3://bucket/run")
    with pytest.raises(StoreError, match="no store"):
        sts.detect(tmp_path, tmp_path / "run")
