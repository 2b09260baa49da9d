"""Labels: what they say, and how they follow an event through reruns."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from builders_leads import candidates

from stsdetect.errors import InputError
from stsdetect.review.labels import describe_label, follow_labels, labels_table
from stsdetect.review.ledger import Entry

SAID = {
    "verdict": "transfer",
    "activity": "bunkering",
    "note": "hoses seen",
    "analyst": "Kim",
    "blind": False,
}


def labels(*given: tuple[dict[str, Any], dict[str, Any]]) -> pd.DataFrame:
    """LABELS of candidates, each changed, and what is said of them."""
    entries = []
    for number, (changes, said) in enumerate(given, start=1):
        candidate = candidates(changes).iloc[0].to_dict()
        content = describe_label(candidate, {**SAID, **said}, {})
        time = datetime(2024, 4, number, tzinfo=UTC).isoformat()
        entries.append(
            Entry(number=number, time=time, subject="label", content=content, seal="")
        )
    return labels_table(entries)


def verdicts(found: pd.DataFrame) -> dict[str, str]:
    return dict(zip(found["candidate_id"], found["verdict"], strict=True))


def moved(**changes: Any) -> pd.DataFrame:
    """The first candidate as a rerun gives it: another id, other bounds."""
    row = candidates({}).iloc[0]
    bounds = {
        "start_time": row["start_time"] + timedelta(minutes=20),
        "end_time": row["end_time"] + timedelta(minutes=30),
    }
    return candidates({"candidate_id": "f" * 16, **bounds, **changes})


def test_labels_table__keeps_what_was_said_and_of_what() -> None:
    table = labels(({}, {}))

    row = table.iloc[0]
    assert (row["verdict"], row["activity"], row["note"]) == (
        "transfer",
        "bunkering",
        "hoses seen",
    )
    assert (row["analyst"], row["blind"], row["kind"]) == ("Kim", False, "encounter")
    assert row["start_time"] == candidates({}).iloc[0]["start_time"]


def test_labels_table__of_nothing_is_empty() -> None:
    assert labels_table([]).empty
    assert follow_labels(labels_table([]), candidates({})).empty


@pytest.mark.parametrize(
    ("said", "fault"),
    [({"verdict": "maybe"}, "no verdict 'maybe'"), ({"analyst": " "}, "needs a name")],
)
def test_describe_label__refuses_what_says_nothing(
    said: dict[str, Any], fault: str
) -> None:
    with pytest.raises(InputError, match=fault):
        labels(({}, said))


def test_follow_labels__an_event_keeps_its_verdict_by_its_id() -> None:
    found = follow_labels(labels(({}, {})), candidates({}, {}))

    assert verdicts(found) == {f"{1:016x}": "transfer"}


def test_follow_labels__an_event_with_other_bounds_keeps_it_by_overlap() -> None:
    assert verdicts(follow_labels(labels(({}, {})), moved())) == {"f" * 16: "transfer"}


def test_follow_labels__the_vessels_may_have_changed_places() -> None:
    row = candidates({}).iloc[0]

    swapped = moved(mmsi_a=row["mmsi_b"], mmsi_b=row["mmsi_a"], kind="both_dark")

    assert verdicts(follow_labels(labels(({}, {})), swapped)) == {"f" * 16: "transfer"}


@pytest.mark.parametrize(
    "changes",
    [
        {"mmsi_b": 999999999},
        {"mmsi_b": None},
        {
            "start_time": datetime(2025, 1, 1, tzinfo=UTC),
            "end_time": datetime(2025, 1, 2, tzinfo=UTC),
        },
    ],
)
def test_follow_labels__another_event_gets_none(changes: dict[str, Any]) -> None:
    assert follow_labels(labels(({}, {})), moved(**changes)).empty


def test_follow_labels__of_two_that_overlap_the_longer_gets_it() -> None:
    row = candidates({}).iloc[0]
    brief = {"candidate_id": "b" * 16, "end_time": row["start_time"]}
    long = {"candidate_id": "c" * 16}

    found = follow_labels(
        labels(({"candidate_id": "a" * 16}, {})), candidates(brief, long)
    )

    assert verdicts(found) == {"c" * 16: "transfer"}


def test_follow_labels__who_thinks_better_of_it_counts_once() -> None:
    found = follow_labels(
        labels(({}, {}), ({}, {"verdict": "no_transfer"})), candidates({})
    )

    assert verdicts(found) == {f"{1:016x}": "no_transfer"}
    assert found["n_analysts"].tolist() == [1]


def test_follow_labels__analysts_who_differ_are_unsure() -> None:
    found = follow_labels(
        labels(({}, {}), ({}, {"verdict": "no_transfer", "analyst": "Lee"})),
        candidates({}),
    )

    assert verdicts(found) == {f"{1:016x}": "unsure"}
    assert found["n_analysts"].tolist() == [2]
