"""The pane below the cards: what the one under the cursor says, who signs it, who accepts it. Pure."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from livret_core.credential.type_names import short_name
from livret_core.encoding.json import JsonValue
from livret_core.words import Language, moment
from livret_core.words.figures import Zone
from livret_wallet.answering import open_copy
from livret_wallet.contents import Contents
from livret_wallet.naming import names_of
from livret_wallet.records import HeldBatch, HistoryEntry
from livret_wallet.screens.asking_again import again
from livret_wallet.screens.card import purpose
from livret_wallet.screens.cards import RECEIVE, RENEW, Card
from livret_wallet.screens.facts import HIDDEN, Fact, person, signer, value
from livret_wallet.screens.standing import LISTED, last_shown_told, put_off, status_fact, why
from livret_wallet.words import screen_texts

if TYPE_CHECKING:
    from livret_wallet.accepting import Services

#: So many places stand in the pane; one card has all of them.
_PLACES: Final = 4
_STREET: Final = "address.street_address"
# What tells one proof of a kind from another: shown in the pane, hidden by `h`.
_TELLS: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "residency": (("address.house_number", "address.street_address"), ("commune",)),
    "birth": (("given_name", "family_name"), ("birthdate",)),
    "diploma": (("diploma_title",), ("awarding_institution",), ("date_of_award",)),
}


def facts_of(
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
    batch, gone = contents.batch(card.id), contents.gone(card.id)
    told = card.who if batch is None else tells(batch, language, is_hidden=is_hidden)
    # What to do stands first: what it rests on may be longer than there is room for.
    lines = [Fact("", f"{card.name} · {told}" if told else card.name), *why(card.state, language)]
    pickup = contents.pickup(card.id)
    if card.state == "put_off" and pickup is not None:
        lines[1:] = put_off(pickup, language, zone)
    if gone is not None:
        lines.append(again(gone, contents, language, renew=RENEW, receive=RECEIVE))
    if batch is not None:
        lines += [
            Fact(said["signed_by"], signer(batch, language, names_of(contents.batches))),
            *_accepted(batch, services or {}, language, zone, names_of(contents.batches)),
            Fact(said["last_shown"], last_shown_told(batch, last_shown, language, zone)),
        ]
        if card.state in LISTED.values():
            lines.append(status_fact(batch, language, zone))
    return tuple(lines)


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
    batch: HeldBatch,
    known: "Mapping[str, Services]",
    language: Language,
    zone: Zone,
    names: Mapping[str, str],
) -> tuple[Fact, ...]:
    """Say where a proof is accepted and as of when; nothing while nobody looked."""
    services = None if batch.vouched is None else known.get(batch.vouched.origin)
    if services is None or services.as_of_s is None:
        return ()
    said = screen_texts(language)
    found = [service for service, _ in services.accepting(batch)]
    places = list(
        dict.fromkeys(
            f"{purpose(each, language)}, {person(each.record.sponsor, language, names)}"
            for each in found
        )
    )
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
