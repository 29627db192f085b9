"""Commands that tell what is held: list, show, history."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from livret_core.words import unsigned
from livret_edge.arguments import Argument, Asked
from livret_edge.program import Command
from livret_edge.saying import Voice, now_s
from livret_wallet.cli import online
from livret_wallet.cli.arguments import ASKED_ONLINE
from livret_wallet.cli.opening import authorities_of, open_vault

if TYPE_CHECKING:
    from livret_wallet.missing_record import MissingProof
    from livret_wallet.pickup_record import Pickup
    from livret_wallet.records import HeldBatch, PendingRequest
    from livret_wallet.vault import Vault


def _list(asked: Asked) -> int:
    """Tell what is held, asked for and missing."""
    with open_vault(asked) as vault:
        held = _Held.of(vault)
    _tell(asked.voice, held)
    return 0


def _check(asked: Asked) -> int:
    """Look at the status lists, and tell what is held; 3 where one could not be looked at."""
    from livret_wallet.client.looking import look

    voice, worst = asked.voice, 0
    with open_vault(asked) as vault:
        with online.reaching(asked) as web:
            looked = look(vault, web, holdings_of(vault), clock=now_s, x509=authorities_of(asked))
        held = _Held.of(vault)
    for one in looked:
        if one.error is None:
            continue
        worst = max(worst, 3 if one.error.branch == "unavailable" else 1)
        if voice.json:
            voice.event("not_looked", id=one.batch.id, code=one.error.code)
        else:
            voice.complain_of(unsigned(one.batch.issuer_name), one.error)
    _tell(voice, held)
    return worst


def holdings_of(vault: "Vault") -> "list[HeldBatch]":
    """Read the proofs that are held."""
    from livret_wallet.vault import holdings

    return holdings.batches(vault)


@dataclass(frozen=True, slots=True)
class _Held:
    """What a list tells of, read at one time."""

    batches: "list[HeldBatch]"
    pending: "list[PendingRequest]"
    pickups: "list[Pickup]"
    missing: "list[MissingProof]"

    @classmethod
    def of(cls, vault: "Vault") -> "_Held":
        from livret_wallet.vault import holdings

        return cls(
            holdings.batches(vault),
            [request for _, request in holdings.pending(vault)],
            [each for _, each in holdings.pickups(vault)],
            [each for _, each in holdings.missing(vault)],
        )


def _tell(voice: Voice, held: _Held) -> None:
    from livret_wallet.listing import expires_at_s, list_lines, unused

    batches, pending, missing = held.batches, held.pending, held.missing
    fetching = [each for each in held.pickups if each.is_open]
    renewable = {each.batch_id for each in held.pickups if each.refresh_token}
    if not voice.json:
        lines = list_lines(
            batches,
            pending,
            voice.lang,
            when=voice.moment,
            fetching=fetching,
            missing=missing,
            renewable=renewable,
            plain=voice.plain,
        )
        voice.lines(lines)
        return
    for batch in batches:
        voice.event(
            "proof",
            id=batch.id,
            type=batch.vct,
            issuer=batch.issuer_did,
            issuer_name=batch.issuer_name,
            expires_at=expires_at_s(batch),
            copies=len(batch.copies),
            unused=unused(batch),
            replaced=batch.replaced_at_s is not None,
            restored_from=batch.restored_from_s,
            status=None if batch.seen is None else batch.seen.stand,
            status_listed_at=None if batch.seen is None else batch.seen.listed_at_s,
            checked_at=None if batch.seen is None else batch.seen.checked_at_s,
        )
    for gone in missing:
        voice.event(
            "missing",
            id=gone.id,
            type=gone.vct,
            issuer=gone.issuer_did,
            issuer_name=gone.issuer_name,
            code=gone.code,
            renewable=gone.id in renewable,
        )
    for request in pending:
        voice.event("pending", code=request.code, type=request.vct, issuer=request.issuer_did)
    for each in fetching:
        voice.event(
            "fetching",
            id=each.id,
            type=each.vct,
            issuer=each.issuer,
            not_before_s=each.not_before_s or None,
        )


def _show(asked: Asked) -> int:
    from livret_wallet.answering import open_copy
    from livret_wallet.choosing import find_batch
    from livret_wallet.rendering import proof_lines
    from livret_wallet.vault import holdings

    voice = asked.voice
    with open_vault(asked) as vault:
        batches, datings = holdings.batches(vault), holdings.datings(vault)
    batch = find_batch(batches, asked.proof)
    _, dating = datings.get(batch.id, (None, None))
    if voice.json:
        claims = open_copy(batch.copies[0]).claims
        dated_day = None if dating is None else dating.dating.commit.day
        voice.event(
            "proof",
            id=batch.id,
            type=batch.vct,
            claims=claims,
            dated_day=dated_day,
            dated_checked=dating is not None and dating.before_s is not None,
        )
    else:
        voice.lines(proof_lines(batch, voice.lang, dating=dating, plain=voice.plain))
    return 0


def _history(asked: Asked) -> int:
    from livret_core.credential.claim_path import format_path
    from livret_wallet.listing import history_lines
    from livret_wallet.vault import holdings

    voice = asked.voice
    with open_vault(asked) as vault:
        entries, batches = holdings.history(vault), holdings.batches(vault)
    if not voice.json:
        voice.lines(
            history_lines(entries, batches, voice.lang, when=voice.moment, plain=voice.plain)
        )
        return 0
    for entry in entries:
        voice.event(
            "history",
            at_s=entry.at_s,
            kind=entry.kind,
            counterparty=entry.counterparty,
            disclosed=[format_path(each) for each in entry.disclosed],
            dated_day=entry.dated_day,
            **({} if entry.reason is None else {"type": entry.vct, "code": entry.reason}),
        )
    return 0


COMMANDS: Final = (
    Command("list", _list, ("livret wallet list", "livret wallet list --json")),
    Command(
        "show",
        _show,
        ("livret wallet show", "livret wallet show 2 --lang fr"),
        (Argument("proof", "proof"),),
    ),
    Command("history", _history, ("livret wallet history", "livret wallet history --json")),
    Command(
        "list --check",
        _check,
        ("livret wallet list --check", "livret wallet list --check --json"),
        (Argument("--check", default=False), *ASKED_ONLINE),
    ),
)
