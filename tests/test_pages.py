"""Pages of a run: what they show of the files that a user brings."""

import json
from pathlib import Path

from builders_leads import candidates
from builders_runs import write_run

from stsdetect.config import Config
from stsdetect.ingest.store import open_store
from stsdetect.pages import make_review_page, write_page
from stsdetect.record import read_record
from stsdetect.run_folder import read_events

RING = [[124, 31], [125, 31], [125, 32], [124, 32], [124, 31]]


def test_pages__draw_the_regions_of_the_user(tmp_path: Path) -> None:
    own = tmp_path / "own.geojson"
    area = {"type": "Polygon", "coordinates": [RING]}
    told = {"type": "Feature", "properties": {"name": "Sim Roads"}, "geometry": area}
    own.write_text(json.dumps(told))
    out = write_run(tmp_path / "run", candidates())
    behind = (read_events(out), open_store(out / "store"))
    config = Config(region_files=(str(own),))
    page = tmp_path / "report.html"

    write_page(candidates(), *behind, config, read_record(out), page)
    review = make_review_page(candidates(), *behind, config, read_record(out))

    assert '"Sim Roads"' in page.read_text(encoding="utf-8")
    assert '"Sim Roads"' in review.text


def test_page__names_files_of_the_user_without_their_folders(tmp_path: Path) -> None:
    out = write_run(tmp_path / "run", candidates())
    behind = (read_events(out), open_store(out / "store"))
    lists = [{"name": "/home/sim analyst/lists/ours.csv", "sha256": "ab" * 32}]
    record = read_record(out) | {"watchlists": lists}
    record["config"]["watchlists"] = [lists[0]["name"]]
    record["config"]["region"] = "/home/sim analyst/area.geojson"
    page = tmp_path / "report.html"

    write_page(candidates(), *behind, Config(), record, page)

    text = page.read_text(encoding="utf-8")
    assert "sim analyst" not in text
    for told in ("ours.csv", "watch list", "ab" * 32, "area.geojson"):
        assert told in text
