"""What the wallet did by itself, or could not, in one line that covers nothing. Pure."""

from typing import TYPE_CHECKING, Final

from livret_core.errors import LivretError
from livret_core.words import Language, explain_error
from livret_wallet.screens.facts import Fact, kind, name
from livret_wallet.words import screen_texts

if TYPE_CHECKING:
    from livret_wallet.client.refilling import Passed

#: No news: nobody is believed yet, somebody locked it, or it is looked at again in a minute.
_NO_NEWS: Final = frozenset({"trust.unconfirmed", "vault.locked"})


def said_of(passed: "Passed", language: Language) -> Fact | None:
    """Say what came of a pass: what was refused before what came, and that before what waits."""
    said = screen_texts(language)
    if passed.failed:
        who, error = passed.failed[0]
        found = explain_error(error, language)
        return Fact("", f"{name(who)}: {found.what}", found.sign)
    if passed.fetched:
        first = kind(passed.fetched[0].batch.vct, language)
        return Fact("", said["passed_came"].format(count=len(passed.fetched), proof=first), "✓")
    if passed.put_off:
        first = kind(passed.put_off[0].vct, language)
        return Fact("", said["passed_later"].format(proof=first), "!")
    return None


def stopped(error: LivretError, language: Language) -> Fact | None:
    """Say why nothing could be done; nothing of what is no news."""
    if error.code in _NO_NEWS:
        return None
    found = explain_error(error, language)
    return Fact("", found.what, found.sign)
