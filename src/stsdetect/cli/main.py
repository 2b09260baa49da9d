"""The ``stsdetect`` command: a module for each verb, and every fault in one line."""

import logging
import sys
from collections.abc import Callable
from typing import Annotated, Final

import typer

from stsdetect.cli import (
    brief,
    case,
    config,
    detect,
    doctor,
    evaluate,
    evidence,
    exchange,
    explain,
    export,
    formats,
    info,
    ingest,
    label,
    plan,
    publish,
    queue,
    rank,
    regions,
    review,
    run,
    show,
    simulate,
    tokens,
    train,
    verify,
    watch,
)
from stsdetect.cli.ctrl_c import CtrlC
from stsdetect.disk.files import words_of_fault
from stsdetect.errors import StsdetectError, UnfinishedError
from stsdetect.printed import printed

__all__ = ["app", "main"]

_MAX_TOLD: Final = 2_000
"""Letters of a fault, ours: some tell all that is wrong with a file."""
_STOPPED: Final = 130
"""Exit code of a program that Ctrl-C ended, by the custom of shells."""

app = typer.Typer(
    name="stsdetect",
    help="Find ship-to-ship transfers in AIS data and rank them for analysts. "
    "A candidate is a lead, never a finding. Begin with: stsdetect run FOLDER --out "
    "look; then open look/report.html.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run the command line: exit 0 done, 1 a bug, 2 the user's input, 3 in part."""
    ctrl_c = CtrlC()
    try:
        code = app(standalone_mode=False)
    except (KeyboardInterrupt, typer.Abort):
        code = _STOPPED
    except Exception as error:  # noqa: BLE001  a bug is raised again
        code = _STOPPED if ctrl_c.pressed else _tell_fault(error)
    if code == _STOPPED:  # typer answers Ctrl-C so by itself
        _complain("stopped; what was complete before is still there")
    sys.exit(code if isinstance(code, int) else 0)


def _tell_fault(error: Exception) -> int:
    """Tell a fault in one line, and give its exit code; a bug is raised again."""
    if isinstance(error, UnfinishedError):
        return _complain(_one_line(error), 3)
    if isinstance(error, StsdetectError | typer.TyperException):
        return _complain(_one_line(error))
    if not isinstance(error, OSError) or not (words := words_of_fault(error)):
        raise error
    return _complain(f"{error.filename}: {words}" if error.filename else words)


class _Printed(logging.Formatter):
    """Lines of a log, in which a name of a file or a vessel steers no terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line to print."""
        return printed(super().format(record))


def _show_version(*, wanted: bool) -> None:
    if wanted:
        from stsdetect import __version__

        typer.echo(f"stsdetect {__version__}")
        raise typer.Exit


@app.callback()
def _shared(
    *,
    version: Annotated[  # noqa: ARG001  its callback acts on it
        bool,
        typer.Option(
            "--version",
            help="Show the version and stop.",
            is_eager=True,
            callback=lambda value: _show_version(wanted=value),
        ),
    ] = False,
) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Printed("%(message)s"))
    logging.basicConfig(handlers=[handler])


_ELSEWHERE: Final = "Other machines, other teams"
_COMMANDS: Final[dict[str, dict[str, Callable[..., None]]]] = {
    "From files to a list": {
        "run": run.run,
        "watch": watch.watch,
        "plan": plan.plan,
        "ingest": ingest.ingest,
        "detect": detect.detect,
        "rank": rank.rank,
    },
    "What a run found, and why": {
        "show": show.show,
        "explain": explain.explain,
        "export": export.export,
        "case": case.case,
        "brief": brief.brief,
    },
    "Verdicts of analysts": {
        "review": review.review,
        "queue": queue.queue,
        "label": label.label,
        "labels": label.labels,
        "train": train.train,
    },
    "What is known and set": {
        "formats": formats.formats,
        "regions": regions.regions,
        "evidence": evidence.evidence,
        "config": config.config,
    },
    "Whether it holds, and how good it is": {
        "info": info.info,
        "doctor": doctor.doctor,
        "verify": verify.verify,
        "simulate": simulate.simulate,
        "evaluate": evaluate.evaluate,
    },
    _ELSEWHERE: {
        "publish": publish.publish,
        "fetch": publish.fetch,
        "tokens": tokens.tokens,
    },
}
for _panel, _commands in _COMMANDS.items():
    for _name, _command in _commands.items():
        app.command(_name, rich_help_panel=_panel)(_command)
app.add_typer(exchange.app, name="exchange", rich_help_panel=_ELSEWHERE)


def _one_line(error: Exception) -> str:
    if not isinstance(error, typer.TyperException):
        return " ".join(str(error).split())
    context = getattr(error, "ctx", None)
    message = error.format_message().rstrip(".")
    if not message:
        return ""
    command = context.command_path if context is not None else "stsdetect"
    return " ".join(f"{message}; see: {command} --help".split())


def _complain(message: str, code: int = 2) -> int:
    if message:  # without arguments the help says it all
        told = message if len(message) <= _MAX_TOLD else f"{message[:_MAX_TOLD]} …"
        typer.echo(f"stsdetect: {printed(told)}", err=True)
    return code
