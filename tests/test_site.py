"""The site: it builds with no warning, asks no other host, and leaves out no name."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import stsdetect

ROOT = Path(__file__).parents[1]
OTHER_HOST = re.compile(r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)=\"?https?://")
NOT_LISTED = {"__version__"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of the site, built as ``make docs`` does."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir"]
    done = subprocess.run(  # noqa: S603  our own arguments
        [*command, str(folder)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder


def test_site__starts_with_the_readme_whose_links_lead_into_the_site(
    site: Path,
) -> None:
    start = (site / "index.html").read_text(encoding="utf-8")

    assert 'href="tables.html"' in start
    assert 'src="first_look.png"' in start
    assert 'href="docs/' not in start


def test_site__asks_no_other_host(site: Path) -> None:
    pages = list(site.rglob("*.html"))

    assert pages
    assert [
        page.name for page in pages if OTHER_HOST.search(page.read_text("utf-8"))
    ] == []


def test_site__roles_of_docstrings_are_shown_as_code(site: Path) -> None:
    shown = (site / "python.html").read_text(encoding="utf-8")

    assert not re.search(r":(?:class|func|mod|data|meth):", shown)


def test_python_page__has_every_public_name() -> None:
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    listed = {line.rpartition(".")[2] for line in page.splitlines() if ":::" in line}

    assert listed == set(stsdetect.__all__) - NOT_LISTED
