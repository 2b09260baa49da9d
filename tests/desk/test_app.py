"""App: what is kept of what an analyst says, and what is refused."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from asking import Answer, ask

import stsdetect as sts
from stsdetect.desk.app import MAX_BODY, make_app
from stsdetect.labelling import verify_labels

JSON = {"content-type": "application/json"}


def first_id(folder: Path) -> str:
    return str(sts.read_candidates(folder)["candidate_id"].iloc[0])


def say(folder: Path, **said: Any) -> Answer:
    whole = {
        "candidate_id": first_id(folder),
        "verdict": "transfer",
        "analyst": "Kim",
        "note": "",
    } | said
    body = [json.dumps(whole).encode()]
    return ask(make_app(folder, ""), "POST", "/t/labels", headers=JSON, body=body)


def test_app__shows_the_page(folder: Path) -> None:
    answer = ask(make_app(folder, "<p>page</p>"), "GET", "/t/", headers={})

    assert answer.text == "<p>page</p>"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_app__keeps_a_verdict_and_tells_it_to_others(folder: Path) -> None:
    hostile = "</script><script>alert(1)</script>\u202e=1+1\n'\""
    kept = say(folder, note=hostile)
    told = ask(make_app(folder, ""), "GET", "/t/labels", headers={}).json()

    assert kept.status == 200
    assert kept.json() == told
    assert told["verdicts"] == {first_id(folder): "transfer"}
    assert told["labels"][0]["note"] == hostile
    assert sts.read_labels(folder)["note"].tolist() == [hostile]


def test_app__a_ledger_that_was_damaged_meanwhile_is_said_so(folder: Path) -> None:
    (folder / "labels.sqlite").write_bytes(b"no ledger at all")

    asked = ask(make_app(folder, ""), "GET", "/t/labels", headers={})

    assert (asked.status, say(folder).status) == (503, 503)
    assert asked.text.endswith("labels.sqlite: file is not a database")


def test_app__two_analysts_who_differ_are_both_kept(folder: Path) -> None:
    say(folder)
    told = say(folder, analyst="Lee", verdict="no_transfer").json()

    assert [one["analyst"] for one in told["labels"]] == ["Kim", "Lee"]
    assert told["verdicts"] == {first_id(folder): "unsure"}


def test_app__two_analysts_at_once_lose_no_verdict(folder: Path) -> None:
    sayings = [(name, str(number)) for number in range(6) for name in ("Kim", "Lee")]

    with ThreadPoolExecutor(4) as pool:
        answers = list(
            pool.map(lambda one: say(folder, analyst=one[0], note=one[1]), sayings)
        )

    labels = sts.read_labels(folder)
    assert {one.status for one in answers} == {200}
    assert sorted(zip(labels["analyst"], labels["note"], strict=True)) == sorted(
        sayings
    )
    assert verify_labels(folder)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"verdict": "guilty"}, "no verdict 'guilty'"),
        ({"candidate_id": "zzz"}, "no candidate 'zzz'"),
        ({"candidate_id": "../../etc/passwd"}, "no candidate"),
        ({"analyst": ""}, "analyst: "),
        ({"analyst": " "}, "a label needs a name"),
        ({"analyst": 7}, "analyst: "),
        ({"note": "\x1b[2J"}, "note: "),
        ({"note": "x" * 2001}, "note: "),
        ({"blind": True}, "blind: "),
    ],
)
def test_app__refuses_what_is_no_verdict(
    folder: Path, said: dict[str, Any], words: str
) -> None:
    answer = say(folder, **said)

    assert answer.status == 400
    assert words in answer.text
    assert not (folder / "labels.sqlite").exists()


@pytest.mark.parametrize(
    ("headers", "parts", "status"),
    [
        (JSON, [b"x" * (MAX_BODY + 1)], 413),
        (JSON, [b"x" * MAX_BODY, b"x"], 413),
        ({"content-type": "text/plain"}, [b"{}"], 415),
        ({"content-type": "application/x-www-form-urlencoded"}, [b"a=b"], 415),
        (JSON, [b"{"], 400),
        (JSON, [b"[]"], 400),
        (JSON, [b"\xff"], 400),
    ],
)
def test_app__refuses_other_bodies(
    folder: Path, headers: dict[str, str], parts: list[bytes], status: int
) -> None:
    app = make_app(folder, "")

    answer = ask(app, "POST", "/t/labels", headers=headers, body=parts)

    assert answer.status == status
    assert not (folder / "labels.sqlite").exists()


def test_app__who_sends_a_verdict_byte_by_byte_is_turned_away(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stsdetect.desk.app.MAX_WAIT_S", 0.01)
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(0.005)
        return {"type": "http.request", "body": b"{", "more_body": True}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/t/labels",
        "raw_path": b"/t/labels",
        "query_string": b"",
        "headers": [(b"content-type", b"application/json")],
    }
    asyncio.run(make_app(folder, "")(scope, receive, send))

    assert sent[0]["status"] == 408
    assert not (folder / "labels.sqlite").exists()


@pytest.mark.parametrize(
    "path",
    ["/t/../run.json", "/t/run.json", "/t/%2e%2e/run.json", "/t//etc/passwd", "/t/x/y"],
)
def test_app__gives_no_file(folder: Path, path: str) -> None:
    assert ask(make_app(folder, ""), "GET", path, headers={}).status == 404


def test_app__a_damaged_store_of_labels_is_told(folder: Path) -> None:
    (folder / "labels.sqlite").write_text("no ledger, " * 100)

    answer = say(folder)

    assert answer.status == 503
    assert "labels.sqlite" in answer.text
