"""A key gives way while a town hall is served: the next one signs, or nothing does."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from livret_core.https_uri import HttpsUri
from livret_core.jws import CompactJws
from livret_core.openid4vci.signed_metadata import SignedMetadata
from livret_core.sealing import SealedFile
from livret_issuer.service import Office
from livret_issuer.service.online.serving import Online
from tests.asking import Answer, ask
from tests.hall_on_ledger import PASSPHRASE, Stand
from tests.halls_online import Caller, credentials, opened, within
from tests.office import CHEAP
from tests.pickups import URL, offer

METADATA = "https://verneuil.test:8443/.well-known/openid-credential-issuer/verneuil"


@pytest.fixture
def stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stand:
    defaults = SealedFile.unseal.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "floor", CHEAP)
    stand = Stand(tmp_path)
    stand.office.home.change_hall(replace(stand.office.hall, url=HttpsUri.parse(URL)))
    stand.reopen()
    stand.register()
    return stand


class Served:
    """The town hall as another process serves it, begun before the change."""

    def __init__(self, stand: Stand, online: Online) -> None:
        self.stand, self.online = stand, online
        self.caller = Caller(within(online), clock=lambda: stand.now_s)

    def change_key(self) -> None:
        """A clerk's command makes a key, and the ledger takes it."""
        self.stand.scene.tick(60)
        made = self.stand.desk.change_key("credential", PASSPHRASE, now_s=self.stand.now_s)
        self.stand.take(made)

    def asked(self) -> Answer:
        offered = offer(self.stand.office, now_s=self.stand.now_s, commune="Verdun")
        return self.caller.ask(self.caller.access(offered))

    def kids(self) -> set[str]:
        tokens = (text.partition("~")[0] for text in credentials(self.asked()))
        return {str(CompactJws.parse(each, max_bytes=1 << 16).header["kid"]) for each in tokens}

    def ready(self) -> tuple[int, object]:
        found = ask(self.online.inside, "GET", "/readyz", host="127.0.0.1")
        checks = found.json()["checks"]
        assert isinstance(checks, dict)
        return found.status, checks["keys"]

    def check_signs_nothing(self) -> None:
        """It says so, whatever is asked of it; whoever asks is told to come back."""
        assert self.ready() == (503, "home.operation_open")
        assert self.asked().status == 202
        said = self.caller.get(METADATA, accept="application/jwt")
        assert (said.status, said.headers["content-type"]) == (200, "application/json")


@pytest.fixture
def served(stand: Stand, request: pytest.FixtureRequest) -> Iterator[Served]:
    stays = getattr(request, "param", True)
    office = Office.open(stand.root / "hall", PASSPHRASE, stays=stays)
    with opened(office, lambda: stand.now_s) as online:
        yield Served(stand, online)


def test_a_key_that_was_made_meanwhile_signs_without_a_new_start(served: Served) -> None:
    did = served.stand.office.hall.did.text
    assert served.kids() == {f"{did}#credential-1"}
    served.change_key()
    assert served.kids() == {f"{did}#credential-2"}
    assert served.ready() == (200, "ok")
    signed = SignedMetadata.parse(served.caller.get(METADATA, accept="application/jwt").body)
    assert signed.kid == f"{did}#credential-2"


@pytest.mark.parametrize("served", [False], indirect=True)
def test_a_key_that_gave_way_signs_nothing_where_the_next_cannot_be_had(served: Served) -> None:
    served.change_key()
    served.check_signs_nothing()


def test_a_key_that_gave_way_signs_nothing_on_another_machine(served: Served) -> None:
    """Its folder is its own: it has heard nothing, and the record that they share has."""
    mark, sealed = (served.stand.root / "hall" / name for name in ("town-hall.json", "keys.sealed"))
    before = mark.read_bytes(), sealed.read_bytes()
    served.change_key()
    mark.write_bytes(before[0])
    sealed.write_bytes(before[1])
    served.check_signs_nothing()


def test_a_key_that_gave_way_signs_nothing_once_another_passphrase_seals_the_next(
    served: Served,
) -> None:
    clerk = Office.open(served.stand.root / "hall", PASSPHRASE)
    served.stand.scene.tick(60)
    made = served.stand.desk.change_key("credential", PASSPHRASE, now_s=served.stand.now_s)
    clerk.change_passphrase(PASSPHRASE, b"another", now_s=served.stand.now_s)
    clerk.close()
    served.stand.scene.apply(made)
    index = len(served.stand.scene.leaves) - 1
    served.stand.scene.tick()
    served.stand.settle(made, served.stand.proof(index))
    served.check_signs_nothing()
