"""Make sample_ais/ anew: the sea that ``SAMPLE`` describes."""

from pathlib import Path

from stsdetect.simulate.sea import SAMPLE
from stsdetect.simulate.world import simulate

if __name__ == "__main__":
    for file in simulate(Path(__file__).parents[1] / "sample_ais", SAMPLE):
        print(f"{file.name}: {file.stat().st_size:,} bytes")
