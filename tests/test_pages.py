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
