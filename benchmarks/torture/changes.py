"""Changes: what is done to a sound input to make a wrong one of it."""

import json
from collections.abc import Callable
from random import Random
from typing import Any

__all__ = ["NASTY", "change_of", "changed_bytes", "changed_json", "changed_line"]

NASTY = (
    *(b"\0", b"\xff", b"\xc3", b"\xef\xbb\xbf", b"\xff\xfe", b"\r", b"\n", b'"', b","),
    *(b"nan", b"inf", b"-1e999", b"1e400", b"9" * 40, b"-0", b"0x1f", b"\xe2\x80\xae"),
    *(b"\x1b[2J", b"1969-12-31", b"2106-02-07T06:28:16Z", b"0000-00-00", b"91", b"181"),
    *(b"{", b"}", b"[", b"]", b"=", b"==1+1", b"!AIVDM,", b"\\", b"../../", b"%s%n"),
    *(b"A" * 5_000, b"[" * 3_000, b"{" * 3_000, b"1" * 5_000),
)
"""Texts that hurt: ends of text, encodings, numbers, times, brackets, length."""

_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 91, 181, 2**31, 2**63, 2**64, 10**30, -0.0, 1e308),
    *(float("nan"), float("inf"), "", " ", "nan", "1e999", "A" * 5_000, "\0", "\u202e"),
    *("\ud800", "1969-12-31T23:59:59Z", "2106-02-07T06:28:16Z", "0000-00-00"),
    *([], {}, [[]], [None], {"": None}, {"type": "Point"}, [0.0, 0.0], [1e308, 1e308]),
)
"""Values that hurt, of every type that JSON has and some that it has not."""

_PROBES = 8
"""Places looked at for a digit."""

_ALPHABET = 64
"""Letters in which AIS is armoured."""


def change_of(suffix: str) -> "Way":
    """Give how inputs are changed by the end of their name: JSON half as a tree."""
    trees = {".geojson": changed_json, ".json": changed_json, ".jsonl": _changed_rows}
    as_tree = trees.get(suffix)
    if as_tree is None:
        return changed_bytes
    return lambda content, draw: (
        as_tree(content, draw) if draw.random() < 0.5 else changed_bytes(content, draw)
    )


def changed_bytes(content: bytes, draw: Random) -> bytes:
    """Change an input in one to four places: bytes, lines, values, length."""
    for _ in range(draw.randint(1, 4)):
        content = draw.choice(_WAYS)(content, draw)
    return content[: 1 << 20]


def changed_line(line: bytes, draw: Random) -> bytes:
    """Change one row in one to three places; a sentence is summed anew now and then.

    A row of JSON is changed as a tree half of the time, so that it stays JSON.
    """
    if line.startswith(b"{") and draw.random() < 0.5:
        return changed_json(line, draw)
    for _ in range(draw.randint(1, 3)):
        line = draw.choice(_WAYS_OF_LINES)(line, draw)
    if b"*" in line and draw.random() < 0.7:
        line = _summed(_rearmoured(line, draw))
    return line


def changed_json(content: bytes, draw: Random) -> bytes:
    """Change a document of JSON in one to three of its values, names or lists."""
    tree = json.loads(content)
    for _ in range(draw.randint(1, 3)):
        tree = _changed_tree(tree, draw)
    return json.dumps(tree).encode("utf-8", "surrogatepass")


def _changed_rows(content: bytes, draw: Random) -> bytes:
    """Change one line of JSON as a document of its own."""
    lines = content.splitlines()
    place = draw.randrange(len(lines))
    lines[place] = changed_json(lines[place], draw)
    return b"\n".join(lines)


def _changed_tree(tree: Any, draw: Random) -> Any:
    """Go down at random, and change what is there."""
    if isinstance(tree, dict) and tree and draw.random() < 0.85:
        name = draw.choice(list(tree))
        return _changed_member(tree, name, draw)
    if isinstance(tree, list) and tree and draw.random() < 0.85:
        place = draw.randrange(len(tree))
        inner = _changed_tree(tree[place], draw)
        copies = 1 if draw.random() < 0.8 else draw.choice([0, 2, 40])
        return [*tree[:place], *[inner] * copies, *tree[place + 1 :]]
    return draw.choice(_VALUES)


def _changed_member(tree: dict[str, Any], name: str, draw: Random) -> dict[str, Any]:
    chance = draw.random()
    if chance < 0.1:
        return {key: value for key, value in tree.items() if key != name}
    if chance < 0.2:
        return {**tree, name.upper(): draw.choice(_VALUES)}
    if chance < 0.25:
        return {name: tree}
    return {**tree, name: _changed_tree(tree[name], draw)}


def _flip(content: bytes, draw: Random) -> bytes:
    changed = bytearray(content or b"\0")
    changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
    return bytes(changed)


def _put_in(content: bytes, draw: Random) -> bytes:
    place = draw.randint(0, len(content))
    return content[:place] + draw.choice(NASTY) + content[place:]


def _cut_out(content: bytes, draw: Random) -> bytes:
    place = draw.randint(0, len(content))
    return content[:place] + content[place + draw.randint(1, 60) :]


def _cut_off(content: bytes, draw: Random) -> bytes:
    return content[: draw.randint(0, len(content))]


def _change_value(content: bytes, draw: Random) -> bytes:
    mark = draw.choice([b",", b":", b"=", b";"])
    values = content.split(mark)
    values[draw.randrange(len(values))] = draw.choice(NASTY)
    return mark.join(values)


def _nudge_number(content: bytes, draw: Random) -> bytes:
    """Change one digit: most numbers that are wrong look like this."""
    changed = bytearray(content)
    for _ in range(_PROBES if changed else 0):
        place = draw.randrange(len(changed))
        if 48 <= changed[place] <= 57:
            changed[place] = draw.choice(b"0123456789-+.eE ")
            break
    return bytes(changed)


def _swap_lines(content: bytes, draw: Random) -> bytes:
    lines = content.split(b"\n")
    i, k = draw.randrange(len(lines)), draw.randrange(len(lines))
    lines[i], lines[k] = lines[k], lines[i] * draw.randint(0, 3)
    return b"\n".join(lines)


def _noise(content: bytes, draw: Random) -> bytes:
    place = draw.randint(0, len(content))
    return content[:place] + draw.randbytes(draw.randint(1, 30)) + content[place:]


def _rearmoured(line: bytes, draw: Random) -> bytes:
    """Change letters of the payload of a sentence for others that it may have."""
    fields = line.split(b",")
    if len(fields) < 7:
        return line
    payload = bytearray(fields[-2])
    for _ in range(draw.randint(0, 3) if payload else 0):
        code = draw.randrange(_ALPHABET)
        payload[draw.randrange(len(payload))] = code + (48 if code < 40 else 56)
    fields[-2] = bytes(payload)
    return b",".join(fields)


def _summed(line: bytes) -> bytes:
    """Write the sum of a sentence anew, as who lies on purpose does."""
    body, star, rest = line.rpartition(b"*")
    start = max(body.rfind(b"!"), body.rfind(b"$")) + 1
    found = 0
    for one in body[start:]:
        found ^= one
    return body + star + f"{found:02X}".encode() + rest[2:]


Way = Callable[[bytes, Random], bytes]

_WAYS: tuple[Way, ...] = (
    *(_flip, _put_in, _cut_out, _cut_off, _change_value, _swap_lines, _noise),
    _nudge_number,
)
_WAYS_OF_LINES: tuple[Way, ...] = (
    *(_flip, _put_in, _cut_out, _cut_off, _change_value, _noise),
    *(_nudge_number, _nudge_number),
)
