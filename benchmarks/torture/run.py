"""Torture: runs are stopped, parsers are fed rubbish; what came of it as a page.

Each part works in a process of its own and keeps what it found, so that a part can be
renewed alone; the page is written of all parts.
"""

import argparse
import importlib
import logging
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT / "tests")]

from torture.page import write_page  # noqa: E402  found by the path above
from torture.told import keep_told, read_told  # noqa: E402

MODULES = {
    "kills": "torture.kills",
    "rows": "torture.rows",
    "files": "torture.fuzz",
    "guided": "torture.guided",
    "soak": "torture.soak",
    "floods": "torture.floods",
}
"""Parts by name, and what does them; kills first, in a process without threads."""


def main() -> int:
    """Do parts, write the page, and end with 1 where anything was found."""
    asked = _asked()
    if asked.alone:
        (part,) = asked.parts
        logging.getLogger("stsdetect").setLevel(logging.CRITICAL)
        told = importlib.import_module(MODULES[part]).tell(asked)
        if told is not None:
            keep_told(part, told)
        return 0
    for part in asked.parts or MODULES:
        words = [word for word in sys.argv[1:] if word not in MODULES]
        # Small tables: threads would cost more than they do. A panic is a finding, or
        # told in one line: where in polars it began is not needed.
        own = os.environ | {"POLARS_MAX_THREADS": "1", "RUST_BACKTRACE": "0"}
        command = [sys.executable, __file__, part, "--alone", *words]
        subprocess.run(command, check=True, env=own)
    if asked.page:
        write_page(asked.page, list(MODULES))
    told = [one for part in MODULES if (one := read_told(part))]
    findings = [finding for one in told for finding in one.findings]
    for finding in findings:
        print(finding)
    print(f"{len(findings)} findings")
    return bool(findings)


def _asked() -> argparse.Namespace:
    wish = argparse.ArgumentParser(description=__doc__)
    wish.add_argument("parts", nargs="*", choices=[*MODULES, []], help="or all")
    wish.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    wish.add_argument("--kills", type=int, default=200)
    wish.add_argument("--faults", type=int, default=40, help="full disks, and doubles")
    wish.add_argument(
        "--stories",
        type=lambda told: [int(one) for one in told.split(",")],
        default=[1, 2, 3, 4, 5],
        help="of the five, as 1,2,5; the others stay as they were told",
    )
    wish.add_argument("--rows", type=int, default=1_000_000, help="for each format")
    wish.add_argument("--inputs", type=int, default=1_000_000, help="for each parser")
    wish.add_argument(
        "--parsers",
        default="",
        help="of files and guided, whose names have one of these; others stay",
    )
    wish.add_argument("--seconds", type=float, default=3_000.0, help="for each parser")
    wish.add_argument("--guided-seconds", type=int, default=60, help="for each parser")
    wish.add_argument("--days", type=int, default=300, help="of the watch")
    wish.add_argument("--seed", type=int, default=1)
    wish.add_argument("--page", type=Path)
    return wish.parse_args()


if __name__ == "__main__":
    sys.exit(main())
