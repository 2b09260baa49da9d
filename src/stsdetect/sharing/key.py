"""Key: a secret that teams hold together, read from a file."""

import hashlib
import hmac
from pathlib import Path
from typing import Final

from stsdetect.errors import InputError

__all__ = ["MIN_KEY_BYTES", "key_check", "read_key", "seal"]

MIN_KEY_BYTES: Final = 32
"""As long as the hash; a shorter key weakens it (RFC 2104, section 3)."""

_MAX_KEY_BYTES: Final = 4_096


def read_key(path: Path | str) -> bytes:
    """Read a key; blanks and line ends around it don't count.

    Raises
    ------
    InputError
        The file can't be read, or is too short or too long for a key.
    """
    try:
        with Path(path).open("rb") as file:
            key = file.read(_MAX_KEY_BYTES + 1).strip()
    except OSError as error:
        raise InputError(f"{path}: can't read the key: {error.strerror}") from error
    if not MIN_KEY_BYTES <= len(key) <= _MAX_KEY_BYTES:
        raise InputError(
            f"{path}: {len(key)} bytes are no key; make one of {MIN_KEY_BYTES} or "
            "more: openssl rand -hex 32"
        )
    return key


def seal(key: bytes, purpose: str, content: bytes) -> str:
    """HMAC-SHA256 of some content for one purpose [hexadecimal].

    The purpose goes in as well, so that what was made for one can't be passed off for
    another.

    References
    ----------
    Krawczyk, Bellare, Canetti (1997), HMAC: Keyed-Hashing for Message Authentication,
    RFC 2104.

    Examples
    --------
    >>> seal(b"k" * 32, "a", b"x") == seal(b"k" * 32, "b", b"x")
    False
    """
    message = b"stsdetect\0" + purpose.encode() + b"\0" + content
    return hmac.digest(key, message, hashlib.sha256).hex()


def key_check(key: bytes) -> str:
    """Tell keys apart without telling them: 16 hexadecimal digits."""
    return seal(key, "key check", b"")[:16]
