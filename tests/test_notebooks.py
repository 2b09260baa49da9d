"""Notebooks: each runs whole, carries no outputs, and is short."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from checkout import ROOT
from nbclient import NotebookClient

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
BESIDE = {"metadata": {"path": ROOT / "notebooks"}}
RUNS_THE_SAMPLE = NOTEBOOKS[0]
"""The others begin with the same call, word for word; they are given what it gives."""

BEFORE = """
import sys
sys.path.insert(0, {tests!r})
import at_hand
at_hand.begin(globals(), {kept!r})
"""


@pytest.fixture(scope="module")
def kernel() -> Iterator[Any]:
    """Give one kernel for all: what takes seconds to import is imported once."""
    host = NotebookClient(nbformat.v4.new_notebook(), resources=BESIDE)
    with host.setup_kernel():
        yield host.km


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("ignore")  # of the kernel's own libraries, not of ours
def test_notebook__runs_from_top_to_bottom(
    path: Path, kernel: Any, sample_made: Path
) -> None:
    notebook = nbformat.read(path, as_version=4)
    kept = "" if path == RUNS_THE_SAMPLE else str(sample_made)
    before = BEFORE.format(tests=str(ROOT / "tests"), kept=kept)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(before))

    client = NotebookClient(notebook, km=kernel, resources=BESIDE)
    client.execute()
    if client.kc is not None:
        client.kc.stop_channels()

    assert all(
        cell.get("execution_count")
        for cell in notebook.cells
        if cell.cell_type == "code"
    )


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook__carries_no_outputs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)

    assert not any(cell.get("outputs") for cell in notebook.cells)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook__is_short_and_hides_nothing(path: Path) -> None:
    cells = nbformat.read(path, as_version=4).cells
    code = [cell["source"] for cell in cells if cell["cell_type"] == "code"]

    assert len(cells) <= 15
    assert max(len(source.splitlines()) for source in code) <= 10
    assert not any(word in source for source in code for word in ("def ", "lambda"))
    assert not any("import stsdetect." in one for one in code)
    assert not any("from stsdetect" in one for one in code)
