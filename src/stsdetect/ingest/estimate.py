"""Estimate: how many rows files have, from their first bytes and their sizes."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pyarrow.parquet as pq

from stsdetect.errors import FormatError
from stsdetect.ingest.plan import Wish, plan_file
from stsdetect.ingest.sources import (
    HEAD_BYTES,
    Member,
    find_compression,
    find_files,
    opened,
)

__all__ = ["estimate_rows"]


def estimate_rows(sources: Sequence[Path | str], wish: Wish) -> dict[Path, int]:
    """Estimate the rows of each AIS file, without reading more than its beginning.

    Raises
    ------
    InputError
        A source is not there.
    """
    found = {}
    for source in sources:
        for path in find_files(source):
            try:
                readings = plan_file(path, wish)
            except FormatError:
                continue
            found[path] = _rows_of(path, readings[0].member)
    return found


def _rows_of(path: Path, member: Member) -> int:
    if find_compression(path) == "Parquet":
        n_rows: int = pq.read_metadata(path).num_rows
        return n_rows
    size = path.stat().st_size
    with opened(member) as (stream, file), closing(stream):
        n_lines, n_read = 0, 0
        while n_read < HEAD_BYTES and (piece := stream.read(HEAD_BYTES - n_read)):
            n_lines, n_read = n_lines + piece.count(b"\n"), n_read + len(piece)
        if n_read < HEAD_BYTES and not member.inner:
            return n_lines
        # What was taken from the file for these lines, compressed or not.
        n_bytes = min(size, max(1, file.tell()))
    return n_lines * size // n_bytes
