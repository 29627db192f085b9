"""The settings, line by line."""

from dataclasses import replace
from pathlib import Path

from livret_core.errors import LivretError
from livret_wallet.plain import dialogue
from livret_wallet.plain.opened import AGAIN, Opened
from livret_wallet.preference_record import Preferences
from livret_wallet.screens import preferences as told
from livret_wallet.screens.contacted import contacted
from livret_wallet.screens.keys import Key
from livret_wallet.session.safety import (
    back_up,
    change_passphrase,
    fetch_missing,
    safety,
    write_sheet,
)
from livret_wallet.settings import READINGS


def show(opened: Opened) -> None:
    """Say them, and do what is wanted, until its reader goes back."""
    is_to_say = True
    while True:
        if is_to_say:
            _say(opened)
        choice = opened.choose((*told.KEYS, AGAIN))
        wallet, language = opened.wallet, opened.language
        is_to_say = False
        match choice.key:
            case None:
                opened.talk.say(opened.said["not_understood"])
            case Key(action="back"):
                return
            case Key(action="reading"):
                at = READINGS.index(opened.settings.reading)
                opened.settings = replace(
                    opened.settings, reading=READINGS[(at + 1) % len(READINGS)]
                )
                opened.keep(opened.settings)
                opened.say(told.reads(opened.settings.reading, language))
            case Key(action="minutes"):
                _lock_later(opened)
            case Key(action="back_up"):
                dialogue.show(opened, "back_up", back_up(wallet, language))
                opened.read()
            case Key(action="sheet"):
                dialogue.show(opened, "sheet", write_sheet(wallet, language))
            case Key(action="passphrase"):
                dialogue.show(opened, "passphrase", change_passphrase(wallet, language))
            case Key(action="fetch_missing"):
                dialogue.show(opened, "fetch_missing", fetch_missing(wallet, language))
                opened.read()
            case _:
                is_to_say = True


def _say(opened: Opened) -> None:
    opened.title(opened.said["title_settings"])
    try:
        found = safety(opened.wallet)
    except LivretError as error:
        opened.refuse(error)
        return
    place: Path | None = opened.wallet.place
    parts = told.page(
        opened.settings.reading,
        opened.settings.theme,
        found,
        opened.contents.batches,
        opened.past,
        opened.language,
        place="" if place is None else str(place.absolute()),
        zone=opened.zone,
    )
    whom = contacted(
        opened.contents, opened.past, opened.wallet.ledgers(), opened.language, zone=opened.zone
    )
    for part in (*parts, whom):
        opened.talk.say(part.heading)
        opened.say(*part.facts)


def _lock_later(opened: Opened) -> None:
    wanted = Preferences(opened.wallet.preferences.next_lock_after_s)
    try:
        opened.wallet.prefer(wanted)
    except LivretError as error:
        opened.refuse(error)
        return
    opened.lock.lock_after(wanted.lock_after_s)
    opened.say(told.locks(wanted.lock_after_s, opened.language))
