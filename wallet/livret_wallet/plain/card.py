"""One card, line by line."""

from livret_core.errors import LivretError
from livret_wallet.accepting import Services
from livret_wallet.dating import HeldDating
from livret_wallet.naming import names_of
from livret_wallet.plain import either, fetching, warnings
from livret_wallet.plain.opened import AGAIN, Opened
from livret_wallet.plain.talk import wrapped
from livret_wallet.records import HeldBatch
from livret_wallet.screens import card as told
from livret_wallet.screens.facts import Fact, place
from livret_wallet.screens.keys import Key
from livret_wallet.screens.standing import state_of
from livret_wallet.screens.warnings import known_names, of_card


def show(opened: Opened, batch: HeldBatch) -> None:
    """Say everything about one proof, until its reader goes back."""
    is_raw, is_to_say = False, True
    while True:
        batch = opened.contents.current(batch)
        if is_to_say:
            _say(opened, batch, is_raw=is_raw)
        choice = opened.choose((*told.KEYS, AGAIN))
        is_to_say = choice.key is not None
        match choice.key:
            case None:
                opened.talk.say(opened.said["not_understood"])
            case Key(action="back"):
                return
            case Key(action="raw"):
                is_raw = not is_raw
            case Key(action="show"):
                _show(opened, batch)
                is_to_say = False
            case Key(action="accepted"):
                is_to_say = False
                _accepted(opened, batch)
            case Key(action="renew"):
                _renew(opened, batch)
                is_to_say = False
            case Key(action="warnings"):
                _warn(opened, batch)
                is_to_say = False
            case _:
                pass


def _say(opened: Opened, batch: HeldBatch, *, is_raw: bool) -> None:
    opened.title(opened.said["title_raw" if is_raw else "title_card"])
    if is_raw:
        for line in told.raw(batch, opened.language, is_hidden=opened.is_hidden):
            for piece in wrapped(line):
                opened.talk.say(piece)
        return
    page = told.page(
        batch,
        opened.language,
        state=state_of(batch, opened.contents, now_s=opened.wallet.now_s),
        ledgers=opened.wallet.ledgers(),
        now_s=opened.wallet.now_s,
        known=known_names(opened.contents.batches, ()),
        names=names_of(opened.contents.batches),
        dating=_dating(opened, batch),
        last_shown=opened.last_shown(batch.id),
        zone=opened.zone,
        is_hidden=opened.is_hidden,
    )
    opened.talk.say(page.title)
    services = None if batch.vouched is None else opened.services.get(batch.vouched.origin)
    for part in (*page.parts, *_services(opened, batch, services)):
        opened.talk.say(part.heading)
        opened.say(*part.facts)


def _show(opened: Opened, batch: HeldBatch) -> None:
    either.show(opened, "", proof=batch.id)


def _accepted(opened: Opened, batch: HeldBatch) -> None:
    from livret_wallet.session import accepting

    if batch.vouched is None:
        opened.say(Fact("", opened.said["accepted_nowhere"], "!"))
        return
    opened.say(Fact("", opened.said["accepted_looking"]))
    try:
        found = accepting.look(opened.wallet, batch.vouched.origin)
    except LivretError as error:
        opened.refuse(error)
        return
    opened.services[found.origin] = found
    [part] = _services(opened, batch, found)
    opened.talk.say(part.heading)
    opened.say(*part.facts)


def _services(opened: Opened, batch: HeldBatch, found: Services | None) -> tuple[told.Part, ...]:
    names = names_of(opened.contents.batches)
    return told.accepted(batch, found, opened.language, opened.zone, names)


def _dating(opened: Opened, batch: HeldBatch) -> HeldDating | None:
    try:
        return opened.wallet.dating(batch.id)
    except LivretError as error:
        opened.refuse(error)
        return None


def _warn(opened: Opened, batch: HeldBatch) -> None:
    found = of_card(
        batch,
        opened.wallet.ledgers(),
        opened.language,
        known=known_names(opened.contents.batches, ()),
        zone=opened.zone,
    )
    warnings.show(opened, *found)


def _renew(opened: Opened, batch: HeldBatch) -> None:
    if opened.contents.may_renew(batch):
        who = place(batch.issuer_did)
        fetching.fetch(opened, lambda: opened.wallet.renew(batch), who=who)
    else:
        opened.say(Fact("", opened.said["cannot_renew"], "!"))
