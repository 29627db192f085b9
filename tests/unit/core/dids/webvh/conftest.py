"""A town hall's DID, made by the book, with keys anybody can compute."""

from typing import Final

import pytest

from livret_core.dids.webvh import NewEntry, create, placeholder_did
from livret_core.encoding.json import JsonObject
from livret_town.simulator.did_logs import START_S, commitment, key

# 0, 1, 2 … are the routine keys in their order, 90 and above the recovery keys.
RECOVERY: Final = (90, 91)


@pytest.fixture
def first_document() -> JsonObject:
    did = placeholder_did("towns.example", path=("verneuil",))
    return {"@context": ["https://www.w3.org/ns/did/v1"], "id": did}


@pytest.fixture
def created(first_document: JsonObject) -> NewEntry:
    return create(
        first_document,
        signer=key(0),
        next_key_hash=commitment(key(1)),
        recovery_key_hashes=[commitment(key(number)) for number in RECOVERY],
        version_time_s=START_S,
    )
