"""Carried: figures that the rows of two vessels can't give by themselves."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from stsdetect.schema.imagery import IMAGERY_COLUMNS
from stsdetect.schema.port_calls import DOUBT_COLUMNS, HISTORY_COLUMNS, LADEN_COLUMNS

__all__ = ["CARRIED", "PLACE", "Figures", "by_table"]


class Figures(NamedTuple):
    """Columns of a table, and what they need that a case does not hold."""

    table: str
    """Of events, ``leads`` or ``candidates``."""
    needs: str
    columns: tuple[str, ...]


CARRIED: Final = (
    Figures(
        "encounters",
        "the encounters and positions of all other vessels",
        (
            "cluster_id",
            "cluster_size",
            "n_partners",
            "n_partners_a",
            "n_partners_b",
            "n_near",
            "pair_rate",
        ),
    ),
    Figures(
        "gaps",
        "how well all vessels were heard there and then",
        (
            "n_expected",
            "p_silence",
            "log_bf_silence",
            "n_witnesses",
            "witnessed",
            "stopped",
            "own_hearing",
            "suspicious",
        ),
    ),
    Figures(
        "gaps",
        "all reports of the vessel in the period",
        ("own_speed_kn", "n_alike", "mmsi_heard"),
    ),
    Figures(
        "loiterings",
        "the waits of all other vessels, and all that uses its MMSI",
        ("n_waiting", "n_sharing"),
    ),
    Figures(
        "rendezvous",
        "the silences and waits of all other vessels",
        ("partner_rank", "n_partners", "p_chance", "false_discovery_rate"),
    ),
    Figures(
        "leads",
        "the identities, ports, lists, images and meetings of the whole run",
        (
            "n_possible",
            "n_anchored",
            "integrity_a",
            "integrity_b",
            "identity_a",
            "identity_b",
            "one_hull",
            "age_years",
            "watchlist_a",
            "watchlist_b",
            "hops_to_listed",
            "n_hub_partners",
            "chain",
            "wave_height_m",
            *(
                column.name
                for column in (
                    *HISTORY_COLUMNS,
                    *IMAGERY_COLUMNS,
                    *DOUBT_COLUMNS,
                    *LADEN_COLUMNS,
                )
            ),
        ),
    ),
    Figures(
        "candidates",
        "the whole list",
        ("rank", "rival_odds", "rival_odds_other", "n_parts", "parts"),
    ),
)
"""What a case takes over from its run."""

PLACE: Final = Figures(
    "leads",
    "the user's own files of ports and regions",
    ("region", "region_kind", "port", "distance_to_port_km"),
)
"""What it takes over besides, where the run had such files."""


def by_table(figures: Iterable[Figures]) -> dict[str, list[str]]:
    """Give the columns that are carried by table, each once."""
    columns: dict[str, list[str]] = {one.table: [] for one in CARRIED}
    for one in figures:
        own = columns[one.table]
        own += [name for name in one.columns if name not in own]
    return columns
