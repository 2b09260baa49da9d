"""``stsdetect formats``: which files can be read, and how one would be."""

from pathlib import Path
from typing import Annotated

import typer

from stsdetect.cli.choosing import column_map
from stsdetect.cli.options import ColumnsOption, FormatOption
from stsdetect.printed import printed


def formats(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="Tell of this file.", show_default=False),
    ] = None,
    explain: Annotated[
        Path | None,
        typer.Option(
            "--explain", metavar="FILE", help="Tell how a file would be read, and why."
        ),
    ] = None,
    write_columns: Annotated[
        Path | None,
        typer.Option(
            "--write-columns", metavar="OUT.toml", help="Write a column map to edit."
        ),
    ] = None,
    format_name: FormatOption = None,
    columns: ColumnsOption = None,
) -> None:
    """List the formats that are known, or tell how one file would be read."""
    chosen = explain or file
    if file is not None and explain is not None:
        raise typer.BadParameter("name one file, with --explain or without")
    if chosen is None and write_columns is not None:
        raise typer.BadParameter("--write-columns needs a file to look at")
    if write_columns is not None and chosen is not None:
        _write_columns(chosen, write_columns)
    if chosen is None:
        _list()
    elif explain is not None or write_columns is None:
        from stsdetect.ingest.describe import describe_file

        for what, words in describe_file(chosen, format_name, column_map(columns)):
            typer.echo(printed(f"{what + ':':<16} {words}"))


def _write_columns(source: Path, out: Path) -> None:
    from stsdetect.disk.files import written_whole
    from stsdetect.errors import InputError
    from stsdetect.ingest.column_draft import draft_columns

    if out.exists():
        raise InputError(f"{out}: is there already; name another file")
    text = draft_columns(source)
    with written_whole(out) as path:
        path.write_text(text, encoding="utf-8")
    typer.echo(f"{out}: edit it, then use it with --columns {out}")


def _list() -> None:
    from rich.console import Console
    from rich.table import Table

    from stsdetect.ingest.formats import FORMATS

    table = Table("format", "what it is", "recognised by", box=None, pad_edge=False)
    for one in FORMATS:
        table.add_row(one.name, one.title, one.recognised_by)
    Console().print(table)
    typer.echo(
        "\nAny other CSV file: --columns FILE.toml says which column holds what; "
        "\nstsdetect formats FILE --write-columns FILE.toml drafts one."
        "\nEach may be plain, .gz, .zip or .zst."
    )
