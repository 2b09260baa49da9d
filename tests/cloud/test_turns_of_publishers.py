"""Turns: of two who publish in one moment neither is lost without a word."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from far_away import BUCKET

from stsdetect.cloud.publication import LATEST, NOTHING, read_latest
from stsdetect.cloud.publishing import publish
from stsdetect.cloud.turns import take_turn
from stsdetect.disk.object_store import Bucket, open_bucket
from stsdetect.errors import StoreError


@dataclass(frozen=True, slots=True)
class Interrupted(Bucket):
    """A store in which something happens between the last look and the last request."""

    meanwhile: Callable[[], object]

    def put(self, content: Path | bytes, address: str) -> None:
        """Write an object, what happens meanwhile before the one that counts."""
        if address.endswith(LATEST):
            self.meanwhile()
        Bucket.put(self, content, address)


@pytest.fixture
def other_run(small_run: Path, tmp_path: Path) -> Path:
    """Give a run like the small one, of which one file differs."""
    folder = shutil.copytree(small_run, tmp_path / "other")
    (folder / "note.txt").write_text("seen by another team\n")
    return folder


@pytest.mark.usefixtures("s3")
def test_publish__the_later_of_two_in_one_moment_is_told(
    small_run: Path, other_run: Path
) -> None:
    root = f"{BUCKET}/runs/one-moment"
    bucket = open_bucket(root)

    def another() -> None:
        with pytest.raises(StoreError, match="at this moment; run again"):
            publish(other_run, bucket, root, NOTHING)

    between = Interrupted(bucket.scheme, bucket.system, another)
    version = publish(small_run, between, root, NOTHING)

    assert read_latest(bucket, root).version == version
    assert not bucket.sizes(f"{root}/turns")
    with pytest.raises(StoreError, match="meanwhile, and holds"):
        publish(other_run, bucket, root, NOTHING)


@pytest.mark.usefixtures("s3")
def test_take_turn__who_sees_another_leaves_it_and_then_has_it() -> None:
    bucket, root = open_bucket(BUCKET), f"{BUCKET}/runs/turns"

    with (
        take_turn(bucket, root, "v-1"),
        pytest.raises(StoreError, match="moment"),
        take_turn(bucket, root, "v-2"),
    ):
        pytest.fail("both have it")
    with take_turn(bucket, root, "v-2"):
        assert list(bucket.sizes(f"{root}/turns")) == ["v-2"]
