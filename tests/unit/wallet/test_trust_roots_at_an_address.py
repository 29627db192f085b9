"""Trust roots at a ledger's address: who answers there is not believed, and not asked for ever."""

import json
from typing import TYPE_CHECKING, cast

import pytest

from livret_core.encoding import jcs
from livret_core.errors import LivretError
from livret_core.https_uri import HttpsUri
from livret_core.ledger.trust_root import TrustRoot
from livret_wallet.client.trust_roots import of_address
from livret_wallet.receiving.needs import Answer, Call
from tests.ledger_heads import Seen, next_root
from tests.ledger_scene import DAY_S, Scene

if TYPE_CHECKING:
    from livret_wallet.client.fetching import Network

BASE = HttpsUri.parse("https://ledger.example")


class Wire:
    """Answers one name after the other."""

    def __init__(self, *answers: Answer) -> None:
        self.answers, self.asked = list(answers), list[str]()

    def carry(self, call: Call) -> Answer:
        self.asked.append(call.uri.text.removeprefix(f"{BASE.text}/trust/"))
        return self.answers.pop(0) if self.answers else Answer(404)


def read(wire: Wire) -> tuple[TrustRoot, ...]:
    return of_address(BASE, cast("Network", wire))


def refusal(wire: Wire) -> tuple[str, str]:
    with pytest.raises(LivretError) as caught:
        read(wire)
    return caught.value.branch, caught.value.code


@pytest.fixture(scope="module")
def versions() -> tuple[TrustRoot, TrustRoot]:
    scene = Scene.founded()
    scene.tick(DAY_S)
    seen = Seen(scene)
    joint, numbers = seen.head(at_s=scene.at_s), seen.first.numbers
    second = next_root(seen.first, scene, scene.towns, joint, by=scene.towns, numbers=numbers)
    return seen.first, second


def answers(*versions: TrustRoot) -> list[Answer]:
    return [Answer(200, body=each.raw) for each in versions]


def test_versions_are_read_up_to_the_first_that_is_not_there(
    versions: tuple[TrustRoot, TrustRoot],
) -> None:
    wire = Wire(*answers(*versions))
    assert [each.digest for each in read(wire)] == [each.digest for each in versions]
    assert wire.asked == ["1.json", "2.json", "3.json"]


def test_one_version_under_all_names_is_asked_for_twice_and_no_more(
    versions: tuple[TrustRoot, TrustRoot],
) -> None:
    wire = Wire(*answers(*[versions[0]] * 50))
    assert refusal(wire) == ("refused", "trust.version")
    assert wire.asked == ["1.json", "2.json"]


def test_versions_that_few_signed_are_asked_for_no_further(
    versions: tuple[TrustRoot, TrustRoot],
) -> None:
    first, second = versions
    value = json.loads(second.raw)
    value["sigs"] = value["sigs"][:1]
    wire = Wire(*answers(first, TrustRoot.parse(jcs.canonicalize(value)), second))
    assert refusal(wire) == ("refused", "trust.signatures")
    assert wire.asked == ["1.json", "2.json"]


def test_an_answer_that_is_no_absence_is_no_end_of_the_chain(
    versions: tuple[TrustRoot, TrustRoot],
) -> None:
    assert refusal(Wire(*answers(versions[0]), Answer(503))) == ("unavailable", "net.unavailable")


def test_where_no_version_lies_there_is_no_ledger() -> None:
    assert refusal(Wire()) == ("unavailable", "net.unavailable")
