"""A town hall takes over the status lists of an identity that it goes on for."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from livret_core import limits
from livret_core.https_uri import HttpsUri
from livret_core.mirror_path import mirror_path
from livret_edge.arguments import Asked
from livret_edge.files import check_folder, named_by, read_file
from livret_edge.saying import now_s
from livret_issuer.cli.ledger.believing import proven
from livret_issuer.cli.ledger.identity import open_ledger_office
from livret_issuer.list_places import NAMED_LIST
from livret_issuer.predecessors import LeftBehind, Published
from livret_issuer.store import Home
from livret_issuer.words.ledger import texts

_MARK: Final = "town-hall.json"


def take_over(asked: Asked) -> int:
    """Take over the lists of an identity that this town hall goes on for."""
    name = asked.named("folder")
    folder = check_folder(asked.folder, name)
    old = Home.open(folder) if (folder / _MARK).exists() else None
    with named_by("--evidence"):
        state = proven(asked, asked.evidence)
    office = open_ledger_office(asked)
    behind = office.left_behind(state)
    public = folder if old is None else old.public
    with named_by(name):
        published = published_in(public, behind)
    made = office.take_over(behind, published, old, now_s=now_s())
    addresses = sorted({each.endpoint for each in made.places})
    if asked.voice.json:
        asked.voice.event(
            "taken_over",
            did=made.did,
            lists_at=addresses,
            commits=made.commits,
            codes=old is not None,
        )
        return 0
    said = texts(asked.voice.lang)
    asked.voice.tell("✓ " + said["taken_over"])
    rows = [(said["did"], made.did), *((said["lists_at"], each) for each in addresses)]
    asked.voice.rows(rows)
    if old is None:
        asked.voice.tell("! " + said["no_codes"])
    asked.voice.tell(said["take_over_next"].format(did=made.did))
    return 0


def published_in(public: Path, behind: LeftBehind) -> Published:
    """Read what a town hall published last of its lists, from a copy of that."""
    return Published(
        dict(_lists(public, behind)),
        _if_there(public, behind.digests_uri, limits.DAY_COMMIT_BYTES),
        _if_there(public, behind.log_uri, limits.DID_LOG_BYTES),
        dict(_named(public, behind)),
    )


def _named(public: Path, behind: LeftBehind) -> Iterable[tuple[int, bytes]]:
    """Read the lists that are kept as the ledger names them."""
    if behind.named_lists is None:
        return
    folder = (public / mirror_path(HttpsUri.parse(f"{behind.named_lists}1{NAMED_LIST}"))).parent
    for path in sorted(folder.glob(f"*{NAMED_LIST}")):
        if path.stem.isdecimal():
            yield int(path.stem), read_file(path, limits.STATUS_TOKEN_BYTES)


def _if_there(public: Path, uri: HttpsUri | None, max_bytes: int) -> bytes | None:
    path = None if uri is None else public / mirror_path(uri)
    return read_file(path, max_bytes) if path is not None and path.is_file() else None


def _lists(public: Path, behind: LeftBehind) -> Iterable[tuple[str, bytes]]:
    """Read the lists at each address, as they were published."""
    for endpoint in behind.endpoints:
        folder = (public / mirror_path(HttpsUri.parse(f"{endpoint}1.jwt"))).parent
        for path in sorted(folder.glob("*.jwt")):
            if path.stem.isdecimal():
                yield f"{endpoint}{path.name}", read_file(path, limits.STATUS_TOKEN_BYTES)
