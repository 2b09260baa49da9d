"""Take docs/report.png: the report of the sample as a browser shows it.

Needs Chromium on the path.
"""

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import stsdetect as sts

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "report.png"
SIZE = {"width": 1440, "height": 1000}


def main() -> None:
    """Run the sample, open its report, and photograph the head of it."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        sts.run(ROOT / "sample_ais", folder)
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
        page.goto((Path(folder) / "report.html").as_uri())
        page.wait_for_selector(".sheet canvas")
        page.wait_for_function("document.fonts.status === 'loaded'")
        page.screenshot(path=TARGET, animations="disabled")
        browser.close()


if __name__ == "__main__":
    main()
