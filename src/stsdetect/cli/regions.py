"""``stsdetect regions``: names for ``--region``."""

import typer


def regions() -> None:
    """List the sea areas that --region knows by name."""
    from stsdetect.context.regions import region_names

    for name in region_names():
        typer.echo(name)
