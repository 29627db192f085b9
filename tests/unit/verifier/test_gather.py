import os
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

from livret_core.dids.webvh import WebvhDid
from livret_core.https_uri import HttpsUri
from livret_core.mirror_path import mirror_path
from livret_verifier.evidence import DidLogNeed, Found, Missing, StatusListNeed
from livret_verifier.gather import FolderGatherer
from tests.scene import NOW_S, TOWN, accepted, draft, not_known, present

PATIENCE_S = 10.0
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


def pipe(path: Path) -> None:
    os.mkfifo(path)


def endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def link_to_itself(path: Path) -> None:
    path.symlink_to(path)


def folder(path: Path) -> None:
    path.mkdir()


def too_large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate((64 << 20) + 1)


each_liar = pytest.mark.parametrize(
    ("lay", "reason"),
    [
        (pipe, "special"),
        (endless, "special"),
        (folder, "folder"),
        (link_to_itself, "failed"),
        (too_large, "too_large"),
    ],
)


@each_liar
@pytest.mark.parametrize("what", ["log", "list"])
def test_what_is_no_file_is_no_evidence(
    root: Path, what: str, lay: Callable[[Path], None], reason: str
) -> None:
    """Whoever fills the folder must not make the desk wait, or fill its memory."""
    uri = DID.log_url if what == "log" else TOWN.status_uri.text
    path = root / mirror_path(HttpsUri.parse(uri))
    path.unlink()
    lay(path)
    decided: list[tuple[int, str, object]] = []

    def decide() -> None:
        decided.append(not_known(present(draft()), gatherer(root).gather))

    waiting = Thread(target=decide, daemon=True)
    waiting.start()
    waiting.join(PATIENCE_S)
    assert decided == [
        (4, "issuer.unavailable", None) if what == "log" else (15, "status.unavailable", None)
    ]
    need = DidLogNeed(TOWN.did) if what == "log" else StatusListNeed(uri)
    assert gatherer(root).gather(need) == Missing(str(path), reason)


def test_a_link_to_a_published_file_is_one(root: Path) -> None:
    path = root / mirror_path(TOWN.status_uri)
    beside = path.rename(path.with_name("other.jwt"))
    path.symlink_to(beside)
    accepted(present(draft()), gather=gatherer(root).gather)


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


def test_a_copy_is_as_old_as_it_was_written(root: Path) -> None:
    path = root / mirror_path(TOWN.status_uri)
    os.utime(path, (NOW_S - 86_400, NOW_S - 86_400))
    found = gatherer(root).gather(StatusListNeed(TOWN.status_uri.text))
    assert isinstance(found, Found)
    assert found.obtained_at_s == NOW_S - 86_400
    # A stick from a machine whose clock is ahead holds nothing from the future.
    os.utime(path, (NOW_S + 86_400, NOW_S + 86_400))
    found = gatherer(root).gather(StatusListNeed(TOWN.status_uri.text))
    assert isinstance(found, Found)
    assert found.obtained_at_s == NOW_S


def test_the_digests_of_the_day_come_with_a_list_if_they_are_asked_for(tmp_path: Path) -> None:
    place = tmp_path / mirror_path(HttpsUri.parse(TOWN.status_uri.text))
    place.parent.mkdir(parents=True)
    place.write_bytes(b"list")
    uri = f"{TOWN.status_uri.text}.json"
    need = StatusListNeed(TOWN.status_uri.text, uri)
    found = gatherer(tmp_path).gather(need)
    assert isinstance(found, Found)
    assert (found.content, found.commit) == (b"list", None)
    (tmp_path / mirror_path(HttpsUri.parse(uri))).write_bytes(b"day")
    again = gatherer(tmp_path).gather(need)
    assert isinstance(again, Found)
    assert again.commit == b"day"
