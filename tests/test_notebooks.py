from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("ignore")  # of the kernel's own libraries, not of ours
def test_notebook__runs_from_top_to_bottom(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)

    NotebookClient(notebook, resources={"metadata": {"path": path.parent}}).execute()

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
