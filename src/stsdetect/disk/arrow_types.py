"""Types of Arrow that our tables have; others, and notes beside them, stay outside.

Polars panics over time zones, notes and names that no table of ours has.
"""

import re
from typing import Final

import pyarrow as pa
import pyarrow.types as is_

__all__ = ["require_own"]

_WORDS: Final = b"_PL_ENUM_VALUES2"
"""Key of the note in which polars tells the words of a closed list."""

_LENGTH: Final = re.compile(rb"(\d{1,6});")

_PLAIN: Final = (
    *(is_.is_boolean, is_.is_integer, is_.is_floating, is_.is_null),
    *(is_.is_date32, is_.is_duration),
)
_TEXTS: Final = (is_.is_string, is_.is_large_string, is_.is_string_view)
_LISTS: Final = (is_.is_list, is_.is_large_list, is_.is_fixed_size_list)


def require_own(table: pa.Table) -> pa.Table:
    """Give a table whose types are all ours, without notes but the words of lists.

    Raises
    ------
    ValueError
        A type is none that a table of ours has, a name is no text or ends early, or the
        words of a closed list are other ones than those noted.
    """
    fields = [
        _own(field, column)
        for field, column in zip(table.schema, table.columns, strict=True)
    ]
    return pa.Table.from_arrays(table.columns, schema=pa.schema(fields))


def _own(field: pa.Field, column: pa.ChunkedArray) -> pa.Field:
    if "\0" in field.name:
        raise ValueError("a name that ends early")
    _require(field.type)
    noted = (field.metadata or {}).get(_WORDS)
    if noted is None:
        return pa.field(field.name, field.type, field.nullable)
    words = _words(noted)
    if is_.is_dictionary(field.type):
        there = {word for part in column.chunks for word in part.dictionary.to_pylist()}
        if not there <= words:
            raise ValueError("words beside those of a closed list")
    return pa.field(field.name, field.type, field.nullable, metadata={_WORDS: noted})


def _require(kind: pa.DataType) -> None:
    """Refuse a type that no table of ours has."""
    if is_.is_timestamp(kind):
        if kind.tz not in (None, "UTC"):
            raise ValueError("a time of another zone than UTC")
    elif any(check(kind) for check in _LISTS):
        str(kind)  # raises where a name in it is no text
        _require(kind.value_type)
    elif is_.is_dictionary(kind):
        if not any(check(kind.value_type) for check in _TEXTS):
            raise ValueError("a closed list of no texts")
    elif not any(check(kind) for check in (*_PLAIN, *_TEXTS)):
        raise ValueError("of a type that no table of ours has")


def _words(noted: bytes) -> set[str]:
    """Read words as polars notes them: length, semicolon, word.

    Examples
    --------
    >>> sorted(_words(b"1;A1;B"))
    ['A', 'B']
    """
    words, place = set(), 0
    while place < len(noted):
        length = _LENGTH.match(noted, place)
        stop = place if length is None else length.end() + int(length[1])
        if length is None or stop > len(noted):
            raise ValueError("no words of a closed list")
        words.add(noted[length.end() : stop].decode())
        place = stop
    return words
