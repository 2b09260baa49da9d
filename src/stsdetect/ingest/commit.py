"""A change to a store as a whole: made aside, then moved in, or not at all.

What is new lies below one folder as it shall lie in the store. Once all is there a mark
is set; from then on the change counts, and whoever opens the store after a stop in
between moves the rest. Without the mark it is thrown away.
"""

import shutil
from pathlib import Path
from typing import Final

from stsdetect.disk.files import flush
from stsdetect.ingest.sums import SUMS

__all__ = ["begin", "commit", "discard", "is_pending", "left_aside", "recover"]

_ASIDE: Final = ".new"
_MARK: Final = "COMPLETE"


def begin(store: Path) -> Path:
    """Give an empty folder for what is new; finish or undo an earlier change first."""
    recover(store)
    discard(store)
    aside = store / _ASIDE
    aside.mkdir(parents=True)
    return aside


def commit(store: Path) -> None:
    """Set the mark and move all that is new into the store.

    All is on the disk before the mark is, so that the mark says the truth after a power
    cut as well.
    """
    aside = store / _ASIDE
    for unit in _units(aside):
        for path in [*_files(unit), unit, *unit.parents]:
            if path == store:
                break
            flush(path)
    mark = aside / _MARK
    mark.touch()
    flush(mark)
    flush(aside)
    recover(store)


def is_pending(store: Path) -> bool:
    """Tell whether a change has its mark and is not all moved in."""
    return (store / _ASIDE / _MARK).is_file()


def left_aside(store: Path) -> Path:
    """Give the folder in which a change is made, whether there is one or not."""
    return store / _ASIDE


def recover(store: Path) -> None:
    """Finish a change that has its mark; what is aside is what is still to move."""
    aside = store / _ASIDE
    if not is_pending(store):
        return
    targets = {path: store / path.relative_to(aside) for path in _units(aside)}
    for path, target in targets.items():
        _move(path, target)
    for folder in {store, *(target.parent for target in targets.values())}:
        flush(folder)
    shutil.rmtree(aside)


def discard(store: Path) -> None:
    """Throw away a change that has no mark."""
    aside = store / _ASIDE
    if aside.exists() and not is_pending(store):
        shutil.rmtree(aside)


def _units(aside: Path) -> list[Path]:
    """List what is moved at once: the folder of a day, and each file elsewhere."""
    days = [path for path in aside.rglob("date=*") if path.is_dir()]
    files = [path for path in aside.rglob("*.parquet") if path.parent not in days]
    return sorted([*days, *files, *aside.glob(SUMS)])


def _files(unit: Path) -> list[Path]:
    return list(unit.iterdir()) if unit.is_dir() else []


def _move(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir():
        shutil.rmtree(target)
    path.replace(target)
