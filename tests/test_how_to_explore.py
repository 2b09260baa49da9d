"""The how-to for notebooks: its lines run, and what they show asks no server."""

import re
from typing import Any

import bokeh.io
import pytest
from bokeh.embed import file_html
from bokeh.resources import INLINE
from checkout import ROOT

import stsdetect as sts

HOW_TO = ROOT / "docs" / "how-to" / "explore.md"


def test_how_to__explores_with_no_network(
    sample_run: sts.Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Any] = []
    monkeypatch.setattr(bokeh.io, "output_notebook", lambda _: None)
    monkeypatch.setattr(bokeh.io, "show", shown.append)
    text = HOW_TO.read_text(encoding="utf-8")
    lines = "\n".join(re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL))
    names: dict[str, Any] = {}

    exec(lines.replace('"look"', repr(str(sample_run.folder))), names)  # noqa: S102

    assert len(shown) == 2
    assert not names["tracks"].is_empty()
    pages = [file_html(figure, INLINE) for figure in shown]
    asked = [
        re.findall(r"<(?:script|link|img)[^>]+(?:src|href)=", one) for one in pages
    ]
    assert asked == [[], []]
