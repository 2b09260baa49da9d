"""Fixtures of the command line."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from stsdetect.cli.main import main

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def stsdetect(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Run a command line; give exit code, output and errors."""

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["stsdetect", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        output = capsys.readouterr()
        return int(ended.value.code or 0), output.out, output.err

    return call
