"""Reasons: the strongest first, no repetition, and what is not known."""

from builders_leads import UNKNOWN, lead, leads

from stsdetect.scoring.likelihood import ScoreParams
from stsdetect.scoring.rank import rank_candidates
from stsdetect.scoring.weighting import EXPERT


def reasons(**changes: object) -> tuple[list[str], list[str]]:
    judged = ScoreParams(weightings=EXPERT)
    row = rank_candidates(leads(lead(1, **changes)), judged).iloc[0]
    return row["reasons_for"].split("; "), row["reasons_against"].split("; ")


def test_reasons__begin_with_the_strongest() -> None:
    told, against = reasons()

    assert told[0] == "alongside for 5 h 40 min, median 38 m"
    assert against == [""]


def test_reasons__say_nothing_twice() -> None:
    told, _ = reasons()

    assert not any(sentence.startswith("together for") for sentence in told)
    assert not any(sentence.startswith("antennas") for sentence in told)


def test_reasons__distance_and_duration_are_told_where_alongside_is_not() -> None:
    told, _ = reasons(alongside=None)

    assert "together for 5 h 40 min" in told
    assert "antennas 38 m apart by median" in told


def test_reasons__a_short_spell_alongside_still_counts_against() -> None:
    _, against = reasons(duration_h=0.5)

    assert "together for 30 min only" in against


def test_reasons__name_what_is_not_known() -> None:
    _, against = reasons(**UNKNOWN)

    assert against[-1].startswith("not known: whether the hulls lie alongside, ")
    assert "the ship type of either vessel" in against[-1]
    assert "the distance to a port" in against[-1]


def test_reasons__name_the_one_missing_type() -> None:
    _, against = reasons(ship_type_b=None)

    assert against == ["not known: the ship type of one vessel"]


def test_reasons__are_no_more_than_asked_for() -> None:
    row = rank_candidates(leads(), ScoreParams(max_reasons=2)).iloc[0]

    assert len(row["reasons_for"].split("; ")) == 2
