"""Our SD-JWTs in PyPI `sd-jwt`, and its in ours: hundreds of generated credentials each way.

Where the two disagree about a text, RFC 9901 decides; :data:`DISAGREEMENTS` lists each
place with its clause.
"""

import hashlib
import itertools
import json
import random
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

import pytest
from jwcrypto.jwk import JWK
from jwcrypto.jws import InvalidJWSSignature
from sd_jwt.common import SDObj
from sd_jwt.holder import SDJWTHolder
from sd_jwt.issuer import SDJWTIssuer
from sd_jwt.verifier import SDJWTVerifier

from livret_core import jws
from livret_core.credential.presentation import Presentation
from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError
from livret_core.keys import Ed25519Signer, P256Signer, Signer, jwk
from livret_core.sdjwt import ConcealPlan, SdJwt, conceal, keybinding
from livret_core.sdjwt.keybinding import Freshness
from livret_core.sdjwt.plan import ClaimPath
from livret_core.sdjwt.reveal import PlacedPath

pytestmark = pytest.mark.interop

COUNT: Final = 500
AUDIENCE, NONCE = "https://desk.example", "a nonce of this request"
ISSUER: Final = P256Signer.from_seed(bytes(range(48)))
HOLDER: Final = P256Signer.from_seed(bytes(48))
HEADER: Final = {"typ": "dc+sd-jwt", "kid": "#1"}
FIXED: Final[dict[str, Any]] = {"iss": "did:example:town", "vct": "urn:example:generated"}


def their_key(signer: P256Signer) -> JWK:
    members: dict[str, Any] = dict(jwk.format_public(signer.public_key))
    return JWK(**members, d=base64url.encode(signer.scalar_bytes))


ISSUER_JWK: Final = their_key(ISSUER)
HOLDER_JWK: Final = their_key(HOLDER)


class Generated:
    """Claims and what is concealed of them, told by a number alone."""

    def __init__(self, number: int) -> None:
        self.random = random.Random(number)
        self.claims: dict[str, Any] = {
            f"claim {place}": self._value(4) for place in range(self.random.randint(1, 6))
        }
        self.hidden = {path for path in self._paths(self.claims, ()) if self.random.random() < 0.5}
        self.decoys: dict[ClaimPath, int] = {
            path: self.random.randint(1, 3)
            for path in [(), *self._paths(self.claims, (), containers=True)]
            if self.random.random() < 0.3
        }

    def _value(self, depth: int) -> Any:
        kind = self.random.randint(0, 7 if depth else 4)
        if kind > 5:
            return [self._value(depth - 1) for _ in range(self.random.randint(0, 4))]
        if kind > 4:
            names = [f"part {place}" for place in range(self.random.randint(0, 4))]
            return {name: self._value(depth - 1) for name in names}
        return self.random.choice(["text", 'é \u2028 "\\', "", 7, -1, True, False, None, 1.5])

    def _paths(
        self, value: Any, here: PlacedPath, *, containers: bool = False
    ) -> Iterator[PlacedPath]:
        entries: Any = ()
        if isinstance(value, dict):
            entries = value.items()
        elif isinstance(value, list):
            entries = enumerate(value)
        for key, inner in entries:
            if not containers or isinstance(inner, dict | list):
                yield (*here, key)
            yield from self._paths(inner, (*here, key), containers=containers)

    def ours(self) -> SdJwt:
        made = conceal(
            {**FIXED, **self.claims, "cnf": {"jwk": jwk.format_public(HOLDER.public_key)}},
            ConcealPlan.of(self.hidden, decoys=self.decoys),
            salts=(number.to_bytes(16) for number in itertools.count()),
            decoys=(number.to_bytes(32) for number in itertools.count()),
        )
        return signed(made.payload, made.disclosures)

    def theirs(self) -> str:
        issuer = SDJWTIssuer(
            {**FIXED, **self._marked(self.claims, ())},
            ISSUER_JWK,
            HOLDER_JWK,
            add_decoy_claims=bool(self.decoys),
            extra_header_parameters=HEADER,
        )
        return str(issuer.sd_jwt_issuance)

    def _marked(self, value: Any, here: PlacedPath) -> Any:
        if isinstance(value, dict):
            return {
                SDObj(name) if (*here, name) in self.hidden else name: self._marked(
                    inner, (*here, name)
                )
                for name, inner in value.items()
            }
        if isinstance(value, list):
            marked = [self._marked(inner, (*here, place)) for place, inner in enumerate(value)]
            return [
                SDObj(inner) if (*here, place) in self.hidden else inner
                for place, inner in enumerate(marked)
            ]
        return value

    def part_of(self, whole: SdJwt) -> SdJwt:
        """Show some of it, each with what it is inside of."""
        placed = {one.disclosure: one for one in Presentation.parse(whole.format()).reveal().placed}
        chosen = {index for index in sorted(placed) if self.random.random() < 0.5}
        for index in list(chosen):
            parent = placed[index].parent
            while parent is not None:
                chosen.add(parent)
                parent = placed[parent].parent
        return whole.showing(chosen)


def signed(payload: Any, disclosures: tuple[str, ...], **header: Any) -> SdJwt:
    return SdJwt(jws.sign({**HEADER, **header}, json_encoding.format(payload), ISSUER), disclosures)


def bound(sd_jwt: SdJwt, *, signer: Signer = HOLDER, now_s: int = 1_795_000_000) -> SdJwt:
    octets = keybinding.prepare(
        sd_jwt,
        algorithm=signer.algorithm,
        audience=AUDIENCE,
        nonce=NONCE,
        issued_at_s=now_s,
    )
    return keybinding.assemble(sd_jwt, octets, signer.sign(octets))


def they_read(text: str, *, with_binding: bool = False) -> Any:
    asked = (AUDIENCE, NONCE) if with_binding else (None, None)
    return SDJWTVerifier(text, lambda _issuer, _header: ISSUER_JWK, *asked).get_verified_payload()


def we_read(text: str, *, now_s: int = 1_795_000_000) -> Any:
    """Everything of ours that does not hang on a policy."""
    presentation = Presentation.parse(text)
    presentation.token.verify(ISSUER.public_key)
    claims = presentation.reveal().claims
    presentation.registered.validity.check(now_s)
    if presentation.key_binding is not None:
        key = presentation.registered.holder_key
        assert key is not None
        presentation.key_binding.verify(presentation.sd_jwt, key)
        presentation.key_binding.check(
            audience=AUDIENCE, nonce=NONCE, now_s=now_s, freshness=Freshness()
        )
    return claims


def test_they_read_what_we_issue_and_what_we_show_of_it() -> None:
    for number in range(COUNT):
        case = Generated(number)
        whole = case.ours()
        read = they_read(whole.format())
        assert read == we_read(whole.format()), number
        assert {name: read[name] for name in case.claims} == case.claims, number
        shown = bound(case.part_of(whole)).format()
        assert they_read(shown, with_binding=True) == we_read(shown), number


def test_we_read_what_they_issue_and_what_they_show_of_it() -> None:
    for number in range(COUNT):
        case = Generated(number)
        whole = case.theirs()
        read = we_read(whole)
        assert read == they_read(whole), number
        assert {name: read[name] for name in case.claims} == case.claims, number
        part = case.part_of(SdJwt.parse(whole)).format()
        assert we_read(part) == they_read(part), number


def test_we_accept_the_key_binding_they_make() -> None:
    for number in range(0, COUNT, 10):
        case = Generated(number)
        holder = SDJWTHolder(case.theirs())
        chosen = {name: True for name in case.claims if case.random.random() < 0.5}
        holder.create_presentation(chosen, NONCE, AUDIENCE, HOLDER_JWK)
        text = str(holder.sd_jwt_presentation)
        claims = json.loads(base64url.decode(text.rpartition("~")[2].split(".")[1]))
        assert we_read(text, now_s=claims["iat"]) == they_read(text, with_binding=True), number


def test_the_generated_credentials_are_nested_recursive_and_with_decoys() -> None:
    cases = [Generated(number) for number in range(COUNT)]
    assert sum(any(len(path) > 3 for path in case.hidden) for case in cases) > 100
    assert sum(any(isinstance(path[-1], int) for path in case.hidden) for case in cases) > 100
    assert sum(bool(case.decoys) for case in cases) > 100
    assert (
        sum(
            any(one != two and two[: len(one)] == one for one in case.hidden for two in case.hidden)
            for case in cases
        )
        > 100
    )


# Where we disagree ------------------------------------------------------------


def disclosure(*elements: Any) -> str:
    return base64url.encode(json_encoding.format(elements))


def of(text: str) -> str:
    return base64url.encode(hashlib.sha256(text.encode()).digest())


def with_payload(*texts: str, **members: Any) -> str:
    payload = {**FIXED, "cnf": {"jwk": jwk.format_public(HOLDER.public_key)}, **members}
    return signed(payload, texts).format()


def raw_payload(raw: str) -> str:
    octets = raw.replace("{", '{"vct":"urn:example:generated",', 1).encode()
    return jws.sign(HEADER, octets, ISSUER) + "~"


def binding(signer: Signer = HOLDER, **changes: Any) -> str:
    shown = SdJwt.parse(with_payload(cnf={"jwk": jwk.format_public(signer.public_key)}))
    claims = {"iat": 1_795_000_000, "aud": AUDIENCE, "nonce": NONCE, "sd_hash": shown.sd_hash()}
    payload = json_encoding.format(claims | changes)
    return shown.bound_part() + jws.sign({"typ": "kb+jwt"}, payload, signer)


MEMBER: Final = disclosure("A" * 22, "a", 1)
ELEMENT: Final = disclosure("A" * 22, 1)
SD_MEMBER: Final = disclosure("A" * 22, "_sd", ["x"])
NO_SALT: Final = disclosure(None, "a", 1)
PADDED: Final = MEMBER + "=" * (-len(MEMBER) % 4 or 4)
SPACED: Final = disclosure("A" * 21, "a", 1) + "\n"


class Disagreement(NamedTuple):
    """One text, our reason for refusing it (None: we accept), and where the rule stands."""

    text: Callable[[], str]
    code: str | None
    clause: str


DISAGREEMENTS: Final = {
    "a disclosure nobody refers to": Disagreement(
        lambda: with_payload(MEMBER), "sdjwt.unreferenced", "RFC 9901 §7.1, step 5"
    ),
    "one digest twice in an array": Disagreement(
        lambda: with_payload(ELEMENT, a=[{"...": of(ELEMENT)}] * 2),
        "sdjwt.digest_twice",
        "RFC 9901 §7.1, step 4",
    ),
    "one digest in an object and an array": Disagreement(
        lambda: with_payload(a=[{"...": of(ELEMENT)}], _sd=[of(ELEMENT)]),
        "sdjwt.digest_twice",
        "RFC 9901 §7.1, step 4",
    ),
    "a disclosed claim named _sd": Disagreement(
        lambda: with_payload(SD_MEMBER, _sd=[of(SD_MEMBER)]),
        "sdjwt.reserved_name",
        "RFC 9901 §7.1, step 3.3.2.2",
    ),
    "a member named ...": Disagreement(
        lambda: with_payload(**{"...": "x"}), "sdjwt.reserved_name", "RFC 9901 §4.1, rule 7"
    ),
    "a placeholder with another member": Disagreement(
        lambda: with_payload(a=[{"...": of(ELEMENT), "b": 1}]),
        "sdjwt.reserved_name",
        "RFC 9901 §4.2.4.2",
    ),
    "_sd_alg further down": Disagreement(
        lambda: with_payload(a={"_sd_alg": "md5"}), "sdjwt.reserved_name", "RFC 9901 §4.1.1"
    ),
    "_sd that is a text": Disagreement(
        lambda: with_payload(_sd="abc"), "sdjwt.malformed", "RFC 9901 §4.2.4.1"
    ),
    "a salt that is no text": Disagreement(
        lambda: with_payload(NO_SALT, _sd=[of(NO_SALT)]),
        "sdjwt.disclosure_shape",
        "RFC 9901 §4.2.1",
    ),
    "a disclosure with padding": Disagreement(
        lambda: with_payload(PADDED, _sd=[of(PADDED)]), "input.base64url", "RFC 7515 §2"
    ),
    "a disclosure with a line feed": Disagreement(
        lambda: with_payload(SPACED, _sd=[of(SPACED)]), "input.base64url", "RFC 7515 §2"
    ),
    "a member twice in the payload": Disagreement(
        lambda: raw_payload('{"a":1,"a":2}'), "input.duplicate_member", "RFC 7519 §4"
    ),
    "a number that is none": Disagreement(
        lambda: raw_payload('{"a":NaN}'), "input.json", "RFC 8259 §6"
    ),
    "expired": Disagreement(
        lambda: with_payload(exp=1), "validity.expired", "RFC 9901 §7.1, step 6"
    ),
    "not begun": Disagreement(
        lambda: with_payload(nbf=1_900_000_000), "validity.not_yet", "RFC 9901 §7.1, step 6"
    ),
    "part of cnf disclosable": Disagreement(
        lambda: with_payload(
            cnf={"jwk": {**jwk.format_public(HOLDER.public_key), "_sd": [of(MEMBER)]}}
        ),
        "credential.concealed",
        "SD-JWT VC §2.2.2.3",
    ),
    "another type of token": Disagreement(
        lambda: signed(FIXED, (), typ="JWT").format(), "jws.type", "SD-JWT VC §2.2.1"
    ),
    "a key binding of last year": Disagreement(
        lambda: binding(iat=1_760_000_000), "holder.stale", "RFC 9901 §7.3, step 5.5"
    ),
    "a key binding of next year": Disagreement(
        lambda: binding(iat=1_830_000_000), "holder.ahead", "RFC 9901 §7.3, step 5.5"
    ),
    "a key binding that has ended": Disagreement(
        lambda: binding(exp=1_794_999_999), "holder.stale", "RFC 9901 §7.3, step 5.8"
    ),
    "a key binding by Ed25519": Disagreement(
        lambda: binding(Ed25519Signer(bytes(range(32)))), None, "RFC 9901 §4.3: any `alg` but none"
    ),
}


@pytest.mark.parametrize("name", DISAGREEMENTS)
def test_where_we_disagree_the_rfc_is_with_us(name: str) -> None:
    text, code, clause = DISAGREEMENTS[name]
    has_binding = not text().endswith("~")
    if code is None:
        we_read(text())
        with pytest.raises(InvalidJWSSignature):
            they_read(text(), with_binding=has_binding)
        return
    they_read(text(), with_binding=has_binding)
    with pytest.raises(LivretError) as caught:
        we_read(text())
    assert caught.value.code == code, clause
