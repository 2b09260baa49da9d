"""``stsdetect train``: how much each item of evidence counts, learned anew."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stsdetect.cli.options import ConfigOption, QuietOption, choose_config

if TYPE_CHECKING:
    from rich.console import Console

    from stsdetect.training import Trained


def train(
    folders: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[DIR]...", help="Run folders with verdicts."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE.json", help="Write the factors here."),
    ] = None,
    config: ConfigOption = None,
    workers: Annotated[
        int, typer.Option("--workers", min=1, metavar="N", help="Processes.")
    ] = 1,
    *,
    worlds: Annotated[
        bool, typer.Option("--worlds", help="Learn from simulated worlds instead.")
    ] = False,
    quiet: QuietOption = False,
) -> None:
    """Learn from verdicts, or from worlds, how much each item of evidence counts."""
    import tempfile

    from stsdetect import training
    from stsdetect.cli.progress import watched
    from stsdetect.cli.summary import plain_console
    from stsdetect.scoring.factors import factors_text

    if worlds == bool(folders):
        raise typer.BadParameter("name run folders, or --worlds")
    if worlds:
        with tempfile.TemporaryDirectory() as aside, watched(quiet=quiet) as progress:
            trained = training.train_on_worlds(
                aside, choose_config(config), workers=workers, progress=progress
            )
    else:
        trained = training.train_on_labels(folders or [])
    console = plain_console()
    _tell(console, trained)
    if output is not None:
        text = factors_text(trained.factors, trained.made_from)
        output.write_text(text, encoding="utf-8")
        console.print(f"{output}: use it with stsdetect rank DIR --factors {output}")


def _tell(console: "Console", trained: "Trained") -> None:
    """Say what changes and whether it is any better."""
    told = trained.factors[trained.factors["n_present"] > 0]
    console.print("factor on the judged weight of each item, and its 95 % interval:")
    for row in told.to_dict("records"):
        console.print(
            f"  {row['item']:<20} {row['factor']:5.2f}  ({row['low']:.2f} to "
            f"{row['high']:.2f}), said something {row['n_present']:,} times"
        )
    console.print("on what was held out:")
    for row in trained.compared.to_dict("records"):
        console.print(
            f"  {row['model']:<8} precision among the first N {row['precision']:.3f}, "
            f"average precision {row['average_precision']:.3f}, log loss "
            f"{row['log_loss']:.4f}, Brier {row['brier']:.4f}"
        )
