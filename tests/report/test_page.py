"""Report: what it says, what it escapes, that it is the same each time."""

import re
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from builders import at
from builders_leads import UNKNOWN, candidates
from builders_pairs import pair_followed

from stsdetect.errors import InputError
from stsdetect.report.cards import Details
from stsdetect.report.page import N_LISTED, write_report
from stsdetect.schema import CANDIDATES
from stsdetect.schema.last_heard import LastHeard

HOSTILE = "</script><script>alert(1)</script>"
LAND = gpd.GeoSeries([shapely.box(120, 28, 123, 34)], crs="EPSG:4326")


class Page(HTMLParser):
    """Text and elements of a page and of its cards; scripts are kept apart."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.cards: list[str] = []
        self.in_script = self.in_card = False
        self.feed(path.read_text(encoding="utf-8"))
        # As the browser does when one is opened: only then is it parsed.
        for card in self.cards:
            self.feed(card)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.in_script = tag in ("script", "style")
        self.in_card = "data-card" in dict(attrs)

    def handle_endtag(self, tag: str) -> None:
        self.in_script &= tag not in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.in_script:
            self.words += data.split()
        elif self.in_card:
            self.cards.append(data)

    @cached_property
    def text(self) -> str:
        return " ".join(self.words)

    def ids(self) -> list[str]:
        return [str(a["id"]) for _, a in self.elements if "id" in a]

    def sheets(self) -> list[str]:
        """Ranks of the candidates whose figures have data."""
        return [str(a["data-sheet"]) for _, a in self.elements if "data-sheet" in a]


def terms(*ids: str) -> pd.DataFrame:
    rows = [
        (one, name, counted, sentence)
        for one in ids
        for name, counted, sentence in (
            ("base_rate", -4.6, "1 % of such pairs are taken to be transfers"),
            ("alongside", 2.0, "alongside for 5 h 40 min, median 38 m"),
            ("size", 0.0, ""),
        )
    ]
    return pd.DataFrame(
        rows, columns=["candidate_id", "evidence", "counted", "sentence"]
    )


def details(table: pd.DataFrame) -> Details:
    return Details(
        followed=dict.fromkeys(table["candidate_id"], pair_followed()),
        terms=terms(*table["candidate_id"]),
    )


def report(path: Path, table: pd.DataFrame, **summary: object) -> Page:
    write_report(table, summary, path, details=details(table), land=LAND)
    return Page(path)


def test_write_report__tells_each_candidate_in_full(tmp_path: Path) -> None:
    page = report(tmp_path / "r.html", candidates(), period=(at(0), at(1440)))

    for words in (
        "Leads, not findings.",
        "2024-03-01 00:00 – 2024-03-02 00:00 UTC",
        "SIM ALPHA",
        "MMSI 200000001",
        "31°15.0′ N 124°30.0′ E",
        "90 %, calibrated on simulated seas alone",
        "alongside for 5 h 40 min",
        "not known: draught",
        "+2.00",
        "−2.60",
    ):
        assert words in page.text
    assert {"overview", "candidate-1"} <= set(page.ids())
    assert page.sheets() == ["1"]


def test_write_report__tells_where_one_was_heard_that_is_not_again(
    tmp_path: Path,
) -> None:
    table = candidates({"kind": "one_dark"})
    last = LastHeard(at(0), 31.25, 124.5, 84.2)
    gone = Details(
        followed=dict.fromkeys(table["candidate_id"], pair_followed()),
        last_heard=dict.fromkeys(table["candidate_id"], last),
    )

    write_report(table, {}, tmp_path / "r.html", details=gone)

    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "Vessel b was last heard 2024-03-01 00:00 UTC at 31°15.0′ N" in text
    assert "within 84 nm of there" in text
    assert "the ring is where b was last heard" in text
    assert "last heard" not in report(tmp_path / "n.html", candidates()).text


def test_write_report__tells_how_much_is_chance(tmp_path: Path) -> None:
    dark = candidates().assign(kind="one_dark", p_chance=0.031)
    known = report(tmp_path / "a.html", dark.assign(false_discovery_rate=0.42)).text
    unknown = report(tmp_path / "b.html", dark).text

    assert "3.1 % of random silences like these could have met as well" in known
    assert "explain as well or better, 42 % by chance" in known
    assert "by chance" not in unknown


def test_write_report__tells_a_destination_that_does_not_fit(tmp_path: Path) -> None:
    doubts = candidates().assign(destination_doubts="a: <b>left</b> it blank")

    told = report(tmp_path / "a.html", doubts).text
    untold = report(tmp_path / "b.html", candidates()).text

    assert "a: <b>left</b> it blank" in told  # as text
    assert "not counted: many a crew leaves it as it was" in told
    assert "not counted" not in untold


def test_write_report__tells_who_is_laden_without_a_port(tmp_path: Path) -> None:
    laden = candidates().assign(laden_without_port="a: told 4.0 m from <then>")

    told = report(tmp_path / "a.html", laden).text
    untold = report(tmp_path / "b.html", candidates()).text

    assert "a: told 4.0 m from <then>" in told  # as text
    assert "no port seen is not no port called at" in told
    assert "no port seen" not in untold


def test_write_report__loads_nothing(tmp_path: Path) -> None:
    page = report(tmp_path / "r.html", candidates())

    loading = {"src", "href", "data", "action"}
    addresses = [a[name] for _, a in page.elements for name in loading & set(a)]
    assert all(str(address).startswith("#") for address in addresses)
    policies = [
        a["content"]
        for tag, a in page.elements
        if a.get("http-equiv") and tag == "meta"
    ]
    assert len(policies) == 1
    assert str(policies[0]).startswith("default-src 'none'; ")


def test_write_report__no_text_of_strangers_runs(tmp_path: Path) -> None:
    hostile = candidates(
        {
            "shipname_a": HOSTILE,
            "shipname_b": "<img src=x onerror=alert(2)>",
            "ship_type_b": HOSTILE,
            "region": HOSTILE,
            "reasons_for": HOSTILE,
        }
    )
    plain = report(tmp_path / "plain.html", candidates())

    page = report(tmp_path / "r.html", hostile, sources=[{"name": HOSTILE}])

    assert [tag for tag, _ in page.elements].count("img") == 0
    n_scripts = [tag for tag, _ in page.elements].count("script")
    assert n_scripts == [tag for tag, _ in plain.elements].count("script")
    assert page.text.count(HOSTILE) > 4
    assert "<script>alert" not in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_write_report__is_the_same_each_time(tmp_path: Path) -> None:
    table = candidates({}, UNKNOWN, {"lat": 33.0})

    report(tmp_path / "one.html", table)
    report(tmp_path / "other.html", table.iloc[[2, 0, 1]])

    one, other = (tmp_path / f"{name}.html" for name in ("one", "other"))
    assert one.read_bytes() == other.read_bytes()


def test_write_report__of_no_candidate_says_so(tmp_path: Path) -> None:
    page = report(tmp_path / "r.html", CANDIDATES.empty(), counts={"rows_read": 1234})

    assert "No candidate" in page.text
    assert "no proof that no transfer took place" in page.text
    assert "1,234" in page.text
    assert "overview" not in page.ids()
    assert [tag for tag, _ in page.elements].count("script") == 0


def test_write_report__lists_the_first_and_counts_all(tmp_path: Path) -> None:
    table = candidates(*({"likelihood": 0.9} for _ in range(N_LISTED + 5)))

    write_report(table, {}, tmp_path / "r.html")

    page = Page(tmp_path / "r.html")
    n_all = f"{N_LISTED + 5:,}"
    assert f"{n_all} candidates {n_all} likelihood 80 % and more" in page.text
    assert "5 more are in candidates.csv." in page.text
    rows = [one for one in page.ids() if re.fullmatch(r"candidate-\d+", one)]
    assert len(rows) == N_LISTED
    assert page.sheets() == []


def test_write_report__shows_what_it_rests_on(tmp_path: Path) -> None:
    page = report(
        tmp_path / "r.html",
        candidates(),
        title="Yellow Sea, March",
        config={"encounters": {"max_distance_m": 500.0}, "region": None},
        sources=[{"name": "a.csv", "rows_read": 10}, {"name": "b.csv"}],
        limits=["AIS alone"],
        formula="priority = 100 × likelihood",
        nothing={},
    )

    for words in (
        "Yellow Sea, March",
        "encounters: max distance m 500",
        "region –",
        "name rows read a.csv 10 b.csv –",
        "Limits AIS alone",
        "Formula priority = 100 × likelihood",
    ):
        assert words in page.text
    assert "Nothing" not in page.text.split("What this rests on")[1]


def test_write_report__of_a_candidate_alone_needs_no_details(tmp_path: Path) -> None:
    loner = candidates(UNKNOWN | {"kind": "loitering", "mmsi_b": None})

    write_report(loner, {}, tmp_path / "r.html")

    page = Page(tmp_path / "r.html")
    assert "one waits, no partner" in page.text
    assert "MMSI 200000001 no name broadcast" in page.text
    assert "not rated" in page.text.replace("moderate", "not rated")


def test_write_report__a_folder_in_its_place_is_the_users_fault(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="can't write here"):
        write_report(CANDIDATES.empty(), {}, tmp_path)


def test_write_report__tells_what_watch_lists_say_of_each_vessel(
    tmp_path: Path,
) -> None:
    listed = candidates({"watchlist_b": f"OFAC 12345 {HOSTILE} (IMO number) / UN 7"})

    page = report(tmp_path / "r.html", listed)

    assert f"What watch lists say OFAC 12345 {HOSTILE} (IMO number) UN 7" in page.text
    assert "watch lists" not in report(tmp_path / "n.html", candidates()).text


def test_write_report__draws_and_names_regions(tmp_path: Path) -> None:
    areas = [shapely.box(120, 30, 126, 36), LAND.iloc[0]]
    regions = gpd.GeoDataFrame(
        {"name": ["Some Sea", HOSTILE]}, geometry=areas, crs="EPSG:4326"
    )

    write_report(candidates(), {}, tmp_path / "r.html", regions=regions)

    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert '"Some Sea"' in text
    assert "<script>alert" not in text
