"""Our wallet, by its commands, at a town hall and a desk made of npm `@openid4vc/*` and `@sd-jwt/*`, over HTTPS."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from livret_core.keys import P256Signer, jwk
from livret_core.openid4vci.configuration import configuration_id, configuration_of
from livret_core.openid4vp.client_id import client_id_of
from livret_core.openid4vp.dcql.query import DcqlQuery
from livret_wallet.client.web import Web
from livret_wallet.gather import Folder
from tests.certificates import leaf
from tests.cheap_words import cheap_words
from tests.desks_that_ask import hashed
from tests.halls_online import tls_for
from tests.interop.foreign import Foreign, foreign
from tests.interop.holders import HALL, PIN, POOL, Holder
from tests.on_ledger import Desk
from tests.playing import Play, cheap_kdf, clock, play
from tests.scene import CLAIMS, DAY_S, RESIDENCY, draft, seed

__all__ = ["cheap_kdf", "cheap_words", "clock", "play"]

pytestmark = [pytest.mark.interop, pytest.mark.usefixtures("cheap_words")]

MODES: Final = ("direct_post", "direct_post.jwt")
SERVICE: Final = "Piscine des Saules"
SIGNER: Final = P256Signer.from_seed(seed("their pool", 48))
LEAF: Final = leaf("Piscine", POOL, signer=SIGNER)
BY_KEY: Final = client_id_of(SIGNER.public_key)
BY_HOST: Final = f"x509_san_dns:{POOL}"
BY_HASH: Final = hashed(LEAF)


@dataclass
class Town:
    """What others made, and a wallet of ours."""

    node: Foreign
    port: int
    holder: Holder
    asked: int = 0

    @property
    def at(self) -> str:
        return f"https://{HALL}:{self.port}/verneuil"

    def issue(self, **more: Any) -> str:
        """Let their town hall offer a residence; the link of the offer."""
        name = configuration_id(RESIDENCY, "did")
        hall = self.holder.files.desk.hall()
        said = self.node(
            "issue",
            at=self.at,
            pin=PIN,
            configurations={name: configuration_of(RESIDENCY, "did").format_object()},
            credential=self._credential(),
            key=jwk.format_private(hall.signer),
            **more,
        )
        return str(said["offer"])

    def _credential(self) -> dict[str, Any]:
        """What their library is to sign, with the key that the ledger has for the town."""
        files = self.holder.files
        hall, at_s = files.desk.hall(), files.now_s - files.now_s % DAY_S
        claims = {**CLAIMS, "issuing_territory": files.town.who}
        ours = draft(
            claims,
            town=hall,
            issued_s=at_s,
            expires_s=RESIDENCY.law.expires_at_s(at_s),
        )
        hidden = {path[0] for path in RESIDENCY.conceal_paths if path[0] in claims}
        clear = {
            name: value
            for name, value in ours.payload.items()
            if name not in {"_sd", "_sd_alg", "status", "cnf", *CLAIMS}
        }
        address: Any = CLAIMS["address"]
        frame = {
            "_sd": sorted(hidden - {"address"}),
            "_sd_decoy": 3,
            "address": {"_sd": list(address), "_sd_decoy": 2},
        }
        return {
            "claims": {**clear, **claims},
            "frame": frame,
            "header": {"kid": hall.kid},
            "list": hall.status_uri.text,
        }

    def hold(self) -> None:
        """Let Camille have three copies."""
        self.holder.receive(self.issue())

    def ask(self, client: str, mode: str, *, name: str | None = SERVICE, **more: Any) -> str:
        """Let their desk ask for the commune; the link."""
        self.asked += 1
        at = f"https://{POOL}:{self.port}"
        if client == "redirect_uri:":
            who: dict[str, Any] = {"client": f"{client}{at}/answers/{self.asked}"}
        else:
            chain = None if client == BY_KEY else LEAF.x5c
            who = {"client": client, "key": jwk.format_private(SIGNER), "chain": chain}
        query = DcqlQuery.for_one("residence", (RESIDENCY.vct,), [("commune",)]).format()
        metadata = {} if name is None else {"client_name": name}
        said = self.node(
            "ask", at=at, id=self.asked, mode=mode, query=query, metadata=metadata, **who, **more
        )
        return str(said["link"])

    def verdict(self) -> dict[str, Any]:
        """What their desk makes of the answer to what it asked last."""
        hall = self.holder.files.desk.hall()
        listed = hall.status_list(issued_s=self.holder.files.now_s - 3_600)
        said: dict[str, Any] = self.node(
            "verdict",
            id=self.asked,
            issuerKey=jwk.format_public(hall.signer.public_key),
            list=listed.decode(),
        )
        return said

    def show(self, client: str, mode: str, **more: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Ask, and let Camille say yes: the sheet she saw, and the verdict."""
        sheet = self.holder.present(self.ask(client, mode, **more))
        return sheet, self.verdict()


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Foreign, int, Path]]:
    root = tmp_path_factory.mktemp("services")
    tls, authority = tls_for(root, HALL, POOL)
    ca = root / "ca.pem"
    ca.write_bytes(authority)
    with foreign("their_services.mjs", ca=ca, hosts=(HALL, POOL), now_s=Desk().now_s) as node:
        opened = node("open", certificate=tls.certificate, key=tls.key)
        yield node, opened["port"], ca


@pytest.fixture
def town(services: tuple[Foreign, int, Path], play: Play, monkeypatch: pytest.MonkeyPatch) -> Town:
    node, port, ca = services
    holder = Holder(play, ca=ca, port=port)
    # The ledger's names have no port that a test may listen at.
    folder = Folder(holder.files.published)
    read: Callable[..., bytes] = lambda _, uri, code: folder.read(uri, code)  # noqa: E731
    monkeypatch.setattr(Web, "read", read)
    return Town(node, port, holder)


def test_our_wallet_picks_up_what_their_library_signs(town: Town) -> None:
    received = town.holder.receive(town.issue())
    assert (received.event["copies"], received.event["status_checked"]) == (3, True)
    told = town.node("told")
    assert (told["failures"], [one["event"] for one in told["told"]]) == (
        [],
        ["credential_accepted"],
    )


def test_requests_and_answers_are_encrypted_where_their_hall_wants_it(town: Town) -> None:
    assert town.holder.receive(town.issue(encrypts=True)).event["copies"] == 3
    assert town.node("told")["failures"] == []


def test_our_wallet_goes_to_the_server_that_their_metadata_names(town: Town) -> None:
    server = f"https://{HALL}:{town.port}/server"
    assert town.holder.receive(town.issue(server=server)).event["copies"] == 3
    assert "POST /server/token" in town.node("told")["asked"]


def test_our_wallet_comes_back_for_what_their_hall_puts_off(town: Town) -> None:
    town.holder.receive(town.issue(putsOff=True), status=3)
    town.node("ready")
    town.holder.pass_s(5)
    received = town.holder.wallet("receive", "--continue", "--json")
    assert received.event["copies"] == 3


def test_our_wallet_renews_at_their_hall_until_it_forgets(town: Town) -> None:
    town.hold()
    renewed = town.holder.wallet("renew", "--json").events[-1]
    assert (renewed["event"], renewed["copies"]) == ("received", 5)
    town.node("forgetTokens")
    refused = town.holder.wallet("renew", "--json", status=1).events[-1]
    assert refused["code"] == "token.refresh"


def test_their_one_no_to_a_code_and_a_pin_says_both(town: Town) -> None:
    town.node("told")
    town.holder.pin.write_text("000000\n")
    assert town.holder.receive(town.issue(), status=1).event["code"] == "token.grant"
    assert "POST /verneuil/credential" not in town.node("told")["asked"]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("client", [BY_KEY, BY_HOST, BY_HASH, "redirect_uri:"])
def test_their_verifier_accepts_what_our_wallet_shows(town: Town, client: str, mode: str) -> None:
    town.hold()
    sheet, verdict = town.show(client, mode)
    assert (sheet["service"], sheet["leaves"]) == ("Piscine des Saules", {"commune": "Verneuil"})
    [shown] = verdict["found"]
    assert shown["claims"]["commune"] == "Verneuil"
    assert "family_name" not in shown["claims"]
    assert (shown["aud"], shown["kb"]["typ"]) == (verdict["client"], "kb+jwt")


def test_a_request_with_no_more_than_it_needs_is_answered(town: Town) -> None:
    """No state, no name of the service, members of other versions, the standard's own audience."""
    town.hold()
    more: dict[str, Any] = {"client_metadata_uri": None, "transaction_data_": [], "version": "24"}
    _, verdict = town.show(
        BY_KEY,
        "direct_post.jwt",
        name=None,
        more=more,
        leave=["state", "client_metadata_uri"],
        aud="https://self-issued.me/v2",
    )
    assert verdict["found"][0]["claims"]["commune"] == "Verneuil"


@pytest.mark.parametrize("mode", MODES)
def test_a_no_of_our_wallet_is_read(town: Town, mode: str) -> None:
    town.hold()
    town.holder.refuse(town.ask(BY_KEY, mode))
    said = town.verdict()["said"]
    assert (said.keys(), said["error"]) == ({"error", "state"}, "access_denied")
