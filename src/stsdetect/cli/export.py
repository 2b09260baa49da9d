"""``stsdetect export``: candidates as a file that other tools open."""

from pathlib import Path
from typing import Annotated

import typer

from stsdetect.cli.options import TopOption
from stsdetect.cli.places import RunArgument

_FORMATS_HELP = (
    "csv, csv-semicolon (decimal comma), geojson, geopackage, geoparquet, jsonl, kml, "
    "kmz or xlsx."
)


def export(
    folder: RunArgument,
    format_name: Annotated[
        str, typer.Option("--format", metavar="NAME", help=_FORMATS_HELP)
    ],
    output: Annotated[Path, typer.Option("--output", metavar="FILE", help="Where to.")],
    top: TopOption = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            metavar="K",
            help="This kind only: encounter, one_dark, both_dark or loitering.",
        ),
    ] = None,
) -> None:
    """Write the candidates of a run folder in another form."""
    from stsdetect.export.write import export_candidates

    n_written = export_candidates(folder, format_name, output, top=top, kind=kind)
    typer.echo(f"{n_written:,} candidates in {output}")
