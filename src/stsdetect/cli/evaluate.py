"""``stsdetect evaluate``: how good the candidates are, where the truth is known."""

from pathlib import Path
from typing import Annotated

import typer

from stsdetect.cli.choosing import choose_config
from stsdetect.cli.options import (
    ConfigOption,
    PresetOption,
    QuietOption,
)
from stsdetect.cli.places import to_read


def evaluate(
    out: Annotated[
        Path,
        typer.Option("--out", metavar="DIR", help="Where what is measured is kept."),
    ] = Path("evaluation"),
    page: Annotated[
        Path | None,
        typer.Option(
            "--page", metavar="FILE.md", help="The page; else DIR/evaluation.md."
        ),
    ] = None,
    store: Annotated[
        Path | None,
        typer.Option("--store", metavar="DIR", help="Your own store; needs --truth."),
    ] = None,
    run: Annotated[
        Path | None,
        typer.Option(
            "--run",
            metavar="DIR",
            parser=to_read,
            help="Your own run; needs --truth.",
        ),
    ] = None,
    truth: Annotated[
        Path | None,
        typer.Option("--truth", metavar="FILE.csv", help="What truly happened."),
    ] = None,
    config: ConfigOption = None,
    preset: PresetOption = None,
    worlds: Annotated[
        int | None,
        typer.Option(
            "--worlds",
            min=1,
            metavar="N",
            help="So many worlds of each level of hearing.",
        ),
    ] = None,
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
    """Measure how good the candidates are, and write a page of figures.

    On simulated worlds, made anew; or, with --truth, on a store or a run of your own.
    """
    from dataclasses import replace

    from stsdetect.cli.progress import watched
    from stsdetect.evaluate.sections import found_section
    from stsdetect.evaluate.worlds import FORMS
    from stsdetect.trials import evaluation
    from stsdetect.trials.evaluation_page import write_evaluation
    from stsdetect.trials.variants import OURS

    own = _own(store, run, truth)
    form = FORMS["quick" if quick else "slow"]
    chosen = choose_config(config, preset)
    with watched(quiet=quiet) as progress:
        measured = (
            evaluation.evaluate_own(*own, chosen)
            if own
            else evaluation.evaluate(
                out,
                chosen,
                form=replace(form, n_worlds=worlds or form.n_worlds),
                development=development,
                workers=workers,
                progress=progress,
            )
        )
    files = write_evaluation(measured, page or out / "evaluation.md")
    if not quiet:
        typer.echo(found_section(measured.figures, OURS))
        typer.echo(f"\n{files[0]}")


def _own(
    store: Path | None, run: Path | None, truth: Path | None
) -> tuple[Path, Path] | None:
    """Give what to judge and by what, if the user brought it."""
    if store is None and run is None and truth is None:
        return None
    source = store or run
    if source is None or truth is None or (store and run):
        raise typer.BadParameter(
            "--truth goes with either --store or --run, and they with it"
        )
    return source, truth
