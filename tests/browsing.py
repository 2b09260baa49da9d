"""A real browser for tests of pages: Chromium, where there is one."""

from collections.abc import Iterator
from contextlib import contextmanager
from shutil import which

from playwright.sync_api import Page, sync_playwright

__all__ = ["CHROMIUM", "opened"]

CHROMIUM = which("chromium") or which("chromium-browser") or which("google-chrome")

_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_PATIENCE_MS = 600_000
"""A machine under load is slow, and no page is wrong for that."""


@contextmanager
def opened(
    address: str, complaints: list[str], *, offline: bool = False
) -> Iterator[Page]:
    """Open a report, give it once its first figures are drawn, note its complaints."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=_ARGUMENTS, timeout=_PATIENCE_MS
        )
        context = browser.new_context(offline=offline)
        context.set_default_timeout(_PATIENCE_MS)
        tab = context.new_page()
        tab.on(
            "console",
            lambda said: complaints.append(said.text) if said.type == "error" else None,
        )
        tab.on("pageerror", lambda fault: complaints.append(str(fault)))
        if offline:
            tab.on("request", lambda asked: _note_request(asked.url, complaints))
        tab.goto(address)
        tab.wait_for_selector(".sheet canvas")
        yield tab
        browser.close()


def _note_request(url: str, complaints: list[str]) -> None:
    if not url.startswith(("file:", "data:", "blob:")):
        complaints.append(url)
