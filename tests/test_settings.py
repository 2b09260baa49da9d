"""Settings: as TOML every one with its words, and read back as they were."""

import re
import subprocess
import sys
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from stsdetect.config import Config, read_config
from stsdetect.events.presets import PRESETS
from stsdetect.settings import list_settings, settings_toml

SET = replace(
    Config(),
    region='a "b" \\ c',
    since=datetime(2024, 3, 1, 12, 30, 5, tzinfo=UTC),
    window=timedelta(days=3),
    watchlists=("lists/a.csv", "b.csv"),
)


@pytest.mark.parametrize(
    "config", [Config(), SET, *(Config().with_preset(name) for name in PRESETS)]
)
def test_settings_toml__reads_back_as_it_was(config: Config, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(settings_toml(config), encoding="utf-8")

    assert read_config(file) == config


def test_settings_toml__what_is_off_can_be_put_on(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    lines = settings_toml(Config()).splitlines()
    off = [i for i, line in enumerate(lines) if re.match(r"# \w+ = ", line)]
    for i in off:
        lines[i] = lines[i].removeprefix("# ").replace("2024-03-01", f"20{i:02}-03-01")
    file.write_text("\n".join(lines), encoding="utf-8")

    config = read_config(file)

    assert len(off) > 5
    assert None not in (config.since, config.until, config.encounters.max_lengths)


def test_list_settings__every_parameter_has_words_of_its_own_code() -> None:
    settings = list_settings(Config())

    assert [one for one in settings if not one.words] == []
    n_fields = sum(
        len(fields(value)) if is_dataclass(value) else 1
        for value in (getattr(Config(), one.name) for one in fields(Config))
    )
    assert len(settings) == n_fields
    words = {f"{one.section}.{one.name}": one.words for one in settings}
    assert "pipe-encounters" in words["ticks.max_hole"]
    assert "Miller et al. (2018)" in words["encounters.open_distance_m"]


def test_config__is_written_once_and_used(tmp_path: Path) -> None:
    file = tmp_path / "my.toml"
    command = [sys.executable, "-m", "stsdetect", "config", "--preset", "gfw"]

    first = _done([*command, "--write", str(file)])
    again = _done([*command, "--write", str(file)])

    assert (first.returncode, again.returncode) == (0, 2)
    assert "there is such a file" in again.stderr
    assert read_config(file).encounters == PRESETS["gfw"]


def _done(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
