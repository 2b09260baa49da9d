"""Generate what documents tell of the code: tables, evidence, formats, floors."""

import re
import tomllib
from pathlib import Path

from stsdetect.ingest.document import formats_markdown
from stsdetect.schema.document import tables_markdown
from stsdetect.scoring.document import evidence_markdown

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


def write_floors(page: Path) -> None:
    """Put the layers of the import contract into the block that tells them."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    floors = "\n".join(re.sub("[()]", "", layer) for layer in contracts[0]["layers"])
    text = page.read_text(encoding="utf-8")
    block = re.compile(r"(?<=```floors\n).*?(?=\n```)", flags=re.DOTALL)
    page.write_text(block.sub(floors, text), encoding="utf-8")


if __name__ == "__main__":
    (DOCS / "tables.md").write_text(tables_markdown(), encoding="utf-8")
    (DOCS / "evidence.md").write_text(evidence_markdown(), encoding="utf-8")
    (DOCS / "formats.md").write_text(formats_markdown(), encoding="utf-8")
    write_floors(ROOT / "CONTRIBUTING.md")
