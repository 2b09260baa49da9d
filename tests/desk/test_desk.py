"""Desk: the whole of it, in a real browser, and how it opens and closes."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE

import pytest
from browsing import CHROMIUM, opened

import stsdetect as sts
from stsdetect.desk.serve import _in_address, listen
from stsdetect.errors import InputError

COMMAND = [sys.executable, "-c", "from stsdetect.cli.main import main; main()"]


@pytest.fixture
def desk(folder: Path, sample_run: sts.Run) -> Iterator[subprocess.Popen[str]]:
    """``stsdetect review`` on a free port."""
    for part in ("store", "events"):
        (folder / part).symlink_to(sample_run.folder / part)
    command = [*COMMAND, "review", str(folder), "--port", "0"]
    own = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(  # noqa: S603  our own command
        command, stdout=PIPE, text=True, env=own
    ) as running:
        yield running
        running.kill()


def address_of(desk: subprocess.Popen[str]) -> str:
    assert desk.stdout is not None
    line = next(line for line in desk.stdout if "http://" in line)
    return line.split()[2]


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
def test_desk__a_click_is_a_label_and_ctrl_c_closes(
    desk: subprocess.Popen[str], folder: Path
) -> None:
    complaints: list[str] = []

    with opened(address_of(desk), complaints) as tab:
        tab.click("#candidate-1 [data-verdict=transfer]")
        asked_for_a_name = tab.inner_text("#told")
        tab.fill("#analyst", "Kim <b>")
        tab.fill("#candidate-1 .remark", "<img src=x onerror=alert(1)>")
        tab.click("#candidate-1 [data-verdict=no_transfer]")
        tab.wait_for_selector("#candidate-1 .said li")
        shown = tab.inner_text("#candidate-1 .said")
        row = tab.inner_text("#candidate-1 .chip.verdict")
        tab.check("#waiting")
        waiting = tab.locator("tbody.candidate:visible").count()
        in_all = tab.locator("tbody.candidate").count()
    desk.send_signal(signal.SIGINT)

    label = sts.read_labels(folder).iloc[0]
    first = sts.read_candidates(folder)["candidate_id"].iloc[0]
    assert asked_for_a_name == "Write your name here first."
    assert "no transfer, Kim <b>, " in shown
    assert "<img src=x onerror=alert(1)>" in shown
    assert row == "no transfer"
    assert waiting == in_all - 1
    assert (label["candidate_id"], label["verdict"]) == (first, "no_transfer")
    assert complaints == []
    assert desk.wait(timeout=600) == 0
    assert desk.stdout is not None
    assert "closed; verdicts are in" in desk.stdout.read()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "0", ""])  # noqa: S104
def test_listen__refuses_every_interface(host: str) -> None:
    with pytest.raises(InputError, match=r"every interface|can't listen"):
        listen(host, 0)


@pytest.mark.parametrize("host", ["a" * 70, "a..b", "\ud800"])
def test_listen__a_name_that_is_none_is_one_line(host: str) -> None:
    with pytest.raises(InputError, match="can't listen on"):
        listen(host, 0)


@pytest.mark.parametrize(
    ("host", "said"),
    [
        ("MyDesk", "mydesk"),
        ("127.0.0.1", "127.0.0.1"),
        ("::1", "[::1]"),
        ("FE80:0:0:0:0:0:0:1", "[fe80::1]"),
    ],
)
def test_in_address__is_the_host_as_a_browser_says_it(host: str, said: str) -> None:
    assert _in_address(host) == said


def test_listen__tells_of_a_port_that_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(InputError, match=f"port {port}: Address already in use"):
            listen("127.0.0.1", port)


def test_listen__is_on_one_interface() -> None:
    with listen("127.0.0.1", 0) as door:
        assert door.getsockname()[0] == "127.0.0.1"
