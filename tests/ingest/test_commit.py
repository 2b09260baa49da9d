"""A change to a store counts as a whole: before its mark not at all, then for good."""

import shutil
from pathlib import Path

import pytest

from stsdetect.ingest import commit as commits
from stsdetect.ingest.commit import begin, commit, discard, is_pending, recover


def make(store: Path, content: str, n_parts: int = 1) -> None:
    """Put a new state of a store aside: two files and the parts of a day."""
    aside = begin(store)
    day = aside / "positions" / "date=2024-03-01"
    day.mkdir(parents=True)
    for number in range(n_parts):
        (day / f"part-{number}.parquet").write_text(content)
    (aside / "sources.parquet").write_text(content)
    (aside / "rejects").mkdir()
    (aside / "rejects" / f"{content}.parquet").write_text(content)


def state(store: Path) -> dict[str, str]:
    return {
        str(file.relative_to(store)): file.read_text()
        for file in sorted(store.rglob("*.parquet"))
    }


def test_commit__moves_all_and_leaves_nothing_aside(tmp_path: Path) -> None:
    make(tmp_path, "new")
    commit(tmp_path)

    assert state(tmp_path) == {
        "positions/date=2024-03-01/part-0.parquet": "new",
        "rejects/new.parquet": "new",
        "sources.parquet": "new",
    }
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "positions",
        "rejects",
        "sources.parquet",
    ]


def test_commit__parts_of_a_day_that_are_no_more_go(tmp_path: Path) -> None:
    make(tmp_path, "old", n_parts=3)
    commit(tmp_path)
    make(tmp_path, "new")
    commit(tmp_path)

    parts = [name for name in state(tmp_path) if name.startswith("positions")]
    assert parts == ["positions/date=2024-03-01/part-0.parquet"]


def test_discard__without_the_mark_nothing_has_changed(tmp_path: Path) -> None:
    make(tmp_path, "old")
    commit(tmp_path)
    before = state(tmp_path)
    make(tmp_path, "new")

    discard(tmp_path)

    assert state(tmp_path) == before


@pytest.mark.parametrize("n_moved", [0, 1, 2])
def test_recover__finishes_what_was_stopped_in_between(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, n_moved: int
) -> None:
    at_once, stopped = tmp_path / "1", tmp_path / "2"
    for store in (at_once, stopped):
        make(store, "old", n_parts=2)
        commit(store)
        make(store, "new")
    commit(at_once)
    moved = commits._move
    left = iter([moved] * n_moved)

    def move(path: Path, target: Path) -> None:
        one = next(left, None)
        if one is None:
            raise KeyboardInterrupt
        one(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(commits, "_move", move)
        with pytest.raises(KeyboardInterrupt):
            commit(stopped)
    discard(stopped)
    assert is_pending(stopped)

    recover(stopped)

    assert state(stopped) == state(at_once)
    assert not is_pending(stopped)


def test_begin__throws_away_what_an_earlier_run_left(tmp_path: Path) -> None:
    make(tmp_path, "old")

    aside = begin(tmp_path)

    assert list(aside.iterdir()) == []
    shutil.rmtree(aside)
