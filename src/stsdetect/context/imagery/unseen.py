"""Unseen: two hulls side by side in an image, neither of which AIS knows.

No silence and no wait leads to them, so that they are no candidate: images alone tell.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any, Final

import numpy as np
import polars as pl

from stsdetect.context.imagery.scene import View
from stsdetect.context.imagery.tell import BESIDE_M, MIN_LENGTH_M, SLENDER
from stsdetect.kernels.sphere import haversine_m
from stsdetect.schema import UNSEEN_PAIRS

__all__ = ["find_unseen_pairs"]

NEAR_DEG: Final = 0.01
"""Ours: beyond a kilometre hulls lie beside nobody; to sort them out before any
distance is measured."""


def find_unseen_pairs(views: Sequence[View]) -> pl.DataFrame:
    """Find the pairs of hulls that lie side by side and match no vessel of AIS.

    Parameters
    ----------
    views : sequence of View
        Images beside AIS.

    Returns
    -------
    DataFrame
        An :data:`~stsdetect.schema.UNSEEN_PAIRS` table by time, image and place: two
        hulls of 50 m and more, with 50 m or less of clear water between them; a hull
        of unknown length is none of them. Of a hull whose width isn't told a sixth of
        the length counts.
    """
    rows = [row for view in views for row in _pairs(view)]
    if not rows:
        return UNSEEN_PAIRS.empty_polars()
    table = UNSEEN_PAIRS.conform(pl.DataFrame(rows))
    return table.sort("timestamp", "scene", "lat", "lon")


def _pairs(view: View) -> Iterator[dict[str, Any]]:
    strange = view.scene.hulls.with_columns(matched=pl.Series(view.matched)).filter(
        pl.col("matched") < 0, pl.col("length_m") >= MIN_LENGTH_M
    )
    hulls = strange.sort("lat", "lon").to_dicts()
    for one, other in combinations(hulls, 2):
        if other["lat"] - one["lat"] > NEAR_DEG:
            continue
        clear = _clear_m(one, other)
        if clear <= BESIDE_M:
            lengths = sorted((one["length_m"], other["length_m"]), reverse=True)
            turned = (other["lon"] - one["lon"] + 540.0) % 360.0 - 180.0
            yield {
                "scene": view.scene.name,
                "timestamp": view.scene.time,
                "lat": (one["lat"] + other["lat"]) / 2,
                "lon": (one["lon"] + turned / 2 + 540.0) % 360.0 - 180.0,
                "clear_m": max(clear, 0.0),
                "length_a_m": lengths[0],
                "length_b_m": lengths[1],
            }


def _clear_m(one: dict[str, Any], other: dict[str, Any]) -> float:
    """Give the clear water between two hulls that lie abeam of each other [m]."""
    places = [
        np.array([hull[name]]) for hull in (one, other) for name in ("lat", "lon")
    ]
    widths = [hull["width_m"] or hull["length_m"] / SLENDER for hull in (one, other)]
    apart = float(haversine_m(*places)[0])
    return apart - float(sum(widths)) / 2
