"""Services: which server and whose credentials the environment names."""

import pytest
from pyarrow import fs

from stsdetect.disk.object_store import open_bucket
from stsdetect.disk.services import file_system
from stsdetect.errors import InputError

KEY = "c2VjcmV0"
NAMES = ("ACCOUNT", "KEY", "SAS_TOKEN", "CONNECTION_STRING")


@pytest.fixture(autouse=True)
def nothing_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(f"AZURE_STORAGE_{name}", raising=False)
    monkeypatch.delenv("STORAGE_EMULATOR_HOST", raising=False)


def emulator(host: str, scheme: str) -> dict[str, str]:
    return {
        "blob_storage_authority": host,
        "dfs_storage_authority": host.replace(".blob.", ".dfs."),
        "blob_storage_scheme": scheme,
        "dfs_storage_scheme": scheme,
    }


@pytest.mark.parametrize(
    ("told", "same"),
    [
        ({"ACCOUNT": "fictional"}, {}),
        ({"ACCOUNT": "fictional", "KEY": KEY}, {"account_key": KEY}),
        ({"ACCOUNT": "fictional", "SAS_TOKEN": "sig=a"}, {"sas_token": "?sig=a"}),
        ({"ACCOUNT": "fictional", "SAS_TOKEN": "?sig=a"}, {"sas_token": "?sig=a"}),
        (
            {"CONNECTION_STRING": f"AccountName=fictional;AccountKey={KEY}"},
            {"account_key": KEY},
        ),
        (
            {
                "CONNECTION_STRING": (
                    "BlobEndpoint=http://127.0.0.1:7/fictional; AccountName=fictional;"
                    "SharedAccessSignature=sv=1&sig=a=="
                )
            },
            {"sas_token": "?sv=1&sig=a==", **emulator("127.0.0.1:7", "http")},
        ),
        (
            {
                "CONNECTION_STRING": (
                    f"DefaultEndpointsProtocol=https;AccountName=fictional;AccountKey="
                    f"{KEY};EndpointSuffix=core.example.org"
                )
            },
            {
                "account_key": KEY,
                **emulator(".blob.core.example.org", "https"),
            },
        ),
        (
            {
                "CONNECTION_STRING": "AccountName=fictional;"
                f"BlobEndpoint=https://fictional.blob.example.org/;AccountKey={KEY}"
            },
            {"account_key": KEY, **emulator(".blob.example.org", "https")},
        ),
    ],
)
def test_file_system__azure_is_as_its_variables_say(
    told: dict[str, str], same: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in told.items():
        monkeypatch.setenv(f"AZURE_STORAGE_{name}", value)

    asked: dict[str, str | None] = {}
    monkeypatch.setattr(fs, "AzureFileSystem", lambda **words: asked.update(words))

    file_system("az")

    given = {name: value for name, value in asked.items() if value is not None}
    assert given == {"account_name": "fictional", **same}


def test_file_system__azure_without_an_account_is_told() -> None:
    with pytest.raises(InputError, match="set AZURE_STORAGE_CONNECTION_STRING or"):
        file_system("az")


def test_file_system__google_is_asked_at_the_emulator_that_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    usual = file_system("gs")
    for named in ("127.0.0.1:7", "http://127.0.0.1:7"):
        monkeypatch.setenv("STORAGE_EMULATOR_HOST", named)
        found = file_system("gs")
        assert not found.equals(usual)


def test_fault__holds_no_signature(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "AZURE_STORAGE_CONNECTION_STRING",
        "AccountName=fictional;BlobEndpoint=http://127.0.0.1:7/fictional;"
        "SharedAccessSignature=sv=2021&sig=SECRET",
    )
    opened = open_bucket("az://abc/b")

    with pytest.raises(InputError, match="the object store says") as told:
        opened.list("az://abc/b")
    assert "abc?…" in str(told.value)
    assert "SECRET" not in str(told.value)
