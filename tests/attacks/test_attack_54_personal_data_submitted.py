"""A name, an address, a date of birth: offered wherever an operation has a member, spelt to fit.

What fits is refused all the same where the ledger can know; what it cannot is listed in `OPEN`,
and in docs/spec/operations.md §6. Every type of operation and every member of its body is tried.
"""

import copy
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from typing import Any, Final, NamedTuple

import msgspec
import pytest

from livret_core.errors import LivretError
from livret_core.ledger.apply import apply, record_advanced
from livret_core.ledger.bodies import BODIES
from livret_core.ledger.operation import NO_PREDECESSOR, Draft, Operation
from livret_core.ledger.records import Chained
from livret_core.tlog.note import SignatureType, VerifierKey
from tests.ledger_scene import ORIGIN, Pen, Scene, Town, Whole, ed25519

PERSON: Final = "camille-durand"
#: Born on 9 April 1988, and how to call.
BORN, CALL, WHERE = "1988-04-09", "0612345678", "12-rue-des-tanneurs"
BORN_S: Final = 576_547_200
#: 43 characters that are a digest for all that anybody can see.
AS_DIGEST: Final = "CamilleDurandBorn19880409InNamurRueTanneur0"
#: A SIREN but for its check digit; a commune that nobody has looked up.
AS_NUMBER: Final = "fr-siren:198804090"
AS_COMMUNE: Final = "fr-insee:19880"

Place = tuple[str | int, ...]


def refused(state: Whole, operation: Callable[[], Operation]) -> str:
    """Why it is not taken, of which nothing may repeat what somebody wrote there."""
    with pytest.raises(LivretError) as caught:
        apply(state, operation())
    said = f"{caught.value} {caught.value.facts}"
    assert not [word for word in ("amille", "Durand", BORN, CALL, WHERE) if word in said]
    return caught.value.code


class Honest(NamedTuple):
    """An operation that would be taken, and the ledger as it stands before it."""

    state: Whole
    operation: Operation
    pens: tuple[Pen, ...]

    def draft(self, body: Any, *, subject: str | None = None) -> Draft:
        """The same with another body, in its place in the chain of the record that it advances."""
        was = self.operation
        about = was.subject if subject is None else subject
        draft = Draft(was.ledger, was.type, about, was.seq, was.prev, was.issued_at_s, body)
        try:
            record = self.state.get(record_advanced(self.state, draft))
        except LivretError:
            return draft
        seq, last = (
            (record.seq, record.last) if isinstance(record, Chained) else (0, NO_PREDECESSOR)
        )
        return msgspec.structs.replace(draft, seq=seq + 1, prev=last)

    def signed(self, draft: Draft) -> Operation:
        return draft.signed(
            [draft.sign(signer, by=did, key_id=kid) for did, kid, signer in self.pens]
        )

    def saying(self, place: Place, value: Any) -> Operation:
        """The same with one value changed, signed by the same."""
        body = copy.deepcopy(dict(self.operation.body))
        holder: Any = body
        for step in place[:-1]:
            holder = holder[step]
        holder[place[-1]] = value
        return self.signed(self.draft(body))


def every_operation() -> Iterator[Honest]:
    """One of every type, each on a ledger that would take it."""
    scene = Scene()
    namur, metz, aachen, liege = towns = scene.towns

    def made(operation: Operation, *by: Town | Pen) -> Honest:
        pens = [each.pen if isinstance(each, Town) else each for each in by]
        return Honest(scene.state.copy(), operation, tuple(pens))

    genesis = scene.genesis()
    yield made(genesis, *(town.genesis_pen for town in towns))
    scene.apply(genesis)
    for town in towns:
        scene.settle(town)
    scene.apply(scene.publish())
    scene.tick()
    yield made(scene.state_commit(scene.at_s + 1))
    verdun, sedan = scene.settle(scene.town("verdun")), scene.town("sedan")
    yield made(scene.did_create(sedan), namur)
    yield made(scene.did_update(metz, metz.next_entry(scene.at_s)))
    yield made(scene.did_deactivate(liege), liege.recovery_pen())
    yield made(scene.did_succeed(metz, aachen.did, metz.recovery_pen()), metz.recovery_pen())
    yield made(scene.propose(verdun), verdun)
    scene.apply(scene.propose(verdun))
    yield made(scene.endorse(verdun, metz), metz)
    scene.apply(scene.endorse(verdun, metz), scene.endorse(verdun, aachen))
    yield made(scene.admit(verdun), verdun)
    scene.apply(scene.admit(verdun))
    yield made(scene.about_member("member.suspend", verdun, metz, aachen), metz, aachen)
    yield made(scene.about_member("member.expel", verdun, *towns[:3]), *towns[:3])
    scene.apply(scene.about_member("member.suspend", verdun, metz, aachen))
    yield made(scene.about_member("member.reinstate", verdun, metz, aachen), metz, aachen)
    yield made(scene.policy_change(towns), *towns)
    yield made(scene.commit(namur), namur)
    scene.apply(scene.grant(metz, namur, depth=1, scope="fr-insee:*"))
    from_s, held = scene.at_s, (metz, "residency", "fr-insee:*")
    yield made(scene.grant(aachen, metz, scope="fr-insee:57*", parent=held, days=(0, 30)), metz)
    ended = scene.end_right(metz, namur, scope="fr-insee:*", from_s=from_s, void_from_s=from_s)
    yield made(ended, namur)
    pool = scene.settle(scene.town("liege", number=2))
    yield made(scene.register(pool, metz), metz)
    scene.apply(scene.register(pool, metz))
    yield made(scene.end_service(pool, metz), metz)
    yield made(scene.publish("birth/1"), namur)
    yield made(scene.retire("residency/1"), namur)
    yield made(scene.compromise(metz.kid, metz, from_s=scene.at_s), metz)
    key = VerifierKey.of(ORIGIN, SignatureType.ED25519, ed25519("another log key"))
    yield made(scene.rotate(key, *towns), *towns)
    yield made(scene.freeze(*towns), *towns)


HONEST: Final = {each.operation.type: each for each in every_operation()}


def key_named(name: str) -> str:
    """A witness's key of that name, made in the proper form."""
    raw = b"\x04" + ed25519("a witness").public_key.raw
    key_id = sha256(name.encode() + b"\n" + raw).digest()[:4]
    return f"{name}+{key_id.hex()}+{b64encode(raw).decode()}"


LONG_HOST: Final = f"{PERSON}.born-{BORN}.example"
LONG_PATH: Final = f"{PERSON}.example/tel-{CALL}"
MALFORMED, CONTENT, UNKNOWN = "ledger.operation", "ledger.content", "ledger.unknown"

# What would fit the form of a member as closely as anything about a person does, and why it is
# refused. `MALFORMED`: it does not fit.
TRIED: Final[Mapping[str, Sequence[tuple[Place, Any, str]]]] = {
    "ledger.genesis": (
        (("key",), key_named(LONG_HOST), MALFORMED),
        (("key",), key_named(LONG_PATH), MALFORMED),
        (("founders", 0, "who"), AS_NUMBER, CONTENT),
        (("founders", 0, "who"), AS_COMMUNE, UNKNOWN),
        (("founders", 0, "operator"), AS_NUMBER, CONTENT),
        (("founders", 0, "did"), f"did:key:{PERSON}", MALFORMED),
        (("founders", 0, "witness"), key_named(LONG_HOST), MALFORMED),
        (("founders", 0, "auditor"), key_named(LONG_PATH), MALFORMED),
        (("founders", 0, "name"), PERSON, MALFORMED),
        (("n",), 1988, MALFORMED),
        (("q",), 1988, MALFORMED),
        (("a",), 1988, MALFORMED),
        (("k",), 1988, MALFORMED),
        (("roots",), [AS_COMMUNE], UNKNOWN),
        (("schemas",), [AS_COMMUNE], UNKNOWN),
        (("rules",), 19880409, "ledger.rules_version"),
        (("at",), BORN, MALFORMED),
        (("at",), -1, MALFORMED),
    ),
    "did.create": (
        (("who",), AS_NUMBER, CONTENT),
        (("who",), AS_COMMUNE, "ledger.did_place"),
        (("entry",), PERSON, MALFORMED),
        (("entry",), f'{{"name":"{PERSON}"}}', "ledger.did_document"),
        (("note",), PERSON, MALFORMED),
    ),
    "did.update": (
        (("entry",), f'{{"name":"{PERSON}"}}', "ledger.did_document"),
        (("lists",), AS_DIGEST, "ledger.subject"),
        (("lists",), PERSON, MALFORMED),
    ),
    "did.deactivate": (
        (("entry",), f'{{"name":"{PERSON}"}}', "ledger.did_document"),
        (("lists",), PERSON, MALFORMED),
    ),
    "did.succeed": (
        (("to",), f"did:webvh:{PERSON}", UNKNOWN),
        (("to",), f"did:web:{PERSON}", MALFORMED),
        (("lists",), PERSON, MALFORMED),
    ),
    "member.propose": (
        (("did",), f"did:webvh:{PERSON}", "ledger.signer"),
        (("operator",), AS_NUMBER, CONTENT),
        (("witness",), key_named(LONG_HOST), MALFORMED),
        (("auditor",), key_named(LONG_PATH), MALFORMED),
        (("role",), PERSON, MALFORMED),
    ),
    "member.endorse": (
        (("proposal",), AS_DIGEST, "ledger.other_proposal"),
        (("by",), AS_NUMBER, "ledger.signer"),
        (("by",), AS_COMMUNE, "ledger.signer"),
    ),
    "member.admit": (
        (("proposal",), AS_DIGEST, "ledger.other_proposal"),
        (("note",), PERSON, MALFORMED),
    ),
    "member.suspend": ((("reason",), PERSON, MALFORMED),),
    "member.reinstate": ((("reason",), PERSON, MALFORMED),),
    "member.expel": ((("reason",), PERSON, MALFORMED),),
    "policy.change": (
        (("n",), 1988, MALFORMED),
        (("q",), 1988, MALFORMED),
        (("a",), 1988, MALFORMED),
        (("k",), 1988, MALFORMED),
        (("witnesses", 0, "who"), AS_NUMBER, UNKNOWN),
        (("witnesses", 0, "who"), AS_COMMUNE, UNKNOWN),
        (("witnesses", 0, "key"), key_named(LONG_HOST), MALFORMED),
        (("auditors", 0, "who"), AS_COMMUNE, UNKNOWN),
        (("auditors", 0, "key"), key_named(LONG_PATH), MALFORMED),
        (("schemas",), [AS_COMMUNE], UNKNOWN),
        (("rules",), 19880409, "ledger.rules_version"),
    ),
    "accredit.grant": (
        (("type",), PERSON, UNKNOWN),
        (("type",), f"{PERSON}-{BORN}", MALFORMED),
        (("scope",), "fr-insee:19880409*", CONTENT),
        (("scope",), "be-bce:06123456*", CONTENT),
        (("from",), BORN_S, "ledger.interval"),
        (("until",), BORN_S, "ledger.interval"),
        (("depth",), 88, MALFORMED),
        (("parent", "did"), f"did:webvh:{PERSON}", "ledger.signer"),
        (("parent", "type"), PERSON, UNKNOWN),
        (("parent", "scope"), AS_COMMUNE, UNKNOWN),
        (("parent", "name"), PERSON, MALFORMED),
    ),
    "accredit.end": (
        (("type",), PERSON, UNKNOWN),
        (("scope",), AS_COMMUNE, UNKNOWN),
        (("from",), BORN_S, UNKNOWN),
        (("void_from",), BORN, MALFORMED),
    ),
    "verifier.register": (
        (("asks", 0, "type"), PERSON, UNKNOWN),
        (("asks", 0, "type"), f"{PERSON}-{BORN}", MALFORMED),
        (("asks", 0, "claims"), ["camille_durand"], "ledger.claim"),
        (("asks", 0, "claims"), ["she_is_ill"], "ledger.claim"),
        (("asks", 0, "claims"), ["commune", "address.rue_des_tanneurs"], "ledger.claim"),
        (("asks", 0, "claims"), ["commune"] * 7, "ledger.operation"),
        (("asks", 0, "note"), PERSON, MALFORMED),
        (("purpose",), PERSON, MALFORMED),
        (("text",), PERSON, MALFORMED),
        (("until",), BORN_S, "ledger.interval"),
    ),
    "verifier.end": ((("reason",), PERSON, MALFORMED),),
    "schema.publish": (
        (("digest",), PERSON, MALFORMED),
        (("media",), f"application/{PERSON}", MALFORMED),
        (("claims",), ["camille-durand"], MALFORMED),
        (("claims",), ["born_1988_04_09"], MALFORMED),
        (("claims",), ["camille_durand", "birthdate"], "ledger.operation"),
        (("claims",), ["birthdate"] * 2, "ledger.operation"),
        (("name",), PERSON, MALFORMED),
    ),
    "schema.retire": ((("reason",), PERSON, MALFORMED),),
    "commit": (
        (("day",), 6673, "ledger.day"),
        (("root",), PERSON, MALFORMED),
        (("note",), PERSON, MALFORMED),
    ),
    "key.compromise": (
        (("from",), BORN, MALFORMED),
        (("from",), -1, MALFORMED),
        (("note",), PERSON, MALFORMED),
    ),
    "log.rotate": (
        (("key",), key_named(LONG_HOST), MALFORMED),
        (("at_once",), PERSON, MALFORMED),
    ),
    "log.freeze": (
        (("successor",), LONG_HOST, MALFORMED),
        (("successor",), LONG_PATH, MALFORMED),
        (("successor",), f"{PERSON}.example/{WHERE}", MALFORMED),
        (("at_once",), PERSON, MALFORMED),
    ),
    "state.commit": (
        (("root",), AS_DIGEST, "ledger.map_root"),
        (("at",), BORN_S, "ledger.time"),
        (("note",), PERSON, MALFORMED),
    ),
}

# What the rules cannot know: docs/spec/operations.md §6 says the same in words.
OPEN: Final[Sequence[tuple[str, Place, Any]]] = (
    ("member.propose", ("witness",), key_named(f"{PERSON}.example/{PERSON}")),
    ("log.freeze", ("successor",), f"{PERSON}.example/{PERSON}"),
    ("member.propose", ("operator",), AS_COMMUNE),
    ("schema.publish", ("claims",), ["camille_durand"]),
    ("schema.publish", ("digest",), AS_DIGEST),
    ("verifier.register", ("text",), AS_DIGEST),
    ("commit", ("root",), AS_DIGEST),
    ("did.succeed", ("lists",), AS_DIGEST),
    ("accredit.end", ("void_from",), BORN_S),
    ("key.compromise", ("from",), BORN_S),
)


@pytest.mark.parametrize("kind", BODIES)
def test_attack_54_in_every_member_of_every_operation(kind: str) -> None:
    honest = HONEST[kind]
    found = [
        refused(honest.state, partial(honest.saying, place, value))
        for place, value, _ in TRIED[kind]
    ]
    assert found == [code for *_, code in TRIED[kind]]


@pytest.mark.parametrize("kind", BODIES)
def test_attack_54_no_member_is_left_out(kind: str) -> None:
    """Of a list the first stands for all; what is refused as a whole is refused in each part."""

    def places(value: Any, at: Place) -> Iterator[Place]:
        inner = value.items() if isinstance(value, dict) else enumerate(value[:1])
        for step, found in inner:
            here = (*at, step)
            yield from places(found, here) if isinstance(found, dict | list) else [here]

    tried = {place for place, *_ in TRIED[kind]}
    members = [*places(dict(HONEST[kind].operation.body), ())]
    assert [at for at in members if not any(at[: len(each)] == each for each in tried)] == []
    optional = {field.encode_name for field in msgspec.structs.fields(BODIES[kind])}
    assert optional <= {str(place[0]) for place in tried}


def test_attack_54_twin_what_is_left_open_is_what_the_page_says() -> None:
    for kind, place, value in OPEN:
        honest = HONEST[kind]
        apply(honest.state, honest.saying(place, value))


@pytest.mark.parametrize("kind", BODIES)
def test_attack_54_twin_numbers_and_digests_only(kind: str) -> None:
    apply(HONEST[kind].state, HONEST[kind].operation)


# As a subject.

ABOUT: Final[Mapping[str, Sequence[tuple[str, str]]]] = {
    "ledger.genesis": [(f"{PERSON}.example", "ledger.subject")],
    "did.create": [(f"did:webvh:{PERSON}", "ledger.subject"), (PERSON, "ledger.subject")],
    "did.update": [(f"did:webvh:{PERSON}", UNKNOWN)],
    "did.deactivate": [(f"did:webvh:{PERSON}", UNKNOWN)],
    "did.succeed": [(f"did:webvh:{PERSON}", UNKNOWN)],
    "member.propose": [(AS_NUMBER, "ledger.signer"), (AS_COMMUNE, "ledger.signer")],
    "member.endorse": [(AS_COMMUNE, UNKNOWN)],
    "member.admit": [(AS_COMMUNE, UNKNOWN)],
    "member.suspend": [(AS_COMMUNE, UNKNOWN)],
    "member.reinstate": [(AS_COMMUNE, UNKNOWN)],
    "member.expel": [(AS_COMMUNE, UNKNOWN)],
    "policy.change": [(f"{PERSON}.example", "ledger.subject")],
    "accredit.grant": [(f"did:webvh:{PERSON}", UNKNOWN)],
    "accredit.end": [(f"did:webvh:{PERSON}", UNKNOWN)],
    "verifier.register": [(f"did:webvh:{PERSON}", UNKNOWN)],
    "verifier.end": [(f"did:webvh:{PERSON}", UNKNOWN)],
    "schema.publish": [
        (f"{PERSON}-born-{BORN}/1", "ledger.subject"),
        (f"{PERSON}--{PERSON}/1", "ledger.subject"),
        ("camille-durand-rue-tanneurs/1", "ledger.subject"),
        (f"{PERSON}/1988", UNKNOWN),
        (f"{PERSON}/{CALL}", "ledger.subject"),
    ],
    "schema.retire": [(f"{PERSON}/1", UNKNOWN)],
    "commit": [(f"did:webvh:{PERSON}", UNKNOWN)],
    "key.compromise": [(f"did:webvh:{PERSON}#{PERSON}", UNKNOWN)],
    "log.rotate": [(f"{PERSON}.example", "ledger.subject")],
    "log.freeze": [(f"{PERSON}.example", "ledger.subject")],
    "state.commit": [(f"{PERSON}.example", "ledger.subject")],
}


@pytest.mark.parametrize("kind", BODIES)
def test_attack_54_as_a_subject(kind: str) -> None:
    honest = HONEST[kind]

    def about(subject: str) -> Operation:
        return honest.signed(honest.draft(dict(honest.operation.body), subject=subject))

    found = [refused(honest.state, partial(about, subject)) for subject, _ in ABOUT[kind]]
    assert found == [code for _, code in ABOUT[kind]]


def test_attack_54_twin_the_name_of_a_type_is_its_authoritys() -> None:
    honest = HONEST["schema.publish"]
    body = dict(honest.operation.body)
    apply(honest.state, honest.signed(honest.draft(body, subject=f"{PERSON}/1")))
