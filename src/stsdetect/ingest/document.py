"""The formats as Markdown, generated from the list of them."""

from typing import Final

from stsdetect.ingest.formats import FORMATS

__all__ = ["formats_markdown"]

_HEAD: Final = """\
# Which files can be read?

Generated from `src/stsdetect/ingest/formats.py` by `make docs`; a test fails when it is
stale. A file is recognised by what stands in it, not by its name; tried in this order.
Plain, `.gz`, `.zip` and `.zst`, and tables as Parquet too. What none fits:
[a map of its columns](how-to/my-own-csv.md).

| `--format` | what it is | recognised by |
|---|---|---|
"""


def formats_markdown() -> str:
    """Describe every format that is known, in the order in which they are tried."""
    lines = [
        f"| `{one.name}` | {one.title} | {_cell(one.recognised_by)} |\n"
        for one in FORMATS
    ]
    return _HEAD + "".join(lines)


def _cell(words: str) -> str:
    return words.replace("|", r"\|")
