"""``stsdetect publish`` and ``fetch``: a run folder to an object store, and back."""

from pathlib import Path
from typing import Annotated

import typer

AddressArgument = Annotated[
    str, typer.Argument(metavar="ADDRESS", help="As s3://bucket/runs/yellow-sea.")
]


def publish(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The run folder.")],
    address: AddressArgument,
) -> None:
    """Publish a run folder in an object store: seen whole, or as it was before."""
    from stsdetect.publishing import publish_run

    typer.echo(publish_run(folder, address))


def fetch(
    address: AddressArgument,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where to.")],
) -> None:
    """Fetch the run that was published at an address, with its store."""
    from stsdetect.publishing import fetch_run

    fetch_run(address, out)
    typer.echo(f"{out}: as published; stsdetect show {out}")
