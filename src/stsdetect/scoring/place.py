"""Evidence from the place: company of other vessels, the shore, a port."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stsdetect.scoring.term import EVERY_KIND, Evidence, Ramp

__all__ = ["PLACE"]


def weigh_licensed(observed: pd.DataFrame) -> NDArray[np.float64]:
    """Give −1 in an area that a file of the user calls licensed."""
    return np.where(observed["region_kind"].eq("licensed"), -1.0, np.nan)


PLACE: Final = (
    Evidence(
        name="company",
        group="company",
        value="n_near",
        weigh=Ramp("n_near", ((0.0, 0.3), (1.0, 0.0), (4.0, -0.8), (12.0, -1.5))),
        speaks_for="no other vessel near by",
        speaks_against="{n_near} others near by, so that nearness tells less",
        source="ours: at one vessel per km² a stranger lies within 500 m by P = 0.54",
    ),
    Evidence(
        name="cluster",
        group="company",
        value="cluster_size",
        weigh=Ramp("cluster_size", ((3.0, 0.0), (8.0, -1.0))),
        speaks_against="{cluster_size} vessels lie together in one place",
        source="ours: three may be two vessels and a crane barge, more are a fleet",
    ),
    Evidence(
        name="partners",
        group="company",
        value="n_partners",
        weigh=Ramp("n_partners", ((2.0, 0.0), (5.0, -1.0))),
        speaks_against="one of the two meets {n_partners} vessels within a week: a "
        "bunker or service craft, perhaps",
        source="ours: at Suez the craft that go from hull to hull have 4 partners and "
        "more in five days; a tanker that discharges to several has fewer",
    ),
    Evidence(
        name="distance_to_shore",
        group="place",
        value="distance_to_shore_km",
        weigh=Ramp("distance_to_shore_km", ((1.0, -0.5), (5.0, 0.0), (20.0, 0.2))),
        kinds=EVERY_KIND,
        speaks_for="{distance_to_shore_km} from shore",
        speaks_against="close to shore: {distance_to_shore_km}",
        source="ours, and mild: transfers are reported 7 km off the coast of North "
        "Korea, so that no distance rules one out",
        unknown="the distance to shore",
    ),
    Evidence(
        name="distance_to_port",
        group="place",
        value="distance_to_port_km",
        weigh=Ramp("distance_to_port_km", ((2.0, -1.0), (10.0, 0.0), (40.0, 0.5))),
        kinds=EVERY_KIND,
        speaks_for="{distance_to_port_km} from the nearest port",
        speaks_against="{distance_to_port_km} from a port: harbour work is usual",
        source="Global Fishing Watch asks for 10 km from an anchorage; ours as a slope",
        unknown="the distance to a port",
    ),
    Evidence(
        name="licensed",
        group="place",
        value="region",
        needs=("region", "region_kind"),
        weigh=weigh_licensed,
        speaks_against="in an area licensed for transfers or bunkering: {region}",
        source="ours: licensed work is usual; by 33 CFR 156.300 or a file of the user",
    ),
)
"""Where it is and who else is there."""
