"""One issuer, one list, and a token that is right in every respect."""

from collections.abc import Callable
from typing import Final

import pytest

from livret_core import jws
from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.https_uri import HttpsUri
from livret_core.keys import P256Signer
from livret_core.status.bits import StatusList

NOW_S: Final = 1_790_000_000
URI: Final = HttpsUri.parse("https://status.verneuil.example/lists/7")


@pytest.fixture(scope="session")
def issuer() -> P256Signer:
    return P256Signer.from_seed(bytes(range(48)))


@pytest.fixture
def make_token(issuer: P256Signer) -> Callable[..., str]:
    """Sign any claims over the right ones; ``None`` leaves a claim out."""

    def make(
        *, typ: str | None = "statuslist+jwt", signer: P256Signer = issuer, **claims: object
    ) -> str:
        right: JsonObject = {
            "sub": URI.text,
            "iat": NOW_S - 60,
            "exp": NOW_S + 3_600,
            "ttl": 600,
            "status_list": {
                "bits": 2,
                "lst": base64url.encode(
                    StatusList.of(64, bits=2, statuses={1: 1, 2: 2, 3: 3}).deflate()
                ),
            },
        }
        payload = {name: value for name, value in (right | claims).items() if value is not None}
        header = {} if typ is None else {"typ": typ}
        return jws.sign(header, json_encoding.format(payload), signer)

    return make
