"""What one proof says, and who stands behind it and behind who asks. Pure: lines."""

from collections.abc import Callable, Mapping
from typing import Final

from livret_core.credential import catalogue
from livret_core.encoding.json import JsonValue
from livret_core.words import (
    Language,
    day,
    labelled_lines,
    quoted,
    unsigned,
)
from livret_core.words.claim_values import claim_value
from livret_core.words.legal_persons import NOBODY_NAMED, legal_person, number_told
from livret_wallet.answering import open_copy
from livret_wallet.called import is_sealed, issuer_place, vouching_called
from livret_wallet.consent import ConsentSheet
from livret_wallet.dating import HeldDating
from livret_wallet.listing import until, unused
from livret_wallet.naming import names_of
from livret_wallet.records import HeldBatch
from livret_wallet.words import texts

_DAY_S: Final = 86_400


def behind_told(
    sheet: ConsentSheet, language: Language, names: Mapping[str, str] = NOBODY_NAMED
) -> str:
    """Say what vouches for the service, and where the answer goes; *names* of communes."""
    said = texts(language)
    word = "checked_key" if sheet.behind == "key" else f"behind_{sheet.behind}"
    if sheet.behind == "registered" and sheet.excess:
        word = "behind_beyond"
    text = said[word].format(
        name=vouching_called(sheet.behind, sheet.behind_name, language),
        who=legal_person(sheet.registered_by, language, names),
        purpose=said.get(f"purpose_{sheet.registered_for}", ""),
    )
    if sheet.answer_to:
        text += " " + said["answer_to"].format(host=unsigned(sheet.answer_to))
    return text


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


def _signed_by(did: str, name: str, language: Language) -> str:
    """What the signature was checked against first; whoever hands over chooses the name."""
    return f"{issuer_place(did)} ({texts(language)['calls_itself'].format(name=quoted(name, language))})"


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
        ledger=unsigned(vouched.origin),
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
        ledger=unsigned(vouched.origin),
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
