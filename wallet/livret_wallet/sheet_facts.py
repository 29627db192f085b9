"""A consent sheet as names and values, and the digest by which a script says yes to it. Pure."""

import hashlib
from typing import Final

from livret_core.credential.claim_path import format_path
from livret_core.encoding.json import JsonObject
from livret_core.words import printable_json
from livret_wallet.consent import ConsentSheet

_DIGEST_CHARS: Final = 20


def sheet_digest(sheet: ConsentSheet) -> str:
    """Name a sheet by its content: 20 characters that change with anything on it.

    A script that answers for its owner must name the sheet it answers; a yes to one
    sheet is none to another. The request's nonce, the copy and its last use are part of
    it, so that a digest is good for one showing. It is the same in every language: it is
    over what is asked and what leaves, why in all languages that were sent, and the
    description of the type that the words are from.
    """
    content = printable_json(_decided(sheet), indent=None)
    # In hex: it is typed after an option, where a leading dash would be one too.
    return hashlib.sha256(content.encode()).hexdigest()[:_DIGEST_CHARS]


def sheet_object(sheet: ConsentSheet) -> JsonObject:
    """Write a sheet for ``--json``. It holds what would leave: it is the holder's own."""
    return {"event": "consent", "digest": sheet_digest(sheet), **sheet_facts(sheet)}


def sheet_facts(sheet: ConsentSheet) -> JsonObject:
    """Everything on a sheet, as names and values."""
    return {
        "service": sheet.service,
        "client_id": sheet.client_id,
        "purpose": sheet.purpose,
        "proof": sheet.proof,
        "issuer": sheet.issuer_did,
        "issuer_calls_itself": sheet.issuer,
        "leaves": {format_path(line.path): line.value for line in sheet.leaves},
        "goes_along": {format_path(line.path): line.value for line in sheet.goes_along},
        "stays": list(sheet.stays),
        "copy": sheet.copy_number,
        "copies": sheet.copies,
        "used_before": sheet.used_before,
        "used_at": sheet.used_at_s,
        "uncertain": sheet.is_uncertain,
        "listed": sheet.listed,
        "listed_at": sheet.listed_at_s,
        "expires_at": None if sheet.expires_at_s is None else int(sheet.expires_at_s),
        "nonce": sheet.nonce,
        "state": sheet.state,
        "number": sheet.number,
        "others": list(sheet.others),
        "dated_day": sheet.dated_day,
        "type": sheet.type_name,
        "answer_to": sheet.answer_to,
        "vouched": sheet.behind,
        "vouched_by": sheet.behind_name,
        "registered_by": sheet.registered_by,
        "registered_for": sheet.registered_for,
        "beyond": _beyond(sheet),
        "together": [sheet_facts(one) for one in sheet.together],
    }


def _decided(sheet: ConsentSheet) -> JsonObject:
    """What a yes is to, in no language."""
    said = sheet_facts(sheet)
    for worded in ("purpose", "proof", "stays", "together"):
        del said[worded]
    return {
        **said,
        "purposes": [list(each) for each in sheet.purposes],
        "vct": sheet.vct,
        "type_digest": sheet.type_digest,
        "kept": [format_path(path) for path in sheet.kept],
        "together": [_decided(one) for one in sheet.together],
    }


def _beyond(sheet: ConsentSheet) -> JsonObject | None:
    """What is asked beyond what a service registered; None for one that registered nothing."""
    excess = sheet.excess
    if sheet.behind != "registered" and not excess:
        return None
    return {
        "over": excess.is_over,
        "types": list(excess.types),
        "claims": [format_path(path) for _, path in excess.claims],
    }
