"""In which language a certificate is made out: the law of the place, not the reader's choice.

The official language is a property of the certificate, fixed when it is signed.
Readers get labels in their own language beside it, never instead of it.

Belgium: language areas of the Constitution (art. 4) and the coordinated laws of
18 July 1966 on the use of languages in administrative matters. Where these let the
person concerned choose, the first language given here is that of the area.
"""

from typing import Final, Literal, TypeAlias, cast

from livret_core.errors import MalformedInput, Refused
from livret_core.territory import Language, Territory

#: Whose language a type speaks: the commune's administration, or the community that
#: runs the schools (which knows no language facilities).
LanguageRule: TypeAlias = Literal["commune", "community"]

_BRUSSELS: Final = "21"  # arrondissement of Brussels-Capital
_DUTCH_AREA: Final = frozenset(
    {"11", "12", "13", "23", "24", "71", "72", "73"}
    | {f"3{number}" for number in range(1, 9)}
    | {f"4{number}" for number in range(1, 7)}
)
# Amel, Büllingen, Bütgenbach, Eupen, Kelmis, Lontzen, Raeren, Sankt Vith, Burg-Reuland.
_GERMAN_AREA: Final = frozenset(
    {"63001", "63012", "63013", "63023", "63040", "63048", "63061", "63067", "63087"}
)
# Communes where a person may ask for the other language ("language facilities").
_FACILITIES: Final[dict[str, Language]] = {
    # around Brussels: Drogenbos, Kraainem, Linkebeek, Rhode-Saint-Genèse, Wemmel,
    # Wezembeek-Oppem
    **dict.fromkeys(("23098", "23099", "23100", "23101", "23102", "23103"), "fr"),
    # along the border, Dutch side: Bever, Mesen, Spiere-Helkijn, Ronse, Herstappe, Voeren
    **dict.fromkeys(("23009", "33016", "34043", "45041", "73028", "73109"), "fr"),
    # along the border, French side: Enghien, Flobecq, Mouscron, Comines-Warneton,
    # with the codes three of them bore until 2018
    **dict.fromkeys(("51067", "51019", "57096", "57097", "55010", "54007", "54010"), "nl"),
    **dict.fromkeys(("63049", "63080"), "de"),  # Malmedy, Waimes
    **dict.fromkeys(sorted(_GERMAN_AREA), "fr"),
}


def official_languages(territory: Territory, rule: LanguageRule) -> tuple[Language, ...]:
    """The languages a certificate of *territory* may be made out in; first that of the area.

    More than one only where the law gives the person, or the school, a choice.
    """
    match territory.country:
        case "FR":
            return ("fr",)
        case "DE":
            return ("de",)
        case "BE":
            return _belgian(territory.code, rule)


def check_language(territory: Territory, rule: LanguageRule, language: str) -> None:
    """Check that *language* is one the certificate may be made out in.

    Raises:
        Refused: ``territory.language``, with the ones that may be used.
    """
    allowed = official_languages(territory, rule)
    if language not in allowed:
        raise Refused("territory.language", allowed=" ".join(allowed))


def choose_language(territory: Territory, rule: LanguageRule, language: str | None) -> Language:
    """Say in which language a certificate is made out.

    Where the law leaves a choice somebody has to make it: in Brussels neither language
    is the one that is meant when none is named.

    Args:
        territory: whose certificate it is.
        rule: whose language the type speaks.
        language: the one that was chosen, or None.

    Raises:
        MalformedInput: ``usage.language``, with the ones that may be chosen, when there is
            a choice and none was made.
        Refused: ``territory.language``.
    """
    allowed = official_languages(territory, rule)
    if language is None:
        if len(allowed) > 1:
            raise MalformedInput("usage.language", allowed="|".join(allowed))
        return allowed[0]
    check_language(territory, rule, language)
    return cast("Language", language)


def _belgian(code: str, rule: LanguageRule) -> tuple[Language, ...]:
    area: Language
    if code[:2] == _BRUSSELS:
        return ("fr", "nl")
    if code in _GERMAN_AREA:
        area = "de"
    elif code[:2] in _DUTCH_AREA:
        area = "nl"
    else:
        area = "fr"
    other = _FACILITIES.get(code) if rule == "commune" else None
    return (area, other) if other else (area,)
