"""Looking around: the hours asked for, and nothing where nothing is known."""

import polars as pl

from stsdetect.events.around import BY_SQUARE, look_around

PLACE = 34 * 360 + 359
KNOWN = pl.DataFrame(
    {
        "hour": [5, 5, 6, 9],
        "block": [PLACE - 359, PLACE, PLACE + 360, PLACE],
        "n": [1, 2, 4, 8],
        "m": [10, 20, 40, 80],
    },
    schema_overrides={"hour": pl.Int32, "block": pl.Int32, "n": pl.Int32},
)


def test_look_around__each_hour_by_itself_and_across_180() -> None:
    asked = pl.DataFrame({"block": [PLACE] * 4, "hour": [9, 5, 6, 7]})

    here, around = look_around(asked, KNOWN, ("n", "m"))

    assert here.tolist() == [[8, 80], [2, 20], [0, 0], [0, 0]]
    assert around.tolist() == [[8, 80], [3, 30], [4, 40], [0, 0]]


def test_look_around__of_nothing_or_with_nothing_known() -> None:
    asked = pl.DataFrame({"block": [PLACE], "hour": [5]})

    assert look_around(asked.clear(), KNOWN, ("n",))[0].shape == (0, 1)
    assert look_around(asked, KNOWN.clear(), ("n",))[1].tolist() == [[0]]
    assert KNOWN.equals(KNOWN.sort(BY_SQUARE))
