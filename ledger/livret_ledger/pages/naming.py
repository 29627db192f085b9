"""How people call what a ledger writes in short: a registered number, a place, a kind of proof. Pure."""

from collections.abc import Callable, Mapping
from importlib import import_module

from livret_core.credential.catalogue import all_types
from livret_core.credential.claim_path import format_path
from livret_core.credential.type_metadata import in_locale
from livret_core.ledger.bodies import Asked
from livret_core.words.counting import Phrases
from livret_core.words.language import Language


def words(language: Language) -> Mapping[str, str]:
    """Read what the pages say in *language*."""
    module = import_module(f"livret_ledger.pages.words.{language}")
    return Phrases(module.WORDS, language)


def naming(said: Mapping[str, str]) -> Callable[[str], str]:
    """Write a registered identifier so that the register can be told: ``INSEE 57463 (France)``."""

    def who(text: str) -> str:
        scheme, _, number = text.partition(":")
        register = said.get(f"register_{scheme}")
        return text if register is None else register.format(number=number)

    return who


def placing(said: Mapping[str, str]) -> Callable[[str], str]:
    """Write a scope: one commune, all whose code begins so, a country, everywhere."""
    who = naming(said)

    def place(scope: str) -> str:
        if scope == "*":
            return said["everywhere"]
        if not scope.endswith("*"):
            return who(scope)
        scheme, _, begin = scope[:-1].partition(":")
        if not begin:
            return said[f"country_{scheme}"]
        return said["begins"].format(where=who(f"{scheme}:{begin}…"))

    return place


def type_name(name: str, language: Language) -> str:
    """Name a kind of proof as its description does; one that is not known here as it stands."""
    for known in all_types():
        if known.name == name:
            found = in_locale(known.metadata.display or (), language)
            return name if found is None else found.name or name
    return name


def claims_of(asked: Asked, language: Language) -> list[str]:
    """Name the claims as the type does, those it does not know as they stand."""
    labels: dict[str, str] = {}
    for known in all_types():
        if known.name == asked.type:
            for claim in known.metadata.claims:
                label = claim.label(language)
                if label is not None:
                    labels[format_path(claim.path)] = label
    return [labels.get(each, each) for each in asked.claims]
