"""Bundles: the same bytes each time, and nothing accepted that was altered."""

import hashlib
import zipfile
from pathlib import Path

import pytest

from stsdetect.errors import InputError
from stsdetect.export.bundle import SUMS, read_bundle, write_bundle

FILES = {"case.json": b"{}", "figures/map.png": bytes(range(256))}


def repacked(path: Path, changes: dict[str, bytes]) -> Path:
    """The same bundle with some entries replaced or added, its sums as they were."""
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    target = path.with_name("altered.zip")
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in (entries | changes).items():
            archive.writestr(name, content)
    return target


def test_write_bundle__comes_back_and_is_the_same_each_time(tmp_path: Path) -> None:
    write_bundle(FILES, tmp_path / "one.zip")
    write_bundle(dict(reversed(FILES.items())), tmp_path / "two.zip")

    assert read_bundle(tmp_path / "one.zip") == FILES
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_write_bundle__sums_are_those_of_sha256sum(tmp_path: Path) -> None:
    write_bundle(FILES, tmp_path / "c.zip")

    with zipfile.ZipFile(tmp_path / "c.zip") as archive:
        first = archive.read(SUMS).decode().splitlines()[0]
    assert first == f"{hashlib.sha256(b'{}').hexdigest()}  case.json"


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"case.json": b"{ }"}, "case.json is not what was packed"),
        ({"added.txt": b"x"}, "added.txt is not what was packed"),
        ({"../outside.txt": b"x"}, "leaves its folder"),
        ({"/etc/passwd": b"x"}, "leaves its folder"),
        ({SUMS: b""}, "case.json is not what was packed"),
    ],
)
def test_read_bundle__refuses_what_was_altered(
    tmp_path: Path, changes: dict[str, bytes], fault: str
) -> None:
    write_bundle(FILES, tmp_path / "c.zip")

    with pytest.raises(InputError, match=fault):
        read_bundle(repacked(tmp_path / "c.zip", changes))


def test_read_bundle__names_what_is_missing(tmp_path: Path) -> None:
    write_bundle(FILES, tmp_path / "c.zip")
    sums = b"".join(
        hashlib.sha256(content).hexdigest().encode() + b"  " + name.encode() + b"\n"
        for name, content in {**FILES, "gone.csv": b""}.items()
    )

    with pytest.raises(InputError, match=r"gone\.csv is missing"):
        read_bundle(repacked(tmp_path / "c.zip", {SUMS: sums}))


def test_read_bundle__refuses_a_bomb_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", b"\0" * 1024)
    # The size that the directory of the zip states is what is looked at first.
    content = path.read_bytes().replace(
        (1024).to_bytes(4, "little"), (0xF0000000).to_bytes(4, "little")
    )
    path.write_bytes(content)

    with pytest.raises(InputError, match="MiB inside"):
        read_bundle(path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip at all", b"%PDF-1.7"])
def test_read_bundle__refuses_what_is_no_zip(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "c.zip").write_bytes(content)

    with pytest.raises(InputError, match="no bundle that can be read"):
        read_bundle(tmp_path / "c.zip")


def test_read_bundle__refuses_a_zip_of_somebody_else(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr("letter.txt", "hello")

    with pytest.raises(InputError, match="not made by stsdetect"):
        read_bundle(tmp_path / "c.zip")
