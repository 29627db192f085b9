from collections.abc import Callable
from typing import Any, Final

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from livret_core.credential.profile_x509 import (
    X509Issuer,
    X509Policy,
    check_iss,
    check_same_key,
    verify_issuer,
)
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.keys import Ed25519Signer, P256Signer
from livret_core.x509 import CertificateChain, TrustAnchors

DAY_S: Final = 86_400
DOCUMENTS: Final = "1.3.6.1.5.5.7.3.36"
TLS_SERVER: Final = "1.3.6.1.5.5.7.3.1"
RSA_KEY: Final = rsa.generate_private_key(65_537, 2_048)


def usage(**granted: bool) -> tuple[x509.KeyUsage, bool]:
    names = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
        "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{name: granted.get(name, False) for name in names}), True


SIGNING: Final = usage(digital_signature=True)


def names(*uris_and_hosts: str) -> tuple[x509.SubjectAlternativeName, bool]:
    return (
        x509.SubjectAlternativeName(
            [
                x509.UniformResourceIdentifier(name) if ":" in name else x509.DNSName(name)
                for name in uris_and_hosts
            ]
        ),
        False,
    )


def purposes(*oids: str) -> tuple[x509.ExtendedKeyUsage, bool]:
    return x509.ExtendedKeyUsage([x509.ObjectIdentifier(oid) for oid in oids]), False


@pytest.fixture
def policy(root: Any) -> X509Policy:
    return X509Policy(anchors=TrustAnchors.of([root.certificate]))


@pytest.fixture
def demanding(root: Any) -> X509Policy:
    """A policy that names the purpose a leaf must state."""
    return X509Policy(anchors=TrustAnchors.of([root.certificate]), purposes=frozenset({DOCUMENTS}))


@pytest.fixture
def issued(middle: Any, policy: X509Policy, now_s: int) -> Callable[..., X509Issuer]:
    def verify(*extensions: Any, policy: X509Policy = policy, **leaf: Any) -> X509Issuer:
        holder = middle.certify("Mairie", extensions=extensions or [SIGNING], **leaf)
        sent = CertificateChain((holder.certificate, middle.certificate))
        return verify_issuer(sent, policy, now_s=now_s)

    return verify


def code_of(work: Callable[[], object]) -> str:
    with pytest.raises(LivretError) as caught:
        work()
    return caught.value.code


def test_an_issuer_is_its_leafs_subject_names_and_key(
    issued: Callable[..., X509Issuer], middle: Any, now_s: int
) -> None:
    issuer = issued(
        SIGNING,
        names("https://verneuil.example/etat-civil", "Verneuil.example", "*.verneuil.example"),
        days=30,
    )

    assert issuer.subject == "CN=Mairie"
    assert issuer.san_uris == ("https://verneuil.example/etat-civil",)
    assert issuer.san_dns == ("verneuil.example",)
    assert issuer.identifiers == (
        "https://verneuil.example/etat-civil",
        "https://verneuil.example",
    )
    key = middle.certify("Mairie").key.public_key()
    assert issuer.key.handle.public_numbers() == key.public_numbers()
    assert [issuer.holds_at(now_s + day * DAY_S) for day in (-2, -1, 29, 30)] == [
        False, True, True, False,
    ]  # fmt: skip


def test_a_leaf_that_states_no_purpose_may_sign_where_none_is_demanded(
    issued: Callable[..., X509Issuer],
) -> None:
    assert issued(SIGNING).identifiers == ()


def test_a_leaf_that_states_no_purpose_is_refused_where_one_is_demanded(
    issued: Callable[..., X509Issuer], demanding: X509Policy
) -> None:
    assert code_of(lambda: issued(SIGNING, policy=demanding)) == "x509.purpose"


@pytest.mark.parametrize("stated", [[DOCUMENTS], [TLS_SERVER, DOCUMENTS]], ids=["alone", "among"])
def test_one_demanded_purpose_among_those_stated_is_enough(
    issued: Callable[..., X509Issuer], demanding: X509Policy, stated: list[str]
) -> None:
    issued(SIGNING, purposes(*stated), policy=demanding)


def test_a_web_servers_certificate_signs_no_credentials(
    issued: Callable[..., X509Issuer], demanding: X509Policy
) -> None:
    assert (
        code_of(lambda: issued(SIGNING, purposes(TLS_SERVER), policy=demanding)) == "x509.purpose"
    )


def test_any_purpose_is_not_the_demanded_one(
    issued: Callable[..., X509Issuer], demanding: X509Policy
) -> None:
    any_purpose = purposes("2.5.29.37.0")
    assert code_of(lambda: issued(SIGNING, any_purpose, policy=demanding)) == "x509.purpose"


def test_a_policy_without_purposes_accepts_only_leaves_that_state_none(
    issued: Callable[..., X509Issuer],
) -> None:
    assert code_of(lambda: issued(SIGNING, purposes(DOCUMENTS))) == "x509.purpose"


@pytest.mark.parametrize(
    "extensions",
    [
        [names("verneuil.example")],
        [usage(key_agreement=True)],
        [usage(digital_signature=True, key_cert_sign=True)],
        [SIGNING, (x509.BasicConstraints(True, None), True)],
    ],
    ids=["no usage", "agreement", "certifies", "authority"],
)
def test_a_leaf_that_is_not_for_signing_alone_is_refused(
    issued: Callable[..., X509Issuer], extensions: list[Any]
) -> None:
    assert code_of(lambda: issued(*extensions)) == "x509.leaf"


def test_a_leaf_that_says_it_is_no_authority_is_accepted(
    issued: Callable[..., X509Issuer],
) -> None:
    issued(SIGNING, (x509.BasicConstraints(False, None), True))


def test_a_critical_extension_nobody_reads_is_refused(issued: Callable[..., X509Issuer]) -> None:
    policies = x509.CertificatePolicies(
        [x509.PolicyInformation(x509.ObjectIdentifier("1.2.3"), None)]
    )
    constraints = x509.NameConstraints([x509.DNSName("verneuil.example")], None)

    issued(SIGNING, (policies, False), (constraints, False))
    assert code_of(lambda: issued(SIGNING, (policies, True))) == "x509.untrusted"
    assert code_of(lambda: issued(SIGNING, (constraints, True))) == "x509.leaf"


@pytest.mark.parametrize(
    "key",
    [
        ec.derive_private_key(5, ec.SECP384R1()),
        ed25519.Ed25519PrivateKey.from_private_bytes(bytes(32)),
        RSA_KEY,
    ],
    ids=["P-384", "Ed25519", "RSA"],
)
def test_a_key_that_is_not_p256_is_refused(issued: Callable[..., X509Issuer], key: Any) -> None:
    # `cryptography` already finds no path for a leaf of Ed25519; either way it is no issuer.
    assert code_of(lambda: issued(SIGNING, key=key)) in {"x509.key", "x509.untrusted"}


def test_a_p384_leaf_is_refused_for_its_key(issued: Callable[..., X509Issuer]) -> None:
    key = ec.derive_private_key(5, ec.SECP384R1())
    assert code_of(lambda: issued(SIGNING, key=key)) == "x509.key"


def test_a_leaf_may_live_as_long_as_the_policy_says_and_no_longer(
    issued: Callable[..., X509Issuer], root: Any
) -> None:
    short = X509Policy(anchors=TrustAnchors.of([root.certificate]), max_leaf_days=30)
    issued(SIGNING, policy=short, days=30)
    assert code_of(lambda: issued(SIGNING, policy=short, days=31)) == "x509.leaf_life"


def test_an_untrusted_chain_makes_no_issuer(
    middle: Any, make_root: Callable[..., Any], now_s: int
) -> None:
    stranger = X509Policy(anchors=TrustAnchors.of([make_root("Étrangère").certificate]))
    sent = CertificateChain((middle.certify("Mairie").certificate, middle.certificate))
    assert code_of(lambda: verify_issuer(sent, stranger, now_s=now_s)) == "x509.untrusted"


@pytest.mark.parametrize(
    "iss",
    [
        None,
        "https://etat-civil.verneuil.example/issuer/1",
        "https://verneuil.example",
        "https://VERNEUIL.example:8443/any/path",
    ],
)
def test_iss_may_be_absent_or_what_the_leaf_certifies(
    issued: Callable[..., X509Issuer], iss: str | None
) -> None:
    certified = names("https://etat-civil.verneuil.example/issuer/1", "verneuil.example")
    check_iss(issued(SIGNING, certified), iss)


@pytest.mark.parametrize(
    "iss",
    [
        "https://etat-civil.verneuil.example/issuer/2",
        "https://etat-civil.verneuil.example/issuer/1/",
        "https://www.verneuil.example",
        "https://verneuil.example.evil.example",
        "https://sub.wild.example",
    ],
)
def test_iss_that_the_leaf_does_not_certify_is_refused(
    issued: Callable[..., X509Issuer], iss: str
) -> None:
    certified = names(
        "https://etat-civil.verneuil.example/issuer/1", "verneuil.example", "*.wild.example"
    )
    assert code_of(lambda: check_iss(issued(SIGNING, certified), iss)) == "issuer.not_certified"


def test_iss_of_a_leaf_without_names_must_be_absent(issued: Callable[..., X509Issuer]) -> None:
    issuer = issued(SIGNING)
    check_iss(issuer, None)
    assert code_of(lambda: check_iss(issuer, "https://verneuil.example")) == "issuer.not_certified"


def test_a_did_beside_a_certificate_is_refused_even_when_certified(
    issued: Callable[..., X509Issuer],
) -> None:
    did = "did:webvh:QmX:verneuil.example"
    issuer = issued(SIGNING, names(did))
    assert issuer.identifiers == ()
    with pytest.raises(Refused) as caught:
        check_iss(issuer, did)
    assert caught.value.code == "issuer.wrong_profile"


def test_iss_that_is_no_https_uri_is_malformed(issued: Callable[..., X509Issuer]) -> None:
    issuer = issued(SIGNING, names("http://verneuil.example/"))
    with pytest.raises(MalformedInput) as caught:
        check_iss(issuer, "http://verneuil.example/")
    assert caught.value.code == "input.https_uri"


def test_a_record_of_the_same_key_binds_ledger_and_certificate(
    issued: Callable[..., X509Issuer],
) -> None:
    issuer = issued(SIGNING)
    check_same_key(issuer, issuer.key)


@pytest.mark.parametrize(
    "other",
    [P256Signer.from_seed(bytes(48)).public_key, Ed25519Signer.from_seed(bytes(32)).public_key],
)
def test_a_record_of_another_key_binds_nothing(
    issued: Callable[..., X509Issuer], other: Any
) -> None:
    assert code_of(lambda: check_same_key(issued(SIGNING), other)) == "x509.other_key"


def test_only_the_check_makes_an_issuer(issued: Callable[..., X509Issuer]) -> None:
    issuer = issued(SIGNING)
    with pytest.raises(TypeError, match="verify_issuer"):
        X509Issuer(
            subject="", san_uris=(), san_dns=(), key=issuer.key, leaf_sha256=b"",
            chain_sha256=b"", not_before_s=0, not_after_s=1, seal=object(),
        )  # fmt: skip
