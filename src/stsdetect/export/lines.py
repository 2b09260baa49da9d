"""Candidates as JSON Lines: one object on each line, for programs that read streams."""

import json
from pathlib import Path

import pandas as pd

from stsdetect.disk.files import written_whole
from stsdetect.export.geo import properties
from stsdetect.schema import CANDIDATES

__all__ = ["write_jsonl"]


def write_jsonl(candidates: pd.DataFrame, path: Path | str) -> None:
    """Write candidates as JSON Lines: UTF-8, one object on a line, by rank.

    Names, rounding and missing values are those of the GeoJSON; ``lat`` and ``lon``
    are members like any other.

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
    lines = [json.dumps(row, ensure_ascii=False) for row in properties(candidates)]
    with written_whole(Path(path)) as aside:
        text = "".join(f"{line}\n" for line in lines)
        aside.write_text(text, encoding="utf-8", newline="\n")
