from pathlib import Path

from stsdetect.ingest.document import formats_markdown

FORMATS_MD = Path(__file__).parents[2] / "docs" / "formats.md"


def test_formats_markdown__is_what_docs_show() -> None:
    assert FORMATS_MD.read_text(encoding="utf-8") == formats_markdown(), "make docs"
