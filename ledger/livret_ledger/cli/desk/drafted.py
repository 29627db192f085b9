"""A draft is made, looked at and joined; the ledger's rules are asked before anybody signs."""

import shlex
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from livret_core import limits
from livret_core.encoding.json import JsonObject
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.ledger import draft as drafts
from livret_core.ledger import root_draft
from livret_core.ledger.apply import apply
from livret_core.ledger.explaining import members_of, tell
from livret_core.ledger.operation import Draft
from livret_core.ledger.records import LogRecord
from livret_core.words import explain_error, printable
from livret_core.words.entries import draft_rows, draft_sentence
from livret_edge.arguments import Asked
from livret_edge.files import check_folder, check_free, named_by, read_file, write_named
from livret_edge.saying import local_zone, now_s
from livret_ledger import drafting
from livret_ledger.cli.desk.standing import At, at_ledger
from livret_ledger.drafting import Desk, Signatory, Wanted
from livret_ledger.service.recovering import ROTATE
from livret_ledger.words.members import texts

Made: TypeAlias = tuple[str, str, JsonObject]
"""Type, subject and body of an operation."""

_SIGNATURE_BYTES: Final = 4 << 10
_MOST: Final = 64


def drafted(make: Callable[[Asked, Desk], Made]) -> Callable[[Asked], int]:
    """Make a command that drafts what *make* says."""

    def run(asked: Asked) -> int:
        check_free(asked.to, "--to")
        with at_ledger(asked) as at:
            kind, subject, body = make(asked, at.desk)
            draft = drafting.follow(at.desk, kind, subject, body, now_s=now_s())
            wanted = drafting.rehearse(at.desk, draft)
        write_named(asked.to, drafts.format(draft), "--to", mode=0o644)
        if asked.voice.json:
            asked.voice.event(
                "drafted", **_facts(draft), **_wanted(wanted), to=str(asked.to), **at.facts
            )
            return 0
        voice, said = asked.voice, texts(asked.voice.lang)
        _tell(asked, draft)
        voice.rows([*_signature_rows(asked, wanted), *at.rows(asked)])
        voice.tell(
            "✓ " + said["drafted"].format(path=asked.to),
            said["sign_next"].format(path=shlex.quote(str(asked.to))),
        )
        return 0

    return run


def review(asked: Asked) -> int:
    """Say what a draft means, who signed it and who is missing."""
    with named_by(asked.named("file")):
        raw = read_file(asked.file, limits.TRUST_ROOT_BYTES + 2 * limits.OPERATION_BYTES)
    if root_draft.is_draft(raw):
        from livret_ledger.cli.desk.next_root import review_root

        return review_root(asked, raw)
    with named_by(asked.named("file")):
        draft = drafts.parse(raw)
    raws = [] if asked.signatures is None else _signatures(asked)
    with at_ledger(asked) as at:
        wanted, refusal = _rehearsed(at, draft)
        signed = _signed(asked, at, draft, raws)
    if asked.voice.json:
        code = None if refusal is None else refusal.code
        told = {} if wanted is None else _wanted(wanted, signed)
        signers = [each.who for each in signed]
        asked.voice.event(
            "draft", **_facts(draft), signed=signers, **told, refused=code, **at.facts
        )
    else:
        _tell(asked, draft)
        rows = [] if wanted is None else _signature_rows(asked, wanted, signed)
        asked.voice.rows([*rows, *at.rows(asked)])
        if wanted is not None and not wanted.missing([each.did for each in signed]):
            asked.voice.tell("✓ " + texts(asked.voice.lang)["enough"])
    if refusal is not None:
        raise refusal
    return 0


def join(asked: Asked) -> int:
    """Join a draft with its signatures, if the ledger would take it so."""
    check_free(asked.to, "--to")
    draft, raws = _draft(asked), _signatures(asked)
    with at_ledger(asked) as at:
        signed = _signed(asked, at, draft, raws)
        operation = drafts.join(draft, [raw for _, raw in raws])
        try:
            change = apply(at.desk, operation)
        except Refused:
            wanted, _ = _rehearsed(at, draft)
            if wanted is not None and not asked.voice.json:
                asked.voice.rows(_signature_rows(asked, wanted, signed))
            raise
    if not asked.dry_run:
        write_named(asked.to, operation.leaf, "--to", mode=0o644)
    if asked.voice.json:
        asked.voice.event(
            "joined",
            **_facts(draft),
            signatures=len(signed),
            to=str(asked.to),
            dry_run=asked.dry_run,
        )
        return 0
    _tell(asked, draft)
    if asked.dry_run:
        said = texts(asked.voice.lang)
        asked.voice.tell(said["would_join"].format(count=len(signed)), said["dry_run"])
        return 0
    said, path = texts(asked.voice.lang), shlex.quote(str(asked.to))
    asked.voice.tell("✓ " + said["joined"].format(path=asked.to, count=len(signed)))
    # In a folder that was made because the key is lost, there is nobody to hand it in to.
    is_lost = asked.source is None and (asked.home / ROTATE).is_file()
    if not is_lost or draft.type != "log.rotate":
        asked.voice.tell(said["submit_next"].format(path=path))
    log = change.writes.get("log")
    if draft.type == "log.rotate" and isinstance(log, LogRecord) and log.next_from_s is not None:
        # Where the old key is lost, nobody is there to hand it in to.
        at_s = asked.voice.moment(log.next_from_s)
        asked.voice.tell(said["take_over_next"].format(path=path, time=at_s))
    return 0


def _rehearsed(at: At, draft: Draft) -> tuple[Wanted | None, LivretError | None]:
    """Ask the rules; what they refuse is said after all the rest."""
    try:
        return drafting.rehearse(at.desk, draft), None
    except LivretError as error:
        return None, error


def _signed(
    asked: Asked, at: At, draft: Draft, raws: Sequence[tuple[Path, bytes]]
) -> tuple[Signatory, ...]:
    """Verify each signature by itself, and name the file of one that does not hold."""
    found: list[Signatory] = []
    for path, raw in raws:
        with asked.voice.naming(path.name):
            dids = drafting.signers_of(at.desk, draft, raw)
        found += [Signatory(drafting.owner_of(at.desk, did), did) for did in dids]
    return tuple(found)


def _draft(asked: Asked) -> Draft:
    with named_by(asked.named("file")):
        return drafts.parse(read_file(asked.file, 2 * limits.OPERATION_BYTES))


def _signatures(asked: Asked) -> list[tuple[Path, bytes]]:
    folder = check_folder(asked.signatures, "--signatures")
    paths = sorted(folder.glob("*.json"))[: _MOST + 1]
    if not paths:
        raise MalformedInput(
            "usage.no_file", option="--signatures", file=str(folder), reason="missing"
        )
    return [(path, read_file(path, _SIGNATURE_BYTES)) for path in paths]


def _tell(asked: Asked, draft: Draft) -> None:
    """Say what would stand in the ledger, in words and then member by member."""
    voice, said = asked.voice, texts(asked.voice.lang)
    told = tell(draft)
    voice.tell(draft_sentence(told.sentence, told.facts, voice.lang))
    voice.rows(
        [
            (said["what"], draft.type),
            (said["about"], printable(draft.subject)),
            *draft_rows(members_of(draft), voice.lang, voice.moment),
            (said["ledger"], draft.ledger),
        ]
    )


def _signature_rows(
    asked: Asked, wanted: Wanted, signed: Sequence[Signatory] = ()
) -> list[tuple[str, str]]:
    said, dids = texts(asked.voice.lang), [each.did for each in signed]
    rows = [(said["signed_by"], _names(signed))] if signed else []
    if not wanted.missing(dids):
        return rows
    if wanted.alone:
        rows.append((said["one_of"], _names(wanted.alone)))
    if wanted.together:
        left = [each for each in wanted.together if each.did not in dids]
        needed = wanted.needed - (len(wanted.together) - len(left))
        label = said["or_some_of"] if wanted.alone else said["some_of"]
        # Enough of them may have signed, and who signs besides not yet.
        if needed > 0:
            rows.append((label.format(count=needed), _names(left)))
    also = [each for each in wanted.also if each.did not in dids]
    if also:
        rows.append((said["also"], _names(also)))
    for each, error in wanted.kept_out:
        why = explain_error(error, asked.voice.lang, zone=local_zone).what
        rows.append((said["kept_out"], f"{each.who}: {why}"))
    return rows


def _names(people: Sequence[Signatory]) -> str:
    return ", ".join(sorted({each.who for each in people}))


def _facts(draft: Draft) -> dict[str, object]:
    return {
        "type": draft.type,
        "id": draft.id,
        "subject": draft.subject,
        "body": dict(draft.body),
        "issued_at_s": draft.issued_at_s,
    }


def _wanted(wanted: Wanted, signed: Sequence[Signatory] = ()) -> dict[str, object]:
    return {
        "any_one_of": [each.who for each in wanted.alone],
        "or_together": [each.who for each in wanted.together],
        "needed": wanted.needed,
        "and": [each.who for each in wanted.also],
        "kept_out": {each.who: error.code for each, error in wanted.kept_out},
        "missing": wanted.missing([each.did for each in signed]),
    }
