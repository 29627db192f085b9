"""Attack 30: a person's values, searched for in everything that a walk leaves behind.

From the clerk's offer over the wallet's pickup to the desk's answer, and each no on the way:
afterwards no log, figure, error, trace or file has a value that was planted, but what is sealed
or what somebody was to be told.
"""

import base64
import io
import logging
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from livret_core.encoding import form
from livret_core.encoding import json as json_encoding
from livret_core.https_uri import HttpsUri
from livret_core.keys import P256Signer
from livret_core.mirror_path import mirror_path
from livret_core.sdjwt.compact import SdJwt
from livret_edge.serving.lines import logged
from livret_issuer.service import Office
from livret_verifier.evidence import DidLogNeed, Evidence, Found, Missing, Need
from tests.asking import Answer
from tests.halls_online import Caller, Clock, credentials, hall_online
from tests.pickups import offer
from tests.scene import bind, seed, showing
from tests.wallets_on_the_wire import OnTheWire, query
from tests.windows import CLEAR, LOCKED, POLICY, Opened, opened, posted

#: One for each claim, and one for each place where somebody who asks may write something.
PLANTED = {
    "family_name": "Zqplanted-family",
    "given_name": "Zqplanted-given",
    "birthdate": "1903-07-19",
    "commune": "Zqplanted-commune",
    "street": "Zqplanted-street",
    "asked": "Zqplanted-asked",
}
ASKED = PLANTED["asked"]
ADDRESS = {"street_address": PLANTED["street"], "locality": "Zqplanted-locality", "country": "FR"}
CLAIMS: dict[str, Any] = {
    **{name: PLANTED[name] for name in ("family_name", "given_name", "birthdate", "commune")},
    "address": ADDRESS,
}
SECRET = b"zqplanted"


def _encoded(value: bytes) -> Iterator[bytes]:
    """The value as it stands within base64, wherever it begins there."""
    for before in range(3):
        text = base64.urlsafe_b64encode(bytes(before) + value)
        yield text[-(-before * 8 // 6) : (before + len(value)) * 8 // 6]


NEEDLES = (b"1903-07-19", *_encoded(b"Zqplanted"), *_encoded(b"1903-07-19"))


def has_none(what: str | bytes) -> bool:
    octets = what.encode() if isinstance(what, str) else what
    return SECRET not in octets.lower() and not any(each in octets for each in NEEDLES)


class Walk:
    """A town hall, a wallet, a desk that believes the town hall; and what was answered."""

    def __init__(self, root: Path, office: Office, caller: Caller, clock: Clock) -> None:
        self.office, self.caller, self.clock = office, caller, clock
        published = office.home.public

        def gather(need: Need) -> Evidence:
            uri = f"{HttpsUri.parse(office.hall.did.base_url).text}did.jsonl"
            if not isinstance(need, DidLogNeed):
                uri = getattr(need, "uri", "")
            file = published / mirror_path(HttpsUri.parse(uri))
            if not file.exists():
                return Missing(uri, "not there")
            return Found(file.read_bytes(), uri, clock())

        policy = POLICY.partition("[procedures.parking.requires]")[0]
        policy += f"""
[[issuers]]
name = "Verneuil"
profile = "did"
did = "{office.hall.did.text}"
types = ["residency"]
territories = ["fr-insee:80999"]
"""
        self.window: Opened = opened(root / "pool", policy=policy, gather=gather)
        self.window.clock.now_s = clock()
        self.refused: list[Answer] = []

    def no(self, answer: Answer) -> None:
        """Keep what was answered to something that is refused."""
        assert answer.status >= 400, answer.body
        self.refused.append(answer)

    def pick_up(self) -> list[str]:
        """Be offered, be refused in each way, be given the copies."""
        caller = self.caller
        offered = offer(self.office, **CLAIMS)
        code = caller.code(offered)
        self.no(caller.redeem(code, ASKED))
        self.no(caller.redeem(ASKED, offered.pin))
        self.no(caller.refresh(ASKED))
        token = caller.access(offered)
        for changes in (
            {"credential_configuration_id": ASKED},
            {"proofs": {"jwt": [ASKED]}},
            {"proofs": {ASKED: [ASKED]}},
            {"credential_response_encryption": {"jwk": {"kty": ASKED}, "enc": ASKED}},
        ):
            self.no(caller.ask(token, caller.request(**changes)))
        self.no(caller.ask(token, caller.request(nonce=ASKED)))
        self.no(caller.ask(ASKED))
        self.no(caller.ask(token, headers={"dpop": ASKED, "user-agent": ASKED}))
        handed = caller.ask(token)
        self.no(caller.notify(token, ASKED))
        self.no(caller.notify(token, str(handed.json()["notification_id"]), ASKED))
        assert caller.notify(token, str(handed.json()["notification_id"])).status == 204
        return credentials(handed)

    def show(self, text: str, mode: str, *names: str, **changes: Any) -> Mapping[str, Any]:
        """Show a copy to the desk; what whoever asked is told."""
        window = self.window
        asked = window.ask(mode)
        request = window.fetch(asked)
        claims: dict[str, Any] = {
            "aud": request.client_id,
            "nonce": request.nonce,
            "iat": self.clock(),
        }
        holder = self.caller.key_of(0)
        shown = bind(showing(SdJwt.parse(text), *names), signer=holder, **(claims | changes))
        assert window.answer(asked, posted(request, shown)).status == 200
        return window.verdict(asked)

    def disturb(self) -> None:
        """What a desk is sent that is no answer."""
        window = self.window
        asked = window.ask(CLEAR)
        request, code = window.fetch(asked), asked.transaction.code
        for fields in (
            {"vp_token": ASKED, "state": request.state},
            {"vp_token": f'{{"{ASKED}":["{ASKED}"]}}', "state": request.state},
            {"vp_token": "{}", "state": ASKED},
            {"error": ASKED, "error_description": ASKED, "state": ASKED},
            {"response": ASKED},
        ):
            self.no(window.call("POST", f"/pool/answers/{code}", form.format(fields), cookie=ASKED))
        self.no(window.call("POST", f"/pool/answers/{ASKED}", f"vp_token={ASKED}"))
        self.no(window.call("GET", f"/pool/requests/{ASKED}?name={ASKED}", user_agent=ASKED))
        self.no(window.call("POST", f"/pool/requests/{code}", f"wallet_metadata={ASKED}"))
        self.no(window.call("POST", "/pool/visits", f"procedure={ASKED}", referer=ASKED))
        self.no(window.call("GET", f"/pool/visits/{code}?response_code={ASKED}", cookie=ASKED))
        said = f"name={ASKED}&passphrase={ASKED}&code={ASKED}"
        self.no(window.call("POST", "/pool/window/enter", said))
        self.no(window.call("POST", "/pool/window/pass", f"reason={ASKED}", cookie=ASKED))
        no = form.format(
            {"error": "access_denied", "error_description": ASKED, "state": request.state}
        )
        assert window.answer(asked, no).status == 200
        assert window.verdict(asked)["code"] == "answer.declined"


def files_with(root: Path) -> set[str]:
    """The files that have a planted value in clear."""
    found = (path for path in root.rglob("*") if path.is_file())
    return {path.name for path in found if not has_none(path.read_bytes())}


@pytest.fixture
def everything() -> Iterator[io.StringIO]:
    """All that any part of the program gives to a log, messages and arguments too."""
    stream = io.StringIO()
    handler, root = logging.StreamHandler(stream), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(before)


def test_attack_30_a_whole_walk_leaves_no_value_behind(
    tmp_path: Path, everything: io.StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    stream = io.StringIO()
    with hall_online(tmp_path) as (office, caller, clock, online):
        assert isinstance(clock, Clock)
        walk = Walk(tmp_path, office, caller, clock)
        routes = online.service.routes | walk.window.service.routes
        with logged(routes, stream):
            [text, *_] = walk.pick_up()
            said = walk.show(text, LOCKED, "commune", "family_name")
            assert (said["outcome"], said["claims"]) == (
                "accepted",
                {"commune": "Zqplanted-commune"},
            )
            assert has_none(str({**said, "claims": None, "facts": None}))
            for mode, changes in (
                (CLEAR, {"nonce": "n" * 22}), (LOCKED, {"aud": ASKED}), (CLEAR, {"iat": 1}),
            ):  # fmt: skip
                assert has_none(str(walk.show(text, mode, "family_name", **changes)))
            assert has_none(str(walk.show(text, CLEAR, "family_name", "birthdate")))
            forged = _signed_by_another(text)
            assert has_none(str(walk.show(forged, CLEAR, "commune")))
            walk.disturb()
        figures = online.service.figures.format() + walk.window.service.figures.format()
        walk.window.window.transactions.close()
        in_clear_before = files_with(tmp_path)
        clock.now_s += 90 * 86_400
        office._store.forget_expired(clock.now_s)
        office.close()
    assert len(stream.getvalue().splitlines()) > 40
    told = capfd.readouterr()
    for what in (stream.getvalue(), everything.getvalue(), figures, told.out, told.err):
        assert has_none(what)
    for answer in walk.refused:
        assert has_none(answer.body + str(answer.headers).encode())
    # The desk seals what it was shown; the town hall has it until it was delivered, and no longer.
    assert in_clear_before <= {"issuer.db", "issuer.db-wal"}
    assert files_with(tmp_path) == set()


def _signed_by_another(text: str) -> str:
    """The same proof, every word of it, by somebody else's key."""
    from livret_core import jws
    from livret_core.encoding import base64url

    found = SdJwt.parse(text)
    header, payload, _ = (part for part in found.issuer_jwt.split("."))
    forger = P256Signer.from_seed(seed("forger", 48))
    named = json_encoding.parse_object(base64url.decode(header))
    named.pop("alg")
    return SdJwt(jws.sign(named, base64url.decode(payload), forger), found.disclosures).format()


def test_attack_30_a_wallet_says_no_without_a_value(wire: OnTheWire) -> None:
    wire.holds(
        {
            "family_name": "Zqplanted-family",
            "birthdate": "1903-07-19",
            "commune": "Zqplanted-commune",
        }
    )
    for asked in (
        query("commune", claims=[{"path": ["commune"], "values": ["Verneuil"]}]),
        query("none"),
        query("family_name", meta={"vct_values": ["urn:livret:birth:1"]}),
        query("commune", trusted_authorities=[]),
    ):
        wire.curious.asks(dcql_query=asked)
        ended = wire.wallet("present", wire.curious.link, "--yes", status=None)
        assert ended.status in {1, 2}
        assert has_none(ended.out + ended.err)
    for answer in wire.curious.bodies:
        assert has_none(answer)
    assert files_with(wire.play.root) == set()


def test_attack_30_twin_what_was_agreed_to_is_said_to_who_asked(wire: OnTheWire) -> None:
    wire.holds({"commune": "Zqplanted-commune"})
    wire.curious.asks()
    assert wire.present()["taken"] is True
    assert wire.curious.shown == {"commune": "Zqplanted-commune"}
    assert not has_none(wire.curious.received.presentation)
