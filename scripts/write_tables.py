"""Generate docs/tables.md from the schema."""

from pathlib import Path

from stsdetect.schema.document import tables_markdown

TARGET = Path(__file__).parents[1] / "docs" / "tables.md"

if __name__ == "__main__":
    TARGET.write_text(tables_markdown(), encoding="utf-8")
