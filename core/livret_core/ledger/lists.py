"""Which status lists of an issuer count, as the ledger has it (LEDGER §7). Pure.

While an issuer acts and its key is in nobody else's hands, a list that it signed is good, and the
daily commit shows that it is no older one. Two things change that:

- the key is under suspicion: a list then counts only if a commit names it, and a commit is signed
  with another key (the issuer's for operations, its successor's, or those of k voters);
- the DID has ended: what was named for its end are its final lists, good at any age, until
  another commit for it: by its successor, k voters, or itself while it could still refuse.

A successor signs lists for it with keys of its own, at the same addresses.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, final

from livret_core.encoding import base64url
from livret_core.errors import Refused
from livret_core.ledger import daily
from livret_core.ledger.daily import DayCommit, ProvenCommit
from livret_core.ledger.evidence import ProvenState
from livret_core.ledger.records import CommitRecord, CompromiseRecord, DidRecord
from livret_core.ledger.state import commit_name, compromise_name, did_name, key_name
from livret_core.status.token import SignedStatusList

_DAY_S: Final = 86_400


@final
@dataclass(frozen=True, slots=True)
class ListsInForce:
    """What a list has to be, to count for credentials of one key.

    Attributes:
        proven: the commit that lists are held to; None when there is none. Its day is None
            for the final lists of a DID that ended.
        only_named: a list that the key itself signed counts only if that commit names it.
        successor: whose lists count as well, once the DID has one.
        are_final: the lists that are named are good at any age: nobody is left to renew them.
    """

    proven: ProvenCommit | None
    only_named: bool
    successor: str | None
    are_final: bool = False


def in_force(state: ProvenState, did: str, kid: str) -> ListsInForce:
    """Say what a status list for credentials under *kid* has to be.

    Args:
        state: proven, with the issuer's records in it.
        did: of the issuer.
        kid: absolute DID URL of the key that signed the credential.

    Raises:
        Refused: ``issuer.not_accepted`` for a DID that the ledger does not have.
        Unavailable: ``ledger.not_shown``.
    """
    record = state.find(did_name(did), DidRecord)
    if record is None:
        raise Refused("issuer.not_accepted", "not on the ledger")
    ended_s = _ended_s(record, state.at_s)
    if ended_s is None:
        is_suspected = state.find(compromise_name(kid), CompromiseRecord) is not None
        return ListsInForce(daily.of_state(state, did), is_suspected, None)
    if record.final_lists is None:
        return ListsInForce(daily.of_state(state, did), True, record.successor)
    last = state.find(commit_name(did), CommitRecord)
    # They may have been named 72 hours before the end: what was committed to since is newer.
    if last is None or last.seq <= record.commits_before:
        proven = daily.of_final(state, did, base64url.decode(record.final_lists))
        return ListsInForce(proven, True, record.successor, are_final=True)
    # Its own last word, if it is of a day before the end; later ones are for others to renew.
    is_own = last.day < ended_s // _DAY_S
    return ListsInForce(daily.of_state(state, did), True, record.successor, are_final=is_own)


def check_go_on(named: DayCommit, found: Mapping[str, SignedStatusList]) -> None:
    """Check that lists go on from those that digests name: each is there, and none is older.

    For whoever signs or names lists in an issuer's stead: an old copy would bring back what was
    withdrawn since.

    Args:
        named: digests whose root the ledger has.
        found: lists by their names (``status/1``), of the issuer's own.

    Raises:
        Refused: ``commit.lists_missing``.
    """
    for each in named.digests:
        if each.issued_at_s is None:
            continue
        newest = found.get(each.name)
        if newest is None or (
            newest.sha256 != each.digest and newest.issued_at_s <= each.issued_at_s
        ):
            raise Refused("commit.lists_missing", each.name)


def keys_shown(state: ProvenState, did: str) -> tuple[str, ...]:
    """Name the keys of a DID that the evidence shows, as absolute DID URLs."""
    prefix = key_name(f"{did}#")
    return tuple(f"{did}#{name[len(prefix) :]}" for name in state.names if name.startswith(prefix))


def _ended_s(record: DidRecord, at_s: int) -> int | None:
    """Say when a DID ended, if it has by now: deactivated, or another has taken over."""
    ends = (record.ended_s, record.successor_from_s)
    return min((each for each in ends if each is not None and each <= at_s), default=None)
