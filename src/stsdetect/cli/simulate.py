"""``stsdetect simulate``: a small sea with known truth."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from stsdetect.cli.options import QuietOption


def simulate(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where to write.")],
    seed: Annotated[int, typer.Option("--seed", help="Same seed, same sea.")] = 1,
    days: Annotated[float, typer.Option("--days", min=0.5, help="Length.")] = 3.0,
    vessels: Annotated[
        int | None,
        typer.Option("--vessels", min=20, help="About so many; else as the sample."),
    ] = None,
    level: Annotated[
        str,
        typer.Option(
            "--level",
            metavar="NAME",
            help="How well it is heard: mixed, coastal, silences, satellite.",
        ),
    ] = "mixed",
    format_name: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="NAME",
            help="Of the files: nmea or any that `formats` lists; else mixed.",
        ),
    ] = "",
    *,
    quiet: QuietOption = False,
) -> None:
    """Make AIS files of fictional vessels with planted transfers, and the truth."""
    from stsdetect.cli.progress import watched
    from stsdetect.simulate.sea import EVERYTHING, SAMPLE, sized
    from stsdetect.simulate.world import simulate as make_sea

    mix = SAMPLE if level == SAMPLE.level and vessels is None else EVERYTHING
    params = replace(mix, seed=seed, duration=timedelta(days=days), level=level)
    if vessels is not None:
        params = sized(vessels, params)
    with watched(quiet=quiet) as progress:
        files = make_sea(out, params, progress, format_name=format_name)
    if not quiet:
        for file in files:
            typer.echo(str(file))
