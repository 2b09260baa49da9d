"""``stsdetect review``: the report in the browser, with buttons for verdicts."""

from typing import Annotated

import typer

from stsdetect.cli.places import OwnRunArgument


def review(
    folder: OwnRunArgument,
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="0: any.")
    ] = 8765,
    host: Annotated[
        str,
        typer.Option(
            "--host",
            metavar="ADDRESS",
            help="Let colleagues in by this address of yours; nothing is encrypted.",
        ),
    ] = "127.0.0.1",
) -> None:
    """Open the report where analysts say of each candidate what they see."""
    from stsdetect.desk.serve import open_desk

    typer.echo(f"{folder}: making the page ...")
    try:
        open_desk(folder, port=port, host=host, announce=_announce)
    except KeyboardInterrupt:
        typer.echo(f"closed; verdicts are in {folder / 'labels.sqlite'}")


def _announce(address: str) -> None:
    typer.echo(f"review at {address} (Ctrl-C closes it)")
