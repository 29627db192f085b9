"""A wallet at work: the vault, its keys, and the pure modules that decide.

The command line drives it now and a screen will later; neither decides anything.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from livret_core.credential.verified import VerifiedCredential
from livret_core.dids.webvh import WebvhDid, verify_log
from livret_core.encoding import base64url
from livret_core.errors import Refused, Unavailable
from livret_core.keys import P256Signer
from livret_core.keys.p256 import SEED_BYTES
from livret_core.openid4vci.handover import Handover
from livret_core.openid4vci.key_proof import sign_key_proof
from livret_core.openid4vci.messages import CredentialRequest, CredentialResponse
from livret_core.openid4vp.request import AuthorizationRequest
from livret_core.openid4vp.response import AuthorizationResponse
from livret_core.status.token import StatusReference, verify
from livret_wallet import holder, presenting
from livret_wallet.consent import ConsentGiven, ConsentSheet, describe
from livret_wallet.gather import Folder
from livret_wallet.holder import Candidate
from livret_wallet.records import HeldBatch, HistoryEntry, HolderKey, PendingRequest
from livret_wallet.vault import RowId, Vault

_ID_BYTES: Final = 12


class Wallet:
    """One citizen's wallet over an open vault."""

    def __init__(self, vault: Vault) -> None:
        self._vault: Final = vault

    def request(self, handover: Handover, *, copies: int, now_s: int) -> CredentialRequest:
        """Ask for a proof: a fresh key and a key proof for every copy.

        Raises:
            Refused: ``handover.too_many``, ``handover.expired``.
        """
        if now_s >= handover.expires_at_s:
            raise Refused("handover.expired", expired_at_s=handover.expires_at_s, now_s=now_s)
        if not 1 <= copies <= handover.max_copies:
            raise Refused("handover.too_many", max_copies=handover.max_copies)
        signers = [(_new_id(), P256Signer.from_seed(os.urandom(SEED_BYTES))) for _ in range(copies)]
        proofs = tuple(
            sign_key_proof(
                signer,
                audience=handover.issuer.text,
                nonce=handover.nonce,
                issued_at_s=now_s,
            )
            for _, signer in signers
        )
        pending = PendingRequest(
            _new_id(),
            handover.issuer.text,
            handover.issuer_name,
            handover.vct,
            handover.code.text,
            handover.nonce,
            tuple(key_id for key_id, _ in signers),
            now_s,
        )
        with self._vault.transaction():
            for key_id, signer in signers:
                key = HolderKey(key_id, signer.scalar_bytes)
                self._vault.put("key", None, key.format())
            self._vault.put("pending", None, pending.format())
        return CredentialRequest(handover.code, handover.vct, proofs)

    def receive(
        self, response: CredentialResponse, folder: Folder, *, now_s: int
    ) -> tuple[HeldBatch, bool]:
        """Check an answer and keep it.

        Returns:
            The proof, and whether its status could be checked (it was valid if so).

        Raises:
            Refused: ``pending.unknown``, ``status.revoked`` and its kin, and as
                :func:`livret_wallet.holder.accept`.
            Unavailable: ``issuer.unavailable``.
        """
        row, pending = self._pending(response.code.text)
        keys = self._keys()
        public_keys = [keys[key_id][1].public_key for key_id in pending.key_ids]
        did = WebvhDid.parse(pending.issuer_did)
        log = verify_log(folder.read(did.log_url, "issuer.unavailable"), did, now_s=now_s)
        batch, first = holder.accept(
            response.credentials, pending, public_keys, log, batch_id=_new_id(), now_s=now_s
        )
        checked = _check_status(first, folder, now_s=now_s)
        unused = pending.key_ids[len(batch.copies) :]
        with self._vault.transaction():
            self._vault.put("credential", None, batch.format())
            self._vault.delete("pending", row)
            for key_id in unused:
                self._vault.delete("key", keys[key_id][0])
            self._note(HistoryEntry(now_s, "received", pending.issuer_name, batch.id))
        return batch, checked

    def batches(self) -> list[HeldBatch]:
        """Every held proof, newest first."""
        held = [HeldBatch.parse(value) for _, value in self._vault.all("credential")]
        return sorted(held, key=lambda batch: -batch.received_at_s)

    def pending(self) -> list[PendingRequest]:
        """Every request not answered yet."""
        return [PendingRequest.parse(value) for _, value in self._vault.all("pending")]

    def history(self) -> list[HistoryEntry]:
        """What happened, newest first."""
        entries = [HistoryEntry.parse(value) for _, value in self._vault.all("history")]
        return sorted(entries, key=lambda entry: -entry.at_s)

    def candidates(self, request: AuthorizationRequest, *, now_s: int) -> tuple[Candidate, ...]:
        """The held proofs that can answer *request*.

        Raises:
            Refused: ``present.none``.
        """
        found = holder.candidates(request.query, self.batches(), now_s=now_s)
        if not found:
            raise Refused("present.none")
        return found

    def preview(
        self,
        candidate: Candidate,
        request: AuthorizationRequest,
        *,
        language: str,
        show: Callable[[ConsentSheet], object],
    ) -> None:
        """Show what would leave. Nothing does, and nothing is noted."""
        show(describe(candidate, request, language=language))

    def present(
        self,
        candidate: Candidate,
        request: AuthorizationRequest,
        *,
        language: str,
        ask: Callable[[ConsentSheet], ConsentGiven | None],
        now_s: Callable[[], int],
    ) -> AuthorizationResponse:
        """Show the sheet, take the answer and, on a yes, make what will be sent.

        The copy counts as used before anything leaves: a crash then wastes a copy,
        and never shows one twice without the holder knowing.

        Raises:
            Refused: ``present.no_consent``.
        """
        sheet = describe(candidate, request, language=language)
        consent = ask(sheet)
        at_s = now_s()
        if consent is None:
            self._note(HistoryEntry(at_s, "refused", request.service))
            raise Refused("present.no_consent")
        unsigned = presenting.prepare(candidate, request, consent, now_s=at_s)
        with self._vault.transaction():
            self._mark_used(candidate, at_s)
            self._note(
                HistoryEntry(
                    at_s,
                    "sent",
                    request.service,
                    candidate.batch.id,
                    tuple(line.path for line in sheet.leaves),
                )
            )
        signer = self._keys()[unsigned.key_id][1]
        return unsigned.assemble(signer.sign(unsigned.signing_input))

    def _pending(self, code: str) -> tuple[RowId, PendingRequest]:
        for row, value in self._vault.all("pending"):
            pending = PendingRequest.parse(value)
            if pending.code == code:
                return row, pending
        raise Refused("pending.unknown")

    def _keys(self) -> dict[str, tuple[RowId, P256Signer]]:
        keys = {}
        for row, value in self._vault.all("key"):
            key = HolderKey.parse(value)
            keys[key.id] = row, P256Signer.from_scalar(int.from_bytes(key.scalar))
        return keys

    def _mark_used(self, candidate: Candidate, at_s: int) -> None:
        for row, value in self._vault.all("credential"):
            batch = HeldBatch.parse(value)
            if batch.id == candidate.batch.id:
                copies = tuple(
                    replace(copy, used_at_s=at_s)
                    if copy.key_id == candidate.opened.copy.key_id
                    else copy
                    for copy in batch.copies
                )
                self._vault.put("credential", row, replace(batch, copies=copies).format())
                return
        raise Unavailable("vault.missing")

    def _note(self, entry: HistoryEntry) -> None:
        self._vault.put("history", None, entry.format())


def _check_status(credential: VerifiedCredential, folder: Folder, *, now_s: int) -> bool:
    """Check the status of a proof that just came; a list that cannot be had stops nothing."""
    if credential.registered.status is None:
        return False
    reference = StatusReference.parse(credential.registered.status)
    try:
        text = folder.read(reference.uri.text, "status.unavailable")
        verify(
            text, uri=reference.uri, key=credential.issuer.key, now_s=now_s, max_age_s=None
        ).check_valid(reference)
    except Unavailable:
        return False
    return True


def _new_id() -> str:
    return base64url.encode(os.urandom(_ID_BYTES))
