"""Run the notebooks, each from its own folder, and say which fail."""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


def main() -> int:
    """Run each notebook in memory; the files stay without outputs."""
    n_failed = 0
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        client = NotebookClient(notebook, resources={"metadata": {"path": NOTEBOOKS}})
        try:
            client.execute()
            print(f"{path.name}: ran")
        except CellExecutionError as error:
            n_failed += 1
            print(f"{path.name}: {error}")
    return n_failed


if __name__ == "__main__":
    sys.exit(main())
