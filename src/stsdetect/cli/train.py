"""``stsdetect train``: how much each item of evidence counts, learned anew."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stsdetect.cli.choosing import choose_config
from stsdetect.cli.options import ConfigOption, QuietOption
from stsdetect.cli.places import to_read

if TYPE_CHECKING:
    from rich.console import Console

    from stsdetect.trials.training import Trained


def train(
    folders: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[DIR]...",
            parser=to_read,
            help="Run folders with verdicts, or addresses where they are published.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE.json", help="Write the factors here."),
    ] = None,
    challenger: Annotated[
        Path | None,
        typer.Option(
            "--challenger", metavar="FILE.json", help="Write boosted trees here."
        ),
    ] = None,
    traffic: Annotated[
        list[Path] | None,
        typer.Option(
            "--traffic",
            metavar="STORE",
            help="With --worlds: lead transfers into this traffic and learn of it too. "
            "Can be given more than once.",
        ),
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
    """Learn from verdicts, or from worlds, how much each item of evidence counts.

    Worlds are simulated. Real traffic can stand beside them: pairs of its vessels are
    led together, and of all else in it nothing is taken for known.
    """
    import tempfile

    from stsdetect.cli.progress import watched
    from stsdetect.cli.summary import plain_console
    from stsdetect.scoring.learned_text import challenger_text, factors_text
    from stsdetect.trials import training

    if worlds == bool(folders):
        raise typer.BadParameter("name run folders, or --worlds")
    if traffic and not worlds:
        raise typer.BadParameter("--traffic goes with --worlds")
    if worlds:
        with tempfile.TemporaryDirectory() as aside, watched(quiet=quiet) as progress:
            trained = training.train_on_worlds(
                aside,
                choose_config(config),
                traffic=traffic or [],
                workers=workers,
                progress=progress,
            )
    else:
        trained = training.train_on_labels(folders or [])
    console = plain_console()
    _tell(console, trained)
    if output is not None:
        _write(output, factors_text(trained.learned, trained.made_from))
        console.print(
            f"{output}: use it with stsdetect rank DIR --factors {output}", markup=False
        )
    if challenger is not None:
        _write(challenger, challenger_text(trained.learned, trained.made_from))


def _write(path: Path, text: str) -> None:
    from stsdetect.disk.files import written_whole

    with written_whole(path) as aside:
        aside.write_text(text, encoding="utf-8")


def _tell(console: "Console", trained: "Trained") -> None:
    """Say what changes and whether it is any better, kind by kind."""
    for kind, one in trained.learned.items():
        console.print(f"{kind}: factor on each judged weight, and its 95 % interval:")
        for row in one.factors[one.factors["n_present"] > 0].to_dict("records"):
            console.print(
                f"  {row['item']:<20} {row['factor']:5.2f}  ({row['low']:.2f} to "
                f"{row['high']:.2f}), said something {row['n_present']:,} times"
            )
        console.print("on what was held out:")
        for row in one.compared.to_dict("records"):
            console.print(
                f"  {row['model']:<8} precision among the first N "
                f"{row['precision']:.3f}, average precision "
                f"{row['average_precision']:.3f}, log loss {row['log_loss']:.4f}, "
                f"Brier {row['brier']:.4f}"
            )
    for kind, lack in trained.lacking.items():
        console.print(f"{kind}: nothing learned: {lack}")
    for kind, judged in trained.judged.items():
        console.print(
            f"{kind}: judged weights are true with offset {judged.offset} and slope "
            f"{judged.slope}, by {judged.n_transfers} transfers in {judged.n_listed}"
        )
