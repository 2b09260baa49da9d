"""Files that are written whole or not at all, with one line for what went wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stsdetect.errors import InputError
from stsdetect.files import written_whole

__all__ = ["replacing"]


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a path beside the target, which takes its place when all went well.

    Raises
    ------
    InputError
        The folder can't be made, or the file can't be written there.
    """
    try:
        with written_whole(path) as aside:
            yield aside
    except OSError as error:
        raise InputError(f"{path}: can't write here: {error.strerror}") from error
