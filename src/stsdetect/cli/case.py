"""``stsdetect case``: one candidate as a zip that can be checked and rerun."""

from pathlib import Path
from typing import Annotated

import typer

from stsdetect.cli.places import to_read

_USAGE = "give DIR, CANDIDATE_ID and --output; or --verify FILE.zip alone"


def case(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="DIR",
            parser=to_read,
            help="The run folder, or an address where it is published.",
        ),
    ] = None,
    candidate_id: Annotated[
        str | None,
        typer.Argument(metavar="CANDIDATE_ID", help="As in candidates.csv."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE.zip", help="Where to.")
    ] = None,
    verify: Annotated[
        Path | None,
        typer.Option(
            "--verify", metavar="FILE.zip", help="Check a case and find it again."
        ),
    ] = None,
) -> None:
    """Put all that is behind one candidate into a zip, or check such a zip."""
    from stsdetect.dossiers import cases, reopening

    if verify is not None:
        if folder is not None or output is not None:
            raise typer.BadParameter(_USAGE)
        for line in reopening.verify_case(verify):
            typer.echo(line)
        return
    if folder is None or candidate_id is None or output is None:
        raise typer.BadParameter(_USAGE)
    cases.make_case(folder, candidate_id, output)
    typer.echo(f"case of {candidate_id} in {output}; check it with --verify")
