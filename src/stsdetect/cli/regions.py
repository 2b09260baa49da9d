"""``stsdetect regions``: names for ``--region``."""

import typer


def regions() -> None:
    """List what --region knows by name, of which kind, how precise, by which source."""
    from stsdetect.context.focus import FOCUS, FOCUS_RULE
    from stsdetect.context.regions import read_regions

    typer.echo(f"{FOCUS}\n  {FOCUS_RULE}; see docs/method.md")
    told = read_regions().sort_values("name")[["name", "kind", "precision", "basis"]]
    for name, kind, precision, basis in told.itertuples(index=False):
        typer.echo(f"{name}\n  {kind}, {precision}\n  {basis}")
