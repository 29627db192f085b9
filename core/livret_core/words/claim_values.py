"""What a claim says, in the reader's words: dates, countries, languages, territories, choices. Pure.

What is signed is a code; the code stays visible beside its meaning.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from livret_core.encoding.json import JsonValue
from livret_core.errors import MalformedInput
from livret_core.partial_date import PartialDate
from livret_core.words.countries import country_name
from livret_core.words.language import Language
from livret_core.words.legal_persons import NOBODY_NAMED, legal_person
from livret_core.words.printable import printable_json
from livret_core.words.strangers import unsigned

#: No value of a type is longer: what is shown is shown whole, never up to an ellipsis.
MAX_VALUE: Final = 4_096

_COUNTRIES: Final = frozenset({"country", "issuing_country"})
_LANGUAGES: Final = frozenset({"certificate_language"})
_TERRITORIES: Final = frozenset({"issuing_territory"})
_LANGUAGE_NAMES: Final[Mapping[Language, Mapping[str, str]]] = {
    "en": {"fr": "French", "nl": "Dutch", "de": "German", "en": "English"},
    "fr": {"fr": "français", "nl": "néerlandais", "de": "allemand", "en": "anglais"},
    "nl": {"fr": "Frans", "nl": "Nederlands", "de": "Duits", "en": "Engels"},
    "de": {"fr": "Französisch", "nl": "Niederländisch", "de": "Deutsch", "en": "Englisch"},
}
# By the last part of the path, then by what is signed.
_CHOICES: Final[Mapping[str, Mapping[Language, Mapping[str, str]]]] = {
    "residence_kind": {
        "en": {"main": "main home", "secondary": "second home"},
        "fr": {"main": "résidence principale", "secondary": "résidence secondaire"},
        "nl": {"main": "hoofdverblijfplaats", "secondary": "tweede verblijf"},
        "de": {"main": "Hauptwohnung", "secondary": "Nebenwohnung"},
    },
    "sex": {
        "en": {
            "0": "not known", "1": "male", "2": "female", "3": "other", "4": "inter",
            "5": "diverse", "6": "open", "9": "not applicable",
        },
        "fr": {
            "0": "inconnu", "1": "masculin", "2": "féminin", "3": "autre", "4": "intersexe",
            "5": "divers", "6": "ouvert", "9": "sans objet",
        },
        "nl": {
            "0": "niet bekend", "1": "mannelijk", "2": "vrouwelijk", "3": "ander", "4": "inter",
            "5": "divers", "6": "open", "9": "niet van toepassing",
        },
        "de": {
            "0": "nicht bekannt", "1": "männlich", "2": "weiblich", "3": "anderes", "4": "inter",
            "5": "divers", "6": "offen", "9": "nicht zutreffend",
        },
    },
}  # fmt: skip


def claim_value(
    path: Sequence[str | int | None],
    content: JsonValue,
    language: Language,
    names: Mapping[str, str] = NOBODY_NAMED,
) -> str:
    """Say what a claim says.

    Args:
        path: of the claim; its last part alone says which codes it may hold.
        content: as it was signed.
        language: the reader's.
        names: of communes, by number, as :func:`livret_core.words.legal_persons.legal_person`.
    """
    text = content if isinstance(content, str) else printable_json(content, indent=None)
    part = next((each for each in reversed(path) if isinstance(each, str)), "")
    if part in _COUNTRIES and (country := country_name(text, language)) is not None:
        return f"{country} ({text})"
    if part in _LANGUAGES and (told := _LANGUAGE_NAMES[language].get(text)) is not None:
        return f"{told} ({text})"
    if part in _TERRITORIES:
        return legal_person(text, language, names)
    if (choice := _CHOICES.get(part, {}).get(language, {}).get(text)) is not None:
        return choice
    try:
        return PartialDate.parse(text).words(language)
    except MalformedInput:
        return unsigned(text, max_chars=MAX_VALUE)
