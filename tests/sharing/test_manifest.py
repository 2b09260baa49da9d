"""Manifest: even one that holds the key can't send what is no manifest."""

import pytest

from stsdetect.errors import InputError
from stsdetect.sharing import manifest
from stsdetect.sharing.key import seal

KEY = b"0123456789abcdef0123456789abcdef"
SAID = {"origin": "Team North", "marking": "TLP:AMBER"}


def signed(content: bytes) -> dict[str, bytes]:
    """Any content in the place of the manifest, rightly signed."""
    signature = seal(KEY, manifest._PURPOSE, content).encode()
    return {manifest.MANIFEST: content, manifest.SIGNATURE: signature}


def test_open_files__gives_back_what_was_signed() -> None:
    own, said = manifest.open_files(manifest.sign_files({"a": b"1"}, SAID, KEY), KEY)

    assert own == {"a": b"1"}
    assert {name: said[name] for name in SAID} == SAID


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"\xff", "can't be read"),
        (b"{", "can't be read"),
        (b"[" * 100_000, "can't be read"),
        (b"[]", "of another form"),
        (b'{"format": "stsdetect exchange 2"}', "of another form"),
    ],
)
def test_open_files__what_is_no_manifest_is_one_fault(
    content: bytes, fault: str
) -> None:
    with pytest.raises(InputError, match=fault):
        manifest.open_files(signed(content), KEY)


def test_open_files__without_a_manifest_or_its_signature_is_one_fault() -> None:
    for name in signed(b"{}"):
        with pytest.raises(InputError, match="no signed manifest"):
            manifest.open_files({name: b"{}"}, KEY)
