"""``stsdetect rank``: events in, ranked candidates out."""

from pathlib import Path
from typing import Annotated

import typer

from stsdetect.cli.choosing import choose_config, choose_loudness, choose_scoring
from stsdetect.cli.options import (
    ConfigOption,
    DetectionsOption,
    FactorsOption,
    QuietOption,
    RegistryOption,
    SeaStateOption,
    TopOption,
    VerboseOption,
    WatchlistOption,
)


def rank(
    folder: Annotated[
        str,
        typer.Argument(
            metavar="DIR|ADDRESS", help="The run folder, or where it is published."
        ),
    ],
    config: ConfigOption = None,
    factors: FactorsOption = None,
    top: TopOption = None,
    watchlist: WatchlistOption = None,
    registry: RegistryOption = None,
    detections: DetectionsOption = None,
    sea_state: SeaStateOption = None,
    *,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Rank the events of a run folder and write its candidates."""
    from stsdetect import runs
    from stsdetect.cli.progress import watched
    from stsdetect.cli.summary import show_candidates, show_home
    from stsdetect.scoring.likelihood import ScoreParams

    choose_loudness(quiet=quiet, verbose=verbose)
    scoring = None if config is None else choose_config(config).scoring
    if factors is not None:
        scoring = choose_scoring(scoring or ScoreParams(), factors)
    with watched(quiet=quiet) as progress:
        candidates = runs.rank(
            folder,
            scoring,
            top=top,
            watchlists=watchlist,
            registries=registry,
            detections=detections,
            sea_states=sea_state,
            progress=progress,
        )
    if not quiet:
        show_candidates(candidates, Path(folder))
        show_home(folder)
