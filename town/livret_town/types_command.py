"""`livret types`: what can be attested, what of it is disclosed one by one, and by what law."""

import json
import sys
import textwrap
from collections.abc import Iterator
from typing import Final

from livret_core.credential import catalogue
from livret_core.credential.type_listing import ClaimRow, TypeRow, describe
from livret_core.errors import Refused
from livret_core.words import Language, explain_error, printable
from livret_edge.arguments import Argument, Asked
from livret_edge.program import Command, Program

_COLUMNS: Final = 72
_UNION: Final = "EU"
_BY_CHOICE: Final = frozenset({"one_by_one", "with_another"})
_IN_CLEAR: Final = frozenset({"always"})

_WORDS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "months": "valid {months} months",
        "no_end": "no end date",
        "pause": "can be paused",
        "one_by_one": "Shown one by one, each only if its holder agrees",
        "in_clear": "Always shown",
        "mandatory": "* in every proof of this type",
        "basis": "On what ground",
        "more": "livret types NAME says what is in each",
        "kept": "They are known as",
    },
    "fr": {
        "months": "valable {months} mois",
        "no_end": "sans date de fin",
        "pause": "peut être suspendu",
        "one_by_one": "Montré par morceaux, chacun avec l'accord de la personne",
        "in_clear": "Toujours montré",
        "mandatory": "* figure dans tout justificatif de ce type",
        "basis": "À quel titre",
        "more": "livret types NOM dit ce que contient chacun",
        "kept": "Ils s'appellent",
    },
    "nl": {
        "months": "{months} maanden geldig",
        "no_end": "zonder einddatum",
        "pause": "kan worden geschorst",
        "one_by_one": "Stuk voor stuk getoond, elk alleen als de persoon instemt",
        "in_clear": "Altijd getoond",
        "mandatory": "* staat in elk bewijs van deze soort",
        "basis": "Op welke grond",
        "more": "livret types NAAM zegt wat er in elk staat",
        "kept": "Ze heten",
    },
    "de": {
        "months": "{months} Monate gültig",
        "no_end": "unbefristet",
        "pause": "kann ausgesetzt werden",
        "one_by_one": "Einzeln gezeigt, jedes nur mit Zustimmung der Person",
        "in_clear": "Immer gezeigt",
        "mandatory": "* steht in jedem Nachweis dieser Art",
        "basis": "Auf welcher Grundlage",
        "more": "livret types NAME sagt, was jeder enthält",
        "kept": "Sie heißen",
    },
}

# The law of the Union has a title in each language; a country's own is cited in its own.
_OF_THE_UNION: Final[dict[str, dict[str, str]]] = {
    "en": {},
    "fr": {
        "GDPR art.": "RGPD, art.",
        "Regulation (EU) No ": "Règlement (UE) n°\u00a0",
        "Regulation (EU) ": "Règlement (UE) ",
        "Council Recommendation of 22 May 2017 on the European Qualifications Framework": "Recommandation du Conseil du 22 mai 2017 concernant le cadre européen des certifications",
        "Annex ": "annexe ",
        " and ": " et ",
        "; ": "\u202f; ",
    },
    "nl": {
        "GDPR art.": "AVG art.",
        "Regulation (EU) No ": "Verordening (EU) nr.\u00a0",
        "Regulation (EU) ": "Verordening (EU) ",
        "Council Recommendation of 22 May 2017 on the European Qualifications Framework": "Aanbeveling van de Raad van 22 mei 2017 inzake het Europees kwalificatiekader",
        "Annex ": "bijlage ",
        " and ": " en ",
    },
    "de": {
        "GDPR art.": "DSGVO Art.",
        "Regulation (EU) No ": "Verordnung (EU) Nr.\u00a0",
        "Regulation (EU) ": "Verordnung (EU) ",
        "Council Recommendation of 22 May 2017 on the European Qualifications Framework": "Empfehlung des Rates vom 22. Mai 2017 über den Europäischen Qualifikationsrahmen",
        "Annex ": "Anhang ",
        ", art. ": ", Art. ",
        " and ": " und ",
    },
}


def _run(asked: Asked) -> int:
    """List the types, or describe one; 0, or 2 when there is no such type."""
    language: Language = asked.voice.lang
    try:
        kinds = catalogue.all_types() if asked.type is None else (catalogue.find(asked.type),)
    except Refused as error:
        return _no_such(error, asked.type, language, as_json=asked.voice.json)
    rows = [describe(kind, language) for kind in kinds]
    if asked.voice.json:
        for row in rows:
            print(json.dumps({"event": "type", **row.as_object()}, ensure_ascii=False))
    elif asked.type is None:
        print("\n".join(_table(rows, language)))
    else:
        print("\n".join(_page(rows[0], language)))
    return 0


def _no_such(error: Refused, asked: str, language: Language, *, as_json: bool) -> int:
    known = str(error.facts["known"])
    if as_json:
        print(json.dumps({"event": "unknown", "known": known.split(", ")}))
    explained = explain_error(error, language)
    print(f"{printable(asked, max_chars=60)}: {explained.what}", file=sys.stderr)
    print(f"{_WORDS[language]['kept']}: {known}", file=sys.stderr)
    return 2


def _table(rows: list[TypeRow], language: Language) -> Iterator[str]:
    for row in rows:
        yield f"{row.name:11} {row.label}"
        yield f"{'':11} {row.vct}"
        yield f"{'':11} {_terms(row, language)}"
        yield ""
    yield _WORDS[language]["more"]


def _page(row: TypeRow, language: Language) -> Iterator[str]:
    words = _WORDS[language]
    yield f"{row.label}: {row.name}, {row.vct}"
    yield _terms(row, language)
    for heading, shown in (("one_by_one", _BY_CHOICE), ("in_clear", _IN_CLEAR)):
        yield ""
        yield words[heading]
        for claim in row.claims:
            if claim.shown in shown:
                star = "*" if claim.mandatory else " "
                yield f"  {star} {claim.path:24} {claim.label}"
    yield ""
    yield words["mandatory"]
    yield ""
    yield words["basis"]
    for basis, paths in _by_basis(row.claims):
        yield from _wrapped("  ", ", ".join(paths))
        for place, reference in basis:
            named = _title(reference, language) if place == _UNION else reference
            yield from _wrapped(f"      {place}  ", named)


def _title(of_the_union: str, language: Language) -> str:
    for english, named in _OF_THE_UNION[language].items():
        of_the_union = of_the_union.replace(english, named)
    return of_the_union


def _terms(row: TypeRow, language: Language) -> str:
    words = _WORDS[language]
    months = row.valid_months
    valid = words["no_end"] if months is None else words["months"].format(months=months)
    return f"{valid}, {words['pause']}" if row.may_suspend else valid


def _by_basis(
    claims: tuple[ClaimRow, ...],
) -> Iterator[tuple[tuple[tuple[str, str], ...], list[str]]]:
    """Claims that stand on the same ground, together."""
    grouped: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for claim in claims:
        ground = ((_UNION, claim.basis.eu), *claim.basis.national.items())
        grouped.setdefault(ground, []).append(claim.path)
    yield from grouped.items()


def _wrapped(lead: str, text: str) -> list[str]:
    return textwrap.wrap(
        text,
        _COLUMNS,
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_on_hyphens=False,
    )


run: Final = Program(
    "livret types",
    "livret_town.words.help",
    (
        Command(
            "",
            _run,
            ("livret types", "livret types residency --lang fr"),
            (Argument("--type", "type", by_place=True),),
        ),
    ),
).run
