"""Page: a brief as one HTML file that opens without a network and runs nothing."""

import base64
from pathlib import Path

from stsdetect.disk.files import written_whole
from stsdetect.report.brief.blocks import Figure, Grid, Section, Text
from stsdetect.report.brief.texts import Texts

__all__ = ["write_brief_page"]


def write_brief_page(sections: list[Section], texts: Texts, path: Path) -> None:
    """Write a brief as HTML; every text is escaped, and a policy forbids scripts.

    Raises
    ------
    InputError
        The file can't be written, or the template is faulty.
    """
    page = texts.render(
        "brief.html",
        {
            "sections": sections,
            "is_text": lambda block: isinstance(block, Text),
            "is_grid": lambda block: isinstance(block, Grid),
            "source": _source,
        },
    )
    with written_whole(path) as aside:
        aside.write_text(page, encoding="utf-8", newline="\n")


def _source(figure: Figure) -> str:
    return "data:image/png;base64," + base64.b64encode(figure.png).decode()
