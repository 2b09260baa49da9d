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


def in_silence(silent_b_h: float, p_chance: float | None = 0.31) -> list[str]:
    """Reasons for a meeting of one that waited and one that was silent."""
    told, _ = reasons(
        kind="one_dark",
        silent_a_h=None,
        silent_b_h=silent_b_h,
        p_chance=p_chance,
        slack_h=9.0,
        usual_slack_h=5.0,
    )
    return told


def test_reasons__of_a_silence_beyond_three_days_chance_stands_in_front() -> None:
    told = in_silence(98.0)

    assert told[0] == (
        "silent for 4 d 2 h: of random silences this long here, 31 % could have met "
        "as well"
    )
    assert sum("could have met" in sentence for sentence in told) == 1


def test_reasons__of_a_silence_within_three_days_it_stands_by_its_weight() -> None:
    told = in_silence(60.0)

    assert not any("silences this long" in sentence for sentence in told)
    assert "31 % of random pairs of silences could have met as well" in told


def test_reasons__of_a_long_silence_it_is_said_where_chance_is_not_known() -> None:
    assert in_silence(98.0, None)[0] == (
        "silent for 4 d 2 h: how often random silences this long could have met as "
        "well is not known"
    )
