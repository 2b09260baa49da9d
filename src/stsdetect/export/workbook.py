"""Candidates as an Excel workbook: all of them, and one sheet for each kind."""

import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from stsdetect.disk.files import written_whole
from stsdetect.export.cells import disarm, plain, rounded
from stsdetect.export.geo import NOTE
from stsdetect.export.xml_text import xml_text
from stsdetect.schema import CANDIDATES, KINDS

__all__ = ["write_workbook"]

_EPOCH: Final = datetime(2000, 1, 1)  # noqa: DTZ001  a workbook has no time zone
"""Time of writing inside a workbook: the same candidates give the same content."""

_ZIP_EPOCH: Final = (1980, 1, 1, 0, 0, 0)

_TIME_WIDTH: Final = 20
_FILTER_WIDTH: Final = 3
"""What the arrow of a filter takes of a heading."""
_MOST_WIDTH: Final = 60
"""Ours: sentences of reasons run on beyond it."""

_MAX_TEXT: Final = 32_767
"""Characters that a cell of Excel holds."""


def write_workbook(candidates: pd.DataFrame, path: Path | str) -> None:
    """Write candidates as ``.xlsx``: sheet ``all``, then a sheet per kind that occurs.

    Columns and rounding are those of the CSV. Times are cells of time, in UTC; no text
    is a formula, and none can become one when a cell is edited.

    Parameters
    ----------
    candidates : DataFrame or GeoDataFrame
        A :data:`~stsdetect.schema.CANDIDATES` table, in any order.
    path : path
        Replaced as a whole, or not at all.

    Raises
    ------
    InputError
        The file can't be written.
    """
    CANDIDATES.check(candidates)
    names = [name for name in candidates.columns if name != "geometry"]
    ranked = candidates.sort_values("rank")[names]
    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = _EPOCH
    book.properties.creator = "stsdetect"
    book.properties.description = NOTE
    _add_sheet(book, "all", ranked)
    for kind in KINDS:
        chosen = ranked[ranked["kind"] == kind]
        if not chosen.empty:
            _add_sheet(book, kind, chosen)
    with written_whole(Path(path)) as aside:
        # Workbook.save would write when it was saved.
        ExcelWriter(book, zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED)).save()
        _forget_time(aside)


def _add_sheet(book: Workbook, title: str, rows: pd.DataFrame) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "B2"
    for number, name in enumerate(rows.columns, start=1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = _width(name, rows[name])
    sheet.auto_filter.ref = f"A1:{letter}{len(rows) + 1}"
    sheet.append([_heading(sheet, name) for name in rows.columns])
    for row in rows.itertuples(index=False, name=None):
        sheet.append(
            [_cell(name, value) for name, value in zip(rows.columns, row, strict=True)]
        )


def _width(name: str, values: "pd.Series[Any]") -> int:
    """Give the width of a column in digits: a time that has no room shows as ####."""
    if pd.api.types.is_datetime64_any_dtype(values):
        return _TIME_WIDTH
    longest = max((len(value) for value in values if isinstance(value, str)), default=0)
    return min(max(longest, len(name)) + _FILTER_WIDTH, _MOST_WIDTH)


def _heading(sheet: Any, name: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=name)
    cell.font = Font(bold=True)
    return cell


def _cell(name: str, value: Any) -> Any:
    value = plain(value)
    if isinstance(value, float):
        return rounded(name, value)
    if isinstance(value, pd.Timestamp):
        return value.tz_convert(None).to_pydatetime()
    if isinstance(value, str):
        return disarm(xml_text(value))[:_MAX_TEXT]
    return value


def _forget_time(path: Path) -> None:
    """Pack again with one time for all parts: the packer writes when it packed."""
    with zipfile.ZipFile(path) as archive:
        parts = [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, date_time=_ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
