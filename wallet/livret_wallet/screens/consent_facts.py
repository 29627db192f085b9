"""Single facts of a consent: the copy that would leave, what dates it, who bears it, how it stands. Pure."""

from collections.abc import Mapping
from typing import Final

from livret_core.openid4vp.request import AuthorizationRequest
from livret_core.words import Language, day
from livret_core.words.figures import age
from livret_wallet.answering import Candidate
from livret_wallet.consent import ConsentSheet
from livret_wallet.screens.facts import HIDDEN, Fact, name
from livret_wallet.words import screen_texts, texts

_DAY_S: Final = 86_400


def keeps(request: AuthorizationRequest, language: Language) -> str:
    """Say how long the service keeps what it gets, which nobody but itself knows."""
    said = screen_texts(language)
    if request.retention_s is None:
        return said["keeps_unsaid"]
    if not request.retention_s:
        return said["keeps_nothing"]
    return said["keeps_for"].format(time=age(request.retention_s, language))


def copy(sheet: ConsentSheet, language: Language) -> Fact:
    """Say which copy would leave, and whether it was shown before."""
    said, known = screen_texts(language), texts(language)
    told = "copy_used" if sheet.used_before else "copy_new"
    told = "copy_uncertain" if sheet.is_uncertain else told
    sign = "" if told == "copy_new" else "!"
    text = known[told].format(number=sheet.copy_number, all=sheet.copies)
    return Fact(said["shown_copy"], text, sign)


def dated(sheet: ConsentSheet, language: Language) -> tuple[Fact, ...]:
    """Say that what dates a proof leaves with it, and what that shows."""
    if sheet.dated_day is None:
        return ()
    known, signed = texts(language), day(sheet.dated_day * _DAY_S, language)
    return (Fact(known["dating"], known["dating_leaves"].format(day=signed)),)


def bearer(held: Candidate, said: Mapping[str, str], *, is_hidden: bool) -> str:
    """Say of whom a proof speaks; whether that is who sits here, no wallet can know."""
    claims = held.opened.claims
    names = [claims.get("given_name"), claims.get("family_name")]
    whole = " ".join(each for each in names if isinstance(each, str) and each)
    shown = HIDDEN if is_hidden else name(whole) or "?"
    return said["on_behalf_of"].format(person=shown)


def listed(sheet: ConsentSheet, language: Language) -> tuple[Fact, ...]:
    """Say that a proof was withdrawn or paused when its list was read last; nothing of another."""
    if sheet.listed is None or sheet.listed_at_s is None:
        return ()
    published = day(sheet.listed_at_s, language)
    text = screen_texts(language)[f"band_{sheet.listed}"].format(day=published)
    return (Fact("", text, "✗" if sheet.listed == "revoked" else "!"),)
