"""Six words, shown until somebody says whether the sheet has the same."""

from collections.abc import Callable, Sequence

from livret_core.ledger.six_words import Match, matches, words_of
from livret_core.ledger.trusting import Unconfirmed, compare, is_slip
from livret_core.words import Language
from livret_wallet.screens import believing
from livret_wallet.screens.facts import Fact
from livret_wallet.words import screen_texts


def same_words(
    found: Unconfirmed,
    language: Language,
    *,
    say: Callable[[Sequence[Fact]], None],
    ask: Callable[[str], str],
) -> Match | None:
    """Have the words of a ledger compared; None where they are not those of the sheet.

    Args:
        found: the ledger, which nobody confirmed yet.
        language: the reader's.
        say: says facts.
        ask: asks a question, and gives what was typed.

    Raises:
        Unavailable: ``trust.memory``, ``trust.sheet_old``. MalformedInput: ``input.too_large``.
    """
    said, root, shown = screen_texts(language), found.newest, language
    is_to_show = True
    while True:
        words = words_of(root.digest, shown)
        if is_to_show:
            facts = believing.offered(root, words, language, is_again=found.is_again)
            say([*facts, believing.other_languages(shown, language)])
        is_to_show = False
        typed = ask(said["sheet_same"])
        match believing.answer(typed):
            case "yes":
                return matches(" ".join(words), root.digest, shown)
            case "no":
                return None
            case "words":
                match = compare(typed, found.sheets(), language)
                if match:
                    return match
                if not is_slip(match):
                    return None
                say([believing.slip(match, language)])
            case "en" | "fr" | "nl" | "de" as shown:
                is_to_show = True
            case None:
                say([Fact("", said["words_what"], "!")])
