"""What a holder sees: the consent sheet, and everything one proof says. Pure: lines."""

import textwrap
from collections.abc import Callable, Mapping
from typing import Final

from livret_core.credential import catalogue
from livret_core.dids.webvh import WebvhDid
from livret_core.encoding.json import JsonValue
from livret_core.words import (
    COLUMNS,
    PLAIN_COLUMNS,
    Language,
    day,
    labelled_lines,
    printable,
    stated,
)
from livret_core.words.claim_values import claim_value
from livret_core.words.legal_persons import NOBODY_NAMED, legal_person, number_told
from livret_wallet.answering import open_copy
from livret_wallet.consent import ConsentSheet, SheetLine, beyond
from livret_wallet.dating import HeldDating
from livret_wallet.listing import until, unused
from livret_wallet.naming import names_of
from livret_wallet.records import HeldBatch
from livret_wallet.words import texts

_SEALED: Final = "https://"
_LEFT: Final = 42
_STAYS_SHOWN: Final = 7
_DAY_S: Final = 86_400
# No value of a type is longer: what leaves is shown whole, never up to an ellipsis.
_MAX_VALUE: Final = 4_096


def sheet_lines(sheet: ConsentSheet, language: Language, *, plain: bool = False) -> list[str]:
    """Write the consent sheet: what goes, what stays, to whom and why.

    Full width stands in two columns, the two questions a holder has; line mode is one
    fact a line. What leaves is always shown whole; of what stays, a screen's worth.
    """
    said = texts(language)
    if plain:
        return _plain_sheet(sheet, language)
    return [
        *_wrapped(said["wants"].format(service=printable(sheet.service))),
        *_wrapped(said["by_itself"] + " " + behind_told(sheet, language)),
        *(line for text in _beyond(sheet, language) for line in _wrapped(text)),
        "",
        *_columns(sheet, language),
        "",
        *labelled_lines([_purpose(sheet, language), *_facts(sheet, language)], language),
        *(line for one in sheet.together for line in _beside(one, language)),
    ]


def _columns(sheet: ConsentSheet, language: Language) -> list[str]:
    """What leaves and what stays of one proof, side by side."""
    said = texts(language)
    left = [line for item in sheet.leaves for line in _item(item, language)]
    right = [f"· {label}" for label in sheet.stays]
    if len(right) > _STAYS_SHOWN:
        more = said["more"].format(count=len(right) - _STAYS_SHOWN + 1)
        right[_STAYS_SHOWN - 1 :] = [f"· {more}"]
    height = max(len(left), len(right))
    left += [""] * (height - len(left))
    right += [""] * (height - len(right))
    return [
        f"{said['leaves']:<{_LEFT}}{said['stays']}",
        *(f"{here:<{_LEFT}}{there}".rstrip() for here, there in zip(left, right, strict=True)),
    ]


def _beside(sheet: ConsentSheet, language: Language) -> list[str]:
    """Another proof that leaves under the same yes."""
    return [
        "",
        *_wrapped(texts(language)["beside"].format(proof=sheet.proof)),
        "",
        *_columns(sheet, language),
        "",
        *labelled_lines(_facts(sheet, language), language),
    ]


def _plain_sheet(sheet: ConsentSheet, language: Language) -> list[str]:
    said = texts(language)
    first = [said["wants"].format(service=printable(sheet.service)) + "."]
    first += [said["by_itself"], behind_told(sheet, language), *_beyond(sheet, language)]
    lines = [line for text in first for line in textwrap.wrap(text, PLAIN_COLUMNS)]
    purpose = [_purpose(sheet, language)]
    for one in sheet.parts:
        rows = [(said["will_leave"], _pair(line, language)) for line in one.leaves]
        rows += [(said["will_stay"], label) for label in one.stays]
        if one is not sheet:
            lines += textwrap.wrap(said["beside"].format(proof=one.proof), PLAIN_COLUMNS)
        facts = [*rows, *(purpose if one is sheet else []), *_facts(one, language)]
        lines += labelled_lines(facts, language, plain=True)
    return lines


def behind_told(
    sheet: ConsentSheet, language: Language, names: Mapping[str, str] = NOBODY_NAMED
) -> str:
    """Say what vouches for the service, and where the answer goes; *names* of communes."""
    said = texts(language)
    text = said["checked_key" if sheet.behind == "key" else f"behind_{sheet.behind}"].format(
        name=printable(sheet.behind_name),
        who=legal_person(sheet.registered_by, language, names),
        purpose=said.get(f"purpose_{sheet.registered_for}", ""),
    )
    if sheet.answer_to:
        text += " " + said["answer_to"].format(host=printable(sheet.answer_to))
    return text


def _beyond(sheet: ConsentSheet, language: Language) -> list[str]:
    """Say whether a registered service keeps to what it registered, and what is more than that."""
    if sheet.behind != "registered":
        return []
    said, excess = texts(language), sheet.excess
    lines = [f"! {said['registration_over']}"] if excess.is_over else []
    if more := beyond(sheet):
        names = ", ".join(more)
        lines.append(f"! {stated(said['over_asking'], names, language)}")
    return lines or [f"✓ {said['within_purpose']}"]


def _purpose(sheet: ConsentSheet, language: Language) -> tuple[str, str]:
    said = texts(language)
    purpose = printable(sheet.purpose, max_chars=_MAX_VALUE) if sheet.purpose else ""
    return said["purpose"], purpose or said["no_purpose"]


def _facts(sheet: ConsentSheet, language: Language) -> list[tuple[str, str]]:
    said = texts(language)
    copy = said["copy_used" if sheet.used_before else "copy_new"]
    if sheet.is_uncertain:
        copy = said["copy_uncertain"]
    rows = [
        (said["evidence"], f"{sheet.proof}, {until(sheet.expires_at_s, language)}"),
        *_choice(sheet, language),
        (said["issuer"], _signed_by(sheet.issuer_did, sheet.issuer, language)),
        (said["copy"], copy.format(number=sheet.copy_number, all=sheet.copies)),
    ]
    if sheet.dated_day is not None:
        signed = day(sheet.dated_day * _DAY_S, language)
        rows.append((said["dating"], said["dating_leaves"].format(day=signed)))
    if sheet.goes_along:
        along = "; ".join(_pair(line, language) for line in sheet.goes_along)
        rows.append((said["goes_along"], along))
    return rows


def _choice(sheet: ConsentSheet, language: Language) -> list[tuple[str, str]]:
    """Say that other proofs would do, and how to take one of them."""
    if not sheet.others:
        return []
    said = texts(language)
    others = ", ".join(map(str, sheet.others))
    text = said["choice_of"].format(
        count=len(sheet.others) + 1, number=sheet.number, others=others, one=sheet.others[0]
    )
    return [(said["choice"], text)]


def proof_lines(
    batch: HeldBatch,
    language: Language,
    *,
    dating: HeldDating | None = None,
    plain: bool = False,
) -> list[str]:
    """Write everything one proof says, labelled in the reader's language.

    Args:
        batch: the proof.
        language: the reader's.
        dating: what is kept to date it, if anything.
        plain: line mode.
    """
    said = texts(language)
    kind = catalogue.find(batch.vct)
    names, opened = names_of([batch]), open_copy(batch.copies[0])
    rows = [
        (kind.claim_label(place, language), claim_value(place, value, language, names))
        for claim in kind.claims
        for place, value in _found(opened.claims, claim.path, ())
        if not isinstance(value, dict | list)
    ]
    rows += [
        (said["issuer"], _signed_by(batch.issuer_did, batch.issuer_name, language)),
        (said["vouched"], _vouched(batch, language)),
        *_dated(batch, dating, language),
        (said["holds"], until(opened.expires_at_s, language)),
        (said["copies"], said["copies_left"].format(left=unused(batch), all=len(batch.copies))),
    ]
    name = kind.label(language)
    if plain:
        return labelled_lines([(said["proof"], name), *rows], language, plain=True)
    return [name, "", *labelled_lines(rows, language)]


def issuer_place(did: str) -> str:
    """Where an issuer publishes what it is held to: the part of its DID a person can read.

    A name is what somebody calls himself; this is what the signature was checked against.
    Whoever signs with an electronic seal has its host for a name.
    """
    if is_sealed(did):
        return printable(did.removeprefix(_SEALED))
    parsed = WebvhDid.parse(did)
    port = "" if parsed.port is None else f":{parsed.port}"
    return printable("/".join((parsed.host + port, *parsed.path)))


def is_sealed(name: str) -> bool:
    """Say whether a body is known by its host, and not by a DID."""
    return name.startswith(_SEALED)


def _signed_by(did: str, name: str, language: Language) -> str:
    """What the signature was checked against first; whoever hands over chooses the name."""
    return f"{issuer_place(did)} ({texts(language)['calls_itself'].format(name=printable(name))})"


def vouched_told(batch: HeldBatch, language: Language, *, when: Callable[[int], str]) -> str:
    """Say who vouches for the body that signed, when a proof was just received.

    Args:
        batch: the proof.
        language: the reader's.
        when: writes an instant as this reader reads it.
    """
    vouched, said = batch.vouched, texts(language)
    if vouched is None and is_sealed(batch.issuer_did):
        return "! " + said["sealed_told"]
    if vouched is None:
        return "! " + said["unvouched_told"]
    return "✓ " + said["vouched_told"].format(
        ledger=printable(vouched.origin),
        who=number_told(vouched.who, language),
        time=when(vouched.as_of_s),
        members=vouched.members,
        all=vouched.all_members,
    )


def _vouched(batch: HeldBatch, language: Language) -> str:
    vouched, said = batch.vouched, texts(language)
    if vouched is None:
        return said["sealed_card" if is_sealed(batch.issuer_did) else "unvouched_card"]
    return said["vouched_card"].format(
        ledger=printable(vouched.origin),
        who=number_told(vouched.who, language),
        time=day(vouched.as_of_s, language),
        members=vouched.members,
        all=vouched.all_members,
    )


def _dated(
    batch: HeldBatch, dating: HeldDating | None, language: Language
) -> list[tuple[str, str]]:
    """Say what is kept to date it, or that a proof which lives so long lacks it."""
    said = texts(language)
    if dating is not None and dating.dating.commit.day is not None:
        signed = day(dating.dating.commit.day * _DAY_S, language)
        card = "dating_card" if dating.before_s is not None else "dating_card_unchecked"
        return [(said["dating"], said[card].format(day=signed))]
    if batch.vouched is not None and catalogue.find(batch.vct).law.must_be_dated:
        return [(said["dating"], "! " + said["dating_missing"])]
    return []


def _found(
    value: JsonValue, path: tuple[str | int | None, ...], place: tuple[str | int, ...]
) -> list[tuple[tuple[str | int, ...], JsonValue]]:
    if not path:
        return [(place, value)]
    part, rest = path[0], path[1:]
    if isinstance(part, str):
        if isinstance(value, dict) and part in value:
            return _found(value[part], rest, (*place, part))
        return []
    if isinstance(value, list):
        return [
            leaf
            for at, inner in enumerate(value)
            if part is None or part == at
            for leaf in _found(inner, rest, (*place, at))
        ]
    return []


def _item(item: SheetLine, language: Language) -> list[str]:
    wrapped = textwrap.wrap(_pair(item, language), _LEFT - 4)
    return [f"✓ {wrapped[0]}", *(f"  {line}" for line in wrapped[1:])]


def _pair(item: SheetLine, language: Language) -> str:
    return stated(item.label, claim_value(item.path, item.value, language), language)


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, COLUMNS)
