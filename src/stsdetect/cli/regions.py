"""``stsdetect regions``: names for ``--region``, and a map of them."""

from pathlib import Path
from typing import Annotated

import typer

from stsdetect.cli.options import RegionFilesOption


def regions(
    files: RegionFilesOption = None,
    draw: Annotated[
        Path | None,
        typer.Option("--draw", metavar="FILE.png|.svg", help="Draw them on a map."),
    ] = None,
) -> None:
    """List what --region knows by name, of which kind, how precise, by which source."""
    from stsdetect.context.focus import FOCUS, FOCUS_RULE
    from stsdetect.context.regions import read_regions, regions_version
    from stsdetect.printed import printed

    known = read_regions(tuple(map(str, files or ())))
    if draw is not None:
        from stsdetect.maps import draw_regions

        draw_regions(known, draw)
        typer.echo(f"{draw}: {len(known)} regions")
        return
    typer.echo(f"{FOCUS}\n  {FOCUS_RULE}; see docs/method.md")
    told = known.sort_values("name")[["name", "kind", "precision", "basis"]]
    for name, kind, precision, basis in told.itertuples(index=False):
        typer.echo(printed(f"{name}\n  {kind}, {precision}\n  {basis}"))
    typer.echo(f"what ships is of {regions_version()}")
