"""An issuer whose DID log is witnessed: the wallet hands the approvals to the rules."""

from pathlib import Path
from typing import Any

import pytest

from livret_core.dids.webvh import verify_log
from livret_core.mirror_path import mirror_path
from livret_wallet.gather import Folder, checking
from livret_wallet.service import Wallet
from livret_wallet.vault import Vault
from tests.office import CHEAP, NOW_S, offer, open_office


@pytest.mark.parametrize("approvals", [b"[]", None], ids=["there", "not there"])
def test_approvals_that_are_published_are_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, approvals: bytes | None
) -> None:
    office = open_office(tmp_path)
    if approvals is not None:
        from livret_core.https_uri import HttpsUri

        path = office.home.public / mirror_path(HttpsUri.parse(office.hall.did.witness_url))
        path.write_bytes(approvals)
    handed: list[bytes | None] = []

    def noting(log: bytes, *what: Any, witness_file: bytes | None = None, **named: Any) -> Any:
        handed.append(witness_file)
        return verify_log(log, *what, witness_file=witness_file, **named)

    monkeypatch.setattr(checking, "verify_log", noting)
    wallet = Wallet(Vault.create(tmp_path / "wallet.vault", b"cheap", kdf=CHEAP))
    request = wallet.request(offer(office), copies=1, now_s=NOW_S)
    response = office.issue(request.format(), now_s=NOW_S)
    wallet.receive(response, Folder(office.home.public), now_s=NOW_S)
    assert handed == [approvals]
