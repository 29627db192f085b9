"""The cards: what is held, by what it is about; what needs the holder on top. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, final, get_args

from livret_core.credential.type_names import short_name
from livret_core.short_code import ShortCode
from livret_core.words import Language
from livret_core.words.figures import short_day
from livret_wallet.contents import Contents
from livret_wallet.listing import code_of, expires_at_s, unused
from livret_wallet.records import HeldBatch, PendingRequest
from livret_wallet.screens.asking_again import again
from livret_wallet.screens.facts import Fact, kind, name
from livret_wallet.screens.keys import (
    FIND,
    HELP,
    HIDE,
    LANGUAGE,
    LEAVE,
    LOCK,
    MOVES,
    OPEN,
    THEME,
    WARNINGS,
    Key,
)
from livret_wallet.screens.standing import NEEDS, State, state_of
from livret_wallet.words import screen_texts

if TYPE_CHECKING:
    from livret_wallet.missing_record import MissingProof
    from livret_wallet.pickup_record import Pickup

Section: TypeAlias = Literal["needs", "coming", "home", "study", "other", "ended"]
SECTIONS: Final[tuple[Section, ...]] = get_args(Section)

RECEIVE: Final = Key("r", "receive")
ACTIVITY: Final = Key("a", "activity")
TRUST: Final = Key("t", "trust")
SETTINGS: Final = Key("e", "settings")
RENEW: Final = Key("u", "renew")
GO_ON: Final = Key("g", "go_on")
GIVE_UP: Final = Key("n", "give_up")
SHOW: Final = Key("s", "show")
INBOX: Final = Key("i", "inbox")
KEYS: Final = (
    *MOVES, OPEN, SHOW, RECEIVE, RENEW, GO_ON, GIVE_UP, FIND, INBOX, ACTIVITY, TRUST, WARNINGS, SETTINGS, HIDE,
    LANGUAGE, THEME, LOCK, HELP, LEAVE,
)  # fmt: skip

_OVER: Final = frozenset({"replaced", "ended", "paused", "withdrawn"})
_SECTION_OF: Final[dict[str, Section]] = {
    "residency": "home", "birth": "home", "diploma": "study",
}  # fmt: skip


@final
@dataclass(frozen=True, slots=True)
class Card:
    """One line of the list.

    Attributes:
        id: of the proof, the request or the fetching.
        number: of the proof in the list that people type; None for what is not held yet.
        section: under which it stands.
        state: how it stands.
        name: what it is.
        who: who signs it, by the name that body gives itself.
        until: when it ends, or ended.
        note: how it stands, in two or three words.
        does: the key that helps; None where nothing is to be done, or not from here.
    """

    id: str
    number: int | None
    section: Section
    state: State
    name: str
    who: str
    until: str
    note: str
    does: Key | None = None

    @property
    def sought(self) -> str:
        """What a search finds it by."""
        return f"{self.name}\n{self.who}\n{self.note}".casefold()


def cards(contents: Contents, language: Language, *, now_s: int) -> tuple[Card, ...]:
    """Write a line for everything that is held or on its way, in the order to show them in."""
    newer = contents.newer
    found = [
        _held(batch, number, contents, language, now_s=now_s)
        for number, batch in enumerate(contents.batches, 1)
    ]
    found += [_asked(request, language) for request in contents.asked]
    # What takes the place of a proof stands on that one's line.
    found += [
        _coming(each, language, now_s=now_s)
        for each in contents.fetching
        if each.is_open and each.renews not in newer
    ]
    found += [_missing(each, contents, language) for each in contents.to_ask_again]
    order = {section: at for at, section in enumerate(SECTIONS)}
    return tuple(sorted(found, key=lambda card: (order[card.section], card.name, card.who)))


def sought(found: Sequence[Card], typed: str) -> tuple[Card, ...]:
    """Give the cards that have every word that was typed."""
    words = typed.casefold().split()
    return tuple(card for card in found if all(word in card.sought for word in words))


def count(found: Sequence[Card], language: Language) -> str:
    """Say how many proofs there are, how many need their holder, and how many are to be asked for again."""
    said = screen_texts(language)
    held = sum(card.number is not None for card in found)
    again = sum(card.state == "missing" for card in found)
    needs = sum(card.section == "needs" for card in found) - again
    told = [said["proofs"].format(count=held)]
    told += [said["need_you"].format(count=needs)] if needs else []
    told += [said["to_ask_again"].format(count=again)] if again else []
    return " · ".join(told)


def waits(contents: Contents, language: Language, *, now_s: int, key: str) -> str:
    """Say how much waits in the inbox that is not over, and how to get there; empty for nothing.

    Args:
        contents: what is held.
        language: the reader's.
        now_s: seconds since 1970.
        key: what opens it, in the face that it is said in.
    """
    found = sum(not each.is_over(now_s) for each in contents.waiting)
    return screen_texts(language)["in_inbox"].format(count=found, key=key) if found else ""


def no_renewal(card: Card | None, contents: Contents, language: Language) -> Fact:
    """Say why a card cannot be renewed, and what can be done instead."""
    said = screen_texts(language)
    if card is not None and (gone := contents.gone(card.id)) is not None:
        return again(gone, contents, language, renew=RENEW, receive=RECEIVE)
    if card is None or (card.number is not None and card.state != "replaced"):
        return Fact("", said["cannot_renew"], "!")
    if card.state == "undecided":
        return Fact("", said["why_undecided"], "!")
    if card.does is not None:
        return Fact("", said["not_here_yet"].format(key=card.does.name), "!")
    return Fact("", said[f"why_{card.state}"], "!")


def keys_for(card: Card | None, contents: Contents) -> tuple[Key, ...]:
    """Give the keys that do something, as far as that hangs on the card under the cursor."""
    idle = set[Key]()
    if card is None or contents.renewable(card.id) is None:
        idle.add(RENEW)
    if card is None or contents.pickup(card.id) is None:
        idle.add(GO_ON)
    if undecided(card, contents) is None:
        idle.add(GIVE_UP)
    return tuple(key for key in KEYS if key not in idle)


def words_for(found: Sequence[Card]) -> tuple[Key, ...]:
    """Give the words that are taken of cards without a cursor.

    To renew and to go on are answered for any card, if only by why not; nothing is refused where
    nothing waits for a word.
    """
    waits = any(card.state == "undecided" for card in found)
    return KEYS if waits else tuple(key for key in KEYS if key is not GIVE_UP)


def undecided(card: Card | None, contents: Contents) -> "Pickup | None":
    """Find what a line was fetched by, where its holder has still to keep or refuse it."""
    pickup = None if card is None else contents.pickup(card.id)
    return pickup if pickup is not None and pickup.awaits_holder else None


def _held(
    batch: HeldBatch, number: int, contents: Contents, language: Language, *, now_s: int
) -> Card:
    said, state = screen_texts(language), state_of(batch, contents, now_s=now_s)
    renews = contents.may_renew(batch)
    return Card(
        id=batch.id,
        number=number,
        section=_section(batch.vct, state),
        state=state,
        name=kind(batch.vct, language),
        who=name(batch.issuer_name),
        until=_until(expires_at_s(batch), language, is_over=state == "ended"),
        note=said["copies_left"].format(count=unused(batch))
        if state == "good"
        else said[f"note_{state}"],
        does=RENEW if renews and state in NEEDS | {"ended"} else None,
    )


def _asked(request: PendingRequest, language: Language) -> Card:
    said = screen_texts(language)
    return Card(
        id=request.id,
        number=None,
        section="coming",
        state="asked",
        name=kind(request.vct, language),
        who=name(request.issuer_name),
        until=str(ShortCode.parse(request.code)),
        note=said["note_asked"],
    )


def _missing(gone: "MissingProof", contents: Contents, language: Language) -> Card:
    return Card(
        id=gone.id,
        number=None,
        section="needs",
        state="missing",
        name=kind(gone.vct, language),
        who=name(gone.issuer_name),
        until=code_of(gone.code) if gone.code else "",
        note=screen_texts(language)["note_missing"],
        does=RENEW if contents.renewable(gone.id) is not None else None,
    )


def _coming(pickup: "Pickup", language: Language, *, now_s: int) -> Card:
    said = screen_texts(language)
    is_ready = pickup.not_before_s <= now_s
    state: State = "put_off"
    if is_ready:
        state = "undecided" if pickup.awaits_holder else "ready"
    after = (
        "" if is_ready else said["from_day"].format(day=short_day(pickup.not_before_s, language))
    )
    return Card(
        id=pickup.id,
        number=None,
        section="needs" if is_ready else "coming",
        state=state,
        name=kind(pickup.vct, language),
        who=name(pickup.issuer_name),
        until=after,
        note=said[f"note_{state}"],
        does=GO_ON if is_ready else None,
    )


def _section(vct: str, state: State) -> Section:
    if state in NEEDS:
        return "needs"
    if state in _OVER:
        return "ended"
    return _SECTION_OF.get(short_name(vct), "other")


def _until(ends_s: int | None, language: Language, *, is_over: bool) -> str:
    said = screen_texts(language)
    if ends_s is None:
        return said["no_end"]
    # `exp` is the first second it no longer holds; people are told the last day.
    return said["ended_on" if is_over else "until"].format(day=short_day(ends_s - 1, language))
