"""A vault with one of everything in it, and backups of it that cost nothing to open."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from livret_core.keys import P256Signer
from livret_core.sealing import KdfParameters
from livret_wallet.pickup_record import Pickup
from livret_wallet.records import HeldBatch, HeldCopy, HistoryEntry, HolderKey, PendingRequest
from livret_wallet.vault import Vault
from tests.scene import NOW_S, RESIDENCY, TOWN, draft, seed

CHEAP: Final = KdfParameters(passes=1, memory_kib=8)
PASSPHRASE: Final = b"five words of a poem"
#: In clear in each copy: whoever lives there.
CLAIM: Final = "Tanneurs"
ONLINE: Final = "7KQ2M9T9CDFG"
BATCH: Final = HeldBatch(
    "batch",
    TOWN.did,
    "Ville de Verneuil",
    RESIDENCY.vct,
    NOW_S,
    ONLINE,
    (
        HeldCopy("key0", draft(copy=0).signed().format()),
        HeldCopy("key1", draft(copy=2).signed().format(), NOW_S + 60),
    ),
)
OLD: Final = replace(
    BATCH,
    id="old",
    code="",
    copies=(HeldCopy("key2", draft(copy=4).signed().format()),),
    replaced_at_s=NOW_S,
)
ON_PAPER: Final = replace(
    BATCH, id="paper", code="7KQ2M9T9", copies=(HeldCopy("key3", draft(copy=6).signed().format()),)
)
PICKUP: Final = Pickup(
    id="pickup",
    issuer="https://verneuil.test/verneuil",
    issuer_name="Ville de Verneuil",
    code=ONLINE,
    configuration_id="residency.1.did",
    vct=RESIDENCY.vct,
    begun_s=NOW_S,
    scheme="DPoP",
    access_token="an-access-token",
    refresh_token="a-refresh-token",
    dpop=P256Signer.from_seed(seed("dpop", 48)).scalar_bytes,
    key_ids=("key0", "key1"),
    asked_at_s=NOW_S,
    notification_id="n1",
    batch_id="batch",
)
BEGUN: Final = replace(
    PICKUP,
    id="begun",
    code="",
    key_ids=("key4",),
    proofs=("a-key-proof",),
    transaction_id="later",
    not_before_s=NOW_S + 5,
    batch_id="",
)
PENDING: Final = PendingRequest(
    "asked", TOWN.did, "Ville de Verneuil", RESIDENCY.vct, "2222222C", "nonce", ("key5",), NOW_S
)
HISTORY: Final = (
    HistoryEntry(NOW_S, "received", "Ville de Verneuil", "batch"),
    HistoryEntry(NOW_S + 60, "sent", "Piscine", "batch", (("commune",),)),
)


def fill(vault: Vault) -> None:
    """Put one of everything into a vault."""
    with vault.transaction():
        for number in range(6):
            key = P256Signer.from_seed(seed(f"copy {number}", 48))
            vault.put("key", None, HolderKey(f"key{number}", key.scalar_bytes).format())
        for batch in (BATCH, OLD, ON_PAPER):
            vault.put("credential", None, batch.format())
        for pickup in (PICKUP, replace(PICKUP, id="older", batch_id="old", code=""), BEGUN):
            vault.put("pickup", None, pickup.format())
        vault.put("pending", None, PENDING.format())
        vault.put("setting", None, b'{"v":1}')
        vault.put("refill", None, b'{"v":1}')
        vault.put("inbox", None, b'{"v":1}')
        for entry in HISTORY:
            vault.put("history", None, entry.format())


def filled(path: Path) -> Vault:
    """Make such a vault."""
    vault = Vault.create(path, PASSPHRASE, kdf=CHEAP)
    fill(vault)
    return vault
