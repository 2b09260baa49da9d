"""Refuse notebooks that carry outputs and files too large to be read in review."""

import json
import sys
from pathlib import Path

MAX_BYTES = 6_000_000  # the land polygons, the largest file that ships


def main(names: list[str]) -> int:
    """Print what is wrong with the files named, one line each."""
    faults = [fault for name in names for fault in _faults(Path(name))]
    for fault in faults:
        print(fault)
    return 1 if faults else 0


def _faults(path: Path) -> list[str]:
    if path.stat().st_size > MAX_BYTES:
        return [f"{path}: {path.stat().st_size / 1e6:.1f} MB is over the limit"]
    if path.suffix != ".ipynb":
        return []
    notebook = json.loads(path.read_text(encoding="utf-8"))
    if any(cell.get("outputs") for cell in notebook["cells"]):
        return [f"{path}: clear the outputs before you commit"]
    return []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
