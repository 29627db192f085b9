"""How a proof stands and where it was shown last: its line, the pane and its page say it alike. Pure."""

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from livret_core.words import Language, moment
from livret_core.words.figures import Zone
from livret_wallet.contents import Contents
from livret_wallet.listing import expires_at_s, status_told, unused
from livret_wallet.records import HeldBatch, HistoryEntry
from livret_wallet.screens.facts import Fact, claim, name
from livret_wallet.standing_record import Stand
from livret_wallet.words import screen_texts, texts

if TYPE_CHECKING:
    from livret_wallet.pickup_record import Pickup

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

#: A proof that ends sooner is one that needs its holder.
SOON_S: Final = 14 * 86_400
#: What its holder is to do something about.
NEEDS: Final = frozenset({"newer", "soon", "used_up", "uncertain", "ready", "undecided", "missing"})
#: How a list has it, where that is not good.
LISTED: Final[dict[Stand, State]] = {"revoked": "withdrawn", "suspended": "paused"}


def state_of(batch: HeldBatch, contents: Contents, *, now_s: int) -> State:
    """Say how a held proof stands; what cannot be mended comes before what can."""
    ends_s = expires_at_s(batch)
    if batch.replaced_at_s is not None:
        return "replaced"
    if ends_s is not None and ends_s <= now_s:
        return "ended"
    if batch.seen is not None and (listed := LISTED.get(batch.seen.stand)) is not None:
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
    return (Fact("", screen_texts(language)[f"why_{state}"], "!" if state in NEEDS else ""),)


def put_off(pickup: "Pickup", language: Language, zone: Zone) -> tuple[Fact, ...]:
    """Say that it comes later, and from when on it is asked for."""
    said = screen_texts(language)
    time = moment(pickup.not_before_s, language, zone=zone)
    return (Fact("", said["put_off_until"].format(time=time), "!"),)


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
