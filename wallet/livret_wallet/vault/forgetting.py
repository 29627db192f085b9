"""A held proof, dropped with all that belongs to it: keys, what dates it, what fetches newer ones."""

from typing import TYPE_CHECKING

from livret_core.errors import Refused
from livret_wallet.records import HeldBatch, HolderKey
from livret_wallet.refill_record import Refill
from livret_wallet.vault import RowId, Table, Vault, holdings

if TYPE_CHECKING:
    from livret_wallet.missing_record import MissingProof


def forget_proof(vault: Vault, proof: "HeldBatch | MissingProof") -> int:
    """Drop a proof, in one change; the history stays. Its bytes are overwritten in the file.

    Returns:
        How many copies there were with a key.

    Raises:
        Refused: ``vault.row_unknown`` for one that is not there.
        Unavailable: ``vault.storage``.
    """
    rows = list(_rows_of(vault, proof.id))
    if not {"credential", "missing"} & {table for table, _ in rows}:
        raise Refused("vault.row_unknown")
    keys = []
    if isinstance(proof, HeldBatch):
        own = {copy.key_id for copy in proof.copies}
        keys = [row for row, value in vault.all("key") if HolderKey.parse(value).id in own]
    with vault.transaction():
        for table, row in rows:
            vault.delete(table, row)
        for row in keys:
            vault.delete("key", row)
    return len(keys)


def _rows_of(vault: Vault, proof_id: str) -> "list[tuple[Table, RowId]]":
    found: list[tuple[Table, RowId]] = [
        ("credential", row)
        for row, value in vault.all("credential")
        if HeldBatch.parse(value).id == proof_id
    ]
    found += [("missing", row) for row, each in holdings.missing(vault) if each.id == proof_id]
    found += [("pickup", row) for row, each in holdings.pickups(vault) if each.batch_id == proof_id]
    found += [
        ("refill", row)
        for row, value in vault.all("refill")
        if Refill.parse(value).batch_id == proof_id
    ]
    dating = holdings.datings(vault).get(proof_id) if vault.ids("dating") else None
    return found if dating is None else [*found, ("dating", dating[0])]
