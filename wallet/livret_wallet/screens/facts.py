"""A label and what it says, and the doors through which strings from outside come in. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, final

from livret_core.credential.type_names import claim_name, type_name
from livret_core.encoding.json import JsonValue
from livret_core.errors import LivretError
from livret_core.words import Language, quoted, unsigned
from livret_core.words.claim_values import claim_value
from livret_core.words.legal_persons import NOBODY_NAMED, legal_person
from livret_wallet.called import MAX_NAME, issuer_place
from livret_wallet.words import texts

if TYPE_CHECKING:
    from livret_wallet.records import HeldBatch

HIDDEN: Final = "•••••"


@final
@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is said.

    Attributes:
        label: what it is about; empty for a sentence that stands alone.
        text: what is said of it.
        sign: ``✓``, ``!``, ``?`` or ``✗`` where there is a verdict; never the only carrier of it.
        beside: the same in the certificate's own language, where that is another.
    """

    label: str
    text: str
    sign: str = ""
    beside: str = ""

    @property
    def told(self) -> str:
        """The sign, if there is one, and what is said."""
        return f"{self.sign} {self.text}" if self.sign else self.text


def name(text: str) -> str:
    """Let in what somebody calls himself, by :func:`livret_core.words.unsigned`."""
    return unsigned(text, max_chars=MAX_NAME)


def kind(vct: str, language: Language) -> str:
    """Let in what a type is called; one that nobody ships, by its identifier."""
    return name(type_name(vct, language))


def claim(vct: str, path: Sequence[str | int], language: Language) -> str:
    """Let in what a claim is called; one that no type of ours has, by its path."""
    return name(claim_name(vct, path, language))


def place(did: str) -> str:
    """Let in where a body publishes what it is held to; one that is no name of ours, as it is."""
    try:
        return issuer_place(did)
    except LivretError:
        return name(did)


def person(who: str, language: Language, names: Mapping[str, str] = NOBODY_NAMED) -> str:
    """Let in who stands on a ledger by a number; *names* are signed ones."""
    return legal_person(who, language, names)


def members_told(
    who: Sequence[str], language: Language, names: Mapping[str, str] = NOBODY_NAMED
) -> str:
    """Name the members of a ledger, by :func:`person`."""
    return ", ".join(person(each, language, names) for each in who)


def signer(batch: "HeldBatch", language: Language, names: Mapping[str, str]) -> str:
    """Say who signed a proof: the body that a ledger vouches for, else where it publishes.

    What the signature was checked against stands first: whoever hands over chooses the name.
    """
    itself = texts(language)["calls_itself"].format(
        name=quoted(batch.issuer_name, language, max_chars=MAX_NAME)
    )
    if batch.vouched is None or not batch.vouched.who:
        return f"{place(batch.issuer_did)} ({itself})"
    told = person(batch.vouched.who, language, names)
    return told if batch.vouched.who in names else f"{told}, {itself}"


def value(
    path: Sequence[str | int],
    content: JsonValue,
    language: Language,
    names: Mapping[str, str] = NOBODY_NAMED,
    *,
    is_hidden: bool = False,
) -> str:
    """Let in what a claim says, in the reader's words; *names* of communes, by their number."""
    if is_hidden:
        return HIDDEN
    return claim_value(path, content, language, names)
