"""A town hall whose machine is gone is built anew: of a recovery key, and what the ledger has of it."""

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, final

from livret_core.dids import webvh
from livret_core.keys import Ed25519Signer
from livret_core.ledger.operation import Operation
from livret_core.ledger.rules.dids import CLOCK_LAG_S
from livret_core.sealing import MODERATE, KdfParameters
from livret_core.status.token import Status
from livret_core.territory import Territory
from livret_issuer import audit_log
from livret_issuer.hall_document import first_of, fragment_of
from livret_issuer.identity import OnLedger, TownHall
from livret_issuer.list_places import ListPlace
from livret_issuer.predecessors import OldList, places_of, read_lists
from livret_issuer.remains import Remains
from livret_issuer.service.office import Office
from livret_issuer.service.shelving import put_up
from livret_issuer.store import Home, IssuerKeys, Transaction
from livret_issuer.taking_back import entries_of, log_lines, record_of

#: Lists of a time of which nothing is left have numbers below this times the DID's last entry.
_NUMBERS: Final = 1_000


@final
@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A town hall that can act again once the ledger has what was made.

    Attributes:
        office: to go on in.
        operations: to be handed in, in this order.
        spare: where the recovery key is that takes the place of the one used.
        lists: how many were read of those published before.
        first_list: the lowest number that a list begun from now on can have.
        known: how many entries of the ledger are taken for its own, or known to it.
    """

    office: Office
    operations: Sequence[Operation]
    spare: Path
    lists: int
    first_list: int
    known: int


def rebuild_town_hall(
    home: Home,
    remains: Remains,
    recovery: Ed25519Signer,
    passphrase: bytes,
    *,
    name: str,
    authority: str,
    territory: Territory,
    language: str | None,
    communes: tuple[str, ...] = (),
    own_entries: int | None,
    rehearse: Callable[[Sequence[Operation]], None],
    spare_in: Path,
    suspected_from_s: int | None,
    suspected_at: int | None = None,
    suspects: Collection[str] | None = None,
    now_s: int,
    kdf: KdfParameters = MODERATE,
) -> Rebuilt:
    """Make a home with new keys for a DID that has lost its old ones, and the entry that lists them.

    Args:
        home: the new one, empty, and being made (:meth:`Home.making`).
        remains: what is left.
        recovery: one of the DID's recovery keys; spent once the ledger has the entry.
        passphrase: that will open the new home, and the new recovery key.
        name: as a town hall is founded; so are the four that follow.
        authority: who signs.
        territory: whose certificates it makes.
        language: where the law leaves a choice.
        communes: what the commune is called.
        own_entries: how many of the DID's entries are its own, the others a thief's;
            None for all of them.
        rehearse: asks a copy of the ledger whether it would take what is made.
        spare_in: folder for the new recovery key.
        suspected_from_s: put the keys that signed under suspicion from then on; None to leave
            that.
        suspected_at: index of the first entry that may have been written since then.
        suspects: only the keys of these names; None for all.
        now_s: seconds since 1970.
        kdf: what guessing the passphrase costs.

    Raises:
        Refused: ``home.recovery_key``, ``webvh.after_deactivation``,
            ``commit.lists_missing``, ``commit.other_root``, ``status.*``, and what *rehearse* says.
        Unavailable: ``home.unavailable``.
    """
    entries = entries_of(operation for _, operation in remains.about)
    lines = log_lines(entries)
    log = webvh.verify_log(lines, remains.did, now_s=now_s + CLOCK_LAG_S)
    lists: Mapping[int, OldList] = {}
    shown = remains.published
    if shown is not None:
        behind = remains.behind
        if suspected_from_s is not None:
            behind = replace(behind, suspected=frozenset(behind.keys))
        shown = shown.as_named(behind)
        lists = read_lists(behind, shown.lists, shown.digests, now_s=now_s)
    first_list = max(lists) + 1 if lists else _NUMBERS * log.last.number + 1
    document = log.last.entry.state
    hall = TownHall(
        name,
        authority,
        territory,
        language,
        remains.did,
        first_of(document, "assertionMethod"),
        now_s,
        territory.format(),
        communes,
        first_of(document, "capabilityInvocation"),
        OnLedger(remains.origin, remains.record.who),
        moved_to=_moved_to(lists, f"{remains.did.base_url}status/"),
    )
    not_known = remains.not_known(own_entries, suspected_at)
    keys = IssuerKeys({}, {}, (), os.urandom(audit_log.KEY_BYTES))
    with ExitStack() as undo:
        home.write_keys(keys, passphrase, kdf=kdf)
        store = home.store(hall.tenant, audit_key=keys.audit, create=True)
        with closing(store), store.transaction() as transaction:
            transaction.note("issuer.founded", hall.did.text, at_s=now_s)
            _know(transaction, remains, not_known, now_s)
            _keep_lists(transaction, hall, lists, first_list)
            if shown is not None:
                for uri, content in shown.files(remains.behind).items():
                    put_up(home, transaction, uri, content)
        office = Office(home, hall, keys)
        undo.callback(office.close)
        operations, spare = office.own_name().take_back(
            remains.about,
            recovery,
            passphrase,
            rehearse=rehearse,
            spare_in=spare_in,
            suspected_from_s=suspected_from_s,
            suspected_at=suspected_at,
            suspects=suspects,
            in_any_case=True,
            by="rebuild",
            now_s=now_s,
        )
        if not lists:
            # Each day names its lists, and so does an end: one at least is there.
            [key] = home.read_keys(passphrase).credentials
            store = home.store(hall.tenant, audit_key=keys.audit)
            with closing(store), store.transaction() as transaction:
                transaction.open_list(first_list, key=key)
        home.write_hall(hall)
        undo.pop_all()
    known = sum(each.id not in not_known for _, each in remains.concerning)
    return Rebuilt(office, operations, spare, len(lists), first_list, known)


def _know(
    transaction: Transaction, remains: Remains, not_known: Collection[str], now_s: int
) -> None:
    """Take what the ledger has for what this town hall made, or knew: its journal is gone."""
    about = {operation.id for _, operation in remains.about}
    for _, operation in remains.concerning:
        if operation.id in not_known:
            continue
        journal = transaction.journal
        journal.add(operation, record_of(operation), at_s=now_s, stand="foreign")
        if operation.id in about and operation.type.startswith("did."):
            journal.settle(operation, "taken", proof=None, at_s=now_s)


def _keep_lists(
    transaction: Transaction, hall: TownHall, lists: Mapping[int, OldList], first_list: int
) -> None:
    """Keep lists as they were published; nobody has the key that could sign them anew.

    Nobody knows either for how long their copies hold: a place that is given out without end
    keeps them published.
    """
    key, rows = fragment_of(hall.key_id), transaction.inherited(hall.tenant)
    for number, each in lists.items():
        transaction.open_list(number, key=key)
        rows.mark(number, each.marked or {0: Status.VALID}, published_at_s=each.issued_at_s)
    if not lists:
        # What lies under lower numbers may still be asked for.
        transaction.open_list(first_list - 1, key=key)
        transaction.end_lists([first_list - 1])


def _moved_to(lists: Mapping[int, OldList], first: str) -> tuple[ListPlace, ...]:
    places = places_of(lists)
    return places[1:] if places and places[0].endpoint == first else places


def find_own(
    committed: Iterable[tuple[str, tuple[str, ...]]], recovery: Ed25519Signer
) -> str | None:
    """Find the DID that a recovery key belongs to.

    Args:
        committed: DIDs, and what the last entry of each commits to.
        recovery: the key.
    """
    shown = webvh.commitment(recovery.public_key)
    return next((did for did, hashes in committed if shown in hashes[1:]), None)
