"""CSV that a user brings: its cells as text, or one line that says what is wrong."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Final

from stsdetect.disk.documents import read_document
from stsdetect.errors import InputError

__all__ = ["first_cells", "read_csv_rows", "read_named_rows", "refuse_faults"]

_N_TOLD: Final = 3
_N_CELLS: Final = 6
_N_LETTERS: Final = 40
"""Of a header that is none, so much is shown, ours: enough to see what it is."""


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
        text = read_document(path).decode("utf-8-sig")
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


def read_named_rows(
    path: Path | str,
    names: Mapping[str, Sequence[str]],
    is_enough: Callable[[set[str]], bool],
    asked: tuple[str, str],
) -> Iterator[tuple[int, dict[str, str]]]:
    """Give each row that is not blank by our names; the header is row 1.

    Parameters
    ----------
    path : Path or str
        As :func:`read_csv_rows` wants it.
    names : mapping of str to sequence of str
        What each of our columns may be called, in small letters; the first counts.
    is_enough : callable
        Whether a file with these of our columns is one.
    asked : pair of str
        What the file is to be, and the columns that it is to have, in words.

    Raises
    ------
    InputError
        The file can't be read, lacks columns, or has a row of another length.
    """
    rows = read_csv_rows(path)
    header = [name.strip().lower() for name in rows[0]] if rows else []
    at = {
        ours: next(header.index(name) for name in theirs if name in header)
        for ours, theirs in names.items()
        if not set(theirs).isdisjoint(header)
    }
    if not is_enough(set(at)):
        seen = first_cells(rows)
        raise InputError(f"{path}: no {asked[0]} (first row: {seen}); give {asked[1]}")
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            raise InputError(
                f"{path}: row {number}: {len(cells)} columns instead of {len(header)}"
            )
        yield number, {ours: cells[column].strip() for ours, column in at.items()}


def first_cells(rows: Sequence[Sequence[str]]) -> str:
    r"""Show the first cells of a file, in one line.

    Examples
    --------
    >>> first_cells([["name", "a\nb"], ["1", "2"]]), first_cells([])
    ('name, a b', 'nothing')
    """
    cells = rows[0][:_N_CELLS] if rows else []
    return " ".join(", ".join(cell[:_N_LETTERS] for cell in cells).split()) or "nothing"


def refuse_faults(path: Path | str, faults: Sequence[str], hint: str = "") -> None:
    """Refuse a file that has faults, telling the first of them.

    Raises
    ------
    InputError
        There are any.
    """
    if faults:
        more = len(faults) - _N_TOLD
        told = "; ".join(faults[:_N_TOLD]) + (
            f"; and {more:,} more" if more > 0 else ""
        )
        raise InputError(f"{path}: {told}{hint}")
