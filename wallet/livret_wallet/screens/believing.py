"""A public ledger that may be believed: its name, who keeps it, its six words; what is answered. Pure."""

from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

from livret_core.errors import LivretError, MalformedInput
from livret_core.https_uri import HttpsUri
from livret_core.ledger.six_words import Match
from livret_core.ledger.trust_root import TrustRoot
from livret_core.short_code import check_not_alone
from livret_core.words import LANGUAGES, Language
from livret_core.words.figures import day
from livret_wallet import questions
from livret_wallet.screens.facts import Fact, members_told, name
from livret_wallet.words import screen_texts

Answer: TypeAlias = "Literal['yes', 'no', 'words'] | Language | None"

#: Fewer words than these are no try at the six.
_LEAST_WORDS: Final = 4
_SCHEME: Final = "https://"


def address(typed: str) -> HttpsUri:
    """Read the address of a ledger, with or without ``https://``.

    Raises:
        MalformedInput: ``input.https_uri``; ``code.alone`` for a code, which says not where,
            ``code.mistyped`` for one that is wrong in itself.
    """
    text = typed.strip().rstrip("/")
    check_not_alone(text)
    if not text.lower().startswith(_SCHEME):
        text = _SCHEME + text
    found = HttpsUri.parse(_SCHEME + text[len(_SCHEME) :])
    if "." not in found.host:
        raise MalformedInput("input.https_uri", "a host without a dot")
    return found


def offered(
    root: TrustRoot, words: Sequence[str], language: Language, *, is_again: bool = False
) -> tuple[Fact, ...]:
    """Say which ledger it is, and what its sheet has to show.

    Args:
        root: the newest version.
        words: its six, in the language of the sheet.
        language: the reader's.
        is_again: whether it was believed before, too long ago.
    """
    said, numbers = screen_texts(language), root.numbers
    what = said["ledger_offered"].format(origin=name(root.origin), n=numbers.n, q=numbers.q)
    until = said["ledger_version_until"].format(
        version=root.version, day=day(root.expires_s, language)
    )
    again = (Fact("", said["ledger_again"], "!"),) if is_again else ()
    return (
        Fact("", what),
        Fact(said["ledger_members"], members_told([voter.who for voter in root.voters], language)),
        Fact(said["ledger_version"], until),
        *again,
        Fact(said["ledger_words"], ", ".join(words)),
    )


def other_languages(shown: Language, language: Language) -> Fact:
    """Say how to see the words in the language of another sheet."""
    others = ", ".join(each for each in LANGUAGES if each != shown)
    return Fact("", screen_texts(language)["ledger_languages"].format(languages=others))


def answer(typed: str) -> Answer:
    """Say what was answered: whether the words are the same, in which language to show them, or six.

    A whole yes or no in any language; None for what is none of these.
    """
    if (said := questions.read(typed)) in {"yes", "no"}:
        return "yes" if said == "yes" else "no"
    word = typed.strip().casefold()
    if (language := next((each for each in LANGUAGES if each == word), None)) is not None:
        return language
    return "words" if len(typed.split()) >= _LEAST_WORDS else None


def slip(match: Match, language: Language) -> Fact:
    """Say which of the typed words no sheet has, or how many they are."""
    said = screen_texts(language)
    slips = [str(at) for at, place in enumerate(match.places, 1) if place == "unknown"]
    if slips:
        return Fact("", said["words_slip"].format(numbers=", ".join(slips)), "!")
    return Fact("", said["words_count"].format(count=len(match.places)), "!")


def believed(sheet: TrustRoot, newest: TrustRoot, language: Language) -> tuple[Fact, ...]:
    """Say that it is believed, and by which sheet."""
    said = screen_texts(language)
    facts = [Fact("", said["ledger_believed"].format(origin=name(newest.origin)), "✓")]
    if sheet.version != newest.version:
        older = said["ledger_older"].format(version=sheet.version, newest=newest.version)
        facts.append(Fact("", older, "!"))
    return tuple(facts)


def misnamed(error: LivretError, language: Language) -> Fact | None:
    """Say of what was typed that it is no place to ask; None for any other failure."""
    said = screen_texts(language)
    if error.code in {"code.alone", "code.mistyped"}:
        return Fact("", said["believe_code"], "!")
    if error.code in {"input.https_uri", "usage.no_file"}:
        return Fact("", said["believe_neither"], "!")
    if error.code == "net.unavailable" and error.facts.get("reason") == "missing":
        host = name(str(error.facts.get("host", "")))
        return Fact("", said["believe_none"].format(host=host), "!")
    return None
