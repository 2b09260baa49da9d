"""Make src/stsdetect/data/ports.csv from hand_ports.csv and the ports of searoute.

Run ``python -m scripts.make_ports`` at the top of the repository, after make_land.
The ports kept by hand come first: North Korea's, and what the package lacks near by.
Of the package's list, towns without a harbour and misplaced ones are left out by their
distance to the coast; what remains near the coast is not checked one by one.
"""

import json
import tarfile
import tempfile
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scripts.fetch_package import fetch_package
from scripts.iso_countries import read_countries
from stsdetect.context.shore import distance_to_coast_km, distance_to_shore_km

PACKAGE: Final = "searoute==1.6.0"
SHA256: Final = "a2f9827b0aa0f1216f4696aa9cd9d358e9950cba496e8445dc2a3d5691862697"
TARGET: Final = Path(__file__).parents[1] / "src" / "stsdetect" / "data" / "ports.csv"
BY_HAND: Final = Path(__file__).parent / "hand_ports.csv"

MAX_OFFSHORE_KM: Final = 2.0  # ours; but for terminals, which stand in the sea
MAX_INLAND_KM: Final = 20.0  # ours: Antwerp and Rotterdam are 19 km up their rivers
MISPLACED: Final = {
    "CNNGB": "in the city, 30 km from the harbour, which is kept by hand",
    "CNTZO": "27 km from the coast",
    "KRKAN": "40 km from Gwangyang, which is also listed as Kwangyang",
}


def main() -> None:
    """Fetch, choose, write, and say how many ports there are."""
    by_hand = pd.read_csv(BY_HAND)
    listed = read_listed()
    taken = listed["unlocode"].isin([*by_hand["unlocode"].dropna(), *MISPLACED])
    chosen = listed[~taken & (listed["country"] != "PRK") & near_coast(listed)]
    ports = pd.concat([by_hand, chosen], ignore_index=True).sort_values(
        ["country", "name", "lat"], ignore_index=True
    )
    ports.to_csv(TARGET, index=False, float_format="%.4f", lineterminator="\n")
    print(f"{TARGET.name}: {len(ports):,} ports, {len(by_hand)} of them by hand")


def read_listed() -> pd.DataFrame:
    """Read the package's list; of two ports with one code the first is kept."""
    with tempfile.TemporaryDirectory() as folder:
        archive = fetch_package(PACKAGE, SHA256, Path(folder))
        with tarfile.open(archive) as package:
            name = "searoute-1.6.0/searoute/data/ports.geojson"
            member = package.extractfile(name)
            if member is None:
                raise SystemExit(f"{PACKAGE}: no file {name}")
            features = json.load(member)["features"]
    alpha3 = read_countries()
    rows = [
        {
            "name": feature["properties"]["name"].strip(),
            "country": alpha3.get(feature["properties"]["port"][:2]),
            "unlocode": feature["properties"]["port"],
            "lat": feature["geometry"]["coordinates"][1],
            "lon": feature["geometry"]["coordinates"][0],
            "source": "searoute",
        }
        for feature in features
    ]
    return pd.DataFrame(rows).drop_duplicates("unlocode").dropna(subset="country")


def near_coast(ports: pd.DataFrame) -> NDArray[np.bool_]:
    """Tell which ports lie where a harbour can be; airports are none."""
    offshore = distance_to_shore_km(ports["lat"], ports["lon"])
    inland = np.where(
        offshore == 0, distance_to_coast_km(ports["lat"], ports["lon"]), 0.0
    )
    names = ports["name"]
    terminal = names.str.contains("terminal", case=False)
    airport = names.str.contains(r"\bapt\b", case=False)
    near = (offshore <= MAX_OFFSHORE_KM) & (inland <= MAX_INLAND_KM)
    return np.asarray((near | terminal) & ~airport)


if __name__ == "__main__":
    main()
