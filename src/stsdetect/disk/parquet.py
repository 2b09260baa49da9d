"""Parquet that others may have changed, read whole."""

from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from stsdetect.disk.damage import DAMAGED
from stsdetect.errors import StoreError

__all__ = ["read_parquet"]

_STRANGE = (*DAMAGED, pa.ArrowException, ValueError, KeyError)


def read_parquet(file: Path, mend: str) -> pl.DataFrame:
    """Read a table by Arrow, and look at each value before polars is given it.

    Over some damage polars writes a panic to the terminal, and over some it asks for
    more memory than there is in the world and ends the process.

    Parameters
    ----------
    file : Path
        Of a table of ours.
    mend : str
        What makes it anew, for the fault.

    Raises
    ------
    StoreError
        It is missing or damaged.
    """
    try:
        with pq.ParquetFile(file) as opened:
            table = opened.read()
        table.validate(full=True)
        str(table.schema.remove_metadata())  # raises where a name in it is no text
        read = pl.from_arrow(table)
    except _STRANGE as error:
        raise StoreError(f"{file}: damaged; {mend}") from error
    if not isinstance(read, pl.DataFrame):
        raise StoreError(f"{file}: no table; {mend}")
    return read
