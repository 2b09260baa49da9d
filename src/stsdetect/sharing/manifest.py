"""Manifest: what a bundle holds and who says so, sealed with a key held together."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any, Final

from stsdetect.errors import InputError
from stsdetect.sharing.key import key_check, seal

__all__ = ["MANIFEST", "SIGNATURE", "check_statement", "open_files", "sign_files"]

MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.hmac"
FORMAT: Final = "stsdetect exchange 1"

_PURPOSE: Final = "exchange 1"
_MAX_LETTERS: Final = {"origin": 100, "marking": 300}
"""Of a line of text, ours."""


def sign_files(
    files: Mapping[str, bytes], said: Mapping[str, str], key: bytes
) -> dict[str, bytes]:
    """Add a manifest with the sum of each file, and its signature.

    Parameters
    ----------
    files : mapping of str to bytes
        Name to content.
    said : mapping of str to str
        ``origin, marking`` and what else is said of all files.
    key : bytes
        Held by both teams.

    Raises
    ------
    InputError
        Origin or marking is no line of text.
    """
    check_statement(said)
    sums = {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)}
    manifest = {"format": FORMAT, "key": key_check(key), **said, "files": sums}
    content = json.dumps(manifest, indent=2, ensure_ascii=False).encode() + b"\n"
    signature = seal(key, _PURPOSE, content).encode() + b"\n"
    return {**files, MANIFEST: content, SIGNATURE: signature}


def open_files(
    files: Mapping[str, bytes], key: bytes
) -> tuple[dict[str, bytes], dict[str, Any]]:
    """Check the signature, then the sums; give the files and what is said of them.

    Nothing but the manifest is looked at before its signature holds.

    Raises
    ------
    InputError
        There is no manifest, it was signed with another key or changed afterwards, a
        file is not what it says, or one is there that it does not name.
    """
    if not {MANIFEST, SIGNATURE} <= files.keys():
        raise InputError("no signed manifest; it was not made by stsdetect exchange")
    content, signature = files[MANIFEST], files[SIGNATURE].strip()
    if not hmac.compare_digest(signature, seal(key, _PURPOSE, content).encode()):
        raise InputError(
            "the signature does not hold: made with another key, or changed since"
        )
    try:
        manifest = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise InputError("its manifest can't be read") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise InputError(f"of another form than {FORMAT!r}")
    own = {name: one for name, one in files.items() if name not in _NOT_SUMMED}
    sums = {name: hashlib.sha256(one).hexdigest() for name, one in own.items()}
    if sums != manifest.get("files"):
        raise InputError("its files are not those that its manifest names")
    check_statement(manifest)
    return own, manifest


_NOT_SUMMED: Final = frozenset({MANIFEST, SIGNATURE})


def check_statement(said: Mapping[str, Any]) -> None:
    """Refuse an origin or a marking that is empty, too long, or more than a line."""
    for name, most in _MAX_LETTERS.items():
        text = said.get(name)
        if not isinstance(text, str) or not text.strip():
            raise InputError(f"no {name}; give --{name} TEXT")
        if len(text) > most or not text.isprintable():
            raise InputError(f"{name}: give one line of at most {most} letters")
