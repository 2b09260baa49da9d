"""Plot: figures that draw on the Axes they are given."""

from stsdetect.plot.map import plot_tracks
from stsdetect.plot.timeline import plot_distance, plot_speed

__all__ = ["plot_distance", "plot_speed", "plot_tracks"]
