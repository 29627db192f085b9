"""The inbox, line by line: each with a number to open it by."""

from livret_core.errors import LivretError
from livret_wallet import questions
from livret_wallet.plain.opened import AGAIN, Opened
from livret_wallet.screens import inbox as told
from livret_wallet.screens.keys import Key
from livret_wallet.session.looking import look_now
from livret_wallet.waiting_record import Waiting


def show(opened: Opened) -> None:
    """Say what waits, until its reader goes back."""
    is_to_say = True
    while True:
        waiting = opened.contents.waiting
        if is_to_say:
            _say(opened)
        choice = opened.choose((*told.KEYS, AGAIN), opened.said["which_waits"] if waiting else "")
        is_to_say = True
        one = dict(enumerate(waiting, 1)).get(choice.number or 0)
        match choice.key:
            case None:
                is_to_say = _open(opened, one)
            case Key(action="back"):
                return
            case Key(action="drop"):
                is_to_say = _drop(opened, one)
            case Key(action="look_now"):
                is_to_say = _look(opened)
            case _:
                pass


def _say(opened: Opened) -> None:
    opened.title(opened.said["title_inbox"])
    found = told.items(
        opened.contents.waiting, opened.language, now_s=opened.wallet.now_s, zone=opened.zone
    )
    if not found:
        opened.say(told.none(opened.language))
    for number, one in enumerate(found, 1):
        opened.talk.say(f"{number}. {one.what}, {one.who}, {one.state.told}")
        opened.say(*one.facts)


def _open(opened: Opened, one: Waiting | None) -> bool:
    if one is None:
        opened.talk.say(opened.said["no_such_number"])
        return False
    from livret_wallet.plain import consent, receive  # with them comes all that verifies

    if one.kind == "request":
        consent.show(opened, one.link)
    else:
        receive.show(opened, one.link)
    return True


def _drop(opened: Opened, one: Waiting | None) -> bool:
    if one is None:
        opened.talk.say(opened.said["say_number"])
        return False
    while (answer := questions.read(opened.ask(opened.said["drop_ask"]))) not in {"yes", "no"}:
        opened.talk.say(opened.said["yes_or_no"])
    if answer == "no":
        return False
    try:
        opened.wallet.forget_link(one.link)
        opened.read()
    except LivretError as error:
        opened.refuse(error)
        return False
    opened.talk.say(opened.said["inbox_dropped"])
    return True


def _look(opened: Opened) -> bool:
    opened.talk.say(opened.said["looking_now"])
    try:
        found = look_now(opened.wallet)
        opened.read()
    except LivretError as error:
        opened.refuse(error)
        return False
    opened.say(*told.looked(found, opened.language))
    return True
