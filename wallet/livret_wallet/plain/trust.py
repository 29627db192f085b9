"""Whom this wallet believes, line by line: each ledger with a number."""

from livret_core.errors import LivretError
from livret_wallet.naming import names_of
from livret_wallet.plain import dialogue
from livret_wallet.plain.opened import AGAIN, Opened
from livret_wallet.screens import trust as told
from livret_wallet.screens.facts import Fact
from livret_wallet.screens.keys import Key
from livret_wallet.screens.trust import Ledger
from livret_wallet.session.trusting import add_ledger, remove_ledger, six_words


def show(opened: Opened) -> None:
    """Say which ledgers are believed, until its reader goes back."""
    found, is_to_say = tuple[Ledger, ...](), True
    while True:
        if is_to_say:
            found = _say(opened)
        choice = opened.choose((*told.KEYS, AGAIN), opened.said["which_trust"] if found else "")
        is_to_say = choice.key is not None
        wallet, language = opened.wallet, opened.language
        match choice.key:
            case None:
                _describe(opened, _of(opened, found, choice.number))
            case Key(action="back"):
                return
            case Key(action="add"):
                dialogue.show(opened, "add_ledger", add_ledger(wallet, language))
            case Key(action="words"):
                is_to_say = False
                if (one := _of(opened, found, choice.number)) is not None:
                    dialogue.show(opened, "trust", six_words(wallet, one.origin, language))
            case Key(action="remove"):
                is_to_say = False
                if (one := _of(opened, found, choice.number)) is not None:
                    gone = remove_ledger(wallet, one.origin, language)
                    is_to_say = bool(dialogue.show(opened, "remove_ledger", gone))
            case _:
                pass


def _say(opened: Opened) -> tuple[Ledger, ...]:
    opened.title(opened.said["title_trust"])
    try:
        seen = opened.wallet.ledgers()
    except LivretError as error:
        opened.refuse(error)
        return ()
    names = names_of(opened.contents.batches)
    found = told.ledgers(seen, opened.language, names, now_s=opened.wallet.now_s, zone=opened.zone)
    if not found:
        opened.say(told.none(opened.language))
    for number, one in enumerate(found, 1):
        opened.say(Fact("", f"{number}. {one.name}, {one.state.told}"))
    return found


def _describe(opened: Opened, one: Ledger | None) -> None:
    if one is not None:
        opened.say(Fact("", one.name), one.state, *one.facts)


def _of(opened: Opened, found: tuple[Ledger, ...], number: int | None) -> Ledger | None:
    """Give the ledger of a number; the only one needs none."""
    if number is None and len(found) == 1:
        return found[0]
    one = dict(enumerate(found, 1)).get(number or 0)
    if one is None:
        opened.talk.say(opened.said["say_which" if number is None else "no_such_number"])
    return one
