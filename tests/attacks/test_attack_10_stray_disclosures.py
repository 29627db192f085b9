"""Attack 10: a disclosure nobody refers to, and one digest in two places.

A stray disclosure is text the issuer never signed inside something that verifies. A
digest that stands twice lets a holder, or two readers, choose where a claim belongs.
"""

from typing import Final

from livret_core.encoding.json import JsonObject
from livret_core.sdjwt import SdJwt
from tests.scene import (
    CLAIMS,
    Draft,
    accepted,
    bind,
    digest_of,
    disclosure,
    draft,
    elements_of,
    refusal,
    showing,
)

STRAY: Final = disclosure("AAAAAAAAAAAAAAAAAAAAAA", "rank", "mayor")
OTHER: Final = disclosure("BBBBBBBBBBBBBBBBBBBBBB", "rank", "clerk")
ELEMENT: Final = disclosure("CCCCCCCCCCCCCCCCCCCCCC", "FR")


def shown(made: Draft, *extra: str) -> SdJwt:
    """Show ``commune`` and whatever else is given."""
    part = showing(made.signed(), "commune")
    return SdJwt(part.issuer_jwt, (*part.disclosures, *extra))


def commune_of(made: Draft) -> str:
    [text] = [one for one in made.disclosures if elements_of(one)[1] == "commune"]
    return text


def placeholder(text: str) -> JsonObject:
    return {"...": digest_of(text)}


def test_attack_10_a_disclosure_the_issuer_never_made() -> None:
    assert refusal(bind(shown(draft(), STRAY))) == (6, "sdjwt.unreferenced")


def test_attack_10_a_disclosure_of_another_credential() -> None:
    other = draft({**CLAIMS, "family_name": "Martin"})
    theirs = showing(other.signed(), "family_name").disclosures
    assert refusal(bind(shown(draft(), *theirs))) == (6, "sdjwt.unreferenced")


def test_attack_10_a_part_without_the_whole_it_is_in() -> None:
    inner = disclosure("DDDDDDDDDDDDDDDDDDDDDD", "wing", "north")
    outer = disclosure("EEEEEEEEEEEEEEEEEEEEEE", "house", {"_sd": [digest_of(inner)]})
    made = draft().concealing(outer)
    assert refusal(bind(shown(made, inner))) == (6, "sdjwt.unreferenced")


def test_attack_10_one_disclosure_sent_twice() -> None:
    made = draft()
    assert refusal(bind(shown(made, commune_of(made)))) == (6, "sdjwt.digest_twice")


def test_attack_10_one_digest_twice_in_one_object() -> None:
    made = draft().concealing(STRAY)
    digests = made.payload["_sd"]
    assert isinstance(digests, list)
    twice = made.with_payload(_sd=[*digests, digest_of(STRAY)])
    assert refusal(bind(shown(twice, STRAY))) == (6, "sdjwt.digest_twice")


def test_attack_10_one_digest_in_two_objects() -> None:
    made = draft().concealing(STRAY).with_payload(house={"_sd": [digest_of(STRAY)]})
    assert refusal(bind(shown(made, STRAY))) == (6, "sdjwt.digest_twice")


def test_attack_10_one_digest_twice_that_nobody_disclosed() -> None:
    made = draft().with_payload(house={"_sd": [digest_of(STRAY)] * 2})
    assert refusal(bind(shown(made))) == (6, "sdjwt.digest_twice")


def test_attack_10_one_digest_twice_in_an_array() -> None:
    made = draft().with_payload(nations=[placeholder(ELEMENT)] * 2)
    assert refusal(bind(shown(made, ELEMENT))) == (6, "sdjwt.digest_twice")


def test_attack_10_one_digest_in_an_object_and_in_an_array() -> None:
    made = draft().concealing(STRAY).with_payload(nations=[placeholder(STRAY)])
    assert refusal(bind(shown(made))) == (6, "sdjwt.digest_twice")


def test_attack_10_one_digest_in_the_payload_and_inside_a_disclosure() -> None:
    outer = disclosure("EEEEEEEEEEEEEEEEEEEEEE", "house", {"_sd": [digest_of(STRAY)]})
    made = draft().concealing(STRAY, outer)
    assert refusal(bind(shown(made, outer))) == (6, "sdjwt.digest_twice")


def test_attack_10_one_digest_inside_two_disclosures() -> None:
    texts = [
        disclosure(letter * 22, f"house {letter}", {"_sd": [digest_of(STRAY)]}) for letter in "EF"
    ]
    made = draft().concealing(*texts)
    assert refusal(bind(shown(made, *texts, STRAY))) == (6, "sdjwt.digest_twice")


def test_attack_10_twin_each_disclosure_has_its_digest() -> None:
    assert accepted(bind(shown(draft().concealing(STRAY), STRAY))).not_asked == 1


def test_attack_10_twin_a_part_within_its_whole() -> None:
    inner = disclosure("DDDDDDDDDDDDDDDDDDDDDD", "wing", "north")
    outer = disclosure("EEEEEEEEEEEEEEEEEEEEEE", "house", {"_sd": [digest_of(inner)]})
    assert accepted(bind(shown(draft().concealing(outer), outer, inner))).not_asked == 2


def test_attack_10_twin_digests_that_nobody_disclosed_each_once() -> None:
    made = draft().with_payload(
        house={"_sd": [digest_of(STRAY), digest_of(OTHER)]}, nations=[placeholder(ELEMENT)]
    )
    accepted(bind(shown(made)))


def test_attack_10_twin_an_element_in_its_place() -> None:
    made = draft().with_payload(nations=["BE", placeholder(ELEMENT)])
    assert accepted(bind(shown(made, ELEMENT))).not_asked == 1
