"""CSV that a user brings: its cells as text, or one line that says what is wrong."""

import csv
from io import StringIO
from pathlib import Path

from stsdetect.errors import InputError

__all__ = ["read_csv_rows"]


def read_csv_rows(path: Path | str) -> list[list[str]]:
    """Read the cells of each row, split at commas, or at semicolons if these are more.

    Parameters
    ----------
    path : Path or str
        UTF-8, with or without a mark at its beginning.

    Returns
    -------
    list of list of str
        Header and rows as they stand; empty for an empty file.

    Raises
    ------
    InputError
        The file can't be read, is not UTF-8, or has a cell that no CSV has.
    """
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        row = error.object[: error.start].count(b"\n") + 1
        raise InputError(f"{path}: row {row}: not UTF-8; save it as UTF-8") from error
    first = text.partition("\n")[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    try:
        return list(csv.reader(StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise InputError(f"{path}: no CSV: {error}") from error
