"""Generate the pages of docs/ that tell what stands in the code."""

from pathlib import Path

from stsdetect.ingest.document import formats_markdown
from stsdetect.schema.document import tables_markdown
from stsdetect.scoring.document import evidence_markdown

DOCS = Path(__file__).parents[1] / "docs"

if __name__ == "__main__":
    (DOCS / "tables.md").write_text(tables_markdown(), encoding="utf-8")
    (DOCS / "evidence.md").write_text(evidence_markdown(), encoding="utf-8")
    (DOCS / "formats.md").write_text(formats_markdown(), encoding="utf-8")
