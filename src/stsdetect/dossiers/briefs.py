"""Briefs: one document for a period, over one run or many."""

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

import pandas as pd

from stsdetect.dossiers.brief_figures import draw_brief_case, draw_overview
from stsdetect.dossiers.brief_ground import (
    Period,
    Run,
    find_coverage,
    read_run,
    tell_file,
    tell_run,
)
from stsdetect.errors import InputError
from stsdetect.following import follow_pair
from stsdetect.report.brief.blocks import Figure
from stsdetect.report.brief.cases import (
    BriefCase,
    join_verdicts,
    select_cases,
    tell_case,
)
from stsdetect.report.brief.compose import Material, compose
from stsdetect.report.brief.coverage import months_of
from stsdetect.report.brief.naming import drawn_names, is_named
from stsdetect.report.brief.page import write_brief_page
from stsdetect.report.brief.sheet import write_brief_pdf
from stsdetect.report.brief.texts import Texts
from stsdetect.schema import CANDIDATES
from stsdetect.scoring.relevance import PRIORITY_FORMULA
from stsdetect.units import utc

__all__ = ["write_brief"]

_DAY: Final = timedelta(days=1)
_N_DRAWN: Final = 20
"""Cases with a figure; ours: a brief is read, and each takes a second to draw."""


def write_brief(
    outs: list[Path] | Path,
    output: Path | str,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    templates: Path | None = None,
) -> int:
    """Write a brief of a period; give the number of its candidates.

    Parameters
    ----------
    outs : path or list of paths
        Run folders. A candidate that several have counts once, as in the first.
    output : path
        ``.html``, or ``.pdf`` of at most four pages; replaced as a whole.
    since, until : datetime, optional
        The period, without its end; the days that the runs have when left out. A time
        without a zone is UTC.
    templates : path, optional
        A folder whose templates go before those of stsdetect.

    Raises
    ------
    InputError
        A folder is no run folder, the period ends before it begins, a template is
        faulty, or the file is neither of the two.
    """
    path = Path(output)
    if path.suffix.lower() not in (".html", ".pdf"):
        raise InputError(f"{path}: a brief is .html or .pdf")
    texts = Texts(templates)
    runs = [read_run(Path(out)) for out in (outs if isinstance(outs, list) else [outs])]
    period = _period(runs, since, until)
    material = _gather(runs, period)
    sections = compose(material, texts)
    if path.suffix.lower() == ".pdf":
        write_brief_pdf(sections, path)
    else:
        write_brief_page(sections, texts, path)
    return len(material.candidates)


def _period(runs: list[Run], since: datetime | None, until: datetime | None) -> Period:
    """Take the period asked for, else the days from the first position to the last."""
    spans = [run.store.period for run in runs]
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    start = since or datetime.combine(first.date(), time())
    stop = until or datetime.combine(last.date() + _DAY, time())
    start, stop = utc(start), utc(stop)
    if stop <= start:
        raise InputError(f"until {stop} is not after since {start}; swap them")
    return start, stop


def _gather(runs: list[Run], period: Period) -> Material:
    since, until = period
    earlier = since - (until - since), since
    known = pd.concat([run.candidates for run in runs])
    known = known.drop_duplicates("candidate_id")
    verdicts = join_verdicts(pd.concat([run.verdicts for run in runs]))
    coverage_before = find_coverage(runs, earlier)
    candidates = _within(known, period)
    own = verdicts[verdicts["candidate_id"].isin(candidates["candidate_id"])]
    looked = coverage_before.n_vessel_days > 0
    return Material(
        since=_words(since),
        until=_words(until),
        before_since=_words(earlier[0]),
        months=months_of(since, until),
        candidates=candidates,
        before=_within(known, earlier) if looked else None,
        coverage=find_coverage(runs, period),
        coverage_before=coverage_before,
        verdicts={str(k): int(n) for k, n in own["verdict"].value_counts().items()},
        cases=_cases(runs, select_cases(candidates, own)),
        priority=PRIORITY_FORMULA,
        runs=[tell_run(run) for run in runs],
        overview=_overview(candidates),
        files=[tell_file(one) for run in runs for one in run.record["inputs"]],
    )


def _within(candidates: pd.DataFrame, period: Period) -> pd.DataFrame:
    start = candidates["start_time"]
    chosen = candidates[(start >= period[0]) & (start < period[1])]
    CANDIDATES.check(chosen)
    return chosen


def _cases(runs: list[Run], chosen: pd.DataFrame) -> list[BriefCase]:
    cases = []
    for number, (_, one) in enumerate(chosen.iterrows()):
        run = _home(runs, one["candidate_id"])
        figures = _draw(run, one) if number < _N_DRAWN else []
        cases.append(tell_case(one, _notes(run, one["candidate_id"]), figures))
    return cases


def _home(runs: list[Run], candidate_id: str) -> Run:
    return next(
        run for run in runs if (run.candidates["candidate_id"] == candidate_id).any()
    )


def _notes(run: Run, candidate_id: str) -> list[str]:
    own = run.labels[run.labels["candidate_id"] == candidate_id]
    latest = own.sort_values("number").drop_duplicates("analyst", keep="last")
    return [note for note in latest["note"].dropna() if note]


def _draw(run: Run, case: "pd.Series[Any]") -> list[Figure]:
    shown = drawn_names(case, named=is_named(case["verdict"]))
    png = draw_brief_case(shown, *follow_pair(run.store, case, run.config))
    told = f"Tracks, distance and speed; candidate {case['candidate_id']}."
    return [] if png is None else [Figure(png, told)]


def _overview(candidates: pd.DataFrame) -> Figure | None:
    if candidates.empty:
        return None
    told = "Where candidates are, by kind; filled: likely or more."
    return Figure(draw_overview(candidates), told)


def _words(moment: datetime) -> str:
    whole_day = moment.time() == time()
    return f"{moment:%Y-%m-%d}" if whole_day else f"{moment:%Y-%m-%d %H:%M}"
