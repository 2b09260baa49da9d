"""Services: the servers behind ``s3://``, ``gs://``, ``az://``, from the environment.

| scheme | who asks | whom, where it is not the usual one |
|---|---|---|
| ``s3`` | ``AWS_ACCESS_KEY_ID`` and its kin, a profile, a role | ``AWS_ENDPOINT_URL`` |
| ``gs`` | ``GOOGLE_APPLICATION_CREDENTIALS``, the machine | ``STORAGE_EMULATOR_HOST`` |
| ``az`` | ``AZURE_STORAGE_ACCOUNT`` with ``AZURE_STORAGE_KEY``, \
``AZURE_STORAGE_SAS_TOKEN`` or an identity; ``AZURE_STORAGE_CONNECTION_STRING`` alone \
| its ``BlobEndpoint`` |
"""

import os
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from stsdetect.errors import InputError

__all__ = ["file_system"]

_MAX_TRIES: Final = 5
"""Of one S3 request, after waits that double; ours: a minute of a busy server."""

_MAX_WAIT: Final = timedelta(minutes=1)
"""The same for ``gs://``; the library of ``az://`` has bounds of its own."""


def file_system(scheme: str) -> Any:
    """Open what speaks with a service; nothing is asked of it yet.

    Parameters
    ----------
    scheme : str
        ``s3``, ``gs`` or ``az``.

    Returns
    -------
    pyarrow.fs.FileSystem
        Its paths begin with a bucket.

    Raises
    ------
    InputError
        The environment lacks what it needs.
    """
    return {"s3": _s3, "gs": _gs, "az": _az}[scheme](os.environ)


def _s3(told: Mapping[str, str]) -> Any:
    from pyarrow import fs  # noqa: PLC0415  slow to load

    url = told.get("AWS_ENDPOINT_URL_S3") or told.get("AWS_ENDPOINT_URL")
    parts = urlsplit(url or "")
    endpoint = {"scheme": parts.scheme, "endpoint_override": parts.netloc}
    return fs.S3FileSystem(
        region=told.get("AWS_REGION") or told.get("AWS_DEFAULT_REGION"),
        retry_strategy=fs.AwsStandardS3RetryStrategy(max_attempts=_MAX_TRIES),
        allow_delayed_open=True,  # a small object is one request
        **(endpoint if url else {}),
    )


def _gs(told: Mapping[str, str]) -> Any:
    from pyarrow import fs  # noqa: PLC0415  slow to load

    emulator = told.get("STORAGE_EMULATOR_HOST")
    if not emulator:
        return fs.GcsFileSystem(retry_time_limit=_MAX_WAIT)
    parts = urlsplit(emulator if "://" in emulator else f"http://{emulator}")
    return fs.GcsFileSystem(
        anonymous=True,
        scheme=parts.scheme,
        endpoint_override=parts.netloc,
        retry_time_limit=_MAX_WAIT,
    )


def _az(told: Mapping[str, str]) -> Any:
    from pyarrow import fs  # noqa: PLC0415  slow to load

    said = _connection(told.get("AZURE_STORAGE_CONNECTION_STRING", ""))
    account = said.get("accountname") or told.get("AZURE_STORAGE_ACCOUNT")
    if not account:
        raise InputError(
            "az://: nothing says whose store it is; set "
            "AZURE_STORAGE_CONNECTION_STRING or AZURE_STORAGE_ACCOUNT"
        )
    key = said.get("accountkey") or told.get("AZURE_STORAGE_KEY")
    token = said.get("sharedaccesssignature") or told.get("AZURE_STORAGE_SAS_TOKEN")
    query = f"?{token.removeprefix('?')}" if token and not key else None
    return fs.AzureFileSystem(
        account_name=account,
        account_key=key or None,
        sas_token=query,
        **_azure_server(account, said),
    )


def _connection(text: str) -> dict[str, str]:
    """Split a connection string as the portal of Azure shows it; names in small."""
    parts = (one.partition("=") for one in text.split(";"))
    return {name.strip().lower(): value.strip() for name, _, value in parts if value}


def _azure_server(account: str, said: Mapping[str, str]) -> dict[str, str]:
    """Give the server of a connection string as pyarrow wants it, nothing of none.

    A name that begins with a dot follows that of the account.
    """
    parts = urlsplit(said.get("blobendpoint", ""))
    authority = parts.netloc.removeprefix(account)
    if not authority and "endpointsuffix" in said:
        authority = f".blob.{said['endpointsuffix']}"
    if not authority:
        return {}
    scheme = parts.scheme or said.get("defaultendpointsprotocol", "https")
    return {
        "blob_storage_authority": authority,
        "blob_storage_scheme": scheme,
        "dfs_storage_authority": authority.replace(".blob.", ".dfs."),
        "dfs_storage_scheme": scheme,
    }
