import base64
import warnings
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from datetime import timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from livret_core import limits
from livret_core.encoding.json import JsonValue
from livret_core.errors import MalformedInput, Refused
from livret_core.x509 import (
    Certificate,
    CertificateChain,
    TrustAnchors,
    VerifiedPath,
    verify_path,
)

DAY_S = 86_400


def chain(*holders: Any) -> CertificateChain:
    return CertificateChain(tuple(holder.certificate for holder in holders))


def anchors(*holders: Any) -> TrustAnchors:
    return TrustAnchors.of(holder.certificate for holder in holders)


def refusal(sent: CertificateChain, trusted: TrustAnchors, now_s: int) -> str:
    with pytest.raises(Refused) as caught:
        verify_path(sent, trusted, now_s=now_s)
    return caught.value.code


def test_a_chain_leads_to_its_anchor_and_says_for_how_long(
    root: Any, middle: Any, now_s: int
) -> None:
    leaf = middle.certify("Mairie", days=30)

    path = verify_path(chain(leaf, middle), anchors(root), now_s=now_s)

    assert path.anchor == root.certificate
    assert (path.not_before_s, path.not_after_s) == (now_s - DAY_S, now_s + 29 * DAY_S)


def test_a_leaf_certified_by_the_anchor_itself_needs_no_more(root: Any, now_s: int) -> None:
    leaf = root.certify("Mairie")
    assert verify_path(chain(leaf), anchors(root), now_s=now_s).anchor == root.certificate


def test_the_path_ends_when_its_shortest_lived_certificate_does(root: Any, now_s: int) -> None:
    short = root.certify("Brève", authority=True, days=5)
    leaf = short.certify("Mairie", days=400)
    path = verify_path(chain(leaf, short), anchors(root), now_s=now_s)
    assert path.not_after_s == now_s + 4 * DAY_S


@pytest.mark.parametrize("days", [0, 90])
def test_the_first_and_the_last_second_of_validity_count(root: Any, now_s: int, days: int) -> None:
    leaf = root.certify("Mairie", days=90)
    verify_path(chain(leaf), anchors(root), now_s=now_s + (days - 1) * DAY_S)


def test_a_second_before_is_too_early_and_a_second_after_too_late(root: Any, now_s: int) -> None:
    sent, trusted = chain(root.certify("Mairie", days=90)), anchors(root)
    assert refusal(sent, trusted, now_s - DAY_S - 1) == "x509.not_yet_valid"
    assert refusal(sent, trusted, now_s + 89 * DAY_S + 1) == "x509.expired"


def test_an_expired_authority_in_the_middle_ends_the_path(root: Any, now_s: int) -> None:
    short = root.certify("Brève", authority=True, days=5)
    leaf = short.certify("Mairie", days=400)
    assert refusal(chain(leaf, short), anchors(root), now_s + 10 * DAY_S) == "x509.expired"


def test_an_expired_anchor_is_no_anchor(make_root: Callable[..., Any], now_s: int) -> None:
    old = make_root("Ancienne", days=3)
    assert refusal(chain(old.certify("Mairie")), anchors(old), now_s + 9 * DAY_S) == (
        "x509.untrusted"
    )


def test_another_authority_is_not_trusted(
    root: Any, make_root: Callable[..., Any], now_s: int
) -> None:
    stranger = make_root("Étrangère")
    assert refusal(chain(root.certify("Mairie")), anchors(stranger), now_s) == "x509.untrusted"


def test_another_authority_of_the_same_name_is_not_trusted(root: Any, now_s: int) -> None:
    key = ec.derive_private_key(99, ec.SECP256R1())
    impostor = root.certify("Mairie").certify("Racine", authority=True, key=key)
    leaf = impostor.certify("Mairie de Verneuil")
    assert leaf.certificate.issuer == root.certificate.subject
    assert refusal(chain(leaf), anchors(root), now_s) == "x509.untrusted"


def test_without_anchors_nobody_is_trusted(root: Any, now_s: int) -> None:
    assert refusal(chain(root.certify("Mairie")), anchors(), now_s) == "x509.untrusted"


def test_an_anchor_sent_along_is_refused_though_it_is_the_right_one(
    root: Any, middle: Any, now_s: int
) -> None:
    leaf = middle.certify("Mairie")
    assert refusal(chain(leaf, middle, root), anchors(root), now_s) == "x509.anchor_in_chain"


def test_an_intermediate_that_is_an_anchor_is_refused_in_the_chain(
    root: Any, middle: Any, now_s: int
) -> None:
    leaf = middle.certify("Mairie")
    assert refusal(chain(leaf, middle), anchors(root, middle), now_s) == "x509.anchor_in_chain"


def test_a_self_signed_leaf_is_refused_before_anybody_is_asked(
    make_root: Callable[..., Any], now_s: int
) -> None:
    alone = make_root("Seule")
    assert refusal(chain(alone), anchors(), now_s) == "x509.anchor_in_chain"


def test_a_leaf_cannot_certify(root: Any, now_s: int) -> None:
    clerk = root.certify("Mairie")
    forged = clerk.certify("Préfecture")
    assert refusal(chain(forged, clerk), anchors(root), now_s) == "x509.untrusted"


def test_an_authority_limited_to_leaves_makes_no_authorities(root: Any, now_s: int) -> None:
    limited = root.certify("Limitée", authority=True, path_length=0)
    below = limited.certify("Dessous", authority=True)
    leaf = below.certify("Mairie")
    assert refusal(chain(leaf, below, limited), anchors(root), now_s) == "x509.untrusted"


def test_an_authority_of_any_purpose_may_certify(root: Any, now_s: int) -> None:
    purpose = x509.ExtendedKeyUsage([x509.ObjectIdentifier("1.3.6.1.5.5.7.3.99")])
    limited = root.certify("Limitée", authority=True, extensions=[(purpose, False)])
    leaf = limited.certify("Mairie")
    path = verify_path(chain(leaf, limited), anchors(root), now_s=now_s)
    assert path.anchor == root.certificate


def test_a_name_beyond_what_the_authority_may_certify_is_refused(root: Any, now_s: int) -> None:
    only = x509.NameConstraints([x509.DNSName("verneuil.example")], None)
    limited = root.certify("Limitée", authority=True, extensions=[(only, True)])

    def certified(host: str) -> CertificateChain:
        names = x509.SubjectAlternativeName([x509.DNSName(host)])
        return chain(limited.certify("Mairie", extensions=[(names, False)]), limited)

    verify_path(certified("etat-civil.verneuil.example"), anchors(root), now_s=now_s)
    assert refusal(certified("lille.example"), anchors(root), now_s) == "x509.untrusted"


@pytest.mark.parametrize("is_excluded", [False, True])
def test_a_limit_on_names_that_are_not_compared_refuses_the_path_and_says_so(
    root: Any, now_s: int, is_excluded: bool
) -> None:
    """RFC 5280 §4.2.1.10: who cannot apply a constraint must not go on as if there were none."""
    ville = x509.Name([x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "Verneuil")])
    for name in (x509.DirectoryName(ville), x509.UniformResourceIdentifier("verneuil.example")):
        subtrees = (None, [name]) if is_excluded else ([name], None)
        only = x509.NameConstraints(*subtrees)
        limited = root.certify("Limited", authority=True, extensions=[(only, True)])
        uri = x509.UniformResourceIdentifier("https://verneuil.example")
        leaf = limited.certify("Mairie", extensions=[(x509.SubjectAlternativeName([uri]), False)])
        with pytest.raises(Refused) as caught:
            verify_path(chain(leaf, limited), anchors(root), now_s=now_s)
        assert caught.value.code == "x509.untrusted"
        assert "name constraint" in caught.value.detail


def test_a_flipped_bit_anywhere_in_what_was_certified_is_never_trusted(
    root: Any, now_s: int
) -> None:
    leaf = root.certify("Mairie").certificate
    der, certified = leaf.der, leaf.handle.tbs_certificate_bytes
    trusted = anchors(root)

    def trust(octets: bytes) -> VerifiedPath:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of serial numbers that a flipped bit makes negative
            sent = CertificateChain((Certificate.parse(octets),))
            return verify_path(sent, trusted, now_s=now_s)

    assert trust(der).chain.leaf.der == der
    start = der.index(certified)
    for place in range(start, start + len(certified)):
        for bit in (0, 7):
            flipped = bytearray(der)
            flipped[place] ^= 1 << bit
            with pytest.raises((MalformedInput, Refused)):
                trust(bytes(flipped))


def test_x5c_is_written_as_it_is_read(root: Any, middle: Any) -> None:
    sent = chain(middle.certify("Mairie"), middle)
    assert CertificateChain.parse_x5c(sent.format_x5c()) == sent
    assert sent.format_x5c()[0] == base64.b64encode(sent.leaf.der).decode()


@pytest.mark.parametrize("size", [0, 7])
def test_a_chain_has_one_to_six_certificates(root: Any, size: int) -> None:
    holders = [root.certify(f"Mairie {number}") for number in range(size)]
    with pytest.raises(MalformedInput) as caught:
        chain(*holders)
    assert caught.value.code == "x509.malformed"


def test_chains_that_differ_in_one_certificate_have_different_names(root: Any, middle: Any) -> None:
    leaf = middle.certify("Mairie")
    assert chain(leaf, middle).sha256 != chain(leaf).sha256


def _x5c(holder: Any) -> str:
    return base64.b64encode(holder.certificate.der).decode()


@pytest.mark.parametrize(
    "shape",
    [
        lambda _leaf, _: None,
        lambda leaf, _: leaf,
        lambda _leaf, _: [],
        lambda leaf, _: [leaf] * 7,
        lambda _leaf, _: [7],
        lambda leaf, _: [leaf, leaf],
        lambda leaf, middle: [middle, leaf],
        lambda leaf, _: [leaf[:-4]],
        lambda leaf, _: [leaf + "\n"],
        lambda leaf, _: [leaf.rstrip("=") + "====="],
        lambda leaf, _: [leaf.replace("+", "-").replace("/", "_") + "-"],
        lambda leaf, _: ["é" + leaf],
        lambda _leaf, _: ["AAAA"],
        lambda _leaf, _: [""],
    ],
    ids=[
        "absent",
        "text",
        "empty",
        "seven",
        "number",
        "twice",
        "wrong order",
        "cut short",
        "line end",
        "padding",
        "base64url",
        "not ASCII",
        "not DER",
        "nothing",
    ],
)
def test_x5c_of_another_shape_is_malformed(
    root: Any, middle: Any, shape: Callable[[str, str], JsonValue]
) -> None:
    with pytest.raises(MalformedInput) as caught:
        CertificateChain.parse_x5c(shape(_x5c(middle.certify("Mairie")), _x5c(middle)))
    assert caught.value.code == "x509.malformed"


def test_x5c_with_unused_bits_set_is_malformed(root: Any) -> None:
    text = next(
        text
        for text in (_x5c(root.certify("M" + "a" * extra)) for extra in range(9))
        if text.endswith("=")
    )
    body = text.rstrip("=")
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    second = body[:-1] + alphabet[alphabet.index(body[-1]) + 1] + text[len(body) :]
    assert base64.b64decode(second) == base64.b64decode(text)
    with pytest.raises(MalformedInput) as caught:
        CertificateChain.parse_x5c([second])
    assert caught.value.code == "x509.malformed"


def test_a_certificate_with_bytes_behind_it_is_malformed(root: Any) -> None:
    with pytest.raises(MalformedInput) as caught:
        Certificate.parse(root.certificate.der + b"\0")
    assert caught.value.code == "x509.malformed"


def test_an_enormous_certificate_is_not_looked_at() -> None:
    with pytest.raises(MalformedInput) as caught:
        Certificate.parse(bytes(limits.CERTIFICATE_BYTES + 1))
    assert caught.value.code == "input.too_large"


def test_a_certificate_with_an_extension_twice_is_malformed(root: Any) -> None:
    der = root.certify(
        "Mairie",
        extensions=[
            (x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00"), False),
            (x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.5"), b"\x05\x00"), False),
        ],
    ).certificate.der
    twice = der.replace(bytes.fromhex("06032a0305"), bytes.fromhex("06032a0304"))
    assert twice != der
    with pytest.raises(MalformedInput) as caught:
        Certificate.parse(twice)
    assert caught.value.code == "x509.malformed"


def test_anchors_are_read_from_a_pem_bundle(root: Any, middle: Any) -> None:
    pem = b"".join(
        one.certificate.handle.public_bytes(Encoding.PEM) for one in (root, middle, root)
    )
    assert TrustAnchors.parse_pem(pem) == anchors(middle, root)


@pytest.mark.parametrize("pem", [b"", b"no certificate", b"-----BEGIN CERTIFICATE-----\n"])
def test_a_bundle_without_a_certificate_is_malformed(pem: bytes) -> None:
    with pytest.raises(MalformedInput) as caught:
        TrustAnchors.parse_pem(pem)
    assert caught.value.code == "x509.malformed"


def test_an_enormous_bundle_is_not_looked_at() -> None:
    with pytest.raises(MalformedInput) as caught:
        TrustAnchors.parse_pem(bytes(limits.PEM_BUNDLE_BYTES + 1))
    assert caught.value.code == "input.too_large"


def test_equal_anchors_are_one_key_of_a_cache(root: Any, middle: Any) -> None:
    assert hash(anchors(root, middle)) == hash(anchors(middle, root))


def test_only_the_check_makes_a_verified_path(root: Any, now_s: int) -> None:
    sent = chain(root.certify("Mairie"))
    path = verify_path(sent, anchors(root), now_s=now_s)
    with pytest.raises(TypeError, match="verify_path"):
        VerifiedPath(chain=sent, anchor=root.certificate, not_before_s=0, not_after_s=1, seal=None)
    with pytest.raises(FrozenInstanceError):
        path.not_after_s = 1 << 40  # type: ignore[misc]


def test_a_p384_authority_may_certify(root: Any, now_s: int) -> None:
    strong = root.certify("Forte", authority=True, key=ec.derive_private_key(7, ec.SECP384R1()))
    leaf = strong.certify("Mairie")
    path = verify_path(chain(leaf, strong), anchors(root), now_s=now_s)
    assert path.anchor == root.certificate


def test_a_leaf_not_yet_begun_is_refused(root: Any, now_s: int) -> None:
    later = root.certificate.handle.not_valid_before_utc + timedelta(days=10)
    assert refusal(chain(root.certify("Mairie", start=later)), anchors(root), now_s) == (
        "x509.not_yet_valid"
    )


def test_a_certificate_says_which_key_of_its_authority_certified_it(root: Any) -> None:
    key = root.certificate.handle.public_key()
    named = x509.SubjectKeyIdentifier.from_public_key(key).digest
    assert root.certify("Mairie").certificate.authority_key_id == named


def test_one_that_does_not_say_names_no_key(root: Any) -> None:
    bare = (
        x509.CertificateBuilder()
        .subject_name(root.certificate.subject)
        .issuer_name(root.certificate.subject)
        .public_key(root.key.public_key())
        .serial_number(1)
        .not_valid_before(root.certificate.handle.not_valid_before_utc)
        .not_valid_after(root.certificate.handle.not_valid_after_utc)
        .sign(root.key, hashes.SHA256())
    )
    assert Certificate.parse(bare.public_bytes(Encoding.DER)).authority_key_id is None
