"""The cards, line by line: each with a number to open it by."""

from collections.abc import Callable
from typing import Final

from livret_wallet import questions
from livret_wallet.plain import activity, card, either, fetching, inbox, preferences, trust
from livret_wallet.plain.opened import AGAIN, Opened
from livret_wallet.screens import cards as told
from livret_wallet.screens.cards import Card
from livret_wallet.screens.facts import Fact, name, place
from livret_wallet.screens.keys import Key
from livret_wallet.screens.pane import facts_of, tells

_ANSWERS: Final = frozenset({"yes", "no"})
_PAGES: Final[dict[str, Callable[[Opened], None]]] = {
    "activity": activity.show,
    "inbox": inbox.show,
    "trust": trust.show,
    "settings": preferences.show,
}


def show(opened: Opened) -> None:
    """Say what is held, and do with it what is wanted; it ends by a lock alone."""
    typed, found, is_to_say = "", tuple[Card, ...](), True
    while True:
        if is_to_say:
            found = _say(opened, typed)
        typed, is_to_say = "", True
        choice = opened.choose(
            (*told.words_for(found), AGAIN), opened.said["which_card"] if found else ""
        )
        one = dict(enumerate(found, 1)).get(choice.number or 0)
        match choice.key:
            case None:
                is_to_say = _open(opened, one)
            case Key(action="find"):
                typed = choice.rest or opened.ask(opened.said["find_what"])
            case Key(action="receive"):
                either.take_in(opened, choice.rest)
            case Key(action="activity" | "inbox" | "trust" | "settings" as where):
                _PAGES[where](opened)
            case Key(action="show"):
                _show(opened, one, choice.rest if choice.number is None else "")
            case Key(action="warnings"):
                _warn(opened)
                is_to_say = False
            case Key(action="renew"):
                is_to_say = _renew(opened, one)
            case Key(action="go_on"):
                is_to_say = _go_on(opened, one)
            case Key(action="give_up"):
                is_to_say = _give_up(opened, one)
            case _:
                pass


def _say(opened: Opened, typed: str) -> tuple[Card, ...]:
    said = opened.said
    every = told.cards(opened.contents, opened.language, now_s=opened.wallet.now_s)
    found = told.sought(every, typed)
    opened.first_title()
    opened.talk.say(told.count(every, opened.language))
    now_s, word = opened.wallet.now_s, told.INBOX.label(said)
    if waits := told.waits(opened.contents, opened.language, now_s=now_s, key=word):
        opened.talk.say(waits)
    if not found:
        opened.talk.say(said["none_found" if every else "empty"])
    for number, one in enumerate(found, 1):
        if number == 1 or found[number - 2].section != one.section:
            opened.talk.say(said[f"section_{one.section}"])
        batch = opened.contents.batch(one.id)
        apart = "" if batch is None else tells(batch, opened.language, is_hidden=opened.is_hidden)
        parts = [one.name, apart, one.who, one.until, one.note]
        text = ", ".join(part for part in parts if part)
        helps = f" ({one.does.label(said)} {number})" if one.does is not None else ""
        opened.talk.say(f"{number}. {text}{helps}")
    return found


def _show(opened: Opened, one: Card | None, link: str) -> None:
    either.show(opened, link, proof=None if one is None else one.id)


def _open(opened: Opened, one: Card | None) -> bool:
    """Open a card, or what there is of it; whether the list is to be said again."""
    if one is None:
        opened.talk.say(opened.said["no_such_number"])
        return False
    batch = opened.contents.batch(one.id)
    facts = facts_of(
        one,
        opened.contents,
        opened.language,
        last_shown=opened.last_shown(one.id),
        services=opened.services,
        zone=opened.zone,
        is_hidden=opened.is_hidden,
    )
    if batch is None:
        opened.say(*facts)
        return False
    card.show(opened, batch)
    return True


def _warn(opened: Opened) -> None:
    from livret_wallet.plain import warnings  # with it comes all that verifies

    warnings.show(opened)


def _renew(opened: Opened, one: Card | None) -> bool:
    proof = None if one is None else opened.contents.renewable(one.id)
    if one is None:
        opened.talk.say(opened.said["say_number"])
    elif proof is None:
        opened.say(told.no_renewal(one, opened.contents, opened.language))
    else:
        who = place(proof.issuer_did)
        return fetching.fetch(opened, lambda: opened.wallet.renew(proof), who=who)
    return False


def _give_up(opened: Opened, one: Card | None) -> bool:
    """Refuse what was fetched and is not kept, after a question; whether it was."""
    pickup = None if one is None else told.undecided(one, opened.contents)
    if one is None:
        opened.talk.say(opened.said["say_number"])
    elif pickup is None:
        opened.say(Fact("", opened.said["cannot_give_up"], "!"))
    else:
        while (answer := questions.read(opened.ask(opened.said["give_up_ask"]))) not in _ANSWERS:
            opened.talk.say(opened.said["yes_or_no"])
        if answer == "yes":
            opened.talk.say(opened.said["fetching"])
            opened.wallet.refuse_pickup(pickup)
            opened.read()
            opened.say(Fact("", opened.said["given_up"], "✓"))
            return True
    return False


def _go_on(opened: Opened, one: Card | None) -> bool:
    pickup = None if one is None else opened.contents.pickup(one.id)
    if one is None:
        opened.talk.say(opened.said["say_number"])
    elif pickup is None:
        opened.say(Fact("", opened.said["cannot_go_on"], "!"))
    else:
        who = name(pickup.issuer)
        return fetching.fetch(opened, lambda: opened.wallet.go_on_to(pickup), who=who)
    return False
