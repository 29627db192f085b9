"""The published round trips: RFC 9901's examples, `sd-jwt` for Python's cases, SD-JWT VC's.

Each folder holds claims with ``!sd`` marks, what the holder discloses and, mostly, what
the verifier then sees. They hold no signed octets: each is issued, shown and read here.
"""

import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from livret_core import jws
from livret_core.credential.presentation import Presentation
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonValue
from livret_core.errors import MalformedInput
from livret_core.keys import P256Signer, jwk
from livret_core.sdjwt import ConcealPlan, Placed, SdJwt, conceal, keybinding, reveal
from livret_core.sdjwt.keybinding import Freshness, KeyBinding
from livret_core.sdjwt.plan import ClaimPath
from livret_core.sdjwt.reveal import PlacedPath

FOLDERS: Final = ("rfc9901-examples", "sd-jwt-python-testcases", "sd-jwt-vc-examples")


class Marked:
    """What a ``!sd`` tag stands before."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __hash__(self) -> int:
        return hash(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Marked) and self.value == other.value


class Loader(yaml.SafeLoader):  # type: ignore[misc]  # has no types
    """YAML with the one tag of these files."""


def _marked(loader: Loader, node: yaml.Node) -> Marked:
    if isinstance(node, yaml.MappingNode):
        return Marked(loader.construct_mapping(node, deep=True))
    if isinstance(node, yaml.SequenceNode):
        return Marked(loader.construct_sequence(node, deep=True))
    # As any scalar: a number marked `!sd` is a number still.
    tag = loader.resolve(yaml.ScalarNode, node.value, (node.style is None, node.style is not None))
    plain = yaml.ScalarNode(tag, node.value, style=node.style)
    return Marked(loader.construct_object(plain))


Loader.add_constructor("!sd", _marked)


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader)
    return found


class Case:
    """One folder: the claims, the paths that are marked, and what is shown."""

    def __init__(self, folder: Path) -> None:
        self.settings = read(folder.parent / "settings.yml")
        self.asked = read(folder / "specification.yml")
        self.settings |= self.asked.get("settings_override", {})
        self.hidden: set[PlacedPath] = set()
        self.claims: dict[str, Any] = self._plain(self.asked["user_claims"], ())
        keys = self.settings["key_settings"]
        # One of the three collections has a single key under another name.
        [first, *_] = keys.get("issuer_keys") or [keys["issuer_key"]]
        self.issuer = jwk.parse_private(first)
        self.holder = jwk.parse_private(keys["holder_key"])
        self.is_bound = bool(self.asked.get("key_binding"))
        self.is_json = self.asked.get("serialization_format") == "json"

    def _plain(self, value: Any, here: PlacedPath) -> Any:
        if isinstance(value, Marked):
            self.hidden.add(here)
            return self._plain(value.value, here)
        if isinstance(value, dict):
            plain = {}
            for key, inner in value.items():
                name = key.value if isinstance(key, Marked) else key
                if isinstance(key, Marked):
                    self.hidden.add((*here, name))
                plain[name] = self._plain(inner, (*here, name))
            return plain
        if isinstance(value, list):
            return [self._plain(inner, (*here, place)) for place, inner in enumerate(value)]
        return value

    def issue(self, numbers: Iterator[int]) -> SdJwt:
        payload: dict[str, JsonValue] = dict(self.claims)
        if self.asked.get("include_default_claims", True):
            payload = {
                "iss": self.settings["identifiers"]["issuer"],
                "iat": self.settings["iat"],
                "exp": self.settings["exp"],
                **payload,
            }
        if self.is_bound:
            payload["cnf"] = {"jwk": jwk.format_public(self.holder.public_key)}
        decoys: dict[ClaimPath, int] = {(): 3} if self.asked.get("add_decoy_claims") else {}
        made = conceal(
            payload,
            ConcealPlan.of(self.hidden, decoys=decoys),
            salts=(number.to_bytes(16) for number in numbers),
            decoys=(number.to_bytes(32) for number in numbers),
        )
        header = {"typ": "example+sd-jwt", **self.asked.get("extra_header_parameters", {})}
        octets = json_encoding.format(made.payload)
        return SdJwt(jws.sign(header, octets, self.issuer), made.disclosures)

    def show(self, whole: SdJwt) -> SdJwt:
        payload = jws.CompactJws.parse(whole.issuer_jwt).payload_object()
        placed = reveal(payload, whole.disclosures).placed
        chosen = self.asked.get("holder_disclosed_claims", {})
        part = whole.showing(one.disclosure for one in placed if is_chosen(one, placed, chosen))
        if not self.is_bound:
            return part
        octets = keybinding.prepare(
            part,
            algorithm=self.holder.algorithm,
            audience=self.settings["identifiers"]["verifier"],
            nonce=self.settings["key_binding_nonce"],
            issued_at_s=self.settings["iat"],
        )
        return keybinding.assemble(part, octets, self.holder.sign(octets))


def is_chosen(one: Placed, placed: tuple[Placed, ...], chosen: Any) -> bool:
    """Whether the holder named this claim, or something inside it."""
    here = chosen
    for part in one.path:
        if isinstance(here, Mapping):
            here = here.get(part)
        elif isinstance(here, list) and isinstance(part, int) and part < len(here):
            here = here[part]
        else:
            return False
    # A number of cases write `None` for "not this one", which YAML reads as a text.
    return here not in (None, False, "None")


def cases(vectors: Path) -> Iterator[tuple[str, Case]]:
    for folder in FOLDERS:
        for specification in sorted((vectors / folder).glob("*/specification.yml")):
            yield f"{folder}/{specification.parent.name}", Case(specification.parent)


def case_vectors(vectors: Path) -> Iterator[Any]:
    for name, case in cases(vectors):
        yield pytest.param(case, id=name)


def expected(case: Case) -> dict[str, Any] | None:
    found: dict[str, Any] | None = case.asked.get("expect_verified_user_claims")
    return found


def test_what_is_issued_and_shown_is_read_as_published(case_vector: Case) -> None:
    whole = case_vector.issue(itertools.count())
    parsed = SdJwt.parse(case_vector.show(whole).format())
    token = jws.CompactJws.parse(parsed.issuer_jwt)
    token.verify(case_vector.issuer.public_key)
    claims = reveal(token.payload_object(), parsed.disclosures).claims
    user_claims = {name: value for name, value in claims.items() if name in case_vector.claims}
    wanted = expected(case_vector)
    if wanted is not None:
        assert user_claims == wanted
    if case_vector.is_bound:
        assert parsed.kb_jwt is not None
        binding = KeyBinding.parse(parsed.kb_jwt)
        binding.verify(parsed, case_vector.holder.public_key)
        binding.check(
            audience=case_vector.settings["identifiers"]["verifier"],
            nonce=case_vector.settings["key_binding_nonce"],
            now_s=case_vector.settings["iat"],
            freshness=Freshness(),
        )


def test_everything_shown_is_everything_there_was(case_vector: Case) -> None:
    whole = case_vector.issue(itertools.count())
    payload = jws.CompactJws.parse(whole.issuer_jwt).payload_object()
    revealed = reveal(payload, whole.disclosures)
    user_claims = {name: revealed.claims[name] for name in case_vector.claims}
    assert user_claims == case_vector.claims
    assert {one.path for one in revealed.placed} == case_vector.hidden


def test_the_json_serialisation_of_a_case_is_not_read(vectors_dir: Path) -> None:
    found = [case for _, case in cases(vectors_dir) if case.is_json]
    assert len(found) == 4
    for case in found:
        whole = case.issue(itertools.count())
        header, payload, signature = whole.issuer_jwt.split(".")
        text = json_encoding.format(
            {
                "payload": payload,
                "protected": header,
                "signature": signature,
                "header": {"disclosures": list(whole.disclosures)},
            }
        ).decode()
        with pytest.raises(MalformedInput) as caught:
            SdJwt.parse(text)
        assert caught.value.code == "sdjwt.malformed"


def test_the_examples_of_sd_jwt_vc_are_presentations_of_ours(vectors_dir: Path) -> None:
    found = [(name, case) for name, case in cases(vectors_dir) if "sd-jwt-vc" in name]
    assert len(found) == 3
    for _, case in found:
        presentation = Presentation.parse(case.show(case.issue(itertools.count())).format())
        assert presentation.registered.vct == case.claims["vct"]
        assert (presentation.key_binding is not None) == case.is_bound
        presentation.registered.validity.check(case.settings["iat"])


def test_every_published_case_is_run(vectors_dir: Path) -> None:
    assert len(list(cases(vectors_dir))) == 35
    assert isinstance(next(cases(vectors_dir))[1].issuer, P256Signer)
