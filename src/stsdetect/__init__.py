"""Find ship-to-ship transfers in AIS data and rank them for sanctions analysts."""

from importlib.metadata import version

__version__ = version("stsdetect")
