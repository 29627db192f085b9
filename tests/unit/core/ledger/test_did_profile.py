"""No word of anybody's own in a DID's entry; what tools that others wrote put there is taken."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

import pytest

from livret_core.encoding import jcs
from livret_core.encoding import json as json_encoding
from livret_core.errors import Refused
from livret_core.keys import jwk
from livret_core.ledger.did_profile import check_entry
from livret_core.ledger.operation import Operation
from tests.ledger_scene import Scene, Town

Why = Callable[[Scene, Operation], str]


@pytest.fixture
def verdun(scene: Scene) -> Town:
    return scene.town("verdun")


WORDS: Final[Mapping[str, dict[str, Any]]] = {
    "another member": {"name": "Camille"},
    "a comment as context": {"@context": ["https://www.w3.org/ns/did/v1", "https://x.example/c"]},
    "a context of its own": {"@context": [{"name": "https://schema.org/name"}]},
    "another controller": {"controller": "did:key:camille"},
    "another name": {"alsoKnownAs": ["https://camille.example"]},
    "a service with a word": {
        "service": [
            {"id": "#status", "type": "StatusList", "serviceEndpoint": "https://v.example", "x": 1}
        ]
    },
    "a service of another type": {
        "service": [{"id": "#status", "type": "Camille", "serviceEndpoint": "https://v.example"}]
    },
    "a service under a name": {
        "service": [
            {"id": "#camille", "type": "StatusList", "serviceEndpoint": "https://v.example"}
        ]
    },
    "an endpoint with a query": {
        "service": [
            {"id": "#status", "type": "StatusList", "serviceEndpoint": "https://v.example/?n=c"}
        ]
    },
    "an endpoint in the clear": {
        "service": [{"id": "#status", "type": "StatusList", "serviceEndpoint": "http://v.example"}]
    },
    "an endpoint that is text": {
        "service": [{"id": "#status", "type": "StatusList", "serviceEndpoint": ["x"]}]
    },
    "an endpoint at an address": {
        "service": [{"id": "#status", "type": "StatusList", "serviceEndpoint": "https://127.1/"}]
    },
    "nine services": {
        "service": [
            {"id": f"#status-{n}", "type": "StatusList", "serviceEndpoint": "https://v.example/"}
            for n in range(9)
        ]
    },
    "a key reference to a name": {"assertionMethod": ["#camille"]},
    "a key twice": {"assertionMethod": ["#credential-1", "#credential-1"]},
    "a key within": {"authentication": [{"id": "#x"}]},
    "no list": {"assertionMethod": "#credential-1"},
}


@pytest.mark.parametrize("extra", WORDS.values(), ids=WORDS)
def test_a_document_says_keys_and_addresses_only(
    scene: Scene, verdun: Town, refused: Why, extra: dict[str, Any]
) -> None:
    verdun.extra = extra
    assert refused(scene, scene.did_create(verdun)) == "ledger.did_document"


def test_a_key_is_named_by_its_use_and_a_number(scene: Scene, verdun: Town, refused: Why) -> None:
    verdun.operation_keys = ("camille-durand",)
    assert refused(scene, scene.did_create(verdun)) == "ledger.did_document"
    verdun.operation_keys = ("operation-2026-1",)
    scene.apply(scene.did_create(verdun))


def _methods(town: Town, change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """The usual methods, the credential key's as a JWK, changed."""
    document: dict[str, Any] = town.document("did:webvh:{SCID}:ledger.example:meuse:fr-insee:55545")
    methods = document["verificationMethod"]
    del methods[0]["publicKeyMultibase"]
    methods[0]["type"] = "JsonWebKey"
    methods[0]["publicKeyJwk"] = jwk.format_public(town.credential_key().public_key)
    change(methods[0])
    return {"verificationMethod": methods}


@pytest.mark.parametrize(
    "change",
    [
        lambda method: method["publicKeyJwk"].update(kid="Camille"),
        lambda method: method["publicKeyJwk"].update(use="sig"),
        lambda method: method["publicKeyJwk"].update(alg="Camille"),
        lambda method: method.update(name="Camille"),
        lambda method: method.update(type="Camille"),
        lambda method: method.update(controller="did:key:camille"),
        lambda method: method.update(id="#camille"),
        lambda method: method.update(id="credential-1"),
    ],
    ids=["kid", "use", "alg", "member", "type", "controller", "fragment", "no fragment"],
)
def test_a_key_says_itself_and_nothing_else(
    scene: Scene, verdun: Town, refused: Why, change: Callable[[dict[str, Any]], object]
) -> None:
    verdun.extra = _methods(verdun, change)
    assert refused(scene, scene.did_create(verdun)) == "ledger.did_document"


@pytest.mark.parametrize("alg", [None, "ES256"])
def test_a_jwk_may_say_its_algorithm(scene: Scene, verdun: Town, alg: str | None) -> None:
    verdun.extra = _methods(verdun, lambda method: alg and method["publicKeyJwk"].update(alg=alg))
    scene.apply(scene.did_create(verdun))


def test_a_coordinate_that_a_key_has_not_is_a_word(
    scene: Scene, verdun: Town, refused: Why
) -> None:
    public = {**jwk.format_public(verdun.key("operation-1").public_key), "y": "Camille"}
    document: dict[str, Any] = verdun.document(
        "did:webvh:{SCID}:ledger.example:meuse:fr-insee:55545"
    )
    method = document["verificationMethod"][1]
    del method["publicKeyMultibase"]
    method |= {"type": "JsonWebKey", "publicKeyJwk": public}
    verdun.extra = {"verificationMethod": document["verificationMethod"]}
    assert refused(scene, scene.did_create(verdun)) == "ledger.did_document"


def test_seventeen_keys_are_too_many(scene: Scene, verdun: Town, refused: Why) -> None:
    verdun.credential_keys = tuple(f"credential-{n}" for n in range(1, 17))
    assert refused(scene, scene.did_create(verdun)) == "ledger.did_document"
    verdun.credential_keys = verdun.credential_keys[:15]
    scene.apply(scene.did_create(verdun))


def test_a_watcher_is_a_word(scene: Scene, verdun: Town, refused: Why) -> None:
    made = verdun.first_entry(scene.at_s, watchers=["https://camille.example"])
    assert refused(scene, scene.did_create(verdun, entry=made)) == "ledger.did_document"


# The entry around the document.


def entry(scene: Scene, town: Town) -> dict[str, Any]:
    line = town.first_entry(scene.at_s).line[:-1]
    value: dict[str, Any] = json_encoding.parse_object(line)
    return value


AROUND: Final[Mapping[str, Callable[[dict[str, Any]], object]]] = {
    "a member": lambda value: value.update(name="Camille"),
    "a member of the proof": lambda value: value["proof"][0].update(domain="Camille"),
    "an expiry": lambda value: value["proof"][0].update(expires="2026-01-01T00:00:00Z"),
    "a zone": lambda value: value["proof"][0].update(created="2026-01-01T00:00:00+01:23"),
    "two proofs": lambda value: value["proof"].append(value["proof"][0]),
    "a hash that is a word": lambda value: value["parameters"]["nextKeyHashes"].append("Camille"),
    "nine hashes": lambda value: value["parameters"].update(
        nextKeyHashes=value["parameters"]["nextKeyHashes"][:1] * 9
    ),
    "a parameter": lambda value: value["parameters"].update(name="Camille"),
    "a witness": lambda value: value["parameters"].update(witness={"threshold": "1"}),
    "a fraction": lambda value: value["parameters"].update(ttl=1.5),
}


@pytest.mark.parametrize("change", AROUND.values(), ids=AROUND)
def test_an_entry_has_no_place_for_a_word(
    scene: Scene, verdun: Town, change: Callable[[dict[str, Any]], object]
) -> None:
    value = entry(scene, verdun)
    check_entry(jcs.canonicalize(value).decode())
    change(value)
    with pytest.raises(Refused) as caught:
        check_entry(jcs.canonicalize(value).decode())
    assert caught.value.code == "ledger.did_document"


@pytest.mark.parametrize(
    "respell",
    [
        lambda text: text.replace(":", ": ", 1),
        lambda text: text + " ",
        lambda text: text.replace("proof", "\\u0070roof", 1),
        lambda text: text.replace('"state":', '"state":{},"state":', 1),
        lambda text: text.replace('"ttl":60', '"ttl":6e1', 1),
        lambda text: json.dumps(dict(reversed(json.loads(text).items())), separators=(",", ":")),
    ],
    ids=["space", "space after", "escape", "a member twice", "a number's other spelling", "order"],
)
def test_an_entry_has_one_spelling(
    scene: Scene, verdun: Town, respell: Callable[[str], str]
) -> None:
    value = entry(scene, verdun)
    value["parameters"]["ttl"] = 60
    text = jcs.canonicalize(value).decode()
    check_entry(text)
    with pytest.raises(Refused) as caught:
        check_entry(respell(text))
    assert caught.value.code == "ledger.did_document"


def test_what_other_writers_leave_empty_is_taken(scene: Scene, verdun: Town) -> None:
    value = entry(scene, verdun)
    value["parameters"] |= {"witness": {}, "watchers": [], "ttl": 3_600}
    check_entry(jcs.canonicalize(value).decode())
