"""One thing has one term in a language: the terms that gave way must not come back."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest

ROOT = Path(__file__).parents[4]
ROOMS = ("core", "edge", "issuer", "ledger", "town", "verifier", "wallet")
LANGUAGES = ("en", "fr", "nl", "de")
#: What is not said, as a pattern, and what is said instead.
GONE: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        r"\b([Aa]n|[Tt]h(e|is)|new|first) offers?\b": "hand-over",
        r"\btown hall neither\b": "not even the town hall",
    },
    "fr": {
        r"\b([Ll]'|[Uu]ne |[Cc]ette |nouvelle |d')offres?\b": "retrait",
        r"\b([Cc]rue?s? (depuis|ici)|n'est (plus |pas )?cru\b|[Aa]dmise?s? ici|admet)": "se fier à, de confiance",
        r"(?i)\bretirer de nouveau|le retire (de nouveau|quand)|pas encore retiré\b": "récupérer",
        r"\b[Hh]istorique\b(?! du shell)": "activité",
        r"\brestaurée?\b": "rétabli",
        r"\b[Ii]nscriptions? \{|\b[Ee]ntrées? \{": "écriture, pour ce que tient le journal",
        r"\bjournal d'audit\b|\bregistre d'audit\b": "relevé des actes",
        r"\blistes? de statut\b": "liste d'état",
        r"\bmarche (pas|encore)\b": "fonctionner",
        r"\bexemplaires? exist|\b(type|sorte)s? de preuve": "copie, justificatif",
        r"\b[Pp]rocédures?\b": "démarche",
    },
    "nl": {
        r"\b[Aa]anbod\b": "afhaling",
        r"(?i)\bporte(monnee|feuille)": "wallet",
        r"(?i)\bbalies?\b": "loket",
        r"(?i)\bgeloof(d|t)?\b|logboek(en)? (geloven|aannemen)|is hier (niet|al) aangenomen": "vertrouwen",
        r"\b([Dd]e|[Dd]eze|[Ee]en|[Nn]ieuwe|[Uu]w) vraag\b(?! bewijs)": "verzoek",
        r"(?i)\btekent\b|\bgetekende?\b|\b(mag|te|niet) tekenen\b": "ondertekenen",
        r"\b[Ee]xempla(ar|ren)\b": "kopie",
        r"\b[Aa]uditor(en)?\b|\bauditlogboek\b": "controleur; lijst van daden",
        r"\b([Tt]ikt|tikken)\b": "typen",
        r"regel per regel": "regel voor regel",
        r"[‘]": "“ ”",
        r"\b[Ii]nschrijvingen? (\{index|nagekeken)|\{size:inschrijving": "vermelding",
        r"KON HET NIET NAGAAN": "CONTROLE NIET MOGELIJK",
        r"\bde bus\b": "het postvak",
        r"\b[Ss]tadhuis\b": "gemeentehuis",
        r"\bregels? \{index": "vermelding",
        r"vertrouwensbasis": "vertrouwenswortel",
        r"\bdag(cijfer|afsluiting)\b": "gegevens van de dag",
    },
    "de": {
        r"\bAngebote?s?\b": "Abholung",
        r"\bNotfall": "Rettungsblatt, Rettungswörter",
        r"\bWallets?\b": "Brieftasche",
        r"(?i)unterschrieb|unterschreib|unterzeichn|(?<!ver)(?<!auf)(?<!be)gezeichnet": "signieren",
        r"\bRechners?\b": "Computer; Maschine, wo ein Journal läuft",
        r"NICHT FESTSTELLBAR": "PRÜFUNG NICHT MÖGLICH",
        r"\b[Dd]ieser Dienst\b|\b[Kk]ein Dienst\b|\beinem Dienst\b|Vorgabe des Dienstes": "Stelle",
        r"\bStadt\b": "Gemeinde",
        r"Enter (allein|zum|hört)|Eingabe (zum|allein)": "Eingabetaste",
        r"\bRettungsschlüssel": "Wiederherstellungsschlüssel",
        r"\bExemplare?\b": "Kopie",
        r"\b[Tt]ägliche Prüfsumme|\bTages(wert|abschluss)\b": "Tagesangaben",
        r"\bDienst, der\b|\bDienste?,? die\b|welche Dienste\b": "Stelle",
        r"Vertrauensbasis": "Vertrauenswurzel",
        r"die Liste von \{": "die Liste vom {",
    },
}


def of_language(path: Path, language: str) -> bool:
    """Whether a module is a table of that language: words/de.py, words/de_desk.py, words/asked_de.py."""
    return "words" in path.parent.as_posix() and language in path.stem.split("_")


def texts(language: str) -> Iterator[tuple[str, str]]:
    """Every text of a language's tables, with where it stands; keys and commands are left out."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if of_language(path, language):
                nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
                keys = {key for node in nodes if isinstance(node, ast.Dict) for key in node.keys}
                for node in nodes:
                    if node in keys:
                        continue
                    if isinstance(node, ast.Constant) and isinstance(node.value, str):
                        where = f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"
                        yield where, re.sub(r"`[^`]*`|[\u202f\xa0]", " ", node.value)


def come_back(language: str, text: str) -> list[str]:
    """What a text says that is not said any more, each with its right term."""
    return [
        f"{found[0]!r}: {right}"
        for gone, right in GONE[language].items()
        if (found := re.search(gone, text))
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_term_that_gave_way_has_come_back(language: str) -> None:
    found = [
        (where, back) for where, text in texts(language) if (back := come_back(language, text))
    ]
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tables_of_all_rooms_are_read(language: str) -> None:
    assert {where.split("/")[0] for where, _ in texts(language)} == set(ROOMS)


@pytest.mark.parametrize(
    ("language", "text", "right"),
    [
        ("en", "Ask at the counter for a new offer.", "hand-over"),
        ("fr", "L'offre attend.", "retrait"),
        ("nl", "Een nieuw aanbod.", "afhaling"),
        ("de", "Ihre Wallet hat es unterschrieben.", "Brieftasche"),
    ],
)
def test_a_term_that_gave_way_is_found(language: str, text: str, right: str) -> None:
    assert any(each.endswith(right) for each in come_back(language, text))
    assert come_back(language, right) == []
