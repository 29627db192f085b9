import itertools
import json
from typing import Any

import pytest

from livret_core import limits
from livret_core.credential.integrity import format_integrity
from livret_core.credential.type_metadata import TypeMetadata, in_locale, resolve
from livret_core.errors import MalformedInput, Refused, Unavailable

BASE = "https://example.com/base-type-metadata"
CHILD = "https://example.com/custom-type-metadata"


def document(vct: str = CHILD, **members: Any) -> bytes:
    return json.dumps({"vct": vct, **members}).encode()


def claim(*path: str | int | None, **members: Any) -> dict[str, Any]:
    return {"path": list(path), **members}


def label(text: str, locale: str = "en") -> list[dict[str, str]]:
    return [{"label": text, "locale": locale}]


def resolved(base: bytes, child: bytes) -> TypeMetadata:
    return resolve({BASE: base, CHILD: child}, CHILD)


def test_the_example_of_the_draft_merges_as_the_draft_says() -> None:
    merged = resolved(
        document(
            BASE,
            claims=[
                claim("name", display=label("Full Name")),
                claim("address", "city", display=label("City")),
            ],
        ),
        document(
            extends=BASE,
            claims=[
                claim("address", "city", display=label("Town")),
                claim("nationalities", display=label("Nationalities")),
            ],
        ),
    )
    assert [(entry.path, entry.label("en")) for entry in merged.claims] == [
        (("name",), "Full Name"),
        (("address", "city"), "Town"),
        (("nationalities",), "Nationalities"),
    ]
    assert (merged.vct, merged.lineage, merged.extends) == (CHILD, (BASE,), None)


def test_what_the_child_does_not_say_is_inherited() -> None:
    merged = resolved(
        document(BASE, claims=[claim("name", sd="always", mandatory=True, svg_id="n")]),
        document(extends=BASE, claims=[claim("name", display=label("Name"))]),
    )
    (entry,) = merged.claims
    assert (entry.sd_rule, entry.is_mandatory, entry.svg_id) == ("always", True, "n")


def test_the_contents_of_a_property_are_never_merged() -> None:
    merged = resolved(
        document(BASE, claims=[claim("name", display=label("Name") + label("Nom", "fr"))]),
        document(extends=BASE, claims=[claim("name", display=label("Naam", "nl"))]),
    )
    assert [entry.locale for entry in merged.claims[0].display or ()] == ["nl"]


@pytest.mark.parametrize("own", [True, False])
def test_display_of_the_type_is_inherited_whole_or_not_at_all(own: bool) -> None:
    base = document(BASE, display=[{"locale": "en", "name": "Base"}])
    extra: dict[str, Any] = {"display": [{"locale": "fr", "name": "Enfant"}]} if own else {}
    merged = resolved(base, document(extends=BASE, **extra))
    assert [entry.name for entry in merged.display or ()] == (["Enfant"] if own else ["Base"])


@pytest.mark.parametrize(
    ("base", "child"),
    [
        ({}, {"sd": "always"}),
        ({}, {"sd": "never"}),
        ({"sd": "allowed"}, {"sd": "never"}),
        ({"sd": "always"}, {"sd": "always"}),
        ({"mandatory": False}, {"mandatory": True}),
        ({}, {"mandatory": True}),
        ({"mandatory": True}, {"mandatory": True}),
    ],
)
def test_an_extending_type_may_be_stricter(base: dict[str, Any], child: dict[str, Any]) -> None:
    merged = resolved(
        document(BASE, claims=[claim("name", **base)]),
        document(extends=BASE, claims=[claim("name", **child)]),
    )
    (entry,) = merged.claims
    assert (entry.sd_rule, entry.is_mandatory) == (
        child.get("sd", "allowed"),
        child.get("mandatory", False),
    )


@pytest.mark.parametrize(
    ("base", "child"),
    [
        ({"sd": "always"}, {"sd": "never"}),
        ({"sd": "always"}, {"sd": "allowed"}),
        ({"sd": "never"}, {"sd": "always"}),
        ({"sd": "never"}, {"sd": "allowed"}),
        ({"mandatory": True}, {"mandatory": False}),
    ],
)
def test_an_extending_type_may_not_relax_a_rule(
    base: dict[str, Any], child: dict[str, Any]
) -> None:
    with pytest.raises(Refused) as caught:
        resolved(
            document(BASE, claims=[claim("name", **base)]),
            document(extends=BASE, claims=[claim("name", **child)]),
        )
    assert caught.value.code == "type.loosened"


def test_a_rule_two_types_up_may_not_be_relaxed_either() -> None:
    top, middle = "urn:example:top:1", "urn:example:middle:1"
    documents = {
        top: document(top, claims=[claim("name", sd="always")]),
        middle: document(middle, extends=top),
        CHILD: document(extends=middle, claims=[claim("name", sd="never")]),
    }
    with pytest.raises(Refused) as caught:
        resolve(documents, CHILD)
    assert caught.value.code == "type.loosened"


def test_a_chain_with_a_missing_document_is_not_known() -> None:
    with pytest.raises(Unavailable) as caught:
        resolve({CHILD: document(extends=BASE)}, CHILD)
    assert caught.value.code == "type.unavailable"


def test_a_document_of_another_type_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        resolve({CHILD: document(BASE)}, CHILD)
    assert caught.value.code == "type.other_vct"


def test_a_chain_has_a_length_it_may_not_pass() -> None:
    names = [f"urn:example:{number}:1" for number in range(limits.TYPE_CHAIN + 1)]
    documents = {name: document(name, extends=above) for name, above in itertools.pairwise(names)}
    documents[names[-1]] = document(names[-1])
    resolve(documents, names[1])  # one shorter is read
    with pytest.raises(MalformedInput) as caught:
        resolve(documents, names[0])
    assert caught.value.code == "input.too_deep"


def test_integrity_of_each_document_in_the_chain_is_checked() -> None:
    base = document(BASE)
    child = document(extends=BASE, **{"extends#integrity": format_integrity(base)})
    merged = resolve({BASE: base, CHILD: child}, CHILD, integrity=format_integrity(child))
    assert merged.lineage == (BASE,)


def test_members_that_livret_does_not_know_are_passed_over() -> None:
    found = TypeMetadata.parse(document(schema={}, claims=[claim("name", colour="red")]))
    assert found.claims[0].path == ("name",)


@pytest.mark.parametrize(
    "members",
    [
        {"vct": 7},
        {"vct": ""},
        {"name": 7},
        {"extends": ["x"]},
        {"extends#integrity": "sha256-AAAA"},
        {"display": {}},
        {"display": [7]},
        {"display": [{"locale": "en"}]},
        {"display": [{"name": "x"}]},
        {"display": [{"locale": "e n", "name": "x"}]},
        {"display": [{"locale": "en", "name": "x", "rendering": []}]},
        {"claims": {}},
        {"claims": ["name"]},
        {"claims": [{}]},
        {"claims": [{"path": "name"}]},
        {"claims": [{"path": []}]},
        {"claims": [claim("name", sd="sometimes")]},
        {"claims": [claim("name", sd=None)]},
        {"claims": [claim("name", mandatory="yes")]},
        {"claims": [claim("name", mandatory=None)]},
        {"claims": [claim("name", display="Name")]},
        {"claims": [claim("name", display=[{"locale": "en"}])]},
        {"claims": [claim("name", svg_id="1st")]},
        {"claims": [claim("name", svg_id="a b")]},
        {"claims": [claim("a", svg_id="x"), claim("b", svg_id="x")]},
        {"claims": [claim("name"), claim("name")]},
        {"claims": [claim(str(number)) for number in range(limits.TYPE_CLAIMS + 1)]},
    ],
)
def test_a_document_of_the_wrong_shape_is_malformed(members: dict[str, Any]) -> None:
    with pytest.raises(MalformedInput) as caught:
        TypeMetadata.parse(json.dumps({"vct": CHILD, **members}).encode())
    assert caught.value.code == "type.malformed"


def test_a_document_without_vct_is_malformed() -> None:
    with pytest.raises(MalformedInput) as caught:
        TypeMetadata.parse(b"{}")
    assert caught.value.code == "type.malformed"


def test_a_document_that_says_a_thing_twice_is_malformed() -> None:
    with pytest.raises(MalformedInput) as caught:
        TypeMetadata.parse(b'{"vct":"urn:a:b:1","vct":"urn:a:c:1"}')
    assert caught.value.code == "input.duplicate_member"


def test_a_document_has_a_size_it_may_not_pass() -> None:
    with pytest.raises(MalformedInput) as caught:
        TypeMetadata.parse(document(description="x" * limits.TYPE_METADATA_BYTES))
    assert caught.value.code == "input.too_large"


@pytest.mark.parametrize(
    ("locale", "name"),
    [
        ("fr", "Nom"),
        ("fr-BE", "Nom"),
        ("FR", "Nom"),
        ("de-AT", "Name (AT)"),
        ("de", "Name (AT)"),
        ("it", "Name"),
    ],
)
def test_a_reader_gets_the_nearest_language(locale: str, name: str) -> None:
    names = {"en": "Name", "fr": "Nom", "de-AT": "Name (AT)"}
    entries = [{"locale": tag, "name": text} for tag, text in names.items()]
    found = in_locale(TypeMetadata.parse(document(display=entries)).display or (), locale)
    assert found is not None
    assert found.name == name


def test_colours_are_read() -> None:
    simple = {"background_color": "#12107c", "text_color": "rgb(255 255 255)"}
    entry = {"locale": "en", "name": "x", "rendering": {"simple": simple}}
    (found,) = TypeMetadata.parse(document(display=[entry])).display or ()
    assert (found.background_color, found.text_color) == ("#12107c", "rgb(255 255 255)")
