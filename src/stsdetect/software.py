"""Software: what did a run, by version, sum of code and data, and libraries."""

import hashlib
import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

__all__ = ["__version__", "code_sha256", "describe_software"]

__version__: Final = version("stsdetect")
"""As ``pyproject.toml`` says it, by way of what is installed."""

_LIBRARIES: Final = (
    "numba",
    "numpy",
    "pandas",
    "polars",
    "pyarrow",
    "scipy",
    "shapely",
)
"""Those on which figures hang."""


def describe_software() -> dict[str, Any]:
    """Give the sum of the code, and the versions of Python and of the libraries."""
    return {
        "code_sha256": code_sha256(),
        "python": platform.python_version(),
        **{name: _version(name) for name in _LIBRARIES},
    }


@cache
def code_sha256() -> str:
    """Sum all files of the package, data included: names and contents, by name."""
    package = Path(__file__).parent
    total = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            name = path.relative_to(package).as_posix()
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            total.update(f"{content}  {name}\n".encode())
    return total.hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
