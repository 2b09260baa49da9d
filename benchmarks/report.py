"""The report of a thousand candidates: how large, how soon seen, how soon opened.

The candidates of the sample are repeated up to the length of the list, each with its
tracks, so that every one of them has figures. Times are what a reader waits for in
Chromium with the network off: from the address to the first map, and from a click on a
row to its drawn figures, near the top of the list and at its end.
"""

import statistics
import tempfile
import time
from pathlib import Path
from shutil import which
from typing import Any

import pandas as pd
from playwright.sync_api import sync_playwright

import stsdetect as sts
from stsdetect.config import config_from_json
from stsdetect.ingest.store import open_store
from stsdetect.pages import write_page
from stsdetect.report.page import N_LISTED
from stsdetect.run_folder import read_events

SAMPLE = Path(__file__).parents[1] / "sample_ais"
MAX_LOAD_S, MAX_MB = 3.0, 15.0
CHROMIUM = which("chromium") or which("chromium-browser") or which("google-chrome")


def main() -> None:
    """Write the report in a folder that is removed, open it, and print the times."""
    with tempfile.TemporaryDirectory() as folder:
        run = sts.run(SAMPLE, folder)
        page = Path(folder) / "thousand.html"
        write_s = _write(run, page)
        size_mb = page.stat().st_size / 1e6
        print(f"{N_LISTED:,} candidates written in {write_s:.1f} s", flush=True)
        print(f"size {size_mb:.1f} MB ({_verdict(size_mb, MAX_MB)})", flush=True)
        if CHROMIUM is None:
            print("no Chromium here: load and click are not measured")
            return
        loads, clicks = zip(*(_open(page) for _ in range(3)), strict=True)
        load_s = statistics.median(loads)
        print(f"first view in {load_s:.2f} s ({_verdict(load_s, MAX_LOAD_S)})")
        for place, name in enumerate(("at the top", "at the end")):
            click_s = statistics.median(one[place] for one in clicks)
            print(f"figures of a candidate {name} in {click_s:.2f} s after a click")


def _write(run: sts.Run, page: Path) -> float:
    """Write the report of the candidates repeated; give the time it took."""
    record = run.record
    store = open_store(run.folder / record["store"])
    many = _repeated(run.candidates)
    start = time.perf_counter()
    events, config = read_events(run.folder), config_from_json(record["config"])
    write_page(many, events, store, config, record, page)
    return time.perf_counter() - start


def _repeated(candidates: pd.DataFrame) -> pd.DataFrame:
    """Repeat candidates; the first time each keeps its id, and so its area."""
    times = -(-N_LISTED // len(candidates))
    parts = [
        candidates.assign(
            candidate_id=candidates["candidate_id"] + (f"-{number}" if number else "")
        )
        for number in range(times)
    ]
    many = pd.concat(parts, ignore_index=True).head(N_LISTED)
    return many.assign(rank=range(1, len(many) + 1))


def _open(page: Path) -> tuple[float, list[float]]:
    """Open the report in a fresh browser, and two of its candidates."""
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        tab = browser.new_context(offline=True).new_page()
        start = time.perf_counter()
        tab.goto(page.as_uri(), wait_until="commit")
        tab.wait_for_selector("#overview canvas")
        load_s = time.perf_counter() - start
        tab.wait_for_selector("#candidate-1 [data-drawn]")
        clicks = [_click(tab, rank) for rank in (2, N_LISTED)]
        browser.close()
    return load_s, clicks


def _click(tab: Any, rank: int) -> float:
    row = tab.locator(f"#candidate-{rank} .row")
    row.scroll_into_view_if_needed()
    start = time.perf_counter()
    row.click()
    tab.wait_for_selector(f"#candidate-{rank} [data-drawn]")
    return time.perf_counter() - start


def _verdict(value: float, most: float) -> str:
    return f"reach below {most:g}: {'reached' if value < most else 'missed'}"


if __name__ == "__main__":
    main()
