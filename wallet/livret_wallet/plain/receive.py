"""Receiving, line by line: what was handed over, the offer, the PIN, what came."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from livret_core.errors import LivretError
from livret_wallet import questions
from livret_wallet.plain import dialogue, warnings
from livret_wallet.plain.opened import AGAIN, Opened
from livret_wallet.receiving import invitation
from livret_wallet.screens import receiving as told
from livret_wallet.screens.card import CardPage
from livret_wallet.screens.facts import name
from livret_wallet.screens.keys import BACK, Key, chosen
from livret_wallet.screens.standing import put_off
from livret_wallet.screens.warnings import known_names
from livret_wallet.session.trusting import add_ledger

if TYPE_CHECKING:
    from livret_wallet.client.fetching import Arrived, Reception
    from livret_wallet.receiving.collecting import PutOff
    from livret_wallet.receiving.needs import PinNeeded


def show(opened: Opened, typed: str = "") -> str | None:
    """Take in what a town hall hands over, until it is kept, or its reader goes back.

    Args:
        opened: the open wallet.
        typed: behind the word, if anything.

    Returns:
        The link of a service that asks, where it was that; nothing was asked of anybody then.
    """
    opened.title(opened.said["title_receive"])
    if not typed:
        opened.talk.say(opened.said["handed_question"])
        opened.say(*told.handed(opened.language))
    while True:
        typed = typed or opened.ask(opened.said["handed_ask"])
        if chosen(typed, (BACK,), opened.language) is not None:
            return None
        from livret_core.openid4vp.request_code import is_request

        link, typed = _link(opened, typed), ""
        if link is not None and is_request(link):
            return link
        if link is not None and (reception := _look(opened, link)) is not None:
            _offered(opened, reception)
            return None


def _link(opened: Opened, typed: str) -> str | None:
    from livret_wallet.client.handed import link_of

    try:
        return link_of(typed)
    except LivretError as error:
        _failed(opened, error, who=typed)
        return None


def _look(opened: Opened, typed: str) -> "Reception | None":
    from livret_wallet.client.fetching import place_of

    opened.talk.say(opened.said["looking"])
    whose = typed
    try:
        invited = invitation.parse(typed)
        whose = place_of(invited)
        return opened.wallet.look_at(invited)
    except LivretError as error:
        _failed(opened, error, who=whose)
        if error.code == told.CODE_ALONE:
            whole = _completed(opened, typed)
            return _look(opened, whole) if whole else None
        if error.code != told.UNCONFIRMED or not _confirmed(opened):
            return None
    return _look(opened, typed)


def _completed(opened: Opened, code: str) -> str:
    """Ask of which town hall that is known a code is; nothing where it is of none."""
    halls = opened.contents.halls
    if numbered := told.of_several(halls):
        opened.say(*numbered)
        return _chosen(opened, code, halls)
    whole = told.completed(code, halls)
    if not whole:
        return ""
    said = opened.said["code_of_known_ask"].format(place=name(whole))
    while (answer := questions.read(opened.ask(said))) not in {"yes", "no"}:
        opened.talk.say(opened.said["yes_or_no"])
    return whole if answer == "yes" else ""


def _chosen(opened: Opened, code: str, halls: Sequence[str]) -> str:
    question = opened.said["or_back"].format(question=opened.said["code_of_several"])
    while True:
        typed = opened.ask(question)
        if chosen(typed, (BACK,), opened.language) is not None:
            return ""
        if whole := told.chosen_of(typed, code, halls):
            return whole
        opened.talk.say(opened.said["no_such_number"])


def _confirmed(opened: Opened) -> bool:
    """Have a ledger confirmed; whether one is believed now."""
    dialogue.show(opened, "add_ledger", add_ledger(opened.wallet, opened.language))
    return bool(opened.wallet.ledgers())


def _offered(opened: Opened, reception: "Reception") -> None:
    is_to_say = True
    while True:
        if is_to_say:
            opened.title(opened.said["title_offer"])
            known = known_names(opened.contents.batches, ())
            _say(opened, told.offer(reception, opened.language, opened.zone, familiar=known))
        choice = opened.choose((*told.OFFER_KEYS, AGAIN))
        is_to_say = choice.key is not None
        match choice.key:
            case None:
                opened.talk.say(opened.said["not_understood"])
            case Key(action="back"):
                return
            case Key(action="take"):
                _take(opened, reception)
                return
            case Key(action="offer_later"):
                now_s = opened.wallet.now_s
                opened.wallet.put_aside(told.waiting_of(reception, opened.language, now_s=now_s))
                opened.read()
                opened.say(*told.offer_waits(opened.language))
                return
            case _:
                pass


def _take(opened: Opened, reception: "Reception") -> None:
    from livret_wallet.receiving.collecting import PutOff
    from livret_wallet.receiving.needs import PinNeeded

    done = _go(opened, reception, None)
    is_first = True
    while isinstance(done, PinNeeded):
        pin = _pin(opened, done, is_first=is_first)
        if pin is None:
            return
        done, is_first = _go(opened, reception, pin), False
    match done:
        case None:
            return
        case PutOff():
            opened.read()
            opened.say(*put_off(done.pickup, opened.language, opened.zone))
        case _:
            decide(opened, done)


def _go(
    opened: Opened, reception: "Reception", pin: str | None
) -> "PinNeeded | Arrived | PutOff | None":
    if pin is not None or not reception.wants_pin:
        opened.talk.say(opened.said["fetching"])
    try:
        return opened.wallet.go_through(reception, pin)
    except LivretError as error:
        _failed(opened, error, who=reception.opened.offered.metadata.issuer.text)
        return None


def _pin(opened: Opened, need: "PinNeeded", *, is_first: bool) -> str | None:
    if is_first:
        opened.title(opened.said["title_pin"])
        opened.say(*told.pin(need, opened.language))
        opened.talk.say(told.pin_counts(opened.language))
    opened.say(*told.pin_failed(need, opened.language))
    typed = opened.ask(opened.said["pin_ask_line"])
    return None if chosen(typed, (BACK,), opened.language) is not None else typed


def decide(opened: Opened, came: "Arrived") -> None:
    """Say what came, whole, until it is kept, refused, or left for later."""
    is_to_say = True
    while True:
        if is_to_say:
            opened.title(opened.said["title_arrived"])
            page = told.arrived(
                came,
                opened.language,
                ledgers=opened.wallet.ledgers(),
                now_s=opened.wallet.now_s,
                familiar=known_names(opened.contents.batches, ()),
                zone=opened.zone,
                is_hidden=opened.is_hidden,
            )
            _say(opened, page)
        choice = opened.choose((*told.ARRIVED_KEYS, AGAIN))
        is_to_say = choice.key is not None
        try:
            if _decided(opened, came, choice.key):
                opened.read()
                return
        except LivretError as error:
            _failed(opened, error, who=came.batch.issuer_name)
            is_to_say = False


def _decided(opened: Opened, came: "Arrived", key: Key | None) -> bool:
    """Do what was decided; whether something was."""
    match key:
        case None:
            opened.talk.say(opened.said["not_understood"])
        case Key(action="keep"):
            opened.talk.say(opened.said["fetching"])
            opened.say(*told.kept(opened.wallet.keep(came), opened.language))
            return True
        case Key(action="decline"):
            opened.talk.say(opened.said["fetching"])
            opened.wallet.decline(came)
            opened.say(*told.declined(opened.language))
            return True
        case Key(action="set_aside"):
            opened.say(*told.set_aside(opened.language))
            return True
        case _:
            pass
    return False


def _say(opened: Opened, page: CardPage) -> None:
    opened.talk.say(page.title)
    for part in page.parts:
        opened.talk.say(part.heading)
        opened.say(*part.facts)


def _failed(opened: Opened, error: LivretError, *, who: str) -> None:
    if opened.wallet.is_locked:
        opened.refuse(error)
    else:
        warnings.refuse(opened, error, who=who)
    if not opened.wallet.is_locked:
        opened.read()
