"""A JSON document cut into its elements: by what, and whatever the pieces."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stsdetect.ingest.json_document import MAX_ELEMENT, Elements, opens_document

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
MESSAGES = st.lists(st.dictionaries(st.text(), VALUES), max_size=5)


def cut(*pieces: bytes) -> bytes:
    elements = Elements()
    return b"".join(elements.feed(piece) for piece in pieces) + elements.finish()


@settings(max_examples=40)
@given(
    messages=MESSAGES,
    indent=st.none() | st.integers(0, 3),
    is_collection=st.booleans(),
    letters=st.booleans(),
    data=st.data(),
)
def test_elements__are_those_of_the_document_wherever_it_is_cut(
    *,
    messages: list[Any],
    indent: int | None,
    is_collection: bool,
    letters: bool,
    data: st.DataObject,
) -> None:
    whole = {"crs": {"name": "["}, "features": messages} if is_collection else messages
    text = json.dumps(whole, indent=indent, ensure_ascii=letters).encode()
    places = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=4)))
    ends = zip([0, *places], [*places, len(text)], strict=True)

    lines = cut(*(text[start:stop] for start, stop in ends))

    assert [json.loads(line) for line in lines.splitlines()] == messages


@given(noise=st.binary(max_size=200), at=st.integers(0, 200))
def test_elements__noise_never_stops_them(noise: bytes, at: int) -> None:
    assert cut(noise[:at], noise[at:]) == cut(noise)


@pytest.mark.parametrize(
    "text",
    [b"[" * 300_000, b'[{"a": "' + b"x" * 3_000_000, b"[{" + b"[1]," * 300_000],
    ids=["lists without end", "a text without end", "an element without end"],
)
def test_elements__what_never_ends_is_cut_off(text: bytes) -> None:
    assert len(cut(text[:200_000], text[200_000:])) <= MAX_ELEMENT + 1


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b' \n[{"mmsi": 1}', True),
        (b'{"dataUpdatedTime": "2024", "features": [{"mm', True),
        (b'{"type":"Feature","mmsi":1,"properties":{"features":[]}}', False),
        (b'{"mmsi": 1}\n{"mmsi": 2}\n', False),
    ],
)
def test_opens_document__only_what_begins_as_one(head: bytes, expected: bool) -> None:  # noqa: FBT001
    assert opens_document(head) is expected
