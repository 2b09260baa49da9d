"""The report of the sample in a real browser, with no network."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import CHROMIUM, opened
from playwright.sync_api import Page

import stsdetect as sts

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium here: install it to test the report"
)


@pytest.fixture(scope="module")
def complaints() -> list[str]:
    """What the page complained of, and what it asked the network for."""
    return []


@pytest.fixture(scope="module")
def page(sample_run: sts.Run, complaints: list[str]) -> Iterator[Page]:
    """The report of the sample, opened with networking off."""
    address = (sample_run.folder / "report.html").absolute().as_uri()
    with opened(address, complaints, offline=True) as tab:
        yield tab


def shown(page: Page) -> int:
    return page.locator("tbody.candidate:visible").count()


def wait_for_shown(page: Page, n: int) -> None:
    """Wait until so many candidates are shown: the page filters when it has time."""
    page.wait_for_function(
        """n => [...document.querySelectorAll("tbody.candidate")]
          .filter(one => one.checkVisibility()).length === n""",
        arg=n,
    )


def is_blank(page: Page, selector: str) -> bool:
    """Whether each canvas below has one colour only."""
    return bool(
        page.evaluate(
            """selector => !Array.from(document.querySelectorAll(selector))
            .some(root => {
              const all = [root, ...root.querySelectorAll("*")];
              const inside = all.flatMap(one => one.shadowRoot ?
                [...one.shadowRoot.querySelectorAll("*")] : []);
              const stack = [...all, ...inside], canvases = [];
              while (stack.length) {
                const one = stack.pop();
                if (one.tagName === "CANVAS") canvases.push(one);
                if (one.shadowRoot) stack.push(...one.shadowRoot.querySelectorAll("*"));
              }
              return canvases.some(canvas => {
                if (!canvas.width || !canvas.height) return false;
                const data = canvas.getContext("2d")
                  .getImageData(0, 0, canvas.width, canvas.height).data;
                const pixels = new Uint32Array(data.buffer);
                return pixels.some(pixel => pixel !== pixels[0]);
              });
            })""",
            selector,
        )
    )


def test_report__opens_the_first_candidate_with_figures(page: Page) -> None:
    assert page.locator(".opened:visible").count() == 1
    assert not is_blank(page, "#overview")
    assert not is_blank(page, ".sheet")


def test_report__opens_others_by_click_and_by_key(page: Page) -> None:
    page.locator("#candidate-2 .row").click()
    page.wait_for_selector("#candidate-2 .sheet[data-drawn]")
    page.locator("#candidate-3 .row").press("Enter")

    assert page.locator(".opened:visible").count() == 3
    page.locator("#candidate-2 .row").click()
    assert page.locator(".opened:visible").count() == 2


def test_report__filters_and_sorts(page: Page, sample_run: sts.Run) -> None:
    name = str(sample_run.candidates["shipname_a"].dropna().iloc[4])
    everything = shown(page)

    page.fill("#search", name)
    found = shown(page)
    page.click("button[type=reset]")
    wait_for_shown(page, everything)
    again = shown(page)
    page.click("[data-sort=start]")
    starts = page.eval_on_selector_all(
        "tbody.candidate", "bodies => bodies.map(body => body.dataset.start)"
    )
    page.click("[data-sort=rank]")

    assert 0 < found < everything == again
    assert starts == sorted(starts)


def panels(page: Page, rank: int) -> dict[str, bool]:
    """Which panels over time a candidate has, by name."""
    page.wait_for_selector(f"#candidate-{rank} .sheet[data-drawn]")
    shown: dict[str, bool] = page.evaluate(
        """() => Object.fromEntries(Bokeh.documents.at(-1)._roots[0].children
          .map(one => [one.name.replace("panel_", ""), one.visible]))"""
    )
    return shown


@pytest.mark.parametrize("kind", ["encounter", "one_dark", "both_dark", "loitering"])
def test_report__draws_a_candidate_of_each_kind_however_far_down(
    page: Page, sample_run: sts.Run, kind: str
) -> None:
    own = sample_run.candidates
    last = own[own["kind"] == kind].sort_values("rank").iloc[-1]
    rank = int(last["rank"])

    page.locator(f"#candidate-{rank} .row").click()
    shown = panels(page, rank)

    assert not is_blank(page, f"#candidate-{rank} .sheet")
    assert list(shown) == ["distance", "speed", "heading", "draught", "hearing"]
    assert shown["speed"]
    assert shown["hearing"]
    assert not (kind == "loitering" and shown["distance"])
    assert named(page, "track_a") > 0
    assert (named(page, "area") > 0) == is_bounded(sample_run, last["candidate_id"])
    page.locator(f"#candidate-{rank} .row").click()


def is_bounded(run: sts.Run, candidate_id: str) -> bool:
    """Whether a candidate is of silences that ended, and so has an area."""
    events = sts.read_events(run.folder)
    met = events.rendezvous[events.rendezvous["rendezvous_id"] == candidate_id]
    gaps = events.gaps[events.gaps["gap_id"].isin(met["event_b"])]
    return len(met) == 1 and bool(gaps["end_time"].notna().all())


def named(page: Page, name: str) -> int:
    """How many lines or rings a source of the map drawn last holds."""
    n_lines: int = page.evaluate(
        """name => Array.from(Bokeh.documents.at(-2)._all_models.values())
          .find(one => one.name === name).data.x.length""",
        name,
    )
    return n_lines


def test_report__a_cursor_over_time_shows_both_vessels_on_the_map(page: Page) -> None:
    where = page.evaluate(
        """() => {
          const [map, time] = Bokeh.documents.slice(-2).map(drawn => name =>
            Array.from(drawn._all_models.values()).find(one => one.name === name));
          const { start, end } = time("time");
          time("cursor").location = (start + end) / 2;
          return map("now_a").data.x;
        }"""
    )

    assert len(where) == 1


@pytest.mark.parametrize("width", [1440, 800])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_report__nothing_runs_off_its_page(page: Page, width: int, theme: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)

    beyond = page.evaluate(
        """() => Array.from(document.querySelectorAll("main *"))
          .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
          .map(one => one.className)"""
    )

    assert beyond == []


def test_report__prints_without_what_is_for_the_screen(page: Page) -> None:
    page.emulate_media(media="print")
    hidden = [page.locator(one).first.is_visible() for one in (".filters", "#theme")]
    paper = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    page.emulate_media(media="screen")

    assert hidden == [False, False]
    assert paper == "rgb(255, 255, 255)"


def test_report__searches_what_stands_in_a_card_alone(
    page: Page, sample_run: sts.Run
) -> None:
    name = str(sample_run.candidates["candidate_id"].iloc[-1])
    everything = shown(page)

    page.keyboard.press("/")
    page.keyboard.type(name)
    found = shown(page)
    page.click("button[type=reset]")
    wait_for_shown(page, everything)

    assert found == 1


def test_brief__opens_with_its_pictures(
    page: Page, sample_run: sts.Run, tmp_path: Path
) -> None:
    sts.write_brief(sample_run.folder, tmp_path / "brief.html")
    tab = page.context.new_page()
    faults: list[str] = []
    tab.on("console", lambda said: faults.append(said.text))
    tab.on("pageerror", lambda fault: faults.append(str(fault)))

    tab.goto((tmp_path / "brief.html").as_uri())
    widths = tab.eval_on_selector_all("img", "all => all.map(one => one.naturalWidth)")
    tab.close()

    assert widths
    assert min(widths) > 0
    assert faults == []


def test_report__complains_of_nothing_and_asks_nobody(
    page: Page, complaints: list[str], tmp_path: Path
) -> None:
    page.screenshot(path=tmp_path / "report.png")

    assert complaints == []


def test_report__enlarged_the_map_names_more_regions(page: Page) -> None:
    count = """() => overview.then(drawn => {
      const all = [...drawn._all_models.values()];
      const source = all.find(one => one.name === "region_names");
      return source.data.shown.filter(Boolean).length;
    })"""
    at_first = page.evaluate(count)

    page.locator("#overview").scroll_into_view_if_needed()
    page.locator("#overview").hover(position={"x": 500, "y": 230})
    page.mouse.wheel(0, -600)

    more = page.wait_for_function(
        f"async least => await ({count})() > least", arg=at_first
    )
    assert at_first > 0
    assert more.json_value()
