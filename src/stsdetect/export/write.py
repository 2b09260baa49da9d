"""Exports: the candidates of a run folder in the form that another tool opens."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import pandas as pd

from stsdetect.errors import InputError
from stsdetect.export.csv import write_csv
from stsdetect.export.geo import read_candidates, write_geojson
from stsdetect.export.kml import write_kml, write_kmz
from stsdetect.export.layers import write_geopackage, write_geoparquet
from stsdetect.export.lines import write_jsonl
from stsdetect.export.workbook import write_workbook
from stsdetect.schema import KINDS

__all__ = ["EXPORT_FORMATS", "choose_candidates", "export_candidates"]

EXPORT_FORMATS: Final[dict[str, Callable[[pd.DataFrame, Path], None]]] = {
    "csv": write_csv,
    "csv-semicolon": partial(write_csv, separator=";", decimal=","),
    "geojson": write_geojson,
    "geopackage": write_geopackage,
    "geoparquet": write_geoparquet,
    "jsonl": write_jsonl,
    "kml": write_kml,
    "kmz": write_kmz,
    "xlsx": write_workbook,
}
"""Name of each format and what writes it."""


def export_candidates(
    folder: Path | str,
    format_name: str,
    output: Path | str,
    *,
    top: int | None = None,
    kind: str | None = None,
) -> int:
    """Write the candidates of a run folder, or the first of them, to a file.

    Parameters
    ----------
    folder : path
        A run folder.
    format_name : str
        One of :data:`EXPORT_FORMATS`.
    output : path
        Replaced as a whole, or not at all.
    top : int, optional
        So many only, the first by rank; of the kind, where one is given.
    kind : str, optional
        One of :data:`~stsdetect.schema.KINDS`.

    Returns
    -------
    int
        How many were written.

    Raises
    ------
    InputError
        A format or kind that does not exist, ``top`` below 1, a folder that is no run
        folder, or a file that can't be written.
    """
    if format_name not in EXPORT_FORMATS:
        known = ", ".join(EXPORT_FORMATS)
        raise InputError(f"no format {format_name!r}; choose {known}")
    candidates = pd.DataFrame(read_candidates(folder).drop(columns="geometry"))
    chosen = choose_candidates(candidates, top=top, kind=kind)
    EXPORT_FORMATS[format_name](chosen, Path(output))
    return len(chosen)


def choose_candidates(
    candidates: pd.DataFrame, *, top: int | None = None, kind: str | None = None
) -> pd.DataFrame:
    """Take the candidates of one kind, the first so many by rank; ranks stay."""
    if kind is not None and kind not in KINDS:
        raise InputError(f"no kind {kind!r}; choose {', '.join(KINDS)}")
    if top is not None and top < 1:
        raise InputError(f"top: {top} is below 1")
    if kind is not None:
        candidates = candidates[candidates["kind"] == kind]
    ranked = candidates.sort_values("rank")
    return ranked if top is None else ranked.head(top)
