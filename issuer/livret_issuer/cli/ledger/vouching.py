"""Drafts of others are signed and joined; what was made for the ledger is listed."""

from typing import Final

from livret_core import limits
from livret_core.dids.key import DidKey
from livret_core.errors import MalformedInput
from livret_core.ledger import draft as drafts
from livret_core.ledger import root_changes, root_draft
from livret_core.ledger.explaining import members_of, tell
from livret_core.ledger.operation import Draft
from livret_core.ledger.trust_chain import TrustChain
from livret_core.ledger.watching import is_in_name_of
from livret_core.words import printable, stated
from livret_core.words.entries import draft_rows, draft_sentence
from livret_edge.arguments import Asked
from livret_edge.files import (
    check_folder,
    check_free,
    make_named_folder,
    named_by,
    read_file,
    remove_stale,
    write_into,
    write_named,
)
from livret_edge.passphrase import take_passphrase
from livret_edge.roots import root_facts, tell_root
from livret_edge.saying import now_s
from livret_edge.trust_file import trusted
from livret_issuer.cli.ledger.believing import believed
from livret_issuer.cli.ledger.identity import open_ledger_office
from livret_issuer.cli.opening import open_office
from livret_issuer.store import read_founder_key
from livret_issuer.words.ledger import texts

_SIGNATURE_BYTES: Final = 4 << 10
_MOST: Final = 64
_SIGNS: Final = {
    "open": "…",
    "taken": "✓",
    "refused": "✗",
    "foreign": "!",
    "unanswered": "✗",
    "theirs": "!",
}


def sign(asked: Asked) -> int:
    """Sign a draft with this town hall's operation key; a dry run opens the key, and signs nothing."""
    check_free(asked.to, "--to")
    with named_by(asked.named("file")):
        raw = read_file(asked.file, limits.TRUST_ROOT_BYTES + limits.OPERATION_BYTES)
    if root_draft.is_draft(raw):
        return _sign_root(asked, raw)
    draft = _draft(asked)
    # Who is asked for a passphrase reads first what it is for; else what is told comes last, so
    # that a reader that goes away early takes nothing with it.
    reads_first = asked.passphrase_file is None
    if reads_first:
        _tell(asked, draft)
    signature = None
    if asked.key is None:
        office = open_ledger_office(asked)
        if asked.dry_run:
            office.check_may_sign(draft)
        else:
            signature = office.sign(draft, now_s=now_s())
    else:
        passphrase = take_passphrase(asked.passphrase_file, asked.voice)
        with named_by("--key"):
            founder = read_founder_key(asked.key, passphrase)
        did = DidKey.of(founder.public_key)
        if not asked.dry_run:
            signature = drafts.sign(draft, founder, by=did.did, key_id=did.verification_method)
    if signature is not None:
        write_named(asked.to, signature, "--to", mode=0o644)
    if not reads_first:
        _tell(asked, draft)
    if signature is None:
        return _rehearsed(asked, type=draft.type, id=draft.id)
    _done(asked, "signed", draft)
    return 0


def _tell(asked: Asked, draft: Draft) -> None:
    voice, said = asked.voice, texts(asked.voice.lang)
    if voice.json:
        return
    told = tell(draft)
    voice.tell(draft_sentence(told.sentence, told.facts, voice.lang))
    voice.rows(
        [
            (said["what"], draft.type),
            (said["about"], printable(draft.subject)),
            *draft_rows(members_of(draft), voice.lang, voice.moment),
            (said["ledger"], draft.ledger),
            (said["made"], voice.moment(draft.issued_at_s)),
        ]
    )


def _sign_root(asked: Asked, raw: bytes) -> int:
    """Sign the next trust root: who is to be believed about this ledger from then on."""
    with named_by(asked.named("file")):
        draft = root_draft.parse(raw)
    root, voice, said = root_draft.unsigned(draft), asked.voice, texts(asked.voice.lang)
    chain = _known(asked)
    old = None if chain is None else root_changes.before(root, chain)
    reads_first = asked.passphrase_file is None

    def tell_it() -> None:
        if not voice.json:
            voice.tell(said["root"].format(version=root.version))
            tell_root(voice, root, old)

    if reads_first:
        tell_it()
    signature = None
    if asked.key is None:
        office = open_ledger_office(asked)
        if asked.dry_run:
            office.check_may_sign_root(draft)
        else:
            signature = office.sign_root(draft)
    else:
        passphrase = take_passphrase(asked.passphrase_file, asked.voice)
        with named_by("--key"):
            founder = read_founder_key(asked.key, passphrase)
        if not asked.dry_run:
            signature = root_draft.sign(draft, founder)
    if signature is not None:
        write_named(asked.to, signature, "--to", mode=0o644)
    if not reads_first:
        tell_it()
    if signature is None:
        return _rehearsed(asked, type="trust-root", version=root.version, **root_facts(root, old))
    if voice.json:
        facts = root_facts(root, old)
        voice.event("signed", type="trust-root", version=root.version, to=str(asked.to), **facts)
    else:
        voice.tell("✓ " + said["signed"].format(path=asked.to))
    return 0


def _rehearsed(asked: Asked, **facts: object) -> int:
    """Say that it would be signed, and was not."""
    if asked.voice.json:
        asked.voice.event("would_sign", **facts, dry_run=True)
    else:
        asked.voice.tell(texts(asked.voice.lang)["dry_run"])
    return 0


def _known(asked: Asked) -> TrustChain | None:
    """Give the versions of a trust root that are known here; None for a founder without a home."""
    if asked.trust is not None:
        return trusted(asked)
    if asked.key is not None and not asked.home.exists():
        return None
    found = believed(asked)
    return None if found is None else found.chain


def join(asked: Asked) -> int:
    """Join a draft with its signatures."""
    draft = _draft(asked)
    check_free(asked.to, "--to")
    folder = check_folder(asked.signatures, "--signatures")
    found = sorted(folder.glob("*.json"))[: _MOST + 1]
    if not found:
        raise MalformedInput(
            "usage.no_file", option="--signatures", file=str(folder), reason="missing"
        )
    raws = [read_file(each, _SIGNATURE_BYTES) for each in found]
    for each, raw in zip(found, raws, strict=True):
        with asked.voice.naming(each.name):
            drafts.join(draft, [raw])
    joined = drafts.join(draft, raws)
    write_named(asked.to, joined.leaf, "--to", mode=0o644)
    _done(asked, "joined", draft)
    return 0


def journal(asked: Asked) -> int:
    """List what was made for the ledger; write what is open once more where that is asked for."""
    voice, said = asked.voice, texts(asked.voice.lang)
    opened = open_office(asked)
    if asked.to is not None:
        make_named_folder(asked.to, "--to")
        remove_stale(asked.to, ".json")
    made = opened.on_ledger().journal()
    digits = len(str(len(made)))
    for number, each in enumerate(made, 1):
        operation, to = each.operation, None
        if asked.to is not None and (asked.all or each.stand == "open"):
            # They are handed in by their names, one behind the other.
            name = f"{number:0{digits}}.{operation.type}.json"
            to = write_into(asked.to, name, operation.leaf, "--to", mode=0o644)
        if voice.json:
            voice.event(
                "operation",
                type=operation.type,
                id=operation.id,
                record=each.record,
                seq=operation.seq,
                made_at=each.made_at_s,
                stand=each.stand,
                settled_at=each.settled_at_s,
                proven=each.proof is not None,
                index=each.index,
                to=None if to is None else str(to),
            )
            continue
        stood: str = each.stand
        if stood == "unanswered" and not is_in_name_of(opened.hall.did.text, operation):
            stood = "theirs"  # rightly, in their own name: the watch gives it the same sign
        stand = said[f"stand_{stood}"]
        when = voice.moment(each.made_at_s)
        if voice.plain:
            voice.tell(stated(operation.type, f"{when}, {stand}", voice.lang))
        else:
            voice.lines([f"  {_SIGNS[stood]} {operation.type:<15}  {when:<33}  {stand}"])
    # A watch elsewhere reads this: what was signed for others is the town hall's own, too.
    own = opened.own_name().known_ids() - {each.operation.id for each in made}
    if own and not voice.json:
        voice.tell(said["for_others"].format(count=len(own)))
    if voice.json:
        for operation_id in sorted(own):
            voice.event("signed_for_others", id=operation_id)
    return 0


def _draft(asked: Asked) -> Draft:
    with named_by(asked.named("file")):
        return drafts.parse(read_file(asked.file, 2 * limits.OPERATION_BYTES))


def _done(asked: Asked, what: str, draft: Draft) -> None:
    if asked.voice.json:
        asked.voice.event(what, type=draft.type, id=draft.id, to=str(asked.to))
    else:
        asked.voice.tell("✓ " + texts(asked.voice.lang)[what].format(path=asked.to))
