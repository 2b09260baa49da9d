"""Make src/stsdetect/data/mid.csv: the flag of each Maritime Identification Digits.

Run ``python -m scripts.make_mid`` at the top of the repository. The table is that of
the package pyais, which stsdetect needs anyway, with three letters to a country.
"""

from pathlib import Path
from typing import Final

import pandas as pd
from pyais.constants import COUNTRY_MAPPING

from scripts.iso_countries import read_countries

TARGET: Final = Path(__file__).parents[1] / "src" / "stsdetect" / "data" / "mid.csv"


CORRECTED: Final = {
    501: ("ATF", "Adelie Land"),
    550: ("TLS", "Timor-Leste"),
    608: ("SHN", "Ascension Island"),
    618: ("ATF", "Crozet Archipelago"),
    635: ("ATF", "Kerguelen Islands"),
    638: ("SSD", "South Sudan"),
}
"""By the names in the table of the International Telecommunication Union: places that
the package lacks, or files under Antarctica or under another ocean's territory."""


def main() -> None:
    """Write one row for each MID in use, and say how many there are."""
    alpha3 = read_countries()
    listed = {mid: (alpha3[c], name) for mid, (c, name) in COUNTRY_MAPPING.items()}
    rows = [(mid, *known) for mid, known in (listed | CORRECTED).items()]
    table = pd.DataFrame(rows, columns=["mid", "flag", "administration"])
    table.sort_values("mid").to_csv(TARGET, index=False, lineterminator="\n")
    print(f"{TARGET.name}: {len(table)} MID")


if __name__ == "__main__":
    main()
