"""Renew tests/golden from the sample; the change belongs into a commit of its own."""

import shutil
import tempfile
from pathlib import Path

import stsdetect as sts

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden" / "candidates.csv"

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        sts.run(ROOT / "sample_ais", folder)
        GOLDEN.parent.mkdir(exist_ok=True)
        shutil.copyfile(Path(folder) / "candidates.csv", GOLDEN)
