"""The network of encounters: hops to listed vessels, hubs, chains in order of time."""

from typing import Any

import polars as pl
import pytest
from builders import at
from builders_dossier import DAY, HOUR, bare_lead
from builders_events import A, B, C, D, meeting

from stsdetect.context.chains import MAX_PARTNERS, Meeting, longest_chains
from stsdetect.context.network import measure_network
from stsdetect.schema import ENCOUNTERS

E, F = 412_000_005, 412_000_006
NOBODY = pl.DataFrame(
    schema={
        "mmsi": pl.Int64,
        "listed": pl.Datetime("ms", "UTC"),
        "delisted": pl.Datetime("ms", "UTC"),
    }
)


def listed(
    mmsi: int, since: float | None = None, until: float | None = None
) -> pl.DataFrame:
    days = [None if minute is None else at(minute) for minute in (since, until)]
    return pl.DataFrame([(mmsi, *days)], schema=NOBODY.schema, orient="row")


def met(*meetings: Any) -> pl.DataFrame:
    """ENCOUNTERS alongside: pairs and the day on which they begin, for four hours."""
    rows = [
        ENCOUNTERS.from_pandas(
            meeting(
                (min(pair), max(pair)),
                day * DAY,
                day * DAY + 4 * HOUR,
                **({"alongside": True, "activity": "transfer_like"} | changes),
            )
        )
        for pair, day, changes in (
            (*one, {}) if len(one) == 2 else one for one in meetings
        )
    ]
    return pl.concat([ENCOUNTERS.empty_polars(), *rows])


def hops(lists: pl.DataFrame, *meetings: Any, lead: pl.DataFrame | None = None) -> Any:
    wanted = bare_lead() if lead is None else lead
    return measure_network(wanted, met(*meetings), lists)["hops_to_listed"][0]


def test_measure_network__counts_the_meetings_to_a_listed_vessel() -> None:
    meetings = [((A, B), 0), ((B, C), -3), ((C, D), -9), ((D, E), -12)]

    assert hops(listed(B), *meetings) == 0
    assert hops(listed(C), *meetings) == 1
    assert hops(listed(D), *meetings) == 2
    assert hops(listed(E), *meetings) is None
    assert hops(NOBODY, *meetings) is None


def test_measure_network__meetings_that_transfer_nothing_are_no_hops() -> None:
    at_anchor, apart = {"activity": "anchorage"}, {"alongside": None}

    assert hops(listed(C), ((B, C), -3, at_anchor)) is None
    assert hops(listed(C), ((B, C), -3, apart | {"activity": "unknown"})) is None
    assert hops(listed(C), ((B, C), -3, {"activity": "unknown"})) == 1


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [(None, None, 0), (-DAY, None, 0), (DAY, None, None), (-DAY, HOUR, None)],
)
def test_measure_network__a_list_counts_while_it_is_in_force(
    since: float | None, until: float | None, expected: int | None
) -> None:
    assert hops(listed(A, since, until)) == expected


def test_measure_network__old_meetings_do_not_count() -> None:
    assert hops(listed(C), ((B, C), -170)) == 1
    assert hops(listed(C), ((B, C), -190)) is None
    assert hops(listed(D), ((B, C), -170), ((C, D), -190)) is None


def test_measure_network__one_vessel_alone_has_hops_as_well() -> None:
    assert hops(listed(C), ((A, C), 2), lead=bare_lead((A, None))) == 1


def test_measure_network__a_hub_has_different_partners_within_a_month() -> None:
    month = [((A, B), 0), ((A, B), -1), ((A, C), -20), ((A, D), -29), ((A, E), -31)]

    hubs = measure_network(bare_lead(), met(*month), NOBODY)["n_hub_partners"]

    assert hubs.to_list() == [3]


def test_measure_network__a_chain_goes_on_in_time_only() -> None:
    after = met(((A, B), 0), ((B, C), 4))
    names = after["encounter_id"].to_list()

    for name in names:
        lead = bare_lead(name=name)
        assert measure_network(lead, after, NOBODY)["chain"][0] == f"{A} > {B} > {C}"
    late = met(((A, B), 0), ((B, C), 11))
    lead = bare_lead(name=late["encounter_id"][0])
    assert measure_network(lead, late, NOBODY)["chain"][0] is None


def test_measure_network__rows_stay_in_the_order_of_the_leads() -> None:
    leads = pl.concat([bare_lead((C, D), name="z"), bare_lead((A, B), name="y")])

    measured = measure_network(leads, met(((A, B), 0)), listed(B))

    assert measured["hops_to_listed"].to_list() == [None, 0]
    assert measured.height == 2


def days(*meetings: tuple[int, int, int]) -> list[Meeting]:
    return [
        Meeting(f"{a}-{b}-{day}", a, b, at(day * DAY), at(day * DAY + HOUR))
        for a, b, day in meetings
    ]


def test_longest_chains__gives_the_longest_way_through_each_meeting() -> None:
    chains = longest_chains(days((1, 2, 0), (2, 3, 2), (3, 4, 5), (2, 9, 1)))

    assert chains["1-2-0"] == chains["3-4-5"] == (1, 2, 3, 4)
    assert chains["2-9-1"] == (9, 2, 3, 4)


def test_longest_chains__never_straight_back_nor_at_the_same_time() -> None:
    assert longest_chains(days((1, 2, 0), (1, 2, 3)))["1-2-0"] == (1, 2)
    together = [
        Meeting("x", 1, 2, at(0), at(120)),
        Meeting("y", 2, 3, at(60), at(180)),
    ]
    assert longest_chains(together)["y"] == (2, 3)


def test_longest_chains__the_order_of_meetings_changes_nothing() -> None:
    meetings = days((1, 2, 0), (2, 3, 2), (3, 1, 4), (1, 5, 6), (5, 2, 7), (2, 6, 9))

    assert longest_chains(meetings) == longest_chains(meetings[::-1])
    assert len(longest_chains(meetings)["1-2-0"]) == 7


def test_longest_chains__a_vessel_that_serves_all_comers_ends_a_chain() -> None:
    serving = days(*((1, 100 + n, n % 9) for n in range(MAX_PARTNERS + 1)))

    chains = longest_chains([*days((7, 1, 0)), *serving])

    assert max(map(len, chains.values())) == 2
