"""The data dictionary as Markdown, generated from the tables themselves."""

from stsdetect.schema import TABLES
from stsdetect.schema.column import Column
from stsdetect.schema.table import Table

__all__ = ["tables_markdown"]

_HEAD = """# Tables

Generated from `src/stsdetect/schema/` by `make docs`; a test fails when it is stale.
All times are UTC, to the millisecond. Bounds are inclusive. A dash under *missing*
means that every row has a value.
"""


def tables_markdown() -> str:
    """Describe every table in the order in which data flows."""
    return _HEAD + "".join(_table_markdown(table) for table in TABLES)


def _table_markdown(table: Table) -> str:
    rows = "\n".join(_row(column) for column in table)
    key = ", ".join(table.key)
    return (
        f"\n## {table.name.upper()}\n\n{table.meaning} Key: `{key}`.\n\n"
        "| column | type | unit | bounds | missing | meaning |\n"
        f"|---|---|---|---|---|---|\n{rows}\n"
    )


def _row(column: Column) -> str:
    cells = (
        f"`{column.name}`",
        column.kind.value,
        column.unit,
        column.bounds,
        "may be" if column.missing else "–",
        column.meaning,
    )
    return "| " + " | ".join(cells) + " |"
