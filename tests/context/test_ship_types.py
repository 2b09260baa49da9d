"""Ship types in words."""

import numpy as np
import pytest

from stsdetect.context.ship_types import ship_type_name


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (20, "wing in ground"),
        (30, "fishing"),
        (31, "towing"),
        (32, "towing"),
        (37, "pleasure craft"),
        (49, "high-speed craft"),
        (50, "pilot"),
        (52, "tug"),
        (60, "passenger"),
        (79, "cargo"),
        (80, "tanker"),
        (89, "tanker"),
        (99, "other"),
        (0, None),
        (19, None),
        (38, None),
        (100, None),
        (255, None),
        (-1, None),
        (None, None),
        (np.nan, None),
    ],
)
def test_ship_type_name__names_the_code(code: float | None, words: str | None) -> None:
    assert ship_type_name([code]).tolist() == [words]


def test_ship_type_name__of_no_code_is_empty() -> None:
    assert ship_type_name(np.array([], dtype=np.int16)).size == 0
