import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from sentences import ARMOUR

from stsdetect.kernels.nmea_bits import (
    N_SIXBITS,
    read_number,
    read_payload,
    read_signed,
    read_text,
)
from stsdetect.kernels.nmea_records import LINE

SIXBITS = st.lists(st.integers(0, 63), min_size=N_SIXBITS, max_size=N_SIXBITS)


@given(SIXBITS, st.integers(0, 390), st.integers(1, 30))
def test_read_number__equals_a_string_of_bits(
    sixbits: list[int], start: int, width: int
) -> None:
    bits = "".join(f"{value:06b}" for value in sixbits)[start : start + width]
    unsigned = int(bits, 2)
    signed = unsigned - (1 << width) * (bits[0] == "1")
    payload, field = np.array(sixbits, np.uint8), np.array([start, width])
    field.flags.writeable = False  # as the layouts, for which alone it is compiled

    assert read_number(payload, field) == unsigned
    assert read_signed(payload, field) == signed


@given(st.integers(0, 290), st.text("ABCXYZ019 /-", max_size=20))
def test_read_text__begins_at_any_bit(start: int, words: str) -> None:
    codes = [ord(letter) % 64 for letter in words]
    bits = "0" * start + "".join(f"{code:06b}" for code in codes)
    bits = bits.ljust(6 * N_SIXBITS, "0")
    sixbits = [int(bits[at : at + 6], 2) for at in range(0, len(bits), 6)]
    field = np.array([start, 6 * 20])
    field.flags.writeable = False
    text = np.empty(20, np.uint8)

    read_text(np.array(sixbits, np.uint8), field, text)

    assert bytes(text).rstrip(b"\0").decode() == words.rstrip()


def test_read_payload__all_characters_and_fill_bits() -> None:
    line = np.zeros(1, LINE)
    line["payload_stop"], line["fill"] = 64, 2
    sixbits = np.zeros(N_SIXBITS, np.uint8)
    buffer = np.frombuffer(ARMOUR.encode(), np.uint8)

    n_bits = read_payload(buffer, line, np.array([0]), sixbits)

    assert n_bits == 6 * 64 - 2
    assert sixbits[:63].tolist() == list(range(63))
    assert sixbits[63] == 0b111100
    assert not sixbits[64:].any()


def test_read_payload__every_other_byte_is_refused() -> None:
    line = np.zeros(1, LINE)
    line["payload_stop"] = 1
    sixbits = np.zeros(N_SIXBITS, np.uint8)
    every = {bytes([byte]) for byte in range(256)}

    good = {
        byte
        for byte in every
        if read_payload(np.frombuffer(byte, np.uint8), line, np.array([0]), sixbits) > 0
    }

    assert good == {character.encode() for character in ARMOUR}


def test_read_text__ends_at_the_first_at_sign_without_blanks() -> None:
    codes = [ord(c) % 64 for c in "SEA  STAR  @XX"]
    sixbits = np.zeros(N_SIXBITS, np.uint8)
    sixbits[: len(codes)] = codes
    text = np.full((1, 20), 7, np.uint8)
    field = np.array([0, 84])
    field.flags.writeable = False

    read_text(sixbits, field, text[0])

    assert text[0].tobytes().rstrip(b"\0") == b"SEA  STAR"
