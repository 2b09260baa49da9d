"""Axes that are swapped: a column named latitude that can't be one."""

from collections.abc import Mapping, Sequence

import polars as pl

from stsdetect.errors import FormatError

__all__ = ["check_axes"]

_MIN_ROWS = 3
"""Rows below which nothing is said, ours: one wrong row is a reject."""


def check_axes(
    name: str,
    columns: tuple[str, str],
    values: tuple[Sequence[str], Sequence[str]],
    factors: Mapping[str, float],
) -> None:
    """Name latitudes and longitudes that stand in each other's column.

    They are not put right: which column is wrong, its name or its values, is for the
    user to say. Within 90° of Greenwich the two can't be told apart.

    Parameters
    ----------
    name : str
        What to call the file.
    columns : pair of str
        Names of the columns of latitude and longitude.
    values : pair of sequences of str
        What stands in these in the first rows.
    factors : mapping of str to float
        As in :class:`~stsdetect.ingest.columns.ColumnMap`.

    Raises
    ------
    FormatError
        Most latitudes are beyond 90°, and no longitude is.
    """
    degrees = pl.DataFrame(
        {"lat": _degrees(values[0]), "lon": _degrees(values[1])}
    ).select(
        pl.col("lat").abs() * factors.get("lat", 1.0),
        pl.col("lon").abs() * factors.get("lon", 1.0),
    )
    # 91 and 181 say that there is no position (ITU-R M.1371), in either column.
    known = degrees.drop_nulls().filter(
        ~pl.any_horizontal(pl.all().is_in([91.0, 181.0]))
    )
    beyond = known.filter(pl.col("lat") > 90)
    if known.height < _MIN_ROWS or 2 * beyond.height <= known.height:
        return
    if known.filter((pl.col("lon") > 90) | (pl.col("lat") > 180)).height:
        return
    raise FormatError(
        f"{name}: latitude and longitude seem swapped: column {columns[0]!r} is beyond "
        f"90° in {beyond.height:,} of the first {known.height:,} rows, {columns[1]!r} "
        "in none; name the columns the other way round with --columns FILE.toml"
    )


def _degrees(values: Sequence[str]) -> pl.Series:
    text = pl.Series(values, dtype=pl.String).str.strip_chars()
    number = text.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    return number.set(~number.is_finite(), None)
