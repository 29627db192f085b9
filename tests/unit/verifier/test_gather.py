from pathlib import Path

import pytest

from livret_core.dids.webvh import WebvhDid
from livret_core.https_uri import HttpsUri
from livret_core.mirror_path import mirror_path
from livret_verifier.evidence import DidLogNeed, Found, Missing, StatusListNeed
from livret_verifier.gather import FolderGatherer
from tests.scene import NOW_S, TOWN, accepted, draft, present

DID = WebvhDid.parse(TOWN.did)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for uri, content in ((DID.log_url, TOWN.log), (TOWN.status_uri.text, TOWN.status_list())):
        path = tmp_path / mirror_path(HttpsUri.parse(uri))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path


def gatherer(root: Path) -> FolderGatherer:
    return FolderGatherer(root, clock=lambda: NOW_S)


def test_a_desk_without_network_verifies_from_a_folder(root: Path) -> None:
    accepted(present(draft()), gather=gatherer(root).gather)


def test_what_is_found_says_where_and_when(root: Path) -> None:
    found = gatherer(root).gather(DidLogNeed(TOWN.did))
    assert isinstance(found, Found)
    assert (found.content, found.witness_file, found.obtained_at_s) == (TOWN.log, None, NOW_S)
    assert found.source.endswith("did.jsonl")


def test_a_witness_file_comes_along(root: Path) -> None:
    (root / mirror_path(HttpsUri.parse(DID.witness_url))).write_bytes(b"[]")
    found = gatherer(root).gather(DidLogNeed(TOWN.did))
    assert isinstance(found, Found)
    assert found.witness_file == b"[]"


@pytest.mark.parametrize(
    "uri",
    [
        "https://ledger.livret.test/verneuil/status/2.jwt",
        "https://ledger.livret.test/verneuil/status",
        "https://ledger.livret.test/verneuil/status/1.jwt?x",
        "https://ledger.livret.test/verneuil/%2e%2e/1.jwt",
        "http://ledger.livret.test/verneuil/status/1.jwt",
        "file:///etc/hostname",
        "",
    ],
)
def test_what_cannot_be_had_is_an_answer_and_no_exception(root: Path, uri: str) -> None:
    found = gatherer(root).gather(StatusListNeed(uri))
    assert isinstance(found, Missing)
    assert found.reason
