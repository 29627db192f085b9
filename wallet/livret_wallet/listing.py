"""The list of proofs: one entry a proof, and no library loaded to write it. Pure."""

import textwrap
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Final

from livret_core.credential.type_names import claim_name, type_name
from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError
from livret_core.partial_date import PartialDate
from livret_core.short_code import ShortCode
from livret_core.words import COLUMNS, Language, labelled_lines, unsigned
from livret_wallet.records import HeldBatch, HistoryEntry, PendingRequest
from livret_wallet.words import texts

if TYPE_CHECKING:
    from livret_wallet.missing_record import MissingProof
    from livret_wallet.pickup_record import Pickup

_NAME: Final = 28
_ISSUER: Final = 26
_SIGNS: Final = {"valid": "✓", "suspended": "!", "revoked": "✗"}
_GO_ON: Final = "livret wallet receive --continue"


def expires_at_s(batch: HeldBatch) -> int | None:
    """When a held proof ends, seconds since 1970. It was verified when it came."""
    payload = batch.copies[0].sd_jwt.partition("~")[0].split(".")[1]
    ends = json_encoding.parse_object(base64url.decode(payload)).get("exp")
    return int(ends) if isinstance(ends, int | float) else None


def unused(batch: HeldBatch) -> int:
    """How many copies were never shown."""
    return batch.unused


def until(at_s: float | None, language: Language) -> str:
    """Say when a proof ends: its last day, in words."""
    said = texts(language)
    if at_s is None:
        return said["no_end"]
    # `exp` is the first second it no longer holds; people are told the last day.
    return said["until"].format(day=PartialDate.of_instant(at_s - 1).words(language))


def status_told(batch: HeldBatch, language: Language, *, when: Callable[[int], str]) -> str:
    """Say what the last look at its list said of a proof, behind a sign; or that there was none."""
    said, seen = texts(language), batch.seen
    if seen is None:
        return f"· {said['seen_never']}"
    if seen.listed_at_s is None:
        return f"✓ {said['seen_no_list']}"
    told = said[f"seen_{seen.stand}"]
    times = {"listed": when(seen.listed_at_s), "checked": when(seen.checked_at_s)}
    return f"{_SIGNS[seen.stand]} {told.format(**times)}"


def list_lines(
    batches: Sequence[HeldBatch],
    pending: Sequence[PendingRequest],
    language: Language,
    *,
    when: Callable[[int], str],
    fetching: Sequence["Pickup"] = (),
    missing: Sequence["MissingProof"] = (),
    renewable: Collection[str] = (),
    plain: bool = False,
) -> list[str]:
    """Write what is held, then what was asked for; the number is what ``show`` takes.

    Args:
        batches: held, in their order.
        pending: asked for in files, and not answered.
        language: the reader's.
        when: writes an instant as this reader reads it.
        fetching: begun over the network, and not here yet.
        missing: known, their keys gone.
        renewable: the ids of those whose town hall can be asked again.
        plain: one fact a line.
    """
    said = texts(language)
    if not batches and not pending and not fetching and not missing:
        return [said["empty"]]
    lines: list[str] = []
    for number, batch in enumerate(batches, 1):
        name = unsigned(type_name(batch.vct, language))
        left = said["copies_left"].format(left=unused(batch), all=len(batch.copies))
        if batch.replaced_at_s is not None:
            left = said["replaced"]
        elif batch.restored_from_s is not None:
            left = said["copies_uncertain"].format(all=len(batch.copies))
        ends = until(expires_at_s(batch), language)
        status = status_told(batch, language, when=when)
        if plain:
            rows = [(f"{said['proof']} {number}", name)]
            rows += [(said["issuer"], unsigned(batch.issuer_name)), (said["holds"], ends)]
            rows += [(said["copies"], left), (said["status"], status)]
            lines += labelled_lines(rows, language, plain=True)
            continue
        issuer = unsigned(batch.issuer_name, max_chars=_ISSUER)
        lines.append(f"{number:>3}  {name:<{_NAME}} {issuer:<{_ISSUER}}".rstrip())
        lines.append(f"     {ends:<{_NAME}} {left}")
        indent = " " * 5
        lines += textwrap.wrap(
            status, COLUMNS, initial_indent=indent, subsequent_indent=f"{indent}  "
        )
    for request in pending:
        issuer = unsigned(request.issuer_name, max_chars=_ISSUER)
        name = unsigned(type_name(request.vct, language))
        code = str(ShortCode.parse(request.code))
        if plain:
            rows = [(said["waiting"], f"{name}, {issuer}"), (said["code"], code)]
            lines += labelled_lines(rows, language, plain=True)
            continue
        lines.append(f"  …  {name:<{_NAME}} {issuer:<{_ISSUER}}".rstrip())
        lines.append(f"     {code:<{_NAME}} {said['waiting']}")
    for each in fetching:
        issuer = unsigned(each.issuer_name, max_chars=_ISSUER)
        name = unsigned(type_name(each.vct, language))
        if plain:
            rows = [(said["fetching"], f"{name}, {issuer}"), (said["go_on"], _GO_ON)]
            lines += labelled_lines(rows, language, plain=True)
            continue
        lines.append(f"  …  {name:<{_NAME}} {issuer:<{_ISSUER}}".rstrip())
        lines.append(f"     {said['fetching']}: {_GO_ON}")
    for gone in missing:
        issuer = unsigned(gone.issuer_name, max_chars=_ISSUER)
        name = unsigned(type_name(gone.vct, language))
        if plain:
            rows = [(said["missing"], f"{name}, {issuer}"), (said["code"], code_of(gone.code))]
            step = (said["go_on"], renewing(gone, renewable, language))
            lines += labelled_lines([*rows, step], language, plain=True)
            continue
        lines.append(f"  ?  {name:<{_NAME}} {issuer:<{_ISSUER}}".rstrip())
        lines.append(f"     {code_of(gone.code):<{_NAME}} {said['missing']}")
        lines.append(f"     {renewing(gone, renewable, language)}")
    return lines


def renewing(missing: "MissingProof", renewable: Collection[str], language: Language) -> str:
    """Say how a proof comes back: the command that fetches it, or the counter."""
    if missing.id in renewable:
        return f"livret wallet renew {missing.id}"
    return texts(language)["missing_counter"]


def code_of(text: str) -> str:
    """Write the code of a hand-over as people read it; a dash where there was none."""
    try:
        return str(ShortCode.parse(text))
    except LivretError:
        return unsigned(text, max_chars=_NAME) or "–"


def history_lines(
    entries: Sequence[HistoryEntry],
    batches: Sequence[HeldBatch],
    language: Language,
    *,
    when: Callable[[int], str],
    plain: bool = False,
) -> list[str]:
    """Write what came and went, newest first, claims called as their proof calls them.

    Args:
        entries: in the order to show them in.
        batches: the proofs held, which know what their claims are called.
        language: the reader's.
        when: writes an instant as this reader reads it.
        plain: one fact a line.
    """
    said = texts(language)
    if not entries:
        return [said["no_history"]]
    types = {batch.id: batch.vct for batch in batches}
    lines: list[str] = []
    for entry in entries:
        what, whom = said[f"history_{entry.kind}"], unsigned(entry.counterparty)
        proof = types.get(entry.batch_id or "", entry.vct or "")
        names = [unsigned(claim_name(proof, path, language)) for path in entry.disclosed]
        if proof:
            names.insert(0, unsigned(type_name(proof, language)))
        if entry.dated_day is not None:
            names.append(said["dating_left"])
        if entry.wanted:
            wanted = [unsigned(claim_name(proof, path, language)) for path in entry.wanted]
            names.append(said["history_wanted"].format(claims=", ".join(dict.fromkeys(wanted))))
        if entry.reason is not None:
            names.append(said["history_why"].format(code=entry.reason))
        # Two parts of one claim may bear one name.
        facts = list(dict.fromkeys(names))
        if plain:
            text = ", ".join((what, whom, *facts))
            lines += labelled_lines([(when(entry.at_s), text)], language, plain=True)
            continue
        lines.append(f"  {when(entry.at_s)}")
        lines += textwrap.wrap(
            f"{what}  {whom}", COLUMNS, initial_indent=" " * 4, subsequent_indent=" " * 8
        )
        if facts:
            indent = " " * 8
            lines += textwrap.wrap(
                "; ".join(facts), COLUMNS, initial_indent=indent, subsequent_indent=indent
            )
    return lines
