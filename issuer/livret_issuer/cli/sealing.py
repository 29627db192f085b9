"""A town hall's electronic seal (X.509), for services that know authorities and no ledger."""

from contextlib import closing
from typing import Final

from livret_core import limits
from livret_core.errors import MalformedInput
from livret_core.words import printable
from livret_edge.arguments import Asked
from livret_edge.files import named_by, read_file, write_named
from livret_edge.saying import now_s
from livret_issuer.cli.opening import open_office, say_head
from livret_issuer.words.counter import texts

_MODE: Final = 0o644


def request(asked: Asked) -> int:
    """Write what an authority makes a certificate of."""
    voice, to = asked.voice, asked.request_to
    if to.exists():
        raise MalformedInput("usage.file_exists", option="--request-to", file=str(to))
    made = open_office(asked).certifying().request()
    write_named(to, made, "--request-to", mode=_MODE)
    if voice.json:
        voice.event("seal_requested", to=str(to))
    else:
        voice.tell("✓ " + texts(voice.lang)["seal_asked"].format(path=to))
    return 0


def take(asked: Asked) -> int:
    """Take the certificate that an authority made, and publish the lists with it."""
    from livret_core.x509 import CertificateChain, TrustAnchors

    voice, at_s = asked.voice, now_s()
    with named_by("--chain"):
        chain = CertificateChain.parse_pem(read_file(asked.chain, limits.PEM_BUNDLE_BYTES))
    with named_by("--anchors"):
        anchors = TrustAnchors.parse_pem(read_file(asked.anchors, limits.PEM_BUNDLE_BYTES))
    office = open_office(asked)
    certified = office.certifying().take(chain, anchors, now_s=at_s)
    with closing(office.renewed()) as now:
        now.publish(now_s=at_s)
    leaf = certified.chain.leaf
    if voice.json:
        voice.event(
            "sealed",
            sha256=leaf.sha256.hex(),
            not_before_s=leaf.not_before_s,
            not_after_s=certified.chain.not_after_s,
            audit_head=office.audit_head().format_whole(),
        )
        return 0
    said = texts(voice.lang)
    voice.tell(
        "✓ "
        + said["sealed"].format(
            subject=printable(leaf.subject.rfc4514_string(), max_chars=120),
            time=voice.moment(certified.chain.not_after_s),
        )
    )
    voice.tell(said["sealed_how"])
    say_head(asked, office)
    return 0
