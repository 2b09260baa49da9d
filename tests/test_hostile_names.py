"""Names of strangers are text in everything that a run, a case and a brief write."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import which
from xml.etree import ElementTree as ET

import geopandas as gpd
import pyogrio
import pytest
from builders import at
from openpyxl import load_workbook
from playwright.sync_api import sync_playwright

import stsdetect as sts
from stsdetect.config import config_from_json
from stsdetect.export.bundle import read_bundle
from stsdetect.export.write import EXPORT_FORMATS, export_candidates
from stsdetect.pages import make_review_page

FORMULA = '=HYPERLINK("http://x")'
MARKUP = "<script>alert(1)</script>\u202e \"Q\" 'S' $x^2$ [b]"
TWO_LINES = "@SUM(1)\n| two |"

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> sts.Run:
    """Three vessels of hostile names that lie side by side for eight hours."""
    folder = tmp_path_factory.mktemp("hostile")
    with (folder / "ais.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(
            ["mmsi", "timestamp", "lat", "lon", "sog", "shipname", "destination"]
        )
        for minute in range(0, 480, 5):
            for number, name in enumerate((FORMULA, MARKUP, TWO_LINES)):
                time = f"{at(minute):%Y-%m-%dT%H:%M:%SZ}"
                lon = 124.5 + 0.0004 * number
                rows.writerow([200000001 + number, time, 31.25, lon, 0.1, name, name])
    return sts.run(folder / "ais.csv", folder / "run")


@pytest.fixture(scope="module")
def case(run: sts.Run, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of the case of the first candidate."""
    path = tmp_path_factory.mktemp("case") / "case.zip"
    sts.make_case(run.folder, run.candidates["candidate_id"].iloc[0], path)
    sts.verify_case(path)
    return read_bundle(path)


def cells(text: str, separator: str = ",") -> Iterator[str]:
    for row in csv.reader(io.StringIO(text), delimiter=separator):
        yield from row


def is_number(cell: str) -> bool:
    try:
        float(cell.replace(",", "."))
    except ValueError:
        return False
    return True


def starts_a_formula(cell: str) -> bool:
    return cell.strip()[:1] in tuple("=+-@") and not is_number(cell)


def test_names__of_the_run_are_those_that_were_sent(run: sts.Run) -> None:
    told = {*run.candidates["shipname_a"], *run.candidates["shipname_b"]}

    assert any("HYPERLINK" in str(name) for name in told)
    assert any("<script>" in str(name) for name in told)


@pytest.mark.parametrize(("name", "separator"), [("csv", ","), ("csv-semicolon", ";")])
def test_names__start_no_formula_in_a_list(
    run: sts.Run, tmp_path: Path, name: str, separator: str
) -> None:
    export_candidates(run.folder, name, tmp_path / "c.csv")

    text = (tmp_path / "c.csv").read_text(encoding="utf-8")
    assert not [one for one in cells(text, separator) if starts_a_formula(one)]


def test_names__start_no_formula_in_a_case(case: dict[str, bytes]) -> None:
    tables = [name for name in case if name.endswith(".csv")]

    assert len(tables) == 6
    for name in tables:
        text = case[name].decode()
        assert not [one for one in cells(text) if starts_a_formula(one)], name


def test_names__are_no_formula_of_a_workbook(run: sts.Run, tmp_path: Path) -> None:
    export_candidates(run.folder, "xlsx", tmp_path / "c.xlsx")

    sheets = load_workbook(tmp_path / "c.xlsx").worksheets
    all_cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
    assert all_cells
    assert not [cell for cell in all_cells if cell.data_type == "f"]


@pytest.mark.parametrize("name", sorted(EXPORT_FORMATS))
def test_names__break_no_export(run: sts.Run, tmp_path: Path, name: str) -> None:
    assert export_candidates(run.folder, name, tmp_path / "c") == len(run.candidates)


def test_names__are_no_markup_of_the_report(run: sts.Run) -> None:
    page = (run.folder / "report.html").read_text(encoding="utf-8")

    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page


def test_names__are_no_markup_of_a_case(case: dict[str, bytes]) -> None:
    marked = [case[name].decode() for name in case if name.endswith(".md")]
    svg = [case[name] for name in case if name.endswith(".svg")]
    map_ = ET.fromstring(case["map.kml"])  # noqa: S314  our own

    assert not [text for text in marked if "<script>" in text]
    assert svg
    assert not [text for text in svg if b"<script>" in text]
    assert map_.find(".//script") is None
    assert json.loads(case["map.geojson"])["features"]
    assert case["brief.pdf"].startswith(b"%PDF-")


def test_names__are_no_markup_of_a_brief(run: sts.Run, tmp_path: Path) -> None:
    sts.write_brief(run.folder, tmp_path / "b.html")

    assert "<script>alert(1)" not in (tmp_path / "b.html").read_text(encoding="utf-8")


def test_names__steer_no_terminal(run: sts.Run, stsdetect: Call) -> None:
    code, out, _ = stsdetect("show", run.folder, "1")

    assert code == 0
    assert "\x1b" not in out
    assert "\u202e" not in out


@pytest.mark.parametrize("name", ["geopackage", "geoparquet", "geojson"])
def test_names__come_back_from_a_layer_as_they_were_sent(
    run: sts.Run, tmp_path: Path, name: str
) -> None:
    path = tmp_path / {"geopackage": "c.gpkg"}.get(name, "c")
    export_candidates(run.folder, name, path)

    read = gpd.read_parquet if name == "geoparquet" else pyogrio.read_dataframe
    back = read(path).sort_values("rank")

    assert back["shipname_a"].tolist() == run.candidates["shipname_a"].tolist()


def test_names__are_no_markup_of_a_map(run: sts.Run, tmp_path: Path) -> None:
    export_candidates(run.folder, "kml", tmp_path / "c.kml")

    root = ET.parse(tmp_path / "c.kml").getroot()  # noqa: S314  our own
    told = [one for one in root.iter() if one.text]
    assert not [one for one in told if one.tag.endswith("script")]
    # a balloon reads its text as HTML, so that a name is escaped once more
    balloons = [one.text for one in told if one.tag.endswith("description")]
    assert not [text for text in balloons if "<script>" in str(text)]


def test_names__are_no_markup_of_the_review_page(run: sts.Run) -> None:
    config = config_from_json(run.record["config"])
    events = sts.read_events(run.folder)
    store = sts.open_store(run.folder / "store")

    page = make_review_page(run.candidates, events, store, config, run.record)

    assert "&lt;script&gt;alert(1)" in page.text
    assert "<script>alert(1)" not in page.text


@pytest.mark.skipif(which("chromium") is None, reason="no Chromium here")
def test_names__run_in_no_browser(run: sts.Run) -> None:
    said: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        tab = browser.new_context(offline=True).new_page()
        # nobody answers a dialog, so that the page would wait for ever
        tab.on("dialog", lambda dialog: said.append(dialog.message))
        tab.on("pageerror", lambda fault: said.append(str(fault)))
        tab.goto((run.folder / "report.html").absolute().as_uri())
        tab.wait_for_selector(".sheet canvas")
        names = tab.locator("tbody.candidate bdi").all_inner_texts()
        browser.close()

    assert any("<script>alert(1)</script>" in name for name in names)
    assert not said
