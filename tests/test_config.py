from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from stsdetect.config import Config, config_from_json, read_config
from stsdetect.errors import ConfigError
from stsdetect.scoring.likelihood import ScoreParams
from stsdetect.tracks.ticks import TickParams


def write(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_read_config__what_is_left_out_keeps_its_default(tmp_path: Path) -> None:
    config = read_config(write(tmp_path, "since = 2024-03-01T00:00:00Z\n"))

    assert config.since == datetime(2024, 3, 1, tzinfo=UTC)
    assert config.encounters == Config().encounters


def test_read_config__a_section_sets_its_stage(tmp_path: Path) -> None:
    config = read_config(write(tmp_path, '[ticks]\nstep = "00:10:00"\n'))

    assert config.ticks.step == timedelta(minutes=10)


def test_read_config__all_faults_are_told_at_once(tmp_path: Path) -> None:
    path = write(tmp_path, "colour = 1\n[ticks]\nspeed = 2\n")

    with pytest.raises(ConfigError, match=r"'colour'; no parameter 'ticks\.speed'"):
        read_config(path)


def test_read_config__names_and_values_are_told_together(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        'window = "00:10:00"\n[ticks]\nstep = "often"\nmax_hol = 2\n'
        "[proximities]\nmax_distance_m = -1\n",
    )

    with pytest.raises(ConfigError) as told:
        read_config(path)

    for words in (
        "no parameter 'ticks.max_hol', perhaps 'max_hole'",
        "ticks.step: ",
        "proximities: 0 < max_distance_m",
    ):
        assert words in str(told.value)


def test_read_config__a_wrong_value_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"ticks\.step"):
        read_config(write(tmp_path, '[ticks]\nstep = "often"\n'))


def test_read_config__no_toml_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="not TOML"):
        read_config(write(tmp_path, "= ="))


def test_config__a_period_ends_after_it_starts() -> None:
    day = datetime(2024, 3, 1, tzinfo=UTC)

    with pytest.raises(ConfigError, match="not after"):
        Config(since=day, until=day)


def test_config__its_json_reads_back_as_itself() -> None:
    config = Config(region="Yellow Sea").with_preset("gfw")

    assert config_from_json(config.as_json()) == config


def test_config__the_digest_tells_parameters_apart() -> None:
    assert Config().digest == Config().digest
    assert Config().digest != Config().with_preset("gfw").digest


def test_config__how_events_are_scored_changes_no_event() -> None:
    scored = Config(scoring=ScoreParams(encounter_rate=0.001, top=20))

    assert scored.digest != Config().digest
    assert scored.finding_digest == Config().finding_digest
    assert Config(window=timedelta(hours=6)).finding_digest != Config().finding_digest


def test_config__a_score_counts_time_by_the_ticks_of_the_run() -> None:
    config = Config(ticks=TickParams(step=timedelta(minutes=10)))

    assert config.aligned().scoring.tick_step == timedelta(minutes=10)


def test_read_config__base_rates_and_budget_are_read(tmp_path: Path) -> None:
    config = read_config(write(tmp_path, "[scoring]\ntop = 20\none_dark_rate = 0.01\n"))

    assert (config.scoring.top, config.scoring.one_dark_rate) == (20, 0.01)
    with pytest.raises(ConfigError, match="top: 0 is less than 1"):
        read_config(write(tmp_path, "[scoring]\ntop = 0\n"))
