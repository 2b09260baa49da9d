"""Printed text: what nobody sees, and what steers, is written out."""

import pytest

from stsdetect.printed import printed


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [
        ("\r", r"\x0d"),
        ("\x9b", r"\x9b"),
        ("\xad", r"\xad"),
        ("\u061c", r"\u061c"),
        ("\u2066", r"\u2066"),
        ("\ufe0f", r"\ufe0f"),
        ("\U000e0041", r"\U000e0041"),
    ],
)
def test_printed__what_hides_or_turns_letters_is_written_out(
    hidden: str, shown: str
) -> None:
    assert printed(f"SEA{hidden} STAR") == f"SEA{shown} STAR"


@pytest.mark.parametrize("text", ["SEA\tSTAR\n", "한국호", "ÅSA É", "שלום", "🚢"])
def test_printed__letters_of_any_script_stay(text: str) -> None:
    assert printed(text) == text
