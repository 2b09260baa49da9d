"""``stsdetect verify``: whether the outputs of a run came from its inputs."""

from typing import Annotated

import typer

from stsdetect.cli.choosing import column_map
from stsdetect.cli.options import ColumnsOption, FormatOption
from stsdetect.cli.places import RunArgument


def verify(
    folder: RunArgument,
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SOURCE]...", help="The files that the run read."),
    ] = None,
    *,
    rerun: Annotated[
        bool, typer.Option("--rerun", help="Do it again and compare every byte.")
    ] = False,
    format_name: FormatOption = None,
    columns: ColumnsOption = None,
) -> None:
    """Prove by sums, or by doing it again, that outputs came from inputs."""
    from stsdetect.cli.progress import watched
    from stsdetect.errors import StoreError
    from stsdetect.ingest.plan import Wish
    from stsdetect.printed import printed
    from stsdetect.verifying import verify_run

    wish, n_faults = Wish(format_name, column_map(columns)), 0
    with watched(quiet=not rerun) as progress:
        for check in verify_run(
            folder, sources or (), rerun=rerun, wish=wish, progress=progress
        ):
            said = "FAULT" if check.faults else "holds"
            typer.echo(printed(f"{said}  {check.words}"))
            for fault in check.faults:
                typer.echo(printed(f"       {fault}"))
            n_faults += len(check.faults)
    if n_faults:
        said = "1 thing does" if n_faults == 1 else f"{n_faults} things do"
        raise StoreError(f"{folder}: {said} not hold")
