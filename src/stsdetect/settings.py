"""Settings: every parameter with its words, as a TOML file to edit.

The words are those that stand beside a parameter in the code, where its source is; they
are written down once.
"""

import ast
import inspect
import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Final

from stsdetect.config import Config

__all__ = ["Setting", "list_settings", "settings_toml"]

_WIDTH: Final = 88
_DAY: Final = timedelta(days=1)

_NAMES: Final = re.compile(r"^(\w+(?:, \w+)*) : ")
"""Head of a parameter in a numpydoc section."""

_HEAD: Final = """\
# Every setting of stsdetect with its default. Keep the lines that you change; what a
# file leaves out keeps its default. A line behind "#" is a setting that is off.
# Durations are "HH:MM:SS" or "N days"; times are UTC.
"""


_EXAMPLES: Final = {
    "datetime": "2024-03-01T00:00:00Z",
    "timedelta": '"00:30:00"',
    "str | None": '""',
    "int | None": "100",
    "float | None": "10.0",
}
"""What a setting that is off could be, by its type."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One parameter: its section (empty at the top), name, value, and what it means.

    ``kind`` is its type as the code writes it.
    """

    section: str
    name: str
    kind: str
    value: Any
    words: str


def list_settings(config: Config) -> list[Setting]:
    """List every setting, in the order of the code: top first, then the sections."""
    sections = {
        one.name: getattr(config, one.name)
        for one in fields(config)
        if is_dataclass(getattr(config, one.name))
    }
    top = [one for one in _settings("", config) if one.name not in sections]
    return top + [
        setting
        for name, section in sections.items()
        for setting in _settings(name, section)
    ]


def settings_toml(config: Config) -> str:
    """Write every setting as TOML, each under a comment that says what it means."""
    lines, section, words = [_HEAD.rstrip()], "", ""
    for setting in list_settings(config):
        if setting.section != section:
            section = setting.section
            lines.append(f"\n\n[{section}]")
        if setting.words != words or not words:
            words = setting.words
            lines += ["", *(f"# {line}" for line in textwrap.wrap(words, _WIDTH - 2))]
        lines.append(_assignment(setting))
    return "\n".join([*lines, ""])


def _settings(section: str, parameters: Any) -> Iterator[Setting]:
    words = _words_of(type(parameters))
    for one in fields(parameters):
        kind = (
            one.type
            if isinstance(one.type, str)
            else getattr(one.type, "__name__", str(one.type))
        )
        value = getattr(parameters, one.name)
        yield Setting(section, one.name, kind, value, words.get(one.name, ""))


def _words_of(kind: type) -> dict[str, str]:
    """Read what the code says of each field: below it, or in the doc of its class."""
    words = _words_of_sections(inspect.getdoc(kind) or "")
    source = ast.parse(textwrap.dedent(inspect.getsource(kind)))
    body = [
        line
        for one in source.body
        if isinstance(one, ast.ClassDef)
        for line in one.body
    ]
    for field, below in pairwise(body):
        match field, below:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                words[name] = text
    return {name: _plain(text) for name, text in words.items()}


def _words_of_sections(doc: str) -> dict[str, str]:
    """Read the parameters of a numpydoc docstring; several names may share words."""
    words: dict[str, str] = {}
    names: list[str] = []
    for line in doc.splitlines():
        head = _NAMES.match(line)
        if head:
            names = head[1].split(", ")
        elif line.startswith("    "):
            words |= {name: f"{words.get(name, '')} {line.strip()}" for name in names}
        else:
            names = []
    return words


def _plain(text: str) -> str:
    """Take the marks of reStructuredText away."""
    plain = re.sub(r":\w+:`~?(?:[\w.]+\.)?(\w+)`", r"\1", text)
    return " ".join(plain.replace("`", "").split())


def _assignment(setting: Setting) -> str:
    value = setting.value
    if value is None or isinstance(value, Mapping):
        of_kind = (one for word, one in _EXAMPLES.items() if word in setting.kind)
        return f"# {setting.name} = {next(of_kind, '{}')}"
    return f"{setting.name} = {_toml(value)}"


def _toml(value: Any) -> str:
    match value:
        case timedelta():
            days, rest = divmod(value, _DAY)
            return f'"{days} days"' if days > 1 and not rest else f'"{_clock(value)}"'
        case datetime():
            return f"{value:%Y-%m-%dT%H:%M:%S}Z"
        case tuple():
            return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value, ensure_ascii=False)


def _clock(duration: timedelta) -> str:
    seconds = duration // timedelta(seconds=1)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
