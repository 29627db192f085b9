"""A town hall is founded: keys, DID log, an empty status list."""

import os
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Final

from livret_core.dids.webvh import NewEntry
from livret_core.https_uri import HttpsUri
from livret_core.keys import Ed25519Signer, P256Signer
from livret_core.keys.ed25519 import SEED_BYTES as ED25519_SEED_BYTES
from livret_core.keys.p256 import SEED_BYTES as P256_SEED_BYTES
from livret_core.official_language import choose_language
from livret_core.sealing import MODERATE, KdfParameters
from livret_core.territory import Territory
from livret_issuer import audit_log
from livret_issuer.hall_document import CREDENTIAL_KEY, OPERATION_KEY, found
from livret_issuer.identity import OnLedger, TownHall
from livret_issuer.list_places import ListPlace
from livret_issuer.service.office import Office
from livret_issuer.status_lists import FIRST_LIST
from livret_issuer.store import Home, IssuerKeys, write_recovery_key

RECOVERY_KEYS: Final = 2


def found_town_hall(
    root: Path,
    *,
    name: str,
    authority: str,
    territory: Territory,
    language: str | None,
    host: str,
    port: int | None,
    path: tuple[str, ...],
    recovery: Path,
    passphrase: bytes,
    now_s: int,
    kdf: KdfParameters = MODERATE,
    communes: tuple[str, ...] = (),
    ledger: OnLedger | None = None,
    url: HttpsUri | None = None,
    database: str | None = None,
    lists_at: str | None = None,
) -> Office:
    """Make a home, keys, DID log and an empty status list.

    The records are on the server whose address *database* is, or in the home without one.
    Status lists lie at *lists_at* from the first on, or beside the DID's log.

    Raises:
        Refused: ``home.exists``, ``store.has_hall``, ``profile.*``, ``territory.language``.
        MalformedInput: ``usage.language`` where the law leaves a choice and none was made;
            ``did.host``, ``did.path``, ``home.malformed`` or ``claims.text`` for a name
            that no hand-over can show.
        Unavailable: ``home.unavailable``.
    """
    choose_language(territory, "commune", language)
    credential, operation, update, coming = (
        P256Signer.from_seed(os.urandom(P256_SEED_BYTES)),
        *(Ed25519Signer.from_seed(os.urandom(ED25519_SEED_BYTES)) for _ in range(3)),
    )
    keys = IssuerKeys(
        {CREDENTIAL_KEY: credential},
        {OPERATION_KEY: operation},
        (update, coming),
        os.urandom(audit_log.KEY_BYTES),
    )
    recovery_keys = tuple(
        Ed25519Signer.from_seed(os.urandom(ED25519_SEED_BYTES)) for _ in range(RECOVERY_KEYS)
    )
    entry = found(
        host=host,
        port=port,
        path=path,
        credential_key=credential.public_key,
        operation_key=operation.public_key,
        update_signer=update,
        next_update_key=coming.public_key,
        recovery_keys=tuple(key.public_key for key in recovery_keys),
        now_s=now_s,
        lists_at=lists_at,
    )
    hall = _hall(
        entry,
        name=name,
        authority=authority,
        territory=territory,
        language=language,
        communes=communes,
        ledger=ledger,
        url=url,
        lists_at=lists_at,
    )
    with ExitStack() as undo, Home.making(root) as home:
        # Recovery keys first: a DID that nobody can recover must not come to be.
        for sealed, key in zip(recovery_files(recovery), recovery_keys, strict=True):
            write_recovery_key(home, sealed, key, passphrase, kdf=kdf)
        home.write_keys(keys, passphrase, kdf=kdf)
        if database is not None:
            home.keep_database(database)
        store = home.store(hall.tenant, audit_key=keys.audit, create=True)
        with closing(store), store.transaction() as transaction:
            transaction.note("issuer.founded", hall.did.text, at_s=now_s)
            transaction.open_list(FIRST_LIST, key=CREDENTIAL_KEY)
        home.publish(HttpsUri.parse(hall.did.log_url), entry.line)
        office = Office(home, hall, keys)
        undo.callback(office.close)
        office.publish(now_s=now_s)
        home.write_hall(hall)  # last: what has this file is whole
        undo.pop_all()
    return office


def recovery_files(folder: Path) -> tuple[Path, ...]:
    """Say what the recovery keys of a new town hall are called in *folder*."""
    return tuple(folder / f"recovery-{number}.sealed" for number in range(1, RECOVERY_KEYS + 1))


def _hall(
    entry: NewEntry,
    *,
    name: str,
    authority: str,
    territory: Territory,
    language: str | None,
    communes: tuple[str, ...],
    ledger: OnLedger | None,
    url: HttpsUri | None,
    lists_at: str | None,
) -> TownHall:
    did = entry.log.did
    return TownHall(
        name,
        authority,
        territory,
        language,
        did,
        f"{did.text}#{CREDENTIAL_KEY}",
        entry.log.last.from_s,
        territory.format(),
        communes,
        f"{did.text}#{OPERATION_KEY}",
        ledger,
        moved_to=() if lists_at is None else (ListPlace(1, lists_at),),
        url=url,
    )
