"""Config: every parameter of a run in one place, read from TOML, and its hash."""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import datetime, timedelta
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Final, Self

from pydantic import TypeAdapter, ValidationError

from stsdetect.context.dark_voyages import VoyageParams
from stsdetect.disk.documents import read_document
from stsdetect.errors import ConfigError
from stsdetect.events.edges import GapParams
from stsdetect.events.encounters import EncounterParams
from stsdetect.events.meeting_params import RendezvousParams
from stsdetect.events.port_spells import PortParams
from stsdetect.events.presets import PRESETS
from stsdetect.events.slots import ReceptionParams
from stsdetect.events.slow_spells import LoiteringParams
from stsdetect.ingest.limits import Limits
from stsdetect.scoring.likelihood import ScoreParams
from stsdetect.tracks.floods import FloodParams
from stsdetect.tracks.proximity import ProximityParams
from stsdetect.tracks.segment import SegmentParams
from stsdetect.tracks.ticks import TickParams
from stsdetect.units import M_PER_NM, utc

__all__ = ["Config", "config_from_json", "read_config"]

_AFTER_WINDOWS: Final = frozenset(
    {
        *("region", "since", "until", "reference_time", "limits", "window"),
        *("port_files", "watchlists", "detections", "sea_states", "registries"),
        *("encounters", "rendezvous", "voyages", "scoring"),
    }
)
"""Parameters that no window looks at: its start, end and files are told apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Parameters of a run: what to look at, and the thresholds of each stage.

    The sections are the parameter objects of the stages themselves, so that a name
    in the TOML file is a name in the documentation of its stage.
    """

    region: str | None = None
    """Keep candidates in this region: a name of ``stsdetect regions``, a GeoJSON file,
    or ``dprk`` for what is near North Korea or bound for it."""
    since: datetime | None = None
    """Look at what happened from this time on."""
    until: datetime | None = None
    """Look at what happened before this time."""
    reference_time: datetime | None = None
    """When a log of messages without any time begins."""
    window: timedelta = timedelta(days=1)
    """Stretch of time worked on at once; memory grows with it, results do not."""
    port_files: tuple[str, ...] = ()
    """Files with ports and anchorages beside those that ship, by path."""
    region_files: tuple[str, ...] = ()
    """Files with named areas beside those that ship, by path."""
    watchlists: tuple[str, ...] = ()
    """Files with vessels to look for, by path; see ``docs/how-to/watch-lists.md``."""
    registries: tuple[str, ...] = ()
    """Files with what is known of vessels by IMO number, by path."""
    detections: tuple[str, ...] = ()
    """Files with vessels that images show; see ``docs/how-to/imagery.md``."""
    sea_states: tuple[str, ...] = ()
    """Files with heights of waves; see ``docs/how-to/sea-state.md``."""
    limits: Limits = field(default_factory=Limits)
    floods: FloodParams = field(default_factory=FloodParams)
    segments: SegmentParams = field(default_factory=SegmentParams)
    ticks: TickParams = field(default_factory=TickParams)
    proximities: ProximityParams = field(default_factory=ProximityParams)
    encounters: EncounterParams = field(default_factory=EncounterParams)
    gaps: GapParams = field(default_factory=GapParams)
    rendezvous: RendezvousParams = field(default_factory=RendezvousParams)
    reception: ReceptionParams = field(default_factory=ReceptionParams)
    loitering: LoiteringParams = field(default_factory=LoiteringParams)
    ports: PortParams = field(default_factory=PortParams)
    voyages: VoyageParams = field(default_factory=VoyageParams)
    scoring: ScoreParams = field(default_factory=ScoreParams)

    def __post_init__(self) -> None:
        """Refuse what no run can do.

        Raises
        ------
        ConfigError
            The window is shorter than an hour, or the period ends before it starts.
        """
        if self.window < timedelta(hours=1):
            raise ConfigError("window: shorter than one hour; give at least 01:00:00")
        since, until = _utc(self.since), _utc(self.until)
        if since and until and until <= since:
            raise ConfigError(f"until {until} is not after since {since}; swap them")
        object.__setattr__(self, "since", since)
        object.__setattr__(self, "until", until)
        object.__setattr__(self, "reference_time", _utc(self.reference_time))

    def with_preset(self, name: str) -> Self:
        """Take the encounter rule that somebody published, by its name."""
        if name not in PRESETS:
            raise ConfigError(f"no preset {name!r}; choose {', '.join(PRESETS)}")
        return replace(self, encounters=PRESETS[name])

    def aligned(self) -> Self:
        """Let the stages agree: one grid, and proximities as far as the rule looks."""
        proximities, encounters = self.proximities, self.encounters
        reach_m = max(proximities.max_distance_m, encounters.keep_distance_m)
        return replace(
            self,
            proximities=replace(
                proximities,
                max_distance_m=reach_m,
                near_radius_m=max(proximities.near_radius_m, reach_m),
            ),
            encounters=replace(encounters, step=self.ticks.step),
            loitering=replace(
                self.loitering,
                step=self.ticks.step,
                max_still_hole=self.ticks.max_still_hole,
                max_still_shift_nm=self.ticks.max_shift_m / M_PER_NM,
            ),
            scoring=replace(self.scoring, tick_step=self.ticks.step),
        )

    @property
    def digest(self) -> str:
        """First 16 hexadecimal digits of the SHA-256 of all parameters."""
        text = json.dumps(self.as_json(), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def finding_digest(self) -> str:
        """The same of what finds events; how they are scored changes no event."""
        unseen = replace(
            self, watchlists=(), registries=(), detections=(), sea_states=()
        )
        return replace(unseen, scoring=ScoreParams()).digest

    @property
    def window_digest(self) -> str:
        """The same of what a window hangs on; joining and period have no part in it."""
        plain = {
            name: value
            for name, value in self.as_json().items()
            if name not in _AFTER_WINDOWS
        }
        text = json.dumps(plain, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def as_json(self) -> dict[str, Any]:
        """Give the parameters as JSON can hold them."""
        plain: dict[str, Any] = _adapter().dump_python(self, mode="json")
        return plain


@cache
def _adapter() -> TypeAdapter[Config]:
    """Give what checks and writes parameters: built once, it takes longer than both."""
    return TypeAdapter(Config)


def config_from_json(plain: Mapping[str, Any]) -> Config:
    """Read back what :meth:`Config.as_json` gave, as ``run.json`` keeps it.

    Raises
    ------
    ConfigError
        It was changed since: all that makes no sense in one line.
    """
    try:
        return _adapter().validate_python(plain)
    except ValidationError as error:
        faults = "; ".join(_faults(error))
        raise ConfigError(f"parameters of the run: {faults}") from error


def read_config(path: Path) -> Config:
    """Read a TOML file; what it leaves out keeps its default.

    Raises
    ------
    ConfigError
        The file is not TOML, or names or values in it are wrong: all in one line.
    """
    try:
        settings = tomllib.loads(read_document(path).decode())
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:  # no TOML, no text, no number
        raise ConfigError(f"{path}: not TOML: {error}") from error
    known, faults = _known(settings)
    try:
        config = _adapter().validate_python(known)
    except ValidationError as error:
        faults += _faults(error)
    if faults:
        raise ConfigError(f"{path}: " + "; ".join(faults))
    return config


def _known(settings: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Give the settings that there are, and a word on each key that no setting has."""
    defaults, faults = Config(), []
    known = dict(settings)
    for name, value in settings.items():
        section = getattr(defaults, name, None) if name in _names(defaults) else None
        if name not in _names(defaults):
            faults.append(_unknown(name, _names(defaults)))
            del known[name]
        elif is_dataclass(section) and isinstance(value, Mapping):
            inside = _names(section)
            faults += [
                _unknown(key, inside, name) for key in value if key not in inside
            ]
            known[name] = {key: one for key, one in value.items() if key in inside}
    return known, faults


def _names(parameters: Any) -> list[str]:
    return [one.name for one in fields(parameters)]


def _unknown(name: str, there: list[str], section: str = "") -> str:
    full = f"{section}.{name}" if section else name
    near = get_close_matches(name, there, n=1)
    return f"no parameter {full!r:.60}" + (f", perhaps {near[0]!r}" if near else "")


def _faults(error: ValidationError) -> list[str]:
    words = (
        str(fault["ctx"]["error"])
        if fault["type"] == "value_error"
        else ".".join(map(str, fault["loc"])) + f": {fault['msg'].lower()}"
        for fault in error.errors()
    )
    return [f"{' '.join(one.split()):.200}" for one in words]


def _utc(time: datetime | None) -> datetime | None:
    return None if time is None else utc(time)
