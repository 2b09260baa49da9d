"""Unchanged: what a user's files tell is kept in memory as long as they do not change.

A process may live for weeks, as a watch does, or a notebook, and its files of ports and
regions be written anew at their old places meanwhile.
"""

from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

__all__ = ["kept_while_unchanged"]

Asked = ParamSpec("Asked")
Told = TypeVar("Told")


def kept_while_unchanged(read: Callable[Asked, Told]) -> Callable[Asked, Told]:
    """Keep what a function gives until a file that it was asked for has changed.

    Parameters
    ----------
    read : callable
        Every text among its arguments, alone or in a tuple, is the path of a file; what
        it gives is kept for the next call with equal arguments, an error is not.

    Returns
    -------
    callable
        The same function. A file is another when its size or its time differs.
    """
    known: dict[Any, tuple[list[tuple[int, int]], Told]] = {}

    @wraps(read)
    def ask(*asked: Asked.args, **named: Asked.kwargs) -> Told:
        key = (asked, tuple(sorted(named.items())))
        stamps = [_stamp(one) for one in _files((*asked, *named.values()))]
        if key not in known or known[key][0] != stamps:
            known[key] = stamps, read(*asked, **named)
        return known[key][1]

    return ask


def _files(asked: tuple[object, ...]) -> Iterator[Path]:
    for one in asked:
        if isinstance(one, str):
            yield Path(one)
        elif isinstance(one, tuple):
            yield from map(Path, one)


def _stamp(path: Path) -> tuple[int, int]:
    """Size and time of a file [ns]; that it is missing is for its reader to tell."""
    if not path.exists():
        return -1, -1
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns
