"""Candidates of runs with the verdicts on them, to learn from."""

from collections.abc import Sequence
from pathlib import Path

import networkx as nx
import pandas as pd

from stsdetect.export.geo import read_candidates
from stsdetect.labelling import read_verdicts
from stsdetect.trials.guesses import with_guesses

__all__ = ["read_judged"]


def read_judged(folders: Sequence[Path | str]) -> pd.DataFrame:
    """Read the candidates of several runs, with what is known and guessed of each.

    Vessels that met, however indirectly, are one cluster.
    """
    rows = pd.concat([_with_verdicts(Path(folder)) for folder in folders])
    leads = with_guesses(_once(rows)).assign(listed=True, whole=False)
    return leads.assign(cluster=_companies(leads))


def _with_verdicts(folder: Path) -> pd.DataFrame:
    """Give the candidates of a run with what is known of each, but for the unsure."""
    candidates = pd.DataFrame(read_candidates(folder)).drop(columns="geometry")
    rows = candidates.merge(read_verdicts(folder), on="candidate_id", how="left")
    rows = rows.assign(
        known=rows["verdict"].isin(["transfer", "no_transfer"]),
        is_transfer=rows["verdict"] == "transfer",
    )
    return rows[rows["known"] | rows["verdict"].isna()]


def _once(rows: pd.DataFrame) -> pd.DataFrame:
    """Take a candidate that several runs hold once, and where one judged it as judged.

    Where they judged it differently the first run named is believed.
    """
    judged_first = rows.sort_values("known", ascending=False, kind="stable")
    return judged_first.drop_duplicates("candidate_id", ignore_index=True)


def _companies(leads: pd.DataFrame) -> list[int]:
    """Give each company of vessels that met, directly or by others, a number."""
    met = nx.Graph()
    met.add_nodes_from(leads["mmsi_a"])
    pairs = leads[["mmsi_a", "mmsi_b"]].dropna()
    met.add_edges_from(pairs.itertuples(index=False, name=None))
    companies = enumerate(nx.connected_components(met))
    number = {mmsi: place for place, company in companies for mmsi in company}
    return [number[mmsi] for mmsi in leads["mmsi_a"]]
