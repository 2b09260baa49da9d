"""Builders of a run folder whose candidates can be labelled truly."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from builders_leads import lead, leads

import stsdetect as sts
from stsdetect.review.labels import describe_label
from stsdetect.review.ledger import LEDGER, append_entry
from stsdetect.schema import CANDIDATES
from stsdetect.scoring.rank import rank_candidates

N = 80
"""Pairs, of whom the first half are transfers."""


def write_candidates(folder: Path) -> None:
    """Write candidates of whom only those that last long are transfers."""
    near_and_far = np.random.default_rng(3).choice([40.0, 200.0], N)
    table = leads(
        *(
            lead(
                n,
                mmsi_a=200_000_000 + n,
                mmsi_b=300_000_000 + n,
                duration_h=6.0 if n < N // 2 else 0.6,
                median_distance_m=near_and_far[n],
                alongside=None,
                body_sd_m=None,
            )
            for n in range(N)
        )
    )
    ranked = CANDIDATES.from_pandas(rank_candidates(table))
    ranked.write_parquet(folder / "candidates.parquet")


def label_truly(folder: Path, n_transfers: int, n_others: int) -> None:
    """Label some candidates truly, without reading the list anew for each."""
    said = {"activity": "", "note": "", "analyst": "Kim", "blind": True}
    by_id = sts.read_candidates(folder).sort_values("candidate_id")
    rows = by_id.drop(columns="geometry").to_dict("records")
    chosen = rows[:n_transfers] + rows[N // 2 : N // 2 + n_others]
    for place, row in enumerate(chosen):
        verdict = "transfer" if place < n_transfers else "no_transfer"
        content = describe_label(row, {**said, "verdict": verdict}, {})
        append_entry(
            folder / LEDGER, "label", content, datetime(2024, 4, 1, tzinfo=UTC)
        )
