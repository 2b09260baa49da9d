"""Blocks: what a brief is made of, whether it becomes a page or a PDF."""

import re
from dataclasses import dataclass, field

from stsdetect.printed import printed

__all__ = ["Block", "Figure", "Grid", "Section", "Text", "plain_line", "text_blocks"]


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph, or one item of a list."""

    text: str
    item: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; the first column is text, the others are numbers unless told."""

    header: list[str]
    rows: list[list[str]]
    numbers: bool = True


@dataclass(frozen=True, slots=True)
class Figure:
    """A PNG with its caption."""

    png: bytes
    caption: str


Block = Text | Grid | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it."""

    heading: str
    blocks: list[Block] = field(default_factory=list)


def text_blocks(text: str) -> list[Block]:
    r"""Cut a text into paragraphs at blank lines; a line with ``- `` begins an item.

    Examples
    --------
    >>> text_blocks("One\ntwo.\n\n- a\n- b")
    [Text(text='One two.', item=False), Text(text='a', item=True),
     Text(text='b', item=True)]
    """
    blocks: list[Block] = []
    for part in re.split(r"\n\s*\n", text.strip()):
        lines = re.split(r"\n(?=- )", part.strip())
        for line in filter(None, lines):
            item = line.startswith("- ")
            words = line.removeprefix("- ") if item else line
            blocks.append(Text(" ".join(words.split()), item=item))
    return blocks


def plain_line(text: str) -> str:
    r"""Put text of strangers on one line, marks that nobody sees written out.

    Examples
    --------
    >>> print(plain_line("SEA\n- STAR\u202e"))
    SEA - STAR\u202e
    """
    return printed(" ".join(text.split()))
