"""Decide whether a copy bears a mark: something only this person's copies would. Pure.

Two services that see one identifier in two copies know one visitor. What every copy of
a proof has alike must therefore be alike for everyone served that day: the town, the
type, the day and the last day. All else is refused, however harmless it is called, since
the wallet cannot know what others were given.

A list so small that few stand in it is such a mark too, as soon as it can be read.

How a copy is written is compared with its sisters alone (:func:`check_written_alike`).

What this cannot see is named in ``docs/spec/status.md``: a list's own address, an
authority's name spelled for one person, a way of writing that only her copies have and all
of them, and what hides in octets that are random.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from livret_core.credential.issuer import Profile
from livret_core.credential.presentation import Presentation
from livret_core.credential.types import CredentialType
from livret_core.encoding import base64url
from livret_core.encoding.json import JsonValue
from livret_core.errors import Refused
from livret_core.keys import PublicKey, jwk
from livret_core.sdjwt.disclosure import Disclosure
from livret_core.status.token import SignedStatusList, StatusReference

_HEADERS: Final[Mapping[Profile, frozenset[str]]] = {
    "did": frozenset({"alg", "typ", "kid"}),
    "x509": frozenset({"alg", "typ", "x5c"}),
}
_DAY_S: Final = 86_400
#: Places of a list among which one copy is not to be found, as the town halls of livret make
#: theirs.
CROWD: Final = 1 << 17
_TEXT: Final = re.compile(rb'"(?:[^"\\]|\\.)*"')
_PLACE: Final = re.compile(rb'("idx"\s*:\s*)[0-9]+')


def check_unmarked(
    presentation: Presentation,
    kind: CredentialType,
    key: PublicKey,
    *,
    asked_at_s: int,
    begins_s: Collection[int],
    profile: Profile = "did",
    sealed_until_s: int | None = None,
) -> None:
    """Check that a copy shows nothing that could be a person's own number.

    Args:
        presentation: the copy, its signature verified.
        kind: its type, which says when it ends.
        key: the holder's key it is bound to.
        asked_at_s: when the wallet asked for it, seconds since 1970.
        begins_s: since when the issuer's key is listed, and its right if that is known: on
            its first day copies are dated from then, not from midnight.
        profile: how the issuer names itself.
        sealed_until_s: when its certificate ends, which is the end of what it is for.

    Raises:
        Refused: ``received.marked``; the fact ``part`` says where.
    """
    payload = presentation.payload
    if set(presentation.token.header) != _HEADERS[profile]:
        raise Refused("received.marked", part="header")
    if payload.get("cnf") != {"jwk": jwk.format_public(key)}:
        raise Refused("received.marked", part="cnf")
    status = payload.get("status")
    if status is not None and status != StatusReference.parse(status).format():
        raise Refused("received.marked", part="status")
    # Of the many ways to write what it says, the one that everybody's copies have.
    if presentation.registered.vct_integrity not in {None, kind.integrity}:
        raise Refused("received.marked", part="vct#integrity")
    for name in ("aka_vcts", "sub", "nbf"):
        if name in payload:
            raise Refused("received.marked", part=name)
    issued_at_s, ends_at_s = payload.get("iat"), payload.get("exp")
    # A float that is whole would be another spelling of the same second.
    if type(issued_at_s) is not int or (issued_at_s % _DAY_S and issued_at_s not in begins_s):
        raise Refused("received.marked", part="iat")
    # A day of long ago could be anybody's; the day before is a counter's clock.
    if issued_at_s < asked_at_s - asked_at_s % _DAY_S - _DAY_S:
        raise Refused("received.marked", part="iat")
    if "exp" in payload and type(ends_at_s) is not int:
        raise Refused("received.marked", part="exp")
    ends = (kind.law.expires_at_s(issued_at_s), sealed_until_s)
    if ends_at_s != min((each for each in ends if each is not None), default=None):
        raise Refused("received.marked", part="exp")


def check_written_alike(copies: Sequence[Presentation], profile: Profile = "did") -> None:
    """Check that the copies of one proof are written alike, whatever their own octets are.

    White space, escapes, the order of members, how many digests stand where and which
    spelling a key's name has say nothing to a reader, and may say a number to two of them.
    A copy that is written otherwise than its sister is told from her.

    What stands under the header is compared where a ledger names the issuer: of those known
    by a certificate some draw the number of decoys for each copy, as RFC 9901 §9.4 lets them.

    Raises:
        Refused: ``received.differ``.
    """
    if len({copy.sd_jwt.issuer_jwt.partition(".")[0] for copy in copies}) > 1:
        raise Refused("received.differ", "headers")
    if profile == "did" and len({_written(copy) for copy in copies}) > 1:
        raise Refused("received.differ", "written otherwise")


def _written(copy: Presentation) -> tuple[bytes, ...]:
    """How a copy is written, with a blank wherever it has octets of its own."""
    opened = [Disclosure.parse(text) for text in copy.sd_jwt.disclosures]
    own = {*digests(copy.payload), *(each.salt for each in opened)}
    for each in opened:
        own.update(digests(each.value))
    if copy.registered.holder_key is not None:
        key = jwk.format_public(copy.registered.holder_key)
        own.update(str(key[name]) for name in ("x", "y") if name in key)
    blanks = {text.encode(): b"%d" % len(text) for text in own}
    status = copy.registered.status
    if status is not None:  # a batch may span two lists, whose addresses differ in length
        blanks[StatusReference.parse(status).uri.text.encode()] = b"uri"

    def blank(found: re.Match[bytes]) -> bytes:
        return blanks.get(found[0][1:-1], found[0])

    def of(octets: bytes) -> bytes:
        return _TEXT.sub(blank, octets)

    payload = of(_PLACE.sub(rb"\1#", copy.token.payload))
    return (payload, *sorted(of(base64url.decode(text)) for text in copy.sd_jwt.disclosures))


def digests(value: JsonValue) -> Iterator[str]:
    """Every digest in *value*, of a disclosure or a decoy."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "_sd" and isinstance(inner, list):
                yield from (digest for digest in inner if isinstance(digest, str))
            elif name == "..." and isinstance(inner, str):
                yield inner
            else:
                yield from digests(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from digests(inner)


def check_crowd(listed: SignedStatusList) -> None:
    """Check that a status list has room for a crowd.

    Services fetch the list that a copy names. One made for few people tells whoever
    publishes it which of them was where; and two services that see its address know one
    visitor.

    Raises:
        Refused: ``status.small_list``, with the least number of places.
    """
    if listed.entries < CROWD:
        raise Refused("status.small_list", least=CROWD)
