"""The cards: what is held, by what it is about; what needs the holder on top. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, final, get_args

from livret_core.credential.type_names import short_name
from livret_core.encoding.json import JsonValue
from livret_core.short_code import ShortCode
from livret_core.words import Language, moment
from livret_core.words.figures import Zone, short_day
from livret_wallet.answering import open_copy
from livret_wallet.contents import Contents
from livret_wallet.listing import code_of, expires_at_s, status_told, unused
from livret_wallet.naming import names_of
from livret_wallet.records import HeldBatch, HistoryEntry, PendingRequest
from livret_wallet.screens.asking_again import again
from livret_wallet.screens.facts import HIDDEN, Fact, claim, kind, name, place, signer, value
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
from livret_wallet.standing_record import Stand
from livret_wallet.words import screen_texts, texts

if TYPE_CHECKING:
    from livret_wallet.accepting import Services
    from livret_wallet.missing_record import MissingProof
    from livret_wallet.pickup_record import Pickup

Section: TypeAlias = Literal["needs", "coming", "home", "study", "other", "ended"]
State: TypeAlias = Literal[
    "good",
    "newer",
    "soon",
    "used_up",
    "uncertain",
    "replaced",
    "ended",
    "paused",
    "withdrawn",
    "asked",
    "ready",
    "undecided",
    "put_off",
    "missing",
]
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

#: A proof that ends sooner is one that needs its holder.
SOON_S: Final = 14 * 86_400

#: So many places stand in the pane; one card has all of them.
_PLACES: Final = 4
_NEEDS: Final = frozenset(
    {"newer", "soon", "used_up", "uncertain", "ready", "undecided", "missing"}
)
_OVER: Final = frozenset({"replaced", "ended", "paused", "withdrawn"})
_LISTED: Final[dict[Stand, State]] = {"revoked": "withdrawn", "suspended": "paused"}
_STREET: Final = "address.street_address"
_SECTION_OF: Final[dict[str, Section]] = {
    "residency": "home", "birth": "home", "diploma": "study",
}  # fmt: skip
# What tells one proof of a kind from another: shown in the pane, hidden by `h`.
_TELLS: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "residency": (("address.house_number", "address.street_address"), ("commune",)),
    "birth": (("given_name", "family_name"), ("birthdate",)),
    "diploma": (("diploma_title",), ("awarding_institution",), ("date_of_award",)),
}


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


def pane(
    card: Card,
    contents: Contents,
    language: Language,
    *,
    last_shown: HistoryEntry | None,
    services: "Mapping[str, Services] | None" = None,
    zone: Zone,
    is_hidden: bool,
) -> tuple[Fact, ...]:
    """Describe the card under the cursor: what it says, who signs it, when it was shown last.

    Args:
        card: that one.
        contents: what is held.
        language: the reader's.
        last_shown: the newest entry of the history by which it left.
        services: what ledgers show of those that ask, by ledger, where somebody looked.
        zone: of the reader.
        is_hidden: whether somebody stands behind.
    """
    said = screen_texts(language)
    lines = [Fact("", f"{card.name} · {card.who}")]
    if (batch := contents.batch(card.id)) is not None:
        told = tells(batch, language, is_hidden=is_hidden)
        lines = [
            Fact("", f"{card.name} · {told}" if told else card.name),
            Fact(said["signed_by"], signer(batch, language, names_of(contents.batches))),
            *_accepted(batch, services or {}, language, zone),
            Fact(said["last_shown"], last_shown_told(batch, last_shown, language, zone)),
        ]
        if card.state in _LISTED.values():
            lines.append(status_fact(batch, language, zone))
    lines += why(card.state, language)
    if (gone := contents.gone(card.id)) is not None:
        lines.append(again(gone, contents, language, renew=RENEW, receive=RECEIVE))
    return tuple(lines)


def state_of(batch: HeldBatch, contents: Contents, *, now_s: int) -> State:
    """Say how a held proof stands; what cannot be mended comes before what can."""
    ends_s = expires_at_s(batch)
    if batch.replaced_at_s is not None:
        return "replaced"
    if ends_s is not None and ends_s <= now_s:
        return "ended"
    if batch.seen is not None and (listed := _LISTED.get(batch.seen.stand)) is not None:
        return listed
    if batch.id in contents.newer:
        return "newer"
    if ends_s is not None and ends_s <= now_s + SOON_S:
        return "soon"
    if unused(batch):
        return "good"
    return "uncertain" if any(map(batch.is_uncertain, batch.copies)) else "used_up"


def status_fact(batch: HeldBatch, language: Language, zone: Zone) -> Fact:
    """Say what the last look at its list said, and when that was."""
    told = status_told(batch, language, when=lambda at_s: moment(at_s, language, zone=zone))
    sign, _, text = told.partition(" ")
    return Fact(texts(language)["status"], text, sign if sign in "!✗" else "")


def why(state: State, language: Language) -> tuple[Fact, ...]:
    """Say what a state means, and what to do; nothing of one that is good."""
    if state == "good":
        return ()
    return (Fact("", screen_texts(language)[f"why_{state}"], "!" if state in _NEEDS else ""),)


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


def keys_for(found: Sequence[Card]) -> tuple[Key, ...]:
    """Give the keys that do something: nothing is refused here where nothing waits for a word."""
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
        does=RENEW if renews and state in _NEEDS | {"ended"} else None,
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
    if state in _NEEDS:
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


def tells(batch: HeldBatch, language: Language, *, is_hidden: bool) -> str:
    """Tell this proof from others of its kind, by what it says."""
    if is_hidden:
        return HIDDEN
    claims = open_copy(batch.copies[0]).claims
    groups = _TELLS.get(short_name(batch.vct)) or tuple((each,) for each in list(claims)[:3])
    if claims.get("issuing_country") != "FR":
        groups = tuple(tuple(reversed(group)) if _STREET in group else group for group in groups)
    found = [[(path, _at(claims, path.split("."))) for path in group] for group in groups]
    said = [
        " ".join(value(path.split("."), each, language) for path, each in one if each is not None)
        for one in found
    ]
    return ", ".join(each for each in said if each)


def _accepted(
    batch: HeldBatch, known: "Mapping[str, Services]", language: Language, zone: Zone
) -> tuple[Fact, ...]:
    """Say where a proof is accepted and as of when; nothing while nobody looked."""
    services = None if batch.vouched is None else known.get(batch.vouched.origin)
    if services is None or services.as_of_s is None:
        return ()
    said = screen_texts(language)
    places = [place(service.did) for service, _ in services.accepting(batch)]
    if not places:
        return ()
    told = " · ".join(places[:_PLACES])
    if len(places) > _PLACES:
        told += said["accepted_more"].format(count=len(places) - _PLACES)
    at = moment(services.as_of_s, language, zone=zone)
    return (Fact(said["accepted_at"], said["accepted_at_text"].format(places=told, time=at)),)


def _at(claims: JsonValue, path: Sequence[str]) -> JsonValue:
    for part in path:
        claims = claims.get(part) if isinstance(claims, dict) else None
    return claims if not isinstance(claims, dict | list) else None


def last_shown_told(
    batch: HeldBatch, entry: HistoryEntry | None, language: Language, zone: Zone
) -> str:
    """Say to whom a proof was shown last, when, and what of it left."""
    said = screen_texts(language)
    if entry is None:
        return said["never_shown"]
    names = dict.fromkeys(claim(batch.vct, path, language) for path in entry.disclosed)
    return said["shown_to"].format(
        who=name(entry.counterparty),
        time=moment(entry.at_s, language, zone=zone),
        what=", ".join(names),
    )
