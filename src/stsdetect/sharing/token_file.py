"""Token files: a CSV that one team writes and another, which trusts nothing, reads."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from stsdetect.disk.files import written_whole
from stsdetect.errors import InputError
from stsdetect.sharing.key import key_check

__all__ = ["read_tokens", "write_tokens"]

_HEADER: Final = "what,value"
_MAX_BYTES: Final = 256 << 20
"""Ours: three million tokens, of a year of a busy sea."""

_TOKEN: Final = re.compile(r"token,([0-9a-f]{64})")


def write_tokens(tokens: Sequence[str], key: bytes, path: Path | str) -> None:
    """Write tokens with a check by which a reader knows whether the keys are one.

    Raises
    ------
    InputError
        The file can't be written.
    """
    lines = [_HEADER, f"key,{key_check(key)}", *(f"token,{one}" for one in tokens)]
    with written_whole(Path(path)) as aside:
        aside.write_text("".join(f"{line}\r\n" for line in lines), "ascii", newline="")


def read_tokens(path: Path | str, key: bytes) -> frozenset[str]:
    """Read the tokens of another team.

    Raises
    ------
    InputError
        The file can't be read, is no token file, too large, or was made with another
        key.
    """
    try:
        with Path(path).open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"{path}: can't read: {error.strerror}") from error
    if len(content) > _MAX_BYTES:
        raise InputError(f"{path}: over {_MAX_BYTES >> 20} MiB; no file of tokens")
    header, check, *lines = [*content.decode("ascii", "replace").splitlines(), "", ""]
    if header != _HEADER or not check.startswith("key,"):
        raise InputError(f"{path}: no file of tokens as stsdetect tokens writes it")
    if check != f"key,{key_check(key)}":
        raise InputError(f"{path}: made with another key than --key")
    told = [(number, line) for number, line in enumerate(lines, start=3) if line]
    return frozenset(_token(path, *one) for one in told)


def _token(path: Path | str, number: int, line: str) -> str:
    found = _TOKEN.fullmatch(line)
    if found is None:
        raise InputError(f"{path}: line {number} is no token")
    return found[1]
