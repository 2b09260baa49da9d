"""What files of users tell is kept until they change."""

from pathlib import Path

import pytest

from stsdetect.context.unchanged import kept_while_unchanged


def test_kept_while_unchanged__a_file_is_read_again_when_it_changed(
    tmp_path: Path,
) -> None:
    n_reads = 0

    @kept_while_unchanged
    def read(factor: int, files: tuple[str, ...] = ()) -> list[str]:
        nonlocal n_reads
        n_reads += 1
        return [Path(one).read_text() * factor for one in files]

    one = tmp_path / "one"
    one.write_text("a")
    before = [read(2, (str(one),)), read(2, (str(one),)), read(2), read(factor=2)]
    one.write_text("bc")

    assert before == [["aa"], ["aa"], [], []]
    assert n_reads == 3
    assert read(2, (str(one),)) == ["bcbc"]
    assert read(1, files=(str(one),)) == ["bc"]


def test_kept_while_unchanged__that_a_file_is_missing_is_not_kept(
    tmp_path: Path,
) -> None:
    read = kept_while_unchanged(lambda path: Path(path).read_text())
    one = tmp_path / "one"
    with pytest.raises(FileNotFoundError):
        read(str(one))

    one.write_text("a")

    assert read(str(one)) == "a"
