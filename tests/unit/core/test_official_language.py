import pytest

from livret_core.errors import MalformedInput, Refused
from livret_core.official_language import (
    LanguageRule,
    check_language,
    choose_language,
    official_languages,
)
from livret_core.territory import Territory


@pytest.mark.parametrize(
    ("commune", "code", "languages"),
    [
        ("Abbeville", "fr-insee:80001", ("fr",)),
        ("Strasbourg", "fr-insee:67482", ("fr",)),
        ("Ajaccio", "fr-insee:2A004", ("fr",)),
        ("Aachen", "de-ags:05334002", ("de",)),
        ("Antwerpen", "be-nis:11002", ("nl",)),
        ("Leuven", "be-nis:24062", ("nl",)),
        ("Brugge", "be-nis:31005", ("nl",)),
        ("Gent", "be-nis:44021", ("nl",)),
        ("Hasselt", "be-nis:71022", ("nl",)),
        ("Liège", "be-nis:62063", ("fr",)),
        ("Wavre", "be-nis:25112", ("fr",)),
        ("Charleroi", "be-nis:52011", ("fr",)),
        ("Namur", "be-nis:92094", ("fr",)),
        ("Arlon", "be-nis:81001", ("fr",)),
        ("Verviers", "be-nis:63079", ("fr",)),
        ("Bruxelles-Ville", "be-nis:21004", ("fr", "nl")),
        ("Uccle", "be-nis:21016", ("fr", "nl")),
        ("Eupen", "be-nis:63023", ("de", "fr")),
        ("Sankt Vith", "be-nis:63067", ("de", "fr")),
        ("Kelmis", "be-nis:63040", ("de", "fr")),
        ("Malmedy", "be-nis:63049", ("fr", "de")),
        ("Linkebeek", "be-nis:23100", ("nl", "fr")),
        ("Voeren", "be-nis:73109", ("nl", "fr")),
        ("Mouscron", "be-nis:57096", ("fr", "nl")),
        ("Halle", "be-nis:23027", ("nl",)),
    ],
)
def test_a_commune_speaks_the_language_of_its_area_first(
    commune: str, code: str, languages: tuple[str, ...]
) -> None:
    assert official_languages(Territory.parse(code), "commune") == languages, commune


@pytest.mark.parametrize(
    ("code", "languages"),
    [
        ("be-nis:63023", ("de",)),
        ("be-nis:23100", ("nl",)),
        ("be-nis:63049", ("fr",)),
        ("be-nis:21004", ("fr", "nl")),
        ("fr-insee:80001", ("fr",)),
    ],
)
def test_schools_know_no_language_facilities(code: str, languages: tuple[str, ...]) -> None:
    assert official_languages(Territory.parse(code), "community") == languages


def test_all_nine_communes_of_the_german_area_speak_german_first() -> None:
    nine = ("63001", "63012", "63013", "63023", "63040", "63048", "63061", "63067", "63087")
    spoken = {official_languages(Territory("be-nis", code), "commune")[0] for code in nine}
    assert spoken == {"de"}


@pytest.mark.parametrize("rule", ["commune", "community"])
def test_a_certificate_in_another_language_is_refused(rule: LanguageRule) -> None:
    with pytest.raises(Refused) as caught:
        check_language(Territory.parse("be-nis:31005"), rule, "fr")
    assert (caught.value.code, caught.value.facts["allowed"]) == ("territory.language", "nl")


def test_a_person_in_brussels_may_choose() -> None:
    for language in ("fr", "nl"):
        check_language(Territory.parse("be-nis:21004"), "commune", language)


@pytest.mark.parametrize(
    ("code", "allowed"),
    [
        ("be-nis:21004", "fr|nl"),
        ("be-nis:63023", "de|fr"),
        ("be-nis:23100", "nl|fr"),
        ("be-nis:57096", "fr|nl"),
    ],
)
def test_where_the_law_leaves_a_choice_nobody_makes_it_silently(code: str, allowed: str) -> None:
    territory = Territory.parse(code)
    with pytest.raises(MalformedInput) as caught:
        choose_language(territory, "commune", None)
    assert (caught.value.code, caught.value.facts) == ("usage.language", {"allowed": allowed})
    assert [choose_language(territory, "commune", one) for one in allowed.split("|")] == (
        allowed.split("|")
    )


@pytest.mark.parametrize(("code", "language"), [("fr-insee:80001", "fr"), ("be-nis:31005", "nl")])
def test_where_there_is_one_language_none_need_be_named(code: str, language: str) -> None:
    assert choose_language(Territory.parse(code), "commune", None) == language


def test_a_choice_is_of_what_the_law_allows() -> None:
    with pytest.raises(Refused) as caught:
        choose_language(Territory.parse("fr-insee:80001"), "commune", "nl")
    assert caught.value.code == "territory.language"
