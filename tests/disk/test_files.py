"""Files: whole or as they were, whatever the disk says, and its faults in one line."""

import os
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from disks import full_disk

from stsdetect.disk import files
from stsdetect.disk.files import sweep_parts, words_of_fault, written_whole
from stsdetect.errors import InputError


def test_written_whole__a_place_that_can_not_be_written_is_named(
    tmp_path: Path,
) -> None:
    (tmp_path / "file").write_text("in the way")
    target = tmp_path / "file" / "a.txt"

    with pytest.raises(InputError, match=r"a\.txt: can't write here"):
        written_whole(target).__enter__()


@pytest.mark.parametrize("path", [".", "/", ""])
def test_written_whole__a_path_without_a_name_is_the_users_fault(path: str) -> None:
    with pytest.raises(InputError, match="names no file"):
        written_whole(Path(path)).__enter__()


def test_written_whole__a_fault_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old")

    with pytest.raises(ZeroDivisionError), written_whole(target) as path:
        _ = path.write_text("half") / 0

    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


ROWS = pl.DataFrame({"a": pl.arange(0, 100_000, eager=True).shuffle(1)})
WRITERS: dict[str, Callable[[Path], object]] = {
    "text": lambda path: path.write_text("x" * 100_000),
    "parquet": ROWS.write_parquet,
    "arrow": ROWS.write_ipc,
}


@pytest.mark.parametrize("name", WRITERS)
def test_written_whole__a_full_disk_is_one_line_and_leaves_the_old_file(
    name: str, tmp_path: Path
) -> None:
    target = tmp_path / "a"
    target.write_text("old")

    with (
        full_disk(10_000),
        pytest.raises(InputError, match="can't write here: File too large"),
        written_whole(target) as path,
    ):
        WRITERS[name](path)

    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_written_whole__is_on_the_disk_before_it_has_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, flushed = tmp_path / "a.txt", []

    def flush(path: Path) -> None:
        flushed.append((path.name, target.exists()))

    monkeypatch.setattr(files, "flush", flush)
    with written_whole(target) as path:
        path.write_text("new")

    assert flushed == [
        (f".a.txt.{os.getpid()}.part", False),
        (tmp_path.name, True),
    ]


def test_sweep_parts__takes_those_of_one_process_only(tmp_path: Path) -> None:
    (tmp_path / "events").mkdir()
    own, other = tmp_path / "events" / ".a.csv.7.part", tmp_path / ".a.csv.17.part"
    for path in (own, other, tmp_path / "a.7.part"):
        path.write_text("half")

    sweep_parts(tmp_path, 7)

    assert not own.exists()
    assert other.exists()
    assert (tmp_path / "a.7.part").exists()


def test_words_of_fault__another_error_has_none() -> None:
    assert words_of_fault(OSError("odd")) == ""
    assert words_of_fault(PermissionError(13, "Permission denied")) == (
        "Permission denied"
    )
