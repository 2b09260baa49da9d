"""What is kept for a next run: parts of windows, packed, and nothing else."""

import io
import zipfile
from pathlib import Path

import pytest
from far_away import BUCKET
from pyarrow.fs import LocalFileSystem, SubTreeFileSystem

from stsdetect.cloud.kept import fetch_kept, prune_kept, send_kept
from stsdetect.disk.object_store import Bucket, open_bucket


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


@pytest.mark.parametrize("name", ["../a.parquet", "..", ".a.part", "b/a.parquet"])
@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_fetch_kept__a_packed_part_of_somebody_else_is_not_unpacked(
    tmp_path: Path, name: str, how: int
) -> None:
    """Ours are not compressed: one that is can be a bomb. Read as an object store."""
    name = "a.parquet" if how == zipfile.ZIP_DEFLATED else name
    kept = tmp_path / "bucket" / "kept"
    kept.mkdir(parents=True)
    with zipfile.ZipFile(kept / "part.zip", "w", how) as archive:
        archive.writestr(name, b"0" * 1_000_000)
    bucket = Bucket("file", SubTreeFileSystem("/", LocalFileSystem()))

    fetch_kept(bucket, f"file://{tmp_path}/bucket", tmp_path / "deep" / "there")

    there = tmp_path / "deep"
    assert not [one for one in there.rglob("*") if one.is_file()]
    assert [one.name for one in kept.iterdir()] == ["part.zip"]


def test_fetch_kept__a_part_that_is_no_zip_at_all_is_left_out(tmp_path: Path) -> None:
    """Its directory says that it is encrypted."""
    kept = tmp_path / "bucket" / "kept"
    kept.mkdir(parents=True)
    content = bytearray(packed("a.parquet"))
    content[content.find(b"PK\x01\x02") + 8] |= 1
    (kept / "part.zip").write_bytes(content)
    bucket = Bucket("file", SubTreeFileSystem("/", LocalFileSystem()))

    fetch_kept(bucket, f"file://{tmp_path}/bucket", tmp_path / "there")

    assert not [one for one in (tmp_path / "there").rglob("*") if one.is_file()]
