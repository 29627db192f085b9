"""A ledger's home, made from a copy of it: all checked again, up to a head that a quorum holds."""

from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, final

from livret_core.errors import LivretError, Refused
from livret_core.keys import Ed25519Signer
from livret_core.ledger import draft, root_draft
from livret_core.ledger import head as heads
from livret_core.ledger.head import CosignedHead
from livret_core.ledger.operation import Draft, Operation
from livret_core.ledger.trust_chain import TAKEOVER_S, TrustChain
from livret_core.ledger.trust_root import TrustRootDraft
from livret_core.sealing import MODERATE, KdfParameters
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.note import SignatureType, VerifierKey
from livret_edge.cores import on_all_cores
from livret_edge.files import write_new
from livret_edge.new_homes import making_home
from livret_ledger import cosigning, recovering
from livret_ledger.auditor.auditing import check_genuine, check_head, replay, step_end
from livret_ledger.batch import Batch
from livret_ledger.client.reading import Reader
from livret_ledger.service.asking import Cosigners, Post, Show
from livret_ledger.service.judging import shown_by
from livret_ledger.service.web_root import WebRoot
from livret_ledger.store import Store
from livret_ledger.store.home import Home
from livret_ledger.store.server import server
from livret_ledger.store.sqlite import SqliteStore
from livret_ledger.telling import Told, silent

#: What the members sign when the key is lost.
ROTATE: Final = "rotate.json"


@final
@dataclass(frozen=True, slots=True)
class Found:
    """A copy that may be gone on from.

    Attributes:
        reader: of its files.
        chain: the trust roots, walked on to the newest.
        signed: its head, as it was cosigned when it was read.
        cosigned: the same, verified.
        goal: the head that is gone on from: the copy's own, or a larger one without a quorum yet.
        ahead: cosigners who hold more than a quorum does.
    """

    reader: Reader
    chain: TrustChain
    signed: SignedCheckpoint
    cosigned: CosignedHead
    goal: SignedCheckpoint
    ahead: tuple[str, ...]

    @property
    def size(self) -> int:
        """Entries that are gone on from."""
        return self.goal.checkpoint.size

    @property
    def counts_from_s(self) -> int:
        """Since when a new key may go on from it: a week after its head's time."""
        return self.cosigned.time_s + TAKEOVER_S


def look(
    reader: Reader,
    chain: TrustChain,
    post: Post,
    *,
    has_key: bool,
    now_s: int,
    show: Show | None = None,
) -> Found:
    """Find a copy's head, and ask the witnesses whether it is the newest.

    Args:
        reader: of the copy.
        chain: trust roots that are believed.
        post: the way to the witnesses.
        has_key: whether the log's own key will go on.
        now_s: seconds since 1970.
        show: the way to the heads that they hold, if there is one.

    Raises:
        Refused: ``log.*`` for a head without a quorum; ``trust.*``.
        Unavailable: ``ledger.behind``, ``ledger.overtaken``, ``ledger.few_witnesses``; what
            reading raises.
    """
    chain = chain.extend(reader.trust_roots(), now_s=now_s)
    signed = reader.checkpoint()
    cosigned = heads.verify(signed, chain)
    with closing(Cosigners(cosigned.trust.policy, post, show=show)) as cosigners:
        sizes = cosigners.sizes(cosigning.bare(signed, cosigned.trust.policy))
        beyond = [key for key, size in sizes.items() if size > cosigned.size]
        shown = shown_by(cosigners, beyond, cosigned.trust.origin)
    recovering.check_not_overtaken(cosigned, shown, chain)
    further = recovering.furthest(cosigned, shown, chain.newest) if has_key else None
    goal = signed if further is None or not _has(reader, further) else further
    ahead = recovering.check_newest(goal.checkpoint.size, sizes, cosigned.trust, has_key=has_key)
    return Found(reader, chain, signed, cosigned, goal, ahead)


def _has(reader: Reader, signed: SignedCheckpoint) -> bool:
    """Say whether a copy has the entries up to a head that it does not publish."""
    try:
        reader.entry(signed.checkpoint.size - 1, signed)
    except LivretError:
        return False
    return True


def rebuild(
    found: Found,
    root: Path,
    key: Ed25519Signer,
    passphrase: bytes,
    *,
    now_s: int,
    address: str | None = None,
    told: Told = silent,
    kdf: KdfParameters = MODERATE,
) -> Home:
    """Make a home from a copy, with *key* for the time to come.

    Args:
        found: the copy.
        root: the folder to make.
        key: for the time to come.
        passphrase: to seal it with.
        now_s: seconds since 1970.
        address: of the PostgreSQL server that is to keep it; what a run that was cut short
            left there is gone on from.
        told: hears how far the replay has come.
        kdf: what opening the key costs.

    Raises:
        Refused: ``home.exists``; ``store.has_ledger`` for a server that was ever written on
            from anything but this copy; the rule that an entry breaks, ``log.fork``,
            ``ledger.not_last``, ``ledger.time_ahead``.
        Unavailable: ``home.unavailable``, ``store.unavailable``, ``ledger.tiles``; what
            reading raises.
    """
    with making_home(root):
        origin = found.cosigned.trust.origin
        home = Home.furnish(root, origin, key, passphrase, address=address, kdf=kdf)
        store = home.take_up(found.chain.roots[0])
        try:
            home.keep_trust(found.chain.roots)
            with store.writer():
                _check_unused(store, found)
                _replay(store, found, now_s=now_s, told=told)
                _draft(store, found, root, key, now_s=now_s)
            web = WebRoot(home.public)
            web.write_tree(store, found.cosigned.size)
        finally:
            store.close()
        web.write_trust_roots([(each.version, each.raw) for each in found.chain.roots])
        web.write_checkpoint(found.signed)
    return home


def rehearse(found: Found, key: Ed25519Signer, *, now_s: int, told: Told = silent) -> None:
    """Check all that :func:`rebuild` checks of a copy, in a store that is gone afterwards.

    It takes as much room where temporary files lie as the ledger itself. What stands on a
    PostgreSQL server is for :func:`check_server`.

    Args:
        found: the copy.
        key: for the time to come; one that is made for this alone where it is to be another.
        now_s: seconds since 1970.
        told: hears how far the replay has come.

    Raises:
        Refused, Unavailable: as :func:`rebuild`, but for what is about a home or a server.
    """
    with TemporaryDirectory(prefix="livret-") as folder:
        store = SqliteStore.create(Path(folder) / "ledger.db", found.cosigned.trust.origin)
        with closing(store), store.writer():
            _replay(store, found, now_s=now_s, told=told)
            _drafted(store, found, key, now_s=now_s)


def check_server(address: str, found: Found) -> None:
    """Check that a server keeps nothing but what a run that was cut short left of this copy.

    Raises:
        Refused: ``store.has_ledger``. Unavailable: ``store.unavailable``, ``store.no_driver``.
    """
    origin = found.cosigned.trust.origin
    if server().exists(address, origin):
        with closing(server().open(address, origin, read_only=True)) as store:
            _check_unused(store, found)


def trust_draft(found: Found) -> str:
    """Give the name of the draft of the next trust root."""
    return f"trust-{found.chain.newest.version + 1}.json"


def _draft(store: Store, found: Found, root: Path, key: Ed25519Signer, *, now_s: int) -> None:
    """Write drafts for the members to sign, unless the key is the ledger's own."""
    drafted = _drafted(store, found, key, now_s=now_s)
    if drafted is None:
        return
    rotate, trust = drafted
    write_new(root / ROTATE, draft.format(rotate), mode=0o644)
    write_new(root / trust_draft(found), root_draft.format(trust), mode=0o644)


def _drafted(
    store: Store, found: Found, key: Ed25519Signer, *, now_s: int
) -> tuple[Draft, TrustRootDraft] | None:
    newest = found.chain.newest
    named = VerifierKey.of(newest.origin, SignatureType.ED25519, key)
    if named in newest.log_keys:
        return None
    # With the head as it is now: a mirror may give it other times, and a week counts from these.
    return recovering.drafts(Batch(store), newest, found.signed, named, now_s=now_s)


def _check_unused(store: Store, found: Found) -> None:
    """Check that a store holds nothing beyond the copy, nor ever was another's to go on with.

    Raises:
        Refused: ``store.has_ledger``.
    """
    copied = {(found.cosigned.size, found.cosigned.root), (found.size, found.goal.checkpoint.root)}
    heads = {(each.size, each.root) for each in store.heads()}
    if store.frontier.size > found.size or not heads <= copied:
        raise Refused("store.has_ledger")


def _replay(store: Store, found: Found, *, now_s: int, told: Told) -> None:
    signed, size = found.goal, found.size
    nodes = found.reader.nodes(size)
    while store.frontier.size < size:
        end = step_end(store.frontier.size, size)
        leaves = list(found.reader.entries(store.frontier.size, end, size))
        check_genuine(store, leaves, signed, nodes)
        taken = replay(store, leaves, each=on_all_cores)
        if taken.fault is not None:
            raise taken.fault.refusal()
        store.write(taken.written)
        told(store.frontier.size, size)
    [last] = store.entries(size - 1, size)
    check_head(signed, store.frontier.root, last.leaf, now_s=now_s)
    for head in (found.signed, found.goal):
        store.note_head(head.checkpoint.size, head.checkpoint.root)
        store.keep_signed(head.checkpoint.size, head.format())


def take_over(
    home: Home,
    rotate: Operation,
    chain: TrustChain,
    key: Ed25519Signer,
    *,
    now_s: int,
    dry_run: bool = False,
) -> int:
    """Begin to write under a new key, in a home that was made from a copy.

    Run again after it was cut short, it goes on. A dry run checks the same, and writes nothing.

    Returns:
        Entries there are then.

    Raises:
        As :func:`livret_ledger.recovering.take_over`; ``ledger.busy``.
    """
    own = VerifierKey.of(home.origin, SignatureType.ED25519, key)
    store = home.store()
    try:
        with store.writer():
            batch = Batch(store)
            recovering.take_over(batch, rotate, own, chain, now_s=now_s)
            if dry_run:
                return store.frontier.size
            # Without the entry, a trust root is only a promise; the other way round it is none.
            home.keep_trust(chain.roots)
            store.write(batch.result())
            return store.frontier.size
    finally:
        store.close()


def check_own_key(origin: str, key: Ed25519Signer, allowed: Collection[VerifierKey]) -> None:
    """Check that a key is the one that signs the ledger.

    Raises:
        Refused: ``ledger.log_key``.
    """
    recovering.check_log_key(VerifierKey.of(origin, SignatureType.ED25519, key), allowed)
