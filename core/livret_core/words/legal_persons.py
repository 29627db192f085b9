"""What communes and other legal persons are called who stand on a ledger by a number. Pure.

A ledger holds registered numbers and no names. So a name is shown only where somebody who can
be held to it signed it, and the number always stands beside it; without one, the number is
written as what it is.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from livret_core.words.countries import country_name
from livret_core.words.language import Language
from livret_core.words.strangers import unsigned

NOBODY_NAMED: Final[Mapping[str, str]] = MappingProxyType({})

_MAX_NAME: Final = 120
_COUNTRY: Final = {
    "fr-insee": "FR", "fr-siren": "FR", "be-nis": "BE", "be-bce": "BE", "de-ags": "DE",
}  # fmt: skip
# What the number is called where the reader lives, else in its own country.
_NUMBER: Final[Mapping[str, str | Mapping[Language, str]]] = {
    "fr-insee": "INSEE",
    "fr-siren": "SIREN",
    "be-nis": {"en": "NIS", "fr": "INS", "nl": "NIS", "de": "NIS"},
    "be-bce": {"en": "CBE", "fr": "BCE", "nl": "KBO", "de": "ZDU"},
    "de-ags": "AGS",
}
_COMMUNES: Final = frozenset({"fr-insee", "be-nis", "de-ags"})
_COMMUNE: Final[Mapping[Language, str]] = {
    "en": "commune", "fr": "commune", "nl": "gemeente", "de": "Gemeinde",
}  # fmt: skip
_BODY: Final[Mapping[Language, str]] = {
    "en": "body", "fr": "organisme", "nl": "instelling", "de": "Stelle",
}  # fmt: skip


def number_told(who: str, language: Language) -> str:
    """Write a registered number with what it is called: ``INSEE 80999``; another text as it is."""
    scheme, _, number = who.partition(":")
    label = _NUMBER.get(scheme)
    if label is None or not number:
        return unsigned(who, max_chars=_MAX_NAME)
    told = label if isinstance(label, str) else label[language]
    return f"{told} {unsigned(number, max_chars=_MAX_NAME)}"


def legal_person(who: str, language: Language, names: Mapping[str, str] = NOBODY_NAMED) -> str:
    """Name a legal person: ``Verneuil-sur-Lys (INSEE 80999)``, ``commune INSEE 80999 (France)``.

    Args:
        who: ``scheme:number`` (:mod:`livret_core.ledger.legal_id`); any other text is shown as
            it is.
        language: the reader's.
        names: what is known of who is called how, by number.
    """
    scheme = who.partition(":")[0]
    number = number_told(who, language)
    if scheme not in _NUMBER:
        return number
    if (known := names.get(who)) is not None:
        return f"{unsigned(known, max_chars=_MAX_NAME)} ({number})"
    what = (_COMMUNE if scheme in _COMMUNES else _BODY)[language]
    return f"{what} {number} ({country_name(_COUNTRY[scheme], language)})"
