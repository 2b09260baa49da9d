"""One window: time and peak memory by its length and the size of its groups.

What ``stsdetect plan`` and ``--memory`` rest on: ``sizing.py``, ``planning.py``. Each
line is a process of its own; a sea of two days, 2,000 vessels and 2.8 M positions.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from whole import write_days

import stsdetect as sts
from stsdetect.config import Config
from stsdetect.windows.sizing import RowCounts, need_mib
from stsdetect.windows.window import Window, period_of
from stsdetect.windows.work import WindowSpec, work_window

N_DAYS = 2
MIDDAY = datetime(2024, 3, 1, 12, tzinfo=UTC)
CASES = ((24, 0), (24, 1_000_000), (24, 300_000), (6, 0), (6, 300_000), (1, 0))
"""Hours, and positions held at once; 0 stands for all of the window."""


def main() -> None:
    """Make the sea, and work on one window of it in each way."""
    with tempfile.TemporaryDirectory() as folder:
        text, store = Path(folder) / "ais.csv", Path(folder) / "store"
        write_days(text, N_DAYS)
        sts.ingest(text, store)
        for hours, max_rows in CASES:
            command = [sys.executable, __file__, str(store), str(hours), str(max_rows)]
            said = subprocess.run(command, check=True, capture_output=True, text=True)
            one = json.loads(said.stdout.splitlines()[-1])
            print(
                f"window of {hours:>2} h, {one['n_read'] / 1e6:.2f} M positions read, "
                f"at most {one['n_held'] / 1e6:.2f} M at once: "
                f"{one['cpu_s']:5.1f} CPU s, "
                f"peak {one['mib']:,.0f} MiB, estimated {one['need_mib']:,.0f}",
                flush=True,
            )


def _measure(folder: Path, hours: int, max_rows: int) -> None:
    store, config = sts.open_store(folder), Config().aligned()
    window = Window(start=MIDDAY, stop=MIDDAY + timedelta(hours=hours))
    n_own, n_read = RowCounts(store).of(window)
    spec = WindowSpec(
        store=folder,
        window=window,
        period=period_of(store, config),
        config=config,
        max_rows=max_rows or None,
    )
    start = time.process_time()
    work_window(spec)
    n_held = min(n_read, max_rows or n_read)
    said = {
        "cpu_s": time.process_time() - start,
        "mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "need_mib": need_mib(n_own, n_held),
        "n_read": n_read,
        "n_held": n_held,
    }
    print(json.dumps(said))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _measure(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    else:
        main()
