"""Texts: templates of a brief, those of stsdetect or those that a team has edited."""

from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any, Final

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
    TemplateError,
)
from jinja2.sandbox import SandboxedEnvironment

from stsdetect.disk.files import written_whole
from stsdetect.errors import InputError

__all__ = ["Texts", "copy_templates"]

_FOLDER: Final = "templates/brief"


class Texts:
    """Renders the templates of a brief.

    Texts are plain, and the page escapes what they give. Templates that a team got
    from elsewhere can't run code: they live in the sandbox of Jinja2.

    Parameters
    ----------
    folder : path, optional
        Templates that go before those of stsdetect, by name; any number of them.

    Raises
    ------
    InputError
        There is no such folder.
    """

    def __init__(self, folder: Path | str | None = None) -> None:
        loaders: list[BaseLoader] = [PackageLoader("stsdetect.report", _FOLDER)]
        if folder is not None:
            if not Path(folder).is_dir():
                raise InputError(f"{folder}: no folder of templates")
            loaders.insert(0, FileSystemLoader(folder))
        self._environment = SandboxedEnvironment(
            loader=ChoiceLoader(loaders),
            autoescape=lambda name: str(name).endswith(".html"),
            undefined=StrictUndefined,
        )

    def render(self, name: str, values: Mapping[str, Any]) -> str:
        """Render one template.

        Raises
        ------
        InputError
            The template does not parse, or asks for what there is not.
        """
        try:
            return self._environment.get_template(name).render(values)
        except (TemplateError, TypeError, ValueError, UnicodeDecodeError) as error:
            line = getattr(error, "lineno", None)
            where = f"{name}, line {line}" if line else name
            raise InputError(f"template {where}: {error}") from error


def copy_templates(folder: Path | str) -> list[str]:
    """Write the templates of stsdetect into a folder, to be edited there.

    Raises
    ------
    InputError
        A file of that name is there already, or can't be written.
    """
    own = resources.files("stsdetect.report").joinpath(_FOLDER)
    names = sorted(one.name for one in own.iterdir())
    there = [name for name in names if (Path(folder) / name).exists()]
    if there:
        raise InputError(f"{folder}: {', '.join(there)} there already; not replaced")
    for name in names:
        with written_whole(Path(folder) / name) as aside:
            aside.write_bytes(own.joinpath(name).read_bytes())
    return names
