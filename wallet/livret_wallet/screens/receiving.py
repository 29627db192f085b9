"""Receiving: what was handed over, who offers what on whose word, the PIN, and what came. Pure.

Four pages, one after the other. Nothing is spent before the third, nothing is kept before the
end of the fourth; each can be left.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from livret_core.look_alike import Known
from livret_core.openid4vci.offer import TransactionCode
from livret_core.short_code import ShortCode
from livret_core.words import Language, moment, quoted
from livret_core.words.figures import Zone
from livret_core.words.legal_persons import number_told
from livret_wallet.contents import LedgerSeen
from livret_wallet.receiving import invitation
from livret_wallet.screens import card
from livret_wallet.screens.card import CardPage, Part
from livret_wallet.screens.facts import Fact, kind, name
from livret_wallet.screens.keys import BACK, HELP, HIDE, LANGUAGE, LOCK, MOVES, THEME, Key
from livret_wallet.screens.unlock import refusal
from livret_wallet.screens.warnings import of_name
from livret_wallet.vouching import OnLedger
from livret_wallet.waiting_record import Waiting
from livret_wallet.words import screen_texts, texts

if TYPE_CHECKING:
    from livret_wallet.client.fetching import Arrived, Fetched, Reception
    from livret_wallet.receiving.needs import PinNeeded

LOOK: Final = Key("enter", "look")
TAKE: Final = Key("g", "take")
SEND_PIN: Final = Key("enter", "send_pin")
LATER: Final = Key("m", "offer_later")
KEEP: Final = Key("k", "keep")
DECLINE: Final = Key("n", "decline")
ASIDE: Final = Key("escape", "set_aside")

HANDED_KEYS: Final = (LOOK, LANGUAGE, THEME, BACK)
OFFER_KEYS: Final = (*MOVES, TAKE, LATER, LANGUAGE, THEME, LOCK, HELP, BACK)
PIN_KEYS: Final = (SEND_PIN, LANGUAGE, THEME, BACK)
ARRIVED_KEYS: Final = (*MOVES, KEEP, DECLINE, HIDE, LANGUAGE, THEME, LOCK, HELP, ASIDE)

#: Nobody is believed yet: who is to be is asked first.
UNCONFIRMED: Final = "trust.unconfirmed"
#: A code was typed, and no address: a town hall that is known may be the one.
CODE_ALONE: Final = "code.alone"

_GROUP: Final = 3
_MOST_DESCRIBED: Final = 300
_MOST_DIGITS: Final = 4


def handed(language: Language) -> tuple[Fact, ...]:
    """Say what can be typed or pasted, one a line."""
    said = screen_texts(language)
    return (
        Fact(said["handed_link"], said["handed_link_text"]),
        Fact(said["handed_code"], said["handed_code_text"]),
        Fact(said["handed_picture"], said["handed_picture_text"]),
    )


def completed(code: str, halls: Sequence[str]) -> str:
    """Write a code behind the address of the one town hall that is known; empty without one.

    Of several nobody can say which it is of, and to ask each in turn would show it to all.
    """
    return invitation.at(halls[0], code) if len(halls) == 1 else ""


def of_several(halls: Sequence[str]) -> tuple[Fact, ...]:
    """Number the town halls that are known, for a code that may be of any; nothing for one or none."""
    if len(halls) < 2:
        return ()
    return tuple(Fact(str(number), name(each)) for number, each in enumerate(halls, 1))


def chosen_of(typed: str, code: str, halls: Sequence[str]) -> str:
    """Write a code behind the address of the town hall of a number; empty for no such number."""
    text = typed.strip().rstrip(".")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS else 0
    return invitation.at(halls[number - 1], code) if 1 <= number <= len(halls) else ""


def offer(
    reception: "Reception", language: Language, zone: Zone, *, familiar: Iterable[Known] = ()
) -> CardPage:
    """Say who offers, what, and on whose word; and what comes next.

    Args:
        reception: an offer that was looked at.
        language: the reader's.
        zone: of the reader.
        familiar: names that the holder knows, as :func:`livret_wallet.screens.warnings.known_names`.
    """
    said, known, opened = screen_texts(language), texts(language), reception.opened
    metadata = opened.offered.metadata
    facts = [
        Fact(said["offered_by"], _called(metadata.names, metadata.issuer.text, language)),
        Fact(said["its_address"], name(metadata.issuer.text)),
        *_allowed(reception, language, zone),
    ]
    if opened.code:
        facts.append(Fact(said["code"], str(ShortCode.parse(opened.code))))
    at = name(metadata.issuer.text)
    calls = metadata.names.get(language) or next(iter(metadata.names.values()), "")
    whose = opened.voucher.did if isinstance(opened.voucher, OnLedger) else metadata.issuer.text
    for each in of_name(calls, whose, familiar, language, at=at):
        facts += each.facts(language)
    comes = [Fact("", said["pin_comes" if reception.wants_pin else "no_pin"])]
    if opened.left_out:
        comes.append(Fact("", known["left_out"].format(count=opened.left_out), "!"))
    return CardPage(
        kind(opened.offered.types[opened.configuration_id], language),
        (Part(said["part_offer"], tuple(facts)), Part(said["part_next"], tuple(comes))),
    )


def pin(need: "PinNeeded", language: Language) -> tuple[Fact, ...]:
    """Say whose PIN is wanted, what it looks like, and what became of the last one."""
    said = screen_texts(language)
    facts = [Fact(said["offered_by"], _called(need.names, need.issuer, language))]
    if need.tx_code.length is not None:
        form = "pin_digits" if need.tx_code.input_mode == "numeric" else "pin_characters"
        facts.append(Fact(said["pin_form"], said[form].format(count=need.tx_code.length)))
    if need.tx_code.description:
        text = quoted(need.tx_code.description, language, max_chars=_MOST_DESCRIBED)
        facts.append(Fact(said["pin_said"], text))
    return tuple(facts)


def pin_failed(need: "PinNeeded", language: Language) -> tuple[Fact, ...]:
    """Say why the last PIN was none, and the next step; nothing before the first."""
    failed = need.misfit or need.wrong
    return () if failed is None else refusal(failed, language)


def pin_counts(language: Language) -> str:
    """Say what a wrong PIN costs."""
    return texts(language)["pin_costs"]


def grouped(typed: str, wanted: TransactionCode) -> str:
    """Write the digits of a PIN in groups of three, as they are said; letters as they are."""
    if wanted.input_mode != "numeric":
        return typed
    digits = [char for char in typed if not char.isspace()]
    if not all(char.isdigit() for char in digits):
        return typed
    return " ".join("".join(digits[at : at + _GROUP]) for at in range(0, len(digits), _GROUP))


def arrived(
    came: "Arrived",
    language: Language,
    *,
    ledgers: Sequence[LedgerSeen],
    now_s: int,
    zone: Zone,
    is_hidden: bool,
    familiar: Iterable[Known] = (),
) -> CardPage:
    """Say what came, whole, before it is kept; arguments as :func:`livret_wallet.screens.card.page`'s."""
    said, known = screen_texts(language), texts(language)
    page = card.page(
        came.batch,
        language,
        state="good",
        ledgers=ledgers,
        now_s=now_s,
        known=familiar,
        dating=None,
        last_shown=None,
        zone=zone,
        is_hidden=is_hidden,
    )
    facts = [Fact("", said["arrived_checked"], "✓"), _status(came, language)]
    if came.left_out:
        facts.append(Fact("", known["left_out"].format(count=came.left_out), "!"))
    facts.append(Fact("", said["arrived_not_kept"], "!"))
    return CardPage(page.title, (Part(said["part_arrived"], tuple(facts)), *page.parts))


def kept(done: "Fetched", language: Language) -> tuple[Fact, ...]:
    """Say that it is kept, and whether its town hall heard so."""
    said = screen_texts(language)
    facts = [Fact("", said["fetched"], "✓")]
    if not done.is_told:
        facts.append(Fact("", said["told_later"], "!"))
    return tuple(facts)


def declined(language: Language) -> tuple[Fact, ...]:
    """Say that nothing of it is kept."""
    return (Fact("", screen_texts(language)["declined"], "✓"),)


def waiting_of(reception: "Reception", language: Language, *, now_s: int) -> Waiting:
    """Write what is kept of an offer that is decided about later; nothing of it is spent."""
    opened = reception.opened
    metadata = opened.offered.metadata
    names = metadata.names
    who = names.get(language) or next(iter(names.values()), metadata.issuer.text)
    return Waiting(
        kind="offer",
        link=reception.link,
        who=who,
        since_s=now_s,
        did=opened.did,
        hosts=opened.host,
    )


def offer_waits(language: Language) -> tuple[Fact, ...]:
    """Say where an offer waits that is decided about later."""
    return (Fact("", screen_texts(language)["offer_waits"]),)


def set_aside(language: Language) -> tuple[Fact, ...]:
    """Say that what came was neither kept nor declined."""
    return (Fact("", screen_texts(language)["aside"], "!"),)


def _allowed(reception: "Reception", language: Language, zone: Zone) -> list[Fact]:
    said, opened = screen_texts(language), reception.opened
    vouched = opened.vouched
    if opened.voucher is None:
        return [Fact(said["allowed_by"], said["allowed_later"], "!")]
    if vouched is None:
        return [Fact(said["allowed_by"], texts(language)["sealed_card"], "!")]
    allowed = said["allowed_text"].format(
        ledger=name(vouched.origin), who=number_told(vouched.who, language)
    )
    agree = said["agree_text"].format(count=vouched.members, all=vouched.all_members)
    return [
        Fact(said["allowed_by"], allowed, "✓"),
        Fact(said["as_of"], moment(vouched.as_of_s, language, zone=zone)),
        Fact(said["agree"], agree),
    ]


def _status(came: "Arrived", language: Language) -> Fact:
    known = texts(language)
    if came.is_checked:
        return Fact("", known["not_withdrawn"], "✓")
    return Fact("", known["status_unknown"], "!")


def _called(names: Mapping[str, str], otherwise: str, language: Language) -> str:
    return name(names.get(language) or next(iter(names.values()), otherwise))
