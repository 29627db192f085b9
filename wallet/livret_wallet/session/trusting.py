"""Dialogues about the public ledgers that a wallet believes: believe one, compare it, believe it no more."""

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from livret_core.errors import LivretError
from livret_core.ledger.root_changes import rekeyed
from livret_core.ledger.six_words import Match, matches, words_of
from livret_core.ledger.trust_root import TrustRoot
from livret_core.ledger.trusting import Trusted, Unconfirmed, compare, considered, find, is_slip
from livret_core.words import Language
from livret_wallet.screens import believing
from livret_wallet.screens.facts import Fact, name
from livret_wallet.screens.unlock import refusal
from livret_wallet.session.dialogue import Ask, Dialogue, Say, Step, Work
from livret_wallet.typed_path import is_file, path_of
from livret_wallet.words import screen_texts

if TYPE_CHECKING:
    from livret_core.https_uri import HttpsUri
    from livret_wallet.client.fetching import Network
    from livret_wallet.session.opened import OpenWallet


def versions_of(
    place: "Path | HttpsUri", reach: "Callable[[], AbstractContextManager[Network]]"
) -> tuple[TrustRoot, ...]:
    """Read the trust roots of a file, or of an address; nobody believes them yet.

    Raises:
        MalformedInput, Refused, Unavailable: as :mod:`livret_wallet.client.trust_roots`.
    """
    from livret_wallet.client import trust_roots

    if isinstance(place, Path):
        return trust_roots.of_file(place)
    with reach() as network:
        return trust_roots.of_address(place, network)


def place_of(typed: str) -> "Path | HttpsUri":
    """Say what was typed: a file that is here, or an address.

    Raises:
        MalformedInput: as :func:`livret_wallet.screens.believing.address`.
    """
    file = path_of(typed)
    return file if is_file(file) else believing.address(typed)


def compared(found: Unconfirmed, language: Language) -> Dialogue[Match | None]:
    """Have the six words compared; None where they are not those of the sheet.

    Raises:
        Unavailable: ``trust.memory``, ``trust.sheet_old``. MalformedInput: ``input.too_large``.
    """
    said, root, shown = screen_texts(language), found.newest, language
    is_to_show = True
    while True:
        words: tuple[str, ...] = yield Work(partial(words_of, root.digest, shown))
        if is_to_show:
            facts = believing.offered(root, words, language, is_again=found.is_again)
            yield Say((*facts, believing.other_languages(shown, language)))
        is_to_show = False
        typed: str = yield Ask(said["sheet_same"])
        match believing.answer(typed):
            case "yes":
                same: Match = yield Work(partial(matches, " ".join(words), root.digest, shown))
                return same
            case "no":
                return None
            case "words":
                match: Match = yield Work(partial(compare, typed, found.sheets(), language))
                if match:
                    return match
                if not is_slip(match):
                    return None
                yield Say((believing.slip(match, language),))
            case "en" | "fr" | "nl" | "de" as shown:
                is_to_show = True
            case None:
                yield Say((Fact("", said["words_what"], "!"),))


def add_ledger(wallet: "OpenWallet", language: Language) -> Dialogue[bool]:
    """Have a ledger believed by its six words, or one that is believed walked on; whether it is."""
    said = screen_texts(language)
    while True:
        typed: str = yield Ask(said["which_ledger"])
        try:
            known, found = yield from _considered(wallet, typed, language)
        except LivretError as error:
            misnamed = believing.misnamed(error, language)
            yield Say(refusal(error, language) if misnamed is None else (misnamed,))
            continue
        try:
            if isinstance(found, Trusted):
                yield from _walk_on(wallet, known, found, language)
                return True
            match = yield from compared(found, language)
            if match is None:
                yield Say((Fact("", said["trust_stop"], "✗"),))
                return False
            trusted = found.confirm(match, now_s=wallet.now_s)
            yield Work(partial(wallet.believe, trusted))
            yield Say(believing.believed(found.sheet_of(match), found.newest, language))
        except LivretError as error:
            yield Say(refusal(error, language))
            return False
        return True


def remove_ledger(wallet: "OpenWallet", origin: str, language: Language) -> Dialogue[bool]:
    """Believe a ledger no more, after a yes; whether that was said."""
    said = screen_texts(language)
    yield Say((Fact("", said["remove_means"].format(origin=name(origin))),))
    while True:
        typed: str = yield Ask(said["remove_ask"])
        match believing.answer(typed):
            case "yes":
                break
            case "no":
                yield Say((Fact("", said["not_removed"]),))
                return False
            case _:
                yield Say((Fact("", said["yes_or_no"], "!"),))
    try:
        yield Work(partial(wallet.forget_ledger, origin))
    except LivretError as error:
        yield Say(refusal(error, language))
        return False
    yield Say((Fact("", said["removed"].format(origin=name(origin)), "✓"),))
    return True


def six_words(wallet: "OpenWallet", origin: str, language: Language) -> Dialogue[None]:
    """Say the six words of a believed ledger, in the languages of its sheets."""
    said = screen_texts(language)
    try:
        trusted: Trusted = yield Work(lambda: find(wallet.trusted(), origin))
        root = trusted.chain.newest
        work = Work(partial(words_of, root.digest, language), said["trust_words_now"])
        words: tuple[str, ...] = yield work
    except LivretError as error:
        yield Say(refusal(error, language))
        return
    facts = believing.offered(root, words, language)
    yield Say((*facts, Fact("", said["trust_words_same"])))


def _considered(
    wallet: "OpenWallet", typed: str, language: Language
) -> Generator[Step, Any, tuple[list[Trusted], Trusted | Unconfirmed]]:
    place = place_of(typed)
    telling = ""
    if not isinstance(place, Path):
        telling = screen_texts(language)["believe_asking"].format(host=name(place.host))
    versions: tuple[TrustRoot, ...] = yield Work(partial(versions_of, place, wallet.reach), telling)
    known: list[Trusted] = yield Work(wallet.trusted)
    return known, considered(versions, known, now_s=wallet.now_s)


def _walk_on(
    wallet: "OpenWallet", known: list[Trusted], found: Trusted, language: Language
) -> Generator[Step, Any, None]:
    said, root = screen_texts(language), found.chain.newest
    was = find(known, found.origin).chain
    if root.digest == was.newest.digest:
        yield Say((Fact("", said["ledger_known"].format(origin=name(root.origin)), "✓"),))
        return
    yield Work(partial(wallet.believe, found))
    text = said["ledger_walked"].format(origin=name(root.origin), version=root.version)
    facts = [Fact("", text, "✓")]
    if (other := rekeyed(was, found.chain)) is not None:
        warned = said["ledger_other_key"].format(origin=name(root.origin), version=other)
        facts.append(Fact("", warned, "!"))
    yield Say(tuple(facts))
