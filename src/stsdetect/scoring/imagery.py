"""Evidence from images: who lay there, whom AIS does not show, and who did not."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stsdetect.scoring.term import EVERY_KIND, Evidence, Ramp, numbers

__all__ = ["IMAGERY"]


def weigh_alone(observed: pd.DataFrame) -> NDArray[np.float64]:
    """Weigh −2.5 where a broadcast encounter shows one hull, −1 for other kinds.

    An image is one instant: of a wait, or of a time in which two could have met, it
    leaves the rest open.
    """
    weight = np.where(observed["kind"].eq("encounter"), -2.5, -1.0)
    alone = numbers(observed, "alone")
    return np.where(np.isnan(alone), np.nan, alone * weight)


IMAGERY: Final = (
    Evidence(
        name="side_by_side",
        group="imagery",
        value="side_by_side_m",
        weigh=Ramp("side_by_side_m", ((20.0, 3.0), (50.0, 1.5))),
        kinds=EVERY_KIND,
        speaks_for="two hulls {side_by_side_m} apart in an image ({imagery})",
        source="ours as a slope: the UN Panel of Experts shows such images, and hulls "
        "moored to each other have less water between them",
    ),
    Evidence(
        name="merged",
        group="imagery",
        value="merged_m",
        weigh=Ramp("merged_m", ((8.0, 0.5), (20.0, 1.0))),
        kinds=EVERY_KIND,
        speaks_for="a hull {merged_m} broader than its vessel in an image ({imagery}), "
        "as two side by side",
        source="ours: 1.6 times the breadth expected; modest: images blur",
    ),
    Evidence(
        name="unmatched",
        group="imagery",
        value="unmatched_m",
        weigh=Ramp("unmatched_m", ((200.0, 2.0), (1000.0, 0.5))),
        kinds=EVERY_KIND,
        speaks_for="a hull without AIS {unmatched_m} away in an image ({imagery})",
        source="ours as a slope: most hulls without AIS fish (Paolo et al., 2024, "
        "Nature 625), so that nearness has to tell",
    ),
    Evidence(
        name="alone_in_image",
        group="imagery",
        value="alone",
        needs=("alone", "kind"),
        weigh=weigh_alone,
        kinds=EVERY_KIND,
        speaks_against="alone in an image ({imagery})",
        source="ours: no second hull within 1 km in a scene that covers the place",
    ),
    Evidence(
        name="absent_in_image",
        group="imagery",
        value="n_absent",
        weigh=Ramp("n_absent", ((0.0, 0.0), (1.0, -0.5), (2.0, -1.5))),
        kinds=EVERY_KIND,
        speaks_against="nothing in an image where a vessel says it is ({imagery}): its "
        "positions may be false",
        source="ours: Open Source Centre (2025) shows such absences; one image can "
        "miss a hull",
    ),
)
"""What images show. Without an image nothing is said."""
