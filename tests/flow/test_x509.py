"""An issuer known by certificate, through the policy file, and no other way in."""

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from livret_core.credential import mint
from livret_core.credential.presentation import Presentation
from livret_core.https_uri import HttpsUri
from livret_core.sdjwt import SdJwt
from livret_core.sdjwt.keybinding import assemble, prepare
from livret_core.status import token
from livret_core.status.bits import StatusList
from livret_verifier.store import Desk
from tests.certificates import Certified, authority, leaf
from tests.playing import START_S, Play
from tests.scene import CLAIMS, DAY_S, HOLDER, RESIDENCY, counted, showing

SAN = "https://verneuil.example"
LISTS = f"{SAN}/status/"
LEAF = leaf("Mairie de Verneuil", SAN)


def pem_of(certified: Certified) -> bytes:
    return certified.certificate.public_bytes(Encoding.PEM)


def credential(signed_by: Certified = LEAF, *, iss: str | None = None) -> SdJwt:
    """A proof of residence as a town hall with a certificate signs it."""
    chain = list(signed_by.x5c)
    unsigned = mint.prepare(
        RESIDENCY,
        CLAIMS,
        plan=mint.conceal_plan(RESIDENCY, CLAIMS),
        issuer=mint.IssuerIdentity.x509(signed_by.signer.algorithm, x5c=[*chain], iss=iss),
        holder_key=HOLDER.public_key,
        status=token.StatusReference(7, HttpsUri.parse(f"{LISTS}1.jwt")),
        issued_at_s=START_S - DAY_S,
        expires_at_s=START_S + 30 * DAY_S,
        salts=counted(),
        decoys=counted(1 << 32, 32),
    )
    return SdJwt.parse(unsigned.assemble(signed_by.signer.sign(unsigned.signing_input)))


@pytest.fixture
def desk(play: Play) -> Play:
    """A desk whose policy names a certificate issuer and the authority it trusts for it."""
    play.verify("init", "--service", "Piscine des Saules")
    home = play.root / "pool"
    (home / "racine.pem").write_bytes(pem_of(authority("Racine")))
    (home / "other.pem").write_bytes(pem_of(authority("Autre racine")))
    with (home / "policy.toml").open("a") as file:
        file.write(
            f'\n[[issuers]]\nname = "Verneuil"\nprofile = "x509"\nsan = "{SAN}"\n'
            f'anchors = "racine.pem"\nstatus_prefixes = ["{LISTS}"]\nmax_leaf_days = 400\n'
            'types = ["residency"]\nterritories = ["fr-insee:80999"]\n'
        )
    listed = token.sign(
        StatusList.of(1 << 17, bits=2, statuses={8: 1}),
        LEAF.signer,
        uri=HttpsUri.parse(f"{LISTS}1.jwt"),
        issued_at_s=START_S - 60,
        expires_at_s=START_S + DAY_S,
        ttl_s=3_600,
    )
    at = play.root / "public" / "verneuil.example" / "status" / "1.jwt"
    at.parent.mkdir(parents=True)
    at.write_text(listed)
    return play


def shown(play: Play, proof: SdJwt) -> Path:
    """Show the commune of *proof* to the desk's request."""
    to = play.root / "r.jwt"
    to.unlink(missing_ok=True)
    (play.root / "r.jwt").unlink(missing_ok=True)
    made = play.verify("request", "pool", "--to", to, "--json").event
    request = Desk.open(play.root / "pool").find(made["state"])
    part = showing(proof, "commune")
    octets = prepare(
        part,
        algorithm=HOLDER.algorithm,
        audience=request.client_id,
        nonce=request.nonce,
        issued_at_s=START_S,
    )
    text = assemble(part, octets, HOLDER.sign(octets)).format()
    Presentation.parse(text)
    answer = play.root / "x509.answer.json"
    answer.write_text(json.dumps({"vp_token": {"pool": [text]}, "state": request.state}))
    return answer


def verdict(play: Play, proof: SdJwt, *, status: int = 0) -> str:
    ended = play.verify(
        "file", shown(play, proof), "--for", "pool", "--evidence", play.root / "public", "--json",
        status=status,
    )  # fmt: skip
    return str(ended.event["code"] or ended.event["outcome"])


def change_policy(play: Play, before: str, after: str) -> None:
    path = play.root / "pool" / "policy.toml"
    text = path.read_text()
    assert text.count(before) == 1
    path.write_text(text.replace(before, after))


def test_a_certificate_from_the_anchor_the_policy_names_is_accepted(desk: Play) -> None:
    assert verdict(desk, credential()) == "accepted"


def test_the_https_name_in_iss_is_accepted_when_certified(desk: Play) -> None:
    assert verdict(desk, credential(iss=SAN)) == "accepted"


def test_another_authority_is_not_believed(desk: Play) -> None:
    foreign = leaf("Mairie de Verneuil", SAN, by="Autre racine")
    assert verdict(desk, credential(foreign), status=1) == "x509.untrusted"


def test_another_name_from_the_same_authority_is_not_accepted(desk: Play) -> None:
    other = leaf("Mairie d'ailleurs", "https://ailleurs.example")
    assert verdict(desk, credential(other), status=1) == "issuer.not_accepted"


def test_a_did_beside_a_certificate_is_neither(desk: Play) -> None:
    proof = credential(iss="did:webvh:QmX:verneuil.example")
    assert verdict(desk, proof, status=1) == "issuer.not_accepted"


def test_a_longer_lived_certificate_than_the_policy_allows_is_refused(desk: Play) -> None:
    change_policy(desk, "max_leaf_days = 400", "max_leaf_days = 30")
    assert verdict(desk, credential(), status=1) == "x509.leaf_life"


def test_a_list_where_the_policy_knows_none_is_not_looked_at(desk: Play) -> None:
    change_policy(desk, f'status_prefixes = ["{LISTS}"]', 'status_prefixes = ["https://x.example"]')
    assert verdict(desk, credential(), status=1) == "status.elsewhere"


def test_an_anchor_file_that_is_not_there_stops_the_desk(desk: Play) -> None:
    (desk.root / "pool" / "racine.pem").unlink()
    ended = desk.verify("request", "pool", "--to", desk.root / "r.jwt", "--json", status=2)
    assert ended.event["code"] == "policy.malformed"


def test_an_issuer_known_by_did_cannot_come_with_a_certificate(play: Play) -> None:
    """The key is the same and the certificate good; the policy says DID, and that is that."""
    did = play.found()
    play.hold()
    play.open_desk(did)
    (play.root / "public").mkdir()
    for iss in (None, SAN):
        assert verdict(play, credential(iss=iss), status=1) == "issuer.not_accepted"
    assert verdict(play, credential(iss=did), status=1) == "issuer.wrong_profile"


def test_an_issuer_known_by_certificate_cannot_come_with_a_did(desk: Play) -> None:
    desk.found()
    desk.hold()
    ended = desk.verify(
        "file", desk.show(), "--for", "pool", "--evidence", desk.public(), "--json", status=1
    )
    assert ended.event["code"] == "issuer.not_accepted"
