import os
from pathlib import Path

import pytest

from stsdetect.errors import InputError, StoreError
from stsdetect.files import claim, written_whole


def test_claim__a_second_run_is_refused(tmp_path: Path) -> None:
    with claim(tmp_path), pytest.raises(StoreError, match="in use by another run"):
        claim(tmp_path).__enter__()


def test_claim__the_lock_of_a_dead_run_is_taken_over(tmp_path: Path) -> None:
    (tmp_path / ".stsdetect.lock").write_text("999999999")

    with claim(tmp_path):
        held_by = (tmp_path / ".stsdetect.lock").read_text()

    assert held_by == str(os.getpid())
    assert not list(tmp_path.iterdir())


def test_written_whole__a_place_that_can_not_be_written_is_named(
    tmp_path: Path,
) -> None:
    (tmp_path / "file").write_text("in the way")
    target = tmp_path / "file" / "a.txt"

    with pytest.raises(InputError, match=r"a\.txt: can't write here"):
        written_whole(target).__enter__()


def test_written_whole__a_fault_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old")

    with pytest.raises(ZeroDivisionError), written_whole(target) as path:
        _ = path.write_text("half") / 0

    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]
