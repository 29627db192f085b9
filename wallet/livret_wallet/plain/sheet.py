"""The sheet of a consent, said one fact a line: by the application, and by commands. Pure."""

from livret_core.words import Language
from livret_wallet.plain.talk import Talk
from livret_wallet.screens import consent as told
from livret_wallet.screens.consent import ConsentPage
from livret_wallet.words import screen_texts


def say(talk: Talk, page: ConsentPage, language: Language) -> None:
    """Say who asks, what leaves, how much stays, why, and what ought to make one stop."""
    said = screen_texts(language)
    talk.say(page.title)
    talk.facts([page.stands], language)
    for columns in page.columns:
        talk.say(*filter(None, [columns.beside]))
        talk.say(said["will_get"].format(count=len(columns.leaves)))
        talk.facts(columns.leaves, language)
        if columns.along:
            talk.say(said["along_heading"])
            talk.facts(columns.along, language)
        word = told.LIST.word(said)
        text = said["will_not_get"].format(count=len(columns.stays), word=word)
        talk.say(text if columns.stays else said["stays_nothing"])
    if page.wanted:
        talk.say(said["wanted_heading"], *page.wanted)
    talk.facts([*page.facts, *page.band], language)
    talk.say(said["enter_alone"])


def say_list(talk: Talk, page: ConsentPage, language: Language) -> None:
    """Say everything that leaves, and everything that stays."""
    said = screen_texts(language)
    for columns in page.columns:
        talk.say(*filter(None, [columns.beside]))
        talk.say(said["leave_heading"])
        talk.facts([*columns.leaves, *columns.along], language)
        talk.say(said["stay_heading"])
        talk.say(*(columns.stays or (said["stays_nothing"],)))
