"""Which status lists of an issuer count, as the ledger has it (LEDGER §7). Pure.

While an issuer acts and its key is in nobody else's hands, a list that it signed is good, and the
daily commit shows that it is no older one. Two things change that:

- the key is under suspicion: a list then counts only if a commit names it, and a commit is signed
  with another key (the issuer's for operations, its successor's, or those of k voters);
- the DID has ended: what was named for its end are its final lists, good at any age, until
  another commit for it: by its successor, k voters, or itself while it could still refuse.

A successor signs lists for it with keys of its own, at the same addresses. Whoever signs or names
lists in an issuer's stead makes them count: what is asked of them first is decided here, too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, final

from livret_core.encoding import base64url
from livret_core.errors import Refused
from livret_core.ledger import daily
from livret_core.ledger.daily import DayCommit, NamedDigest, ProvenCommit
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
        Refused: ``issuer.unknown`` for a DID that the ledger does not have.
        Unavailable: ``ledger.not_shown``.
    """
    record = state.find(did_name(did), DidRecord)
    if record is None:
        raise Refused("issuer.unknown")
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


@final
@dataclass(frozen=True, slots=True)
class LastNamed:
    """What the ledger named last of an issuer's lists.

    Attributes:
        root: over their digests.
        day: of these; None for the final lists of a DID.
    """

    root: bytes
    day: int | None

    @property
    def file(self) -> str:
        """Where the digests are published, below the DID's own place."""
        return f"commit/{'final' if self.day is None else self.day}.json"

    def read(self, raw: bytes, did: str) -> DayCommit:
        """Read the digests, as somebody found them.

        Args:
            raw: the file.
            did: the issuer's.

        Raises:
            Refused: ``commit.other_root``. MalformedInput: ``commit.malformed``.
        """
        commit = DayCommit.parse(raw)
        if (commit.did, commit.day, commit.root) != (did, self.day, self.root):
            raise Refused("commit.other_root")
        return commit


def last_named(record: DidRecord, commit: CommitRecord | None) -> LastNamed | None:
    """Say what named an issuer's lists last: a day's commit, or those named for its end.

    Args:
        record: of its DID.
        commit: the last commit for it, by whomever; None without any.
    """
    final = record.final_lists
    if commit is not None and (final is None or commit.seq > record.commits_before):
        return LastNamed(base64url.decode(commit.root), commit.day)
    return None if final is None else LastNamed(base64url.decode(final), None)


def check_of_suspected(found: SignedStatusList, named: NamedDigest | None) -> None:
    """Check that a list of a key under suspicion is the very one that the ledger names.

    For whoever signs or names lists in an issuer's stead: another may be a thief's, and the
    commit that names it next would make it good.

    Args:
        found: signed with such a key.
        named: by the digests whose root the ledger has; None where they name none of its name.

    Raises:
        Refused: ``status.uncommitted``.
    """
    if named is None or named.digest != found.sha256:
        raise Refused("status.uncommitted", "signed with a suspected key, and named by nobody")


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
