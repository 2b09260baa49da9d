from pathlib import Path

from stsdetect.schema.document import tables_markdown

TABLES_MD = Path(__file__).parents[2] / "docs" / "tables.md"


def test_tables_markdown__is_what_docs_show() -> None:
    assert TABLES_MD.read_text(encoding="utf-8") == tables_markdown(), "make docs"
