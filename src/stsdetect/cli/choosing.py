"""Choosing: config, scoring, column map and log, by the options that were given."""

import logging
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from stsdetect.config import Config
    from stsdetect.ingest.columns import ColumnMap
    from stsdetect.scoring.likelihood import ScoreParams

__all__ = ["choose_config", "choose_loudness", "choose_scoring", "column_map"]


def choose_config(
    path: Path | None = None,
    preset: str | None = None,
    region: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    **files: list[Path] | None,
) -> "Config":
    """Read the config file, if any, and let the other options win over it.

    Files are called as the config calls them: ``port_files=ports``.
    """
    from dataclasses import replace

    from stsdetect.config import Config, read_config

    config = Config() if path is None else read_config(path)
    if preset is not None:
        config = config.with_preset(preset)
    named: dict[str, Any] = {
        name: tuple(map(str, some)) for name, some in files.items() if some
    }
    return replace(
        config,
        region=region or config.region,
        since=since or config.since,
        until=until or config.until,
        **named,
    )


def choose_scoring(
    scoring: "ScoreParams", factors: str | None, top: int | None = None
) -> "ScoreParams":
    """Let the budget win, and factors for the kinds that their table names."""
    from dataclasses import replace

    from stsdetect.scoring.factors import read_factors

    learned = {} if factors is None else read_factors(factors)
    return replace(
        scoring, weightings=scoring.weightings | learned, top=top or scoring.top
    )


def choose_loudness(*, quiet: bool, verbose: bool) -> None:
    """Set what the log shows: faults, warnings, or every stage."""
    if quiet and verbose:
        raise typer.BadParameter("choose one of --quiet and --verbose")
    level = logging.ERROR if quiet else logging.INFO if verbose else logging.WARNING
    logging.getLogger("stsdetect").setLevel(level)


def column_map(path: Path | None) -> "ColumnMap | None":
    """Read the column map, if one is named."""
    if path is None:
        return None
    from stsdetect.ingest.columns import read_column_map

    return read_column_map(path)
