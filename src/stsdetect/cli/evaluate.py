"""``stsdetect evaluate``: how good the candidates are, on worlds with known truth."""

from pathlib import Path
from typing import Annotated

import typer

from stsdetect.cli.options import ConfigOption, QuietOption, choose_config


def evaluate(
    out: Annotated[
        Path,
        typer.Option("--out", metavar="DIR", help="Where what is measured is kept."),
    ] = Path("evaluation"),
    config: ConfigOption = None,
    workers: Annotated[
        int, typer.Option("--workers", min=1, metavar="N", help="Processes.")
    ] = 1,
    *,
    quick: Annotated[
        bool, typer.Option("--quick", help="Few worlds: done in two minutes.")
    ] = False,
    development: Annotated[
        bool,
        typer.Option(
            "--development", help="On the worlds on which thresholds may be set."
        ),
    ] = False,
    quiet: QuietOption = False,
) -> None:
    """Measure how good the candidates are, on simulated worlds with known truth."""
    from stsdetect import evaluation
    from stsdetect.cli.progress import watched
    from stsdetect.evaluate.sections import found_section
    from stsdetect.variants import OURS

    with watched(quiet=quiet) as progress:
        measured = evaluation.evaluate(
            out,
            choose_config(config),
            form="quick" if quick else "slow",
            development=development,
            workers=workers,
            progress=progress,
        )
    if not quiet:
        typer.echo(found_section(measured.figures, OURS))
