"""Guard: who is let through, and what each answer carries."""

import pytest
from asking import Answer, ask
from starlette.responses import PlainTextResponse

from stsdetect.desk.guard import Guard

HOST = "127.0.0.1:8765"
GUARD = Guard(
    PlainTextResponse("through"),
    hosts={HOST, "localhost:8765"},
    token="secret",  # noqa: S106  of this test
    policy="default-src 'none'",
)
OWN = {"host": HOST, "origin": f"http://{HOST}", "sec-fetch-site": "same-origin"}


def post(path: str = "/secret/labels", **headers: str) -> Answer:
    changed = {name.replace("_", "-"): value for name, value in headers.items()}
    kept = {name: value for name, value in (OWN | changed).items() if value}
    return ask(GUARD, "POST", path, headers=kept)


def test_guard__lets_its_own_page_through() -> None:
    assert post().text == "through"
    assert post(host="localhost:8765", origin="http://localhost:8765").status == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://127.0.0.1:9999"}, 403),
        ({"origin": f"https://{HOST}"}, 403),
        ({"origin": ""}, 403),
        ({"sec_fetch_site": "cross-site"}, 403),
        ({"sec_fetch_site": "same-site"}, 403),
        ({"host": "evil.example:8765"}, 421),
        ({"host": "127.0.0.1"}, 421),
        ({"host": ""}, 421),
    ],
)
def test_guard__refuses_other_sites(headers: dict[str, str], status: int) -> None:
    answer = post(**headers)

    assert answer.status == status
    assert answer.text != "through"


@pytest.mark.parametrize(
    "path", ["/", "", "*", "/wrong/labels", "/secre/", "/secrets/", "//secret/"]
)
def test_guard__refuses_another_token(path: str) -> None:
    assert post(path).status == 404


@pytest.mark.parametrize(
    ("mode", "status"), [("navigate", 200), ("no-cors", 403), ("cors", 403)]
)
def test_guard__opens_from_a_link_but_loads_into_no_other_page(
    mode: str, status: int
) -> None:
    headers = {"host": HOST, "sec-fetch-site": "cross-site", "sec-fetch-mode": mode}

    assert ask(GUARD, "GET", "/secret/", headers=headers).status == status


@pytest.mark.parametrize("path", ["/secret/", "/wrong/"])
def test_guard__tells_the_browser_with_each_answer(path: str) -> None:
    told = ask(GUARD, "GET", path, headers={"host": HOST}).headers

    assert told["content-security-policy"] == (
        "default-src 'none'; frame-ancestors 'none'"
    )
    assert told["x-content-type-options"] == "nosniff"
    assert told["cache-control"] == "no-store"
    assert told["cross-origin-resource-policy"] == "same-origin"
