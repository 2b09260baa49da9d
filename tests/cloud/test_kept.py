"""What is kept for a next run: parts of windows, packed, and nothing else."""

import io
import zipfile
from pathlib import Path

import pytest
from far_away import BUCKET

from stsdetect.cloud.kept import fetch_kept, prune_kept, send_kept
from stsdetect.disk.object_store import open_bucket


def packed(*names: str) -> bytes:
    """Pack files of these names."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, "{}")
    return content.getvalue()


@pytest.mark.usefixtures("s3")
def test_send_kept__parts_come_back_as_they_were_and_are_sent_once(
    small_run: Path, tmp_path: Path
) -> None:
    bucket, root = open_bucket(BUCKET), f"{BUCKET}/kept/parts"
    send_kept(bucket, root, small_run)
    (name,) = (name for name in bucket.sizes(f"{root}/kept"))
    bucket.put(b"not sent again", f"{root}/kept/{name}")
    send_kept(bucket, root, small_run)
    assert bucket.read(f"{root}/kept/{name}") == b"not sent again"
    bucket.delete(f"{root}/kept/{name}")
    send_kept(bucket, root, small_run)

    fetch_kept(bucket, root, tmp_path / "there")

    (part,) = (small_run / "parts").iterdir()
    (same,) = (tmp_path / "there" / "parts").iterdir()
    assert same.name == part.name
    assert {one.name: one.read_bytes() for one in same.iterdir()} == {
        one.name: one.read_bytes() for one in part.iterdir()
    }


@pytest.mark.usefixtures("s3")
def test_prune_kept__what_no_window_has_any_more_goes(small_run: Path) -> None:
    bucket, root = open_bucket(BUCKET), f"{BUCKET}/kept/pruned"
    bucket.put(packed("manifest.json"), f"{root}/kept/2020-01-01T000000-0.zip")
    send_kept(bucket, root, small_run)

    prune_kept(bucket, root, small_run)

    (part,) = (small_run / "parts").iterdir()
    assert list(bucket.sizes(f"{root}/kept")) == [f"{part.name}.zip"]


@pytest.mark.usefixtures("s3")
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("2020-01-01T000000-1.zip", packed("../../out.txt")),
        ("2020-01-01T000000-2.zip", packed("/out.txt")),
        ("2020-01-01T000000-3.zip", b"no zip"),
        ("..zip", packed("out.txt")),
        ("notes.txt", b"no part"),
    ],
    ids=["climbs", "from_the_root", "no_zip", "hidden", "no_part"],
)
def test_fetch_kept__what_is_no_part_is_left_out(
    name: str, content: bytes, tmp_path: Path
) -> None:
    bucket, root = open_bucket(BUCKET), f"{BUCKET}/kept/strange/{len(name)}{name[-5]}"
    bucket.put(content, f"{root}/kept/{name}")

    fetch_kept(bucket, root, tmp_path / "deep" / "there")

    assert not [one for one in tmp_path.rglob("*") if one.is_file()]
