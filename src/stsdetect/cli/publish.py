"""``stsdetect publish`` and ``fetch``: a run folder to an object store, and back."""

from pathlib import Path
from typing import Annotated

import typer

from stsdetect.cli.options import QuietOption
from stsdetect.cli.places import OwnRunArgument, here

AddressArgument = Annotated[
    str, typer.Argument(metavar="ADDRESS", help="As s3://bucket/runs/yellow-sea.")
]


def publish(
    folder: OwnRunArgument,
    address: AddressArgument,
    *,
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Whatever others published there meanwhile."),
    ] = False,
    quiet: QuietOption = False,
) -> None:
    """Publish a run folder in an object store: seen whole, or as it was before."""
    from stsdetect.cli.progress import watched
    from stsdetect.cloud.publishing import publish_run

    with watched(quiet=quiet) as progress:
        place = publish_run(folder, address, replace=replace, progress=progress)
    typer.echo(place)


def fetch(
    address: AddressArgument,
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", parser=here, help="Where to.")
    ],
) -> None:
    """Fetch the run that was published at an address, with its store."""
    from stsdetect.cloud.copies import fetch_run

    fetch_run(address, out)
    typer.echo(f"{out}: as published; stsdetect show {out}")
