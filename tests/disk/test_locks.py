"""Locks: one run at a time, and a run that was killed stands in nobody's way."""

import json
import logging
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from stsdetect.disk.locks import LOCK, claim, owner_of
from stsdetect.errors import InputError, StoreError

HOLDS = """
import sys
from pathlib import Path
from stsdetect.disk.locks import claim
with claim(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def holding(folder: Path) -> "subprocess.Popen[str]":
    """Start a process that holds a folder until it is ended; wait until it does."""
    holder = start_holder(folder)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


def start_holder(folder: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", HOLDS, str(folder)]
    return subprocess.Popen(  # noqa: S603
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def write_owner(folder: Path, **said: object) -> None:
    owner = {"host": "elsewhere", "boot": "another", "process": 7, "since": "?"}
    folder.mkdir(exist_ok=True)
    (folder / LOCK).write_text(json.dumps(owner | said))


def test_claim__a_second_run_is_refused_and_told_who_is_first(tmp_path: Path) -> None:
    with (
        claim(tmp_path),
        pytest.raises(
            StoreError, match=f"in use by another run .process {os.getpid()}"
        ),
    ):
        claim(tmp_path).__enter__()

    assert not list(tmp_path.iterdir())


def test_claim__says_who_holds_it_and_since_when(tmp_path: Path) -> None:
    with claim(tmp_path):
        owner = owner_of(tmp_path)

    assert owner is not None
    assert owner.process == os.getpid()
    assert datetime.fromisoformat(owner.since) <= datetime.now(UTC)
    assert owner_of(tmp_path) is None


def test_claim__a_killed_run_is_taken_over_with_a_word(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    holder = holding(tmp_path)
    half = tmp_path / f".a.csv.{holder.pid}.part"
    half.write_text("half")
    with pytest.raises(StoreError, match="in use"):
        claim(tmp_path).__enter__()
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    assert (tmp_path / LOCK).exists()

    with caplog.at_level(logging.WARNING, "stsdetect"), claim(tmp_path):
        assert not half.exists()

    assert f"taken over from a run that was stopped (process {holder.pid}" in (
        caplog.text
    )
    assert not list(tmp_path.iterdir())


def test_claim__the_lock_of_another_machine_is_left_alone(tmp_path: Path) -> None:
    write_owner(tmp_path)

    with pytest.raises(StoreError, match=r"another machine .process 7 on elsewhere"):
        claim(tmp_path).__enter__()

    assert json.loads((tmp_path / LOCK).read_text())["process"] == 7


def test_claim__a_lock_from_before_a_restart_is_taken_over(tmp_path: Path) -> None:
    with claim(tmp_path):
        said = json.loads((tmp_path / LOCK).read_text())
    write_owner(tmp_path, host=said["host"])

    with claim(tmp_path):
        owner = owner_of(tmp_path)

    assert owner is not None
    assert owner.process == os.getpid()


@pytest.mark.parametrize("text", ["", "999999999", "{", "[1]", '{"host": 1}', "\0\xff"])
def test_claim__a_lock_that_says_nothing_hinders_nobody(
    tmp_path: Path, text: str
) -> None:
    (tmp_path / LOCK).write_text(text)

    with claim(tmp_path):
        pass

    assert not list(tmp_path.iterdir())


def test_owner__a_clock_that_was_set_back_gives_no_negative_age(tmp_path: Path) -> None:
    ahead = datetime.now(UTC) + timedelta(days=400)
    write_owner(tmp_path, since=ahead.isoformat())

    owner = owner_of(tmp_path)

    assert owner is not None
    assert owner.words().endswith("UTC, just now")


def test_claim__a_folder_that_can_not_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(InputError, match="can't write here: Not a directory"):
        claim(tmp_path / "file" / "out").__enter__()


def test_claim__of_many_that_start_at_once_one_holds_it(tmp_path: Path) -> None:
    write_owner(tmp_path, host=os.uname().nodename)
    runs = [start_holder(tmp_path) for _ in range(4)]

    said = [one.stdout.readline() for one in runs if one.stdout is not None]
    for one in runs:
        one.kill()
        one.communicate()

    # A run that is refused ends by itself, with nothing said.
    assert sorted(said) == ["", "", "", "held\n"]
