"""Hooks of mkdocs: pages from files that live elsewhere, and plain words for roles.

The README, the changelog and their like stay where a reader of the repository looks for
them; the site shows them too, with their links bent to where it has the same page.
"""

import re
from pathlib import Path
from typing import Any, Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT: Final = Path(__file__).parents[1]

PAGES: Final = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "src/stsdetect/data/README.md": "data.md",
}
"""Where the site shows a file that is not in ``docs/``."""

FOLDER: Final = "decisions/"
"""What the navigation names as a whole."""

_LINK: Final = re.compile(r"(!?)\[([^\]]+)\]\(([^)#:\s]+)(#[^)]*)?\)")
_ROLE: Final = re.compile(r":\w+:<code>~?(?:[\w.]+\.)?(\w+)</code>")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the pages of a folder in the place of its name in the navigation."""
    folder = Path(config.docs_dir) / FOLDER
    pages = [f"{FOLDER}{page.name}" for page in sorted(folder.glob("*.md"))]
    config.nav = _unfolded(config.nav, pages)
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the pages of :data:`PAGES`."""
    for source, page in PAGES.items():
        text = (ROOT / source).read_text(encoding="utf-8")
        bent = bend_links(text, Path(source).parent)
        files.append(File.generated(config, page, content=bent))
    return files


def on_page_content(html: str, **_: object) -> str:
    """Show the roles of docstrings as code: of a class its name alone."""
    return _ROLE.sub(r"<code>\1</code>", html)


def bend_links(text: str, folder: Path) -> str:
    """Bend links of a file in that folder of the repository to pages of the site.

    What the site does not have (a notebook, a licence) keeps its words without a link.
    """

    def bend(link: re.Match[str]) -> str:
        mark, words, target, anchor = link.groups(default="")
        path = (folder / target).as_posix()
        page = PAGES.get(path, path.removeprefix("docs/"))
        known = path in PAGES or path.startswith("docs/")
        return f"{mark}[{words}]({page}{anchor})" if known else words

    return _LINK.sub(bend, text)


def _unfolded(nav: Any, pages: list[str]) -> Any:
    if nav == FOLDER:
        return pages
    if isinstance(nav, list):
        return [_unfolded(one, pages) for one in nav]
    if isinstance(nav, dict):
        return {name: _unfolded(one, pages) for name, one in nav.items()}
    return nav
