"""A town hall whose machine is gone: a new home, of a recovery key and what the ledger has."""

import shutil
from typing import TYPE_CHECKING, Final

from livret_core.errors import MalformedInput, Refused
from livret_core.ledger.records import CommitRecord, CompromiseRecord, DidRecord, KeyRecord
from livret_core.ledger.state import commit_name, compromise_name, did_name, key_name
from livret_core.ledger.trust_root import format_versions, read_versions
from livret_core.ledger.trusting import Trusted, Unconfirmed, considered
from livret_core.ledger.watching import Watched
from livret_core.official_language import choose_language
from livret_core.territory import Territory
from livret_core.words import printable
from livret_edge.arguments import Asked
from livret_edge.files import check_folder, make_named_folder, named_by, read_file
from livret_edge.new_homes import write_beside
from livret_edge.passphrase import take_passphrase
from livret_edge.saying import now_s
from livret_edge.six_words import heard
from livret_issuer.cli.ledger.believing import OwnLedger
from livret_issuer.cli.ledger.identity import open_recovery
from livret_issuer.cli.ledger.inheriting import published_in
from livret_issuer.cli.ledger.recovering import (
    check_free_for_many,
    check_way_of_many,
    files_of,
    leave_all,
)
from livret_issuer.cli.ledger.succession import tell_succession
from livret_issuer.cli.ledger.watching import folder_of
from livret_issuer.identity import TownHall
from livret_issuer.predecessors import LeftBehind, of_records
from livret_issuer.remains import Remains
from livret_issuer.service.rebuilding import Rebuilt, find_own, rebuild_town_hall
from livret_issuer.store import Home
from livret_issuer.words.ledger import texts
from livret_ledger.watch import cli as watching
from livret_ledger.watch.service.looking import Watch

if TYPE_CHECKING:
    from livret_core.keys import Ed25519Signer
    from livret_ledger.store.sqlite import SqliteStore

_TRUST_BYTES: Final = 16 << 20
_HALL_BYTES: Final = 64 << 10
# A watch of nobody: the copy is followed before it is known whose key this is.
_NOBODY: Final = "did:webvh:nobody"


def rebuild(asked: Asked) -> int:
    """Make a home anew, with new keys, and the entry that lists them."""
    if asked.name is None and asked.like is None:
        raise MalformedInput("usage.missing", option="--name, --like")
    if asked.trust is None:
        raise MalformedInput("usage.missing", option="--trust")
    if asked.suspect is not None and asked.suspected_from_s is None:
        raise MalformedInput("usage.missing", option="--suspected-from")
    check_way_of_many(asked)
    ledger = _confirmed(asked)
    # What a run before this left that was cut short goes, its new recovery key too.
    with Home.making(asked.home) as home:
        check_free_for_many(asked)
        passphrase = take_passphrase(asked.passphrase_file, asked.voice, twice=True)
        recovery = open_recovery(asked, passphrase)
        remains, rebuilt = _follow(asked, home, ledger, recovery, passphrase)
        rebuilt.office.close()
        OwnLedger(home).keep(ledger)
        if asked.to is not None:
            make_named_folder(asked.to, "--to")
            for to, operation in files_of(asked.to, rebuilt.operations):
                write_beside(home.root, to, operation.leaf, "--to", mode=0o644)
    _say(asked, remains, rebuilt)
    leave_all(asked, passphrase, rebuilt.operations)
    return 0


def _follow(
    asked: Asked, home: Home, ledger: Trusted, recovery: "Ed25519Signer", passphrase: bytes
) -> tuple[Remains, Rebuilt]:
    """Follow the ledger from its start, and build anew what is found there."""
    trust = format_versions(ledger.chain.roots)
    place = watching.absolute(asked.source or f"https://{ledger.origin}")
    copy, folder = home.root / "copy", folder_of(home.root)
    Watch.begin(copy, _NOBODY, trust, place, now_s=now_s())
    looked = watching.look(asked, copy, (), quiet_s=watching.QUIET_S)
    if looked.head is None and looked.error is not None:
        raise looked.error
    with Watch.held(copy) as held:
        remains = _remains(asked, held, recovery)
        rebuilt = _rebuild(asked, home, held, remains, recovery, passphrase)
    # What was followed once is not followed again.
    folder.mkdir(mode=0o700)
    (copy / "replica.db").replace(folder / "replica.db")
    shutil.rmtree(copy)
    Watch.begin(folder, remains.did.text, trust, place, now_s=now_s())
    return remains, rebuilt


def _confirmed(asked: Asked) -> Trusted:
    """Have the ledger confirmed by its six words."""
    with named_by("--trust"):
        versions = read_versions(read_file(asked.trust, _TRUST_BYTES))
    found = considered(versions, (), now_s=now_s(), by_words=True)
    if isinstance(found, Unconfirmed):
        found = found.confirm(heard(asked, found), now_s=now_s())
    return found


def _remains(asked: Asked, held: Watch, recovery: "Ed25519Signer") -> Remains:
    store = held.store
    records = (
        store.record(name) for name in store.record_names(did_name("")) if name != did_name("")
    )
    did = find_own(
        ((each.did, each.next_hashes) for each in records if isinstance(each, DidRecord)), recovery
    )
    record = None if did is None else store.record(did_name(did))
    if not isinstance(record, DidRecord):
        raise Refused("home.recovery_key")
    behind = _left_behind(store, record)
    published = None
    if asked.published is not None:
        with named_by("--published"):
            published = published_in(check_folder(asked.published, "--published"), behind)
    suspected = {
        kid: held.index_after(suspicion.from_s)
        for name in store.record_names(compromise_name(f"{record.did}#"))
        if isinstance(suspicion := store.record(name), CompromiseRecord)
        for kid in [name.removeprefix(compromise_name(""))]
    }
    return Remains(
        record,
        store.origin,
        [
            (each.index, each.operation)
            for each in held.concerning(0, Watched(record.did, record.who))
        ],
        behind,
        published,
        suspected,
    )


def _left_behind(store: "SqliteStore", record: DidRecord) -> LeftBehind:
    did = record.did
    keys = {
        kid: key
        for kid in (f"{did}#{name}" for name in record.credentials)
        if isinstance(key := store.record(key_name(kid)), KeyRecord)
    }
    suspected = [kid for kid in keys if store.record(compromise_name(kid)) is not None]
    commit = store.record(commit_name(did))
    return of_records(record, commit if isinstance(commit, CommitRecord) else None, keys, suspected)


def _rebuild(
    asked: Asked,
    home: Home,
    held: Watch,
    remains: Remains,
    recovery: "Ed25519Signer",
    passphrase: bytes,
) -> Rebuilt:
    like = None
    if asked.like is not None:
        with named_by("--like"):
            like = TownHall.parse(read_file(asked.like, _HALL_BYTES))
    territory = _territory(remains.record.who) if like is None else like.territory
    language = None if like is None else like.language
    choose_language(territory, "commune", language)
    name = asked.name or ("" if like is None else like.name)
    since_s = asked.suspected_from_s
    return rebuild_town_hall(
        home,
        remains,
        recovery,
        passphrase,
        name=name,
        authority=name if like is None else like.authority,
        territory=territory,
        language=language,
        communes=() if like is None else like.communes,
        own_entries=asked.own,
        rehearse=lambda made: held.rehearse(made, now_s=now_s()),
        spare_in=asked.recovery_to or asked.recovery.parent,
        suspected_from_s=since_s,
        suspected_at=None if since_s is None else held.index_after(since_s),
        suspects=None if asked.suspect is None else asked.suspect.split(","),
        now_s=now_s(),
    )


def _territory(typed: str) -> Territory:
    try:
        return Territory.parse(typed)
    except MalformedInput:
        raise MalformedInput("usage.territory", option="--like") from None


def _say(asked: Asked, remains: Remains, rebuilt: Rebuilt) -> None:
    voice, said = asked.voice, texts(asked.voice.lang)
    coming, unknown = remains.succession, len(remains.concerning) - rebuilt.known
    if voice.json:
        voice.event(
            "rebuilt",
            did=remains.did.text,
            operations=[each.id for each in rebuilt.operations],
            recovery=str(rebuilt.spare),
            known=rebuilt.known,
            not_known=unknown,
            lists=rebuilt.lists,
            first_list=rebuilt.first_list,
        )
        tell_succession(asked, coming, "rebuilt_refuse")
        return
    voice.tell("✓ " + said["rebuilt"].format(path=printable(str(asked.home))))
    voice.rows([(said["did"], remains.did.text)])
    tell_succession(asked, coming, "rebuilt_refuse")
    voice.tell("! " + said["spare"].format(path=printable(str(rebuilt.spare))))
    voice.tell("! " + said["rebuilt_known"].format(count=rebuilt.known))
    if unknown:
        voice.tell("! " + said["rebuilt_not_known"].format(count=unknown))
    voice.tell("! " + said["rebuilt_lost"])
    lists = said["rebuilt_lists" if rebuilt.lists else "rebuilt_no_lists"]
    voice.tell("! " + lists.format(count=rebuilt.lists, number=rebuilt.first_list))
