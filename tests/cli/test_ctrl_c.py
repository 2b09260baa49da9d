"""Ctrl-C ends a command in one way, whatever a library makes of it."""

import signal
from collections.abc import Iterator

import pytest

from stsdetect.cli import main as command
from stsdetect.errors import InputError

STOPPED = "stsdetect: stopped; what was complete before is still there\n"


@pytest.fixture(autouse=True)
def _handler_back() -> Iterator[None]:
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize(
    "fault", [KeyboardInterrupt(), TypeError("not a data type"), InputError("torn")]
)
def test_main__ctrl_c_is_told_as_such_whatever_comes_of_it(
    fault: BaseException,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def pressed(**_: bool) -> None:
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            raise fault from None

    assert _exit_code(pressed, monkeypatch) == 130
    assert capsys.readouterr().err == STOPPED


def test_main__a_bug_without_ctrl_c_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: bool) -> None:
        raise TypeError("a bug")

    with pytest.raises(TypeError, match="a bug"):
        _exit_code(broken, monkeypatch)


def test_main__a_command_that_took_ctrl_c_itself_is_done(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def closed(**_: bool) -> None:
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            return

    assert _exit_code(closed, monkeypatch) == 0
    assert not capsys.readouterr().err


def _exit_code(app: object, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setattr(command, "app", app)
    with pytest.raises(SystemExit) as left:
        command.main()
    return left.value.code
