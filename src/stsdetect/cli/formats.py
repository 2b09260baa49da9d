"""``stsdetect formats``: which files can be read."""

import typer


def formats() -> None:
    """List the file formats that are known, and how each is recognised."""
    from rich.console import Console
    from rich.table import Table

    from stsdetect.ingest.formats import FORMATS

    table = Table("format", "what it is", "recognised by", box=None, pad_edge=False)
    for one in FORMATS:
        table.add_row(one.name, one.title, one.recognised_by)
    Console().print(table)
    typer.echo(
        "\nAny other CSV file: --columns FILE.toml says which column holds what."
        "\nEach may be plain, .gz, .zip or .zst."
    )
