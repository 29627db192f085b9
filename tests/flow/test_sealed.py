"""A town hall that signs by certificate too, a wallet that believes its authority, a desk that does."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from livret_core.credential.presentation import Presentation
from livret_core.credential.profile_x509 import X509Policy, leaf_key
from livret_core.errors import LivretError
from livret_core.jws import CompactJws
from livret_core.openid4vci.credential_issuer import CredentialIssuer
from livret_core.openid4vci.signed_metadata import SignedMetadata
from livret_core.x509 import CertificateChain, TrustAnchors
from livret_issuer.service import Office
from livret_issuer.store import Home
from livret_wallet.client.fetching import Fetched
from livret_wallet.vault import Vault, holdings
from tests.at_the_hall import Network, Visit
from tests.certificates import authority, leaf_for_request
from tests.halls_online import Caller, opened, said, within
from tests.pickups import ACT, URL, code_of, offer
from tests.playing import DAY_S, PASSPHRASE, Play
from tests.times_told import instant_s

HOST = "verneuil.test"
NAME = f"https://{HOST}"


def anchors(by: str = "Racine") -> bytes:
    return authority(by).certificate.public_bytes(Encoding.PEM)


def policy(by: str = "Racine") -> X509Policy:
    return X509Policy(anchors=TrustAnchors.parse_pem(anchors(by)))


def seal(play: Play, *, status: int = 0, days: int = 365, and_more: bytes = b"") -> Any:
    """Ask an authority for a seal, and take it."""
    asked = play.root / "hall.csr"
    asked.unlink(missing_ok=True)
    play.issuer("seal", "--request-to", asked)
    made = leaf_for_request(asked.read_bytes(), days=days)
    (play.root / "chain.pem").write_bytes(made + and_more)
    (play.root / "root.pem").write_bytes(anchors())
    return play.issuer(
        "seal", "--chain", play.root / "chain.pem", "--anchors", play.root / "root.pem",
        "--json", status=status,
    ).event  # fmt: skip


@pytest.fixture
def hall(play: Play) -> Play:
    play.found()
    play.issuer("address", URL)
    return play


@contextmanager
def visiting(play: Play) -> Iterator[tuple[Visit, Caller]]:
    """The town hall is served, and Camille's wallet is at it."""
    office = Office.open(play.root / "hall", PASSPHRASE.encode())

    def clock() -> int:
        return play.clock.now_s

    vault = Vault.open(play.root / "camille" / "wallet.vault", PASSPHRASE.encode())
    with opened(office, clock) as online:
        transport = within(online)
        visit = Visit(office, clock, Network(office, transport), vault)
        visit.authorities = policy()
        yield visit, Caller(transport, clock=clock)
    vault.close()


@pytest.fixture
def visit(hall: Play) -> Iterator[tuple[Visit, Caller]]:
    seal(hall)
    hall.wallet("init")
    with visiting(hall) as made:
        yield made


def test_a_sealed_hall_publishes_both_profiles_and_its_lists_say_both(hall: Play) -> None:
    event = seal(hall)
    assert event["event"] == "sealed"
    assert hall.issuer("audit", "--json").out.count('"seal"') == 1
    hall.wallet("init")
    with visiting(hall) as (visit, caller):
        metadata = caller.get(f"https://{HOST}:8443/.well-known/openid-credential-issuer/verneuil")
        names = metadata.json()["credential_configurations_supported"]
        assert {"residency.1.did", "residency.1.x509"} <= set(names)  # type: ignore[arg-type]
        listed = visit.office.home.read_public(visit.office.hall.status_uri(1), 1 << 20)
    header = CompactJws.parse(listed.decode(), max_bytes=1 << 20).header
    assert header["kid"] == visit.office.hall.key_id
    chain = CertificateChain.parse_x5c(header["x5c"])
    assert chain.leaf.sha256.hex() == event["sha256"]


def test_without_a_seal_nothing_is_offered_by_one(hall: Play) -> None:
    office = Office.open(hall.root / "hall", PASSPHRASE.encode())
    assert office.hall.profiles == ("did",)
    assert code_of(lambda: offer(office, profile="x509")) == "pickup.no_certificate"
    offer(office)


def test_a_proof_by_certificate_is_received_shown_and_accepted(
    hall: Play, visit: tuple[Visit, Caller]
) -> None:
    at_hall, _ = visit
    done = at_hall.receive(offer(at_hall.office, profile="x509"))
    assert (len(done.batch.copies), done.is_checked, done.is_told) == (3, True, True)
    assert (done.batch.issuer_did, done.batch.vouched) == (NAME, None)
    for copy in done.batch.copies:
        presentation = Presentation.parse(copy.sd_jwt)
        assert set(presentation.token.header) == {"alg", "typ", "x5c"}
        assert len(presentation.token.header["x5c"]) == 1  # type: ignore[arg-type]  # no anchor
        assert presentation.registered.issuer is None
    at_hall.vault.close()
    shown = hall.wallet("show").out
    assert HOST in shown
    assert "an authority that you named" in " ".join(shown.split())
    desk(hall)
    assert hall.check(hall.show())["outcome"] == "accepted"


def test_a_sealed_halls_word_is_named_by_its_certificate_too(visit: tuple[Visit, Caller]) -> None:
    _, caller = visit
    at = f"https://{HOST}:8443/.well-known/openid-credential-issuer/verneuil"
    signed = SignedMetadata.parse(caller.get(at, accept="application/jwt").body)
    chain = CertificateChain.parse_x5c(signed.x5c)
    assert len(chain.certificates) == 1  # without the authority's own (HAIP 1.0 §4.1)
    key = leaf_key(chain.leaf)
    issuer = CredentialIssuer.parse(URL)
    assert signed.verify(key, issuer=issuer, now_s=caller.clock()).issuer == issuer


def desk(play: Play) -> None:
    """A desk that knows the authority, and no ledger."""
    play.verify("init", "--service", "Piscine des Saules")
    (play.root / "pool" / "racine.pem").write_bytes(anchors())
    with (play.root / "pool" / "policy.toml").open("a") as file:
        file.write(
            f'\n[[issuers]]\nname = "Verneuil"\nprofile = "x509"\nsan = "{NAME}"\n'
            'anchors = "racine.pem"\nstatus_prefixes = ["https://ledger.livret.test/hall/status/"]\n'
            'types = ["residency"]\nterritories = ["fr-insee:80999"]\n'
        )


def test_a_renewal_is_by_certificate_as_the_first_was(visit: tuple[Visit, Caller]) -> None:
    at_hall, _ = visit
    first = offer(at_hall.office, profile="x509")
    done = at_hall.receive(first)
    offer(at_hall.office, renews=first.handover.code)
    newer = at_hall.fetching().renew(done.batch)
    assert isinstance(newer, Fetched)
    assert newer.batch.issuer_did == NAME


def test_a_wallet_takes_nothing_by_certificate_where_no_authority_was_named(
    visit: tuple[Visit, Caller], monkeypatch: pytest.MonkeyPatch
) -> None:
    at_hall, _ = visit
    monkeypatch.setattr(type(at_hall.fetching()), "check_believes", lambda _: None)
    at_hall.authorities = None
    refused(at_hall, "offer.no_authority")


def test_a_wallet_takes_no_other_authoritys_word(visit: tuple[Visit, Caller]) -> None:
    at_hall, _ = visit
    at_hall.authorities = policy("Autre racine")
    refused(at_hall, "x509.untrusted")


def test_an_authority_says_nothing_of_a_proof_by_did(visit: tuple[Visit, Caller]) -> None:
    """Who names authorities and believes no ledger holds nothing that only a log vouches for."""
    at_hall, _ = visit
    refused(at_hall, "trust.unconfirmed", profile="did")


def refused(at_hall: Visit, code: str, profile: Any = "x509") -> None:
    """It is refused before code and PIN are spent: with the right trust the same offer is taken."""
    offered = offer(at_hall.office, profile=profile)
    with pytest.raises(LivretError) as caught:
        at_hall.receive(offered)
    assert caught.value.code == code
    assert not list(at_hall.vault.all("credential"))
    assert at_hall.pins == [offered.pin]
    [entry] = holdings.history(at_hall.vault)
    assert (entry.kind, entry.reason) == ("not_received", code)
    if profile == "x509":
        at_hall.authorities = policy()
        at_hall.pins.clear()
        assert at_hall.receive(offered).batch.copies


def test_what_is_offered_in_one_profile_is_not_handed_over_in_the_other(
    visit: tuple[Visit, Caller],
) -> None:
    at_hall, caller = visit
    offered = offer(at_hall.office, profile="x509")
    assert caller.offer(offered).configuration_ids == ("residency.1.x509",)
    access = caller.access(offered)
    asked = caller.ask(access)  # residency.1.did
    assert said(asked) == (400, "credential_request_denied", "handover.other_type")
    request = caller.request(credential_configuration_id="residency.1.x509")
    assert caller.ask(access, request).status == 200


def test_a_proof_ends_with_the_certificate_that_it_is_checked_by(hall: Play) -> None:
    event = seal(hall, days=60)
    hall.wallet("init")
    with visiting(hall) as (at_hall, _):
        done = at_hall.receive(offer(at_hall.office, profile="x509"))
        ends = Presentation.parse(done.batch.copies[0].sd_jwt).registered.validity.expires_at_s
        assert ends == instant_s(event["not_after"])
        hall.clock.now_s = instant_s(event["not_after"]) - DAY_S + 1
        assert code_of(lambda: offer(at_hall.office, profile="x509", now_s=at_hall.clock())) == (
            "x509.expired"
        )


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ("key", "x509.other_key"),
        ("host", "issuer.not_certified"),
        ("anchor", "x509.anchor_in_chain"),
    ],
)
def test_a_certificate_that_nobody_would_take_is_not_taken(
    hall: Play, other: str, code: str
) -> None:
    if other == "anchor":
        assert seal(hall, status=1, and_more=anchors())["code"] == code
    elif other == "host":
        hall.issuer("address", "https://ailleurs.test/verneuil")
        hall.issuer("seal", "--request-to", hall.root / "hall.csr")
        hall.issuer("address", URL)
        assert take(hall, status=1)["code"] == code
    else:
        hall.issuer("seal", "--request-to", hall.root / "hall.csr")
        hall.found("other")
        hall.issuer("address", URL, hall="other")
        assert take(hall, "other", status=1)["code"] == code
    assert "certified" not in (hall.root / "hall" / "town-hall.json").read_text()


def take(play: Play, of: str = "hall", *, status: int = 0) -> Any:
    made = leaf_for_request((play.root / "hall.csr").read_bytes())
    (play.root / "chain.pem").write_bytes(made)
    (play.root / "root.pem").write_bytes(anchors())
    return play.issuer(
        "seal", "--chain", play.root / "chain.pem", "--anchors", play.root / "root.pem",
        "--json", hall=of, status=status,
    ).event  # fmt: skip


def test_a_clerk_offers_by_certificate_with_the_command(hall: Play) -> None:
    seal(hall)
    claims = hall.root / "camille.json"
    claims.write_text(
        '{"family_name": "Arnould", "given_name": "Camille", "birthdate": "1988-03-14",'
        ' "commune": "Verneuil-sur-Lys", "address": {"street_address": "rue des Tanneurs",'
        ' "locality": "Verneuil-sur-Lys", "country": "FR"}}'
    )
    words = ACT.format().split()
    made = hall.issuer(
        "offer", "residency", "--claims", claims, "--identity-check", words[0],
        "--justified-by", words[1], "--capacity", words[2], "--profile", "x509", "--json",
    )  # fmt: skip
    assert made.event["offer_uri"]
    source, to = hall.root / "hall.csv", hall.root / "handovers"
    ended = hall.issuer(
        "offer", "residency", "--from", source, "--to", to, "--profile", "x509", "--json", status=2
    )
    assert ended.event["code"] == "usage.contradiction"


def test_the_seal_is_of_one_key(hall: Play) -> None:
    """After a change of keys the old certificate seals nothing, and says so."""
    seal(hall)
    path = hall.root / "hall" / "town-hall.json"
    path.write_text(
        path.read_text().replace('#credential-1","key_from"', '#credential-2","key_from"')
    )
    hall_now = Home.open(hall.root / "hall").read_hall()
    assert hall_now.certified is not None
    assert hall_now.profiles == ("did",)
