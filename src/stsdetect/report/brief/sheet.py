"""Sheets: a brief as a PDF of at most four pages, drawn with matplotlib."""

import textwrap
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Final

import matplotlib.image as mpl_image
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure as Paper

from stsdetect.disk.files import written_whole
from stsdetect.report.brief.blocks import Block, Figure, Grid, Section, Text
from stsdetect.report.brief.letters import FONT, drawable, wrap

__all__ = ["brief_pdf", "write_brief_pdf"]

_WIDTH, _HEIGHT = 8.27, 11.69
"""A4 [inch]."""
_LEFT, _TOP, _BOTTOM = 0.75, 0.7, 0.75
_COLUMN: Final = _WIDTH - 2 * _LEFT
_PICTURE: Final = 5.2
"""Width of a figure [inch]; two cases find room on a page."""
_SIZE: Final = 8.5
_LINE: Final = 0.165
_PAGES: Final = ((0, 1), (2,), (3,), (4, 5, 6))
"""Which sections stand on which page."""
_MORE: Final = "There is more than this page holds: write the brief as .html to see it."


def write_brief_pdf(sections: list[Section], path: Path) -> None:
    """Write a brief as PDF; see :func:`brief_pdf`.

    Raises
    ------
    InputError
        The file can't be written.
    """
    with written_whole(path) as aside:
        aside.write_bytes(brief_pdf(sections))


def brief_pdf(
    sections: list[Section],
    pages: Sequence[Sequence[int]] = _PAGES,
    more: str = _MORE,
) -> bytes:
    """Draw a brief as PDF; the same sections give the same bytes.

    What a page does not hold is left out, and the page says so: a printed brief has
    four pages, the page of HTML has all. Letters that the font does not have are
    shown as ``\N{REPLACEMENT CHARACTER}``.

    Parameters
    ----------
    sections : list of Section
        The first has the title.
    pages : sequence of sequences of int
        Which sections stand on which page.
    more : str
        What a page says that can't hold all.
    """
    said = {"Title": sections[0].heading, "CreationDate": None, "Producer": "stsdetect"}
    target = BytesIO()
    with PdfPages(target, metadata=said) as pdf:
        for number, places in enumerate(pages, start=1):
            sheet = _Sheet(f"{number}/{len(pages)}", more)
            for place in places:
                sheet.add_section(sections[place], first=place == 0)
            pdf.savefig(sheet.paper)
    return target.getvalue()


class _Sheet:
    """One page, filled from the top; once full it takes no more."""

    def __init__(self, number: str, more: str = _MORE) -> None:
        self.paper = Paper(figsize=(_WIDTH, _HEIGHT))
        self._y = _HEIGHT - _TOP
        self._full = False
        self._more = more
        foot = f"{number}   Each candidate is a lead, never a finding."
        self._write(foot, (_LEFT, 0.4), _SIZE - 1.5)

    def add_section(self, section: Section, *, first: bool) -> None:
        """Add a heading and its blocks."""
        self._lines(section.heading, 14 if first else 11, bold=True)
        self._y -= 0.08
        for block in section.blocks:
            self._add(block)
        self._y -= _LINE

    def _add(self, block: Block) -> None:
        if isinstance(block, Text):
            mark = "•  " if block.item else ""
            self._lines(mark + block.text, _SIZE)
            self._y -= 0.05 if block.item else 0.09
        elif isinstance(block, Figure):
            self._picture(block)
        elif block.numbers:
            self._table(block)
        else:
            for row in block.rows:
                pairs = zip(block.header, row, strict=True)
                told = "; ".join(f"{name} {value}" for name, value in pairs if value)
                self._lines("•  " + told, _SIZE - 1.5)

    def _lines(self, text: str, size: float, *, bold: bool = False) -> None:
        # Bold letters are up to a sixth wider than those that are measured.
        width_em = _COLUMN * 72 / size / (7 / 6 if bold else 1)
        for line in wrap(text, width_em):
            if self._room(_LINE * size / _SIZE):
                self._write(line, (_LEFT, self._y), size, bold=bold)

    def _table(self, grid: Grid) -> None:
        step = 0.6 * _COLUMN / max(1, len(grid.header) - 1)
        for number, row in enumerate([grid.header, *grid.rows]):
            if not self._room(_LINE):
                return
            for place, cell in enumerate(row):
                x = _LEFT if place == 0 else _LEFT + 0.4 * _COLUMN + place * step
                self._write(
                    textwrap.shorten(cell, 42, placeholder=" …"),
                    (x, self._y),
                    _SIZE,
                    bold=number == 0,
                    right=place > 0,
                )
        self._y -= 0.12

    def _picture(self, figure: Figure) -> None:
        pixels = mpl_image.imread(BytesIO(figure.png), format="png")
        ratio = pixels.shape[0] / pixels.shape[1]
        if not self._room(_PICTURE * ratio + _LINE):
            return
        place = (
            _LEFT / _WIDTH,
            (self._y + _LINE) / _HEIGHT,
            _PICTURE / _WIDTH,
            _PICTURE * ratio / _HEIGHT,
        )
        axes = self.paper.add_axes(place)
        axes.imshow(pixels, aspect="auto")
        axes.set_axis_off()
        self._write(figure.caption, (_LEFT, self._y), _SIZE - 1)
        self._y -= 0.1

    def _room(self, height: float) -> bool:
        """Go down by so much [inch], unless the page is full; it says so once."""
        if self._full:
            return False
        if self._y - height < _BOTTOM:
            self._full = True
            self._write(self._more, (_LEFT, 0.56), _SIZE - 1, bold=True)
            return False
        self._y -= height
        return True

    def _write(
        self,
        text: str,
        place: tuple[float, float],
        size: float,
        *,
        bold: bool = False,
        right: bool = False,
    ) -> None:
        """Write a line where it begins [inch], from the left and the foot."""
        self.paper.text(
            place[0] / _WIDTH,
            place[1] / _HEIGHT,
            drawable(text),
            fontsize=size,
            fontfamily=FONT,
            fontweight="bold" if bold else "normal",
            ha="right" if right else "left",
            parse_math=False,
        )
