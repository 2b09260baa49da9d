"""Draw docs/first_look.png: the first encounter of the sample."""

import tempfile
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt

import stsdetect as sts

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "first_look.png"


def main() -> None:
    """Run the sample and draw tracks, distance and speed of its first encounter."""
    mpl.use("agg")
    with tempfile.TemporaryDirectory() as folder:
        sts.run(ROOT / "sample_ais", folder)
        first = sts.read_candidates(folder).query("kind == 'encounter'").iloc[0]
        tracks, proximities = sts.follow_pair(folder, first)
    fig, axes = plt.subplot_mosaic(
        [["map", "distance"], ["map", "speed"]], figsize=(11, 5), layout="constrained"
    )
    sts.plot.plot_tracks(tracks, first, ax=axes["map"])
    sts.plot.plot_distance(proximities, first, ax=axes["distance"])
    sts.plot.plot_speed(proximities, first, ax=axes["speed"])
    fig.savefig(TARGET, dpi=110)


if __name__ == "__main__":
    main()
