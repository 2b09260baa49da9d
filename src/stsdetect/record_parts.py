"""Parts of a record: what stands in ``run.json``, and of which kind it is.

Who can write to a run folder can write anything there: what reads a record relies on
the kinds that are told here, and on nothing else.
"""

from typing import Any, Final

from pydantic import BaseModel, ConfigDict, ValidationError

__all__ = ["NEEDED", "wrong_parts"]

_N_TOLD: Final = 3

NEEDED: Final = (
    *("store", "inputs", "config", "outputs"),
    *("config_hash", "kinds_sought", "stsdetect_version"),
)
"""What each record has; a run that only read files writes none."""


class _Part(BaseModel):
    model_config = ConfigDict(strict=True)


class _File(_Part):
    name: str
    sha256: str


class _Input(_File):
    bytes: int
    format: str
    rows_read: int
    rows_kept: int
    rows_duplicate: int
    rows_static: int
    rows_rejected: int


class _Record(_Part):
    """What a record may hold; that a part is missing is looked at elsewhere."""

    stsdetect_version: str = ""
    cause: str = ""
    found_by_code: str = ""
    config_hash: str = ""
    kinds_sought: list[str] = []
    counts: dict[str, int] = {}
    seconds: dict[str, float] = {}
    outputs: dict[str, str] = {}
    store: str = ""
    inputs: list[_Input] = []
    config: dict[str, Any] = {}
    watchlists: list[_File] = []
    registries: list[_File] = []
    detections: list[_File] = []
    sea_states: list[_File] = []
    software: dict[str, Any] = {}


def wrong_parts(record: dict[str, Any]) -> list[str]:
    """List the parts of a record that are of another kind than they have to be.

    Parts that are not known here may be anything.

    Examples
    --------
    >>> wrong_parts({"store": 7, "outputs": {}})
    ['store']
    """
    try:
        _Record.model_validate(record)
    except ValidationError as error:
        places = [".".join(map(str, one["loc"]))[:60] for one in error.errors()]
        return places[:_N_TOLD]
    return []
