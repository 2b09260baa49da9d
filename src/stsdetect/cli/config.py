"""``stsdetect config``: every setting with its unit, default and source."""

from pathlib import Path
from typing import Annotated

import typer

from stsdetect.cli.choosing import choose_config
from stsdetect.cli.options import ConfigOption, PresetOption


def config(
    config: ConfigOption = None,
    preset: PresetOption = None,
    write: Annotated[
        Path | None,
        typer.Option(
            "--write", metavar="FILE.toml", help="Write them here; a file is kept."
        ),
    ] = None,
) -> None:
    """Show every setting of a run as TOML, or write it to a file to edit."""
    from stsdetect.errors import InputError
    from stsdetect.settings import settings_toml

    text = settings_toml(choose_config(config, preset))
    if write is None:
        typer.echo(text, nl=False)
        return
    try:
        with write.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise InputError(
            f"--write {write}: there is such a file; name another, or delete it"
        ) from error
    typer.echo(f"settings: {write}; use them with --config {write}")
