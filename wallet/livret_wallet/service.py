"""A wallet at work: the vault, its keys, and the pure modules that decide.

The command line drives it now and a screen will later; neither decides anything.
"""

import os
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Final

from livret_core.dids.webvh import WebvhDid
from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.keys import P256Signer
from livret_core.keys.p256 import SEED_BYTES
from livret_core.ledger.dating import Dating
from livret_core.openid4vci.handover import Handover
from livret_core.openid4vci.key_proof import sign_key_proof
from livret_core.openid4vci.messages import CredentialRequest, CredentialResponse
from livret_core.openid4vp.request import AuthorizationRequest
from livret_core.openid4vp.response import AuthorizationResponse
from livret_core.short_code import ShortCode
from livret_wallet import answering, holder, presenting
from livret_wallet import dating as datings
from livret_wallet.answering import Candidate
from livret_wallet.asked import noted
from livret_wallet.choosing import find_batch
from livret_wallet.consent import Behind, ConsentGiven, ConsentSheet, describe
from livret_wallet.dating import HeldDating
from livret_wallet.gather import Source, checking
from livret_wallet.records import HeldBatch, HistoryEntry, HolderKey, PendingRequest
from livret_wallet.request_record import AskedRecord
from livret_wallet.vault import RowId, Vault, holdings, requests
from livret_wallet.vault.ledgers import Ledgers

_ID_BYTES: Final = 12
_NOBODY_KNOWS: Final = "present.undelivered"


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
        self, response: CredentialResponse, folder: Source, *, now_s: int
    ) -> tuple[HeldBatch, bool]:
        """Check an answer and keep it.

        Somebody whose first request file was lost has asked twice under one code; the
        answer's own keys tell which request it is to, and the others end with it.

        Returns:
            The proof, and whether its status could be checked (it was valid if so).

        Raises:
            Refused: ``pending.unknown``, ``status.revoked`` and its kin,
                ``status.small_list``, and as :func:`livret_wallet.holder.accept`.
            Refused, Unavailable: as :func:`livret_wallet.vouching.ledgers_for` and
                :func:`~livret_wallet.vouching.by_evidence`.
            Unavailable: ``issuer.unavailable``, ``ledger.unavailable``.
        """
        keys = self._keys()
        asked = self._asked(response.code)
        pending = holder.asked_with(
            response.credentials[0],
            [
                (request, [keys[key_id][1].public_key for key_id in request.key_ids])
                for _, request in asked
            ],
        )
        public_keys = [keys[key_id][1].public_key for key_id in pending.key_ids]
        try:
            did = WebvhDid.parse(pending.issuer_did)
            voucher = checking.voucher_for(self._vault, did, folder, now_s=now_s)
            batch, copies = holder.accept(
                response.credentials, pending, public_keys, voucher, batch_id=_new_id(), now_s=now_s
            )
            seen = checking.check_statuses(copies, voucher, folder, now_s=now_s)
            batch = replace(batch, seen=seen)
        except LivretError as error:
            self._note(
                HistoryEntry(
                    now_s,
                    "not_received",
                    pending.issuer_name,
                    vct=pending.vct,
                    reason=error.code,
                )
            )
            raise
        bound = {copy.key_id for copy in batch.copies}
        with self._vault.transaction():
            self._vault.put("credential", None, batch.format())
            for row, request in asked:
                self._drop(row, request, keys, keep=bound)
            for row, missing in holdings.missing(self._vault):
                if missing.code == batch.code:
                    self._vault.delete("missing", row)
            self._note(
                HistoryEntry(now_s, "received", pending.issuer_name, batch.id, vct=batch.vct)
            )
        return batch, seen is not None

    def keep_dating(
        self, dating: Dating, *, now_s: int, of: HeldBatch | None = None
    ) -> tuple[HeldBatch, HeldDating]:
        """Keep what dates a proof, unless what is kept of it is better.

        Args:
            dating: as it came.
            now_s: seconds since 1970.
            of: the proof that it was fetched for; None to find it by its hand-over's code.

        Returns:
            The proof, and what is kept.

        Raises:
            MalformedInput, Refused, Unavailable: as :func:`livret_wallet.dating.accept`.
        """
        batches = self.batches()
        kept = holdings.datings(self._vault)
        known = {batch_id: each for batch_id, (_, each) in kept.items()}
        held = datings.accept(dating, batches, Ledgers(self._vault).known(), known, of=of)
        batch = next(each for each in batches if each.id == held.batch_id)
        with self._vault.transaction():
            before = kept.get(held.batch_id)
            self._vault.put("dating", None if before is None else before[0], held.format())
            who = batch.issuer_name
            self._note(HistoryEntry(now_s, "received", who, batch.id, vct=batch.vct))
        return batch, held

    def forget(self, code: ShortCode) -> int:
        """Drop every open request under *code*, and the keys made for it.

        An answer that comes later can no longer be kept.

        Returns:
            How many requests there were.

        Raises:
            Refused: ``pending.unknown``.
        """
        asked, keys = self._asked(code), self._keys()
        with self._vault.transaction():
            for row, request in asked:
                self._drop(row, request, keys)
        return len(asked)

    def give_up(self, named: str) -> int:
        """Drop what was begun over the network and is not here yet, and the keys made for it.

        Args:
            named: the offer's code as people read it, or the id that a list gives.

        Returns:
            How many there were.
        """
        code = "".join(char for char in named.upper() if char not in " -._")
        keys, count = self._keys(), 0
        with self._vault.transaction():
            for row, pickup in holdings.pickups(self._vault):
                if pickup.is_open and (pickup.id == named or (code and pickup.code == code)):
                    self._vault.delete("pickup", row)
                    for key_id in pickup.key_ids:
                        if key_id in keys:
                            self._vault.delete("key", keys[key_id][0])
                    count += 1
        return count

    def batches(self) -> list[HeldBatch]:
        """Every held proof, newest first."""
        return holdings.batches(self._vault)

    def candidates(self, request: AuthorizationRequest, *, now_s: int) -> tuple[Candidate, ...]:
        """The held proofs that can answer *request*.

        Raises:
            Refused: ``present.none``.
        """
        found = answering.candidates(request.query, self.batches(), now_s=now_s)
        if not found:
            raise Refused("present.none")
        return found

    def choose(
        self, request: AuthorizationRequest, proof: str | None, *, now_s: int, dated: bool = False
    ) -> Candidate:
        """Find the proof to show: the one that was named, else the newest that answers.

        Args:
            request: what is asked.
            proof: number in the list, or id; None leaves the choice to the wallet, and
                the sheet says which others would do.
            now_s: seconds since 1970.
            dated: whether what dates it is to leave beside it.

        Raises:
            MalformedInput: ``usage.proof``.
            Refused: ``present.none``; ``present.asked`` where what would answer was asked for and
                is not taken in; ``present.other_proof``; ``request.unsupported`` to date
                several proofs at once; as :func:`livret_wallet.dating.shown`.
        """
        held = self.batches()
        found = answering.candidates(request.query, held, now_s=now_s)
        wanted = None if proof is None else find_batch(held, proof)
        pending = (each for _, each in holdings.pending(self._vault))
        if not found and answering.is_awaited(request.query, pending):
            raise Refused("present.asked")
        chosen = answering.choose(found, wanted)
        if not dated:
            return chosen
        if chosen.together:
            raise Refused("request.unsupported", "what dates several proofs at once")
        _, kept = holdings.datings(self._vault).get(chosen.batch.id, (None, None))
        return replace(chosen, dating=datings.shown(kept, chosen.opened.copy))

    def preview(
        self,
        candidate: Candidate,
        request: AuthorizationRequest,
        *,
        language: str,
        show: Callable[[ConsentSheet], object],
        standing: Behind | None = None,
    ) -> None:
        """Show what would leave. Nothing does, and nothing is noted."""
        show(describe(candidate, request, language=language, standing=standing))

    def present(
        self,
        candidate: Candidate,
        request: AuthorizationRequest,
        *,
        language: str,
        ask: Callable[[ConsentSheet], ConsentGiven | None],
        deliver: Callable[[AuthorizationResponse], None],
        now_s: Callable[[], int],
        standing: Behind | None = None,
        record: AskedRecord | None = None,
    ) -> AuthorizationResponse:
        """Show the sheet, take the answer and, on a yes, make what is sent and send it.

        Before anything leaves, each copy counts as used and the history says that it is
        being sent, in one change: a crash then wastes a copy at most, never shows one
        twice without the holder knowing, and nothing leaves without a trace. Afterwards
        the history says *sent* of what was delivered, and *failed* of what was not. With the
        history's first word on it *record* is kept, what the service signed.

        Raises:
            Refused: ``present.no_consent``.
            LivretError: whatever *deliver* raises.
        """
        sheet = describe(candidate, request, language=language, standing=standing)
        consent = ask(sheet)
        at_s = now_s()
        if consent is None:
            with self._vault.transaction():
                self._keep(record)
                entry = noted.entry_of("refused", request, now_s=at_s, digest=_digest(record))
                self._note(entry)
            raise Refused("present.no_consent")
        unsigned, keys = presenting.prepare(candidate, request, consent, now_s=at_s), self._keys()
        answer = presenting.join(
            [one.assemble(keys[one.key_id][1].sign(one.signing_input)) for one in unsigned]
        )
        entries = [
            HistoryEntry(
                at_s,
                "sending",
                request.service,
                one.batch.id,
                tuple(line.path for line in part.leaves),
                request_digest=_digest(record),
                dated_day=part.dated_day,
                vct=one.batch.vct,
            )
            for one, part in zip(candidate.parts, sheet.parts, strict=True)
        ]
        with self._vault.transaction():
            self._keep(record)
            for one in candidate.parts:
                self._mark_used(one, at_s)
            rows = [self._note(entry) for entry in entries]
        try:
            deliver(answer)
        except LivretError as error:
            if error.code == _NOBODY_KNOWS:
                raise  # the history goes on saying so
            with self._vault.transaction():
                for row, entry in zip(rows, entries, strict=True):
                    self._note(replace(entry, kind="failed", disclosed=(), dated_day=None), row)
            raise
        with self._vault.transaction():
            for row, entry in zip(rows, entries, strict=True):
                self._note(replace(entry, kind="sent"), row)
        return answer

    def _asked(self, code: ShortCode) -> list[tuple[RowId, PendingRequest]]:
        found = [entry for entry in holdings.pending(self._vault) if entry[1].code == code.text]
        if not found:
            raise Refused("pending.unknown")
        return found

    def _drop(
        self,
        row: RowId,
        request: PendingRequest,
        keys: Mapping[str, tuple[RowId, P256Signer]],
        *,
        keep: AbstractSet[str] = frozenset(),
    ) -> None:
        self._vault.delete("pending", row)
        for key_id in request.key_ids:
            if key_id not in keep and key_id in keys:
                self._vault.delete("key", keys[key_id][0])

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

    def _keep(self, record: AskedRecord | None) -> None:
        if record is not None:
            requests.note(self._vault, record)

    def _note(self, entry: HistoryEntry, row: RowId | None = None) -> RowId:
        return self._vault.put("history", row, entry.format())


def _digest(record: AskedRecord | None) -> bytes | None:
    return None if record is None else record.digest


def _new_id() -> str:
    # In hex: people type it, and a leading dash would read as an option.
    return os.urandom(_ID_BYTES).hex()
