"""The version of a trust root that follows: drafted, read by who is to sign it, signed and joined."""

import shlex
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from livret_core import limits
from livret_core.errors import MalformedInput, Refused
from livret_core.ledger import root_changes, root_draft
from livret_core.ledger.operation import Operation
from livret_core.ledger.trust_chain import TrustChain, walk
from livret_core.ledger.trust_root import TrustRoot, TrustRootDraft, format_versions
from livret_core.tlog import merkle
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_edge.arguments import Asked
from livret_edge.fetcher import fetcher_of
from livret_edge.files import FILE, check_folder, check_free, named_by, read_file, write_named
from livret_edge.passphrase import take_passphrase
from livret_edge.roots import root_facts, tell_root
from livret_edge.saying import now_s
from livret_edge.trust_file import trusted
from livret_ledger import cosigning, renewing
from livret_ledger.cli.copies import Copy
from livret_ledger.cli.desk.naming import tell_unsigned, words_of
from livret_ledger.cli.desk.standing import At, at_ledger
from livret_ledger.renewing import Ground, Signed
from livret_ledger.store.home import Home
from livret_ledger.store.keys import OPERATION_KEY, read_key
from livret_ledger.words.members import texts

_SIGNATURE_BYTES: Final = 4 << 10
_MOST: Final = 128


def make_next(asked: Asked) -> int:
    """Write the version that follows a policy in force, for its voters to sign."""
    check_free(asked.to, "--to")
    chain = chain_of(asked)
    with at_ledger(asked) as at:
        after = chain.newest.index + 1
        head = at.copy.signed.checkpoint
        entries = enumerate(map(Operation.parse, at.copy.entries(after, head.size)), after)
        ground = renewing.ground_of(
            at.desk, chain.newest, entries, _addresses(asked), _beyond(at.copy)
        )
        joint = _joint(asked, at, chain.newest, ground)
        draft = renewing.next_root(
            at.desk, ground, chain.newest, joint, now_s=now_s(), valid_days=asked.valid
        )
        holders = renewing.holders_of(at.desk)
    write_named(asked.to, root_draft.format(draft), "--to", mode=0o644)
    root = root_draft.unsigned(draft)
    if asked.voice.json:
        asked.voice.event("drafted", **facts_of(root, chain.newest), to=str(asked.to), **at.facts)
        return 0
    _tell(asked, chain.newest, root, holders)
    said = texts(asked.voice.lang)
    asked.voice.tell(
        "✓ " + said["root_drafted"].format(path=asked.to),
        said["root_next"].format(path=shlex.quote(str(asked.to))),
    )
    return 0


def sign(asked: Asked) -> int:
    """Sign a draft with a key that lies in a file, as a founder's does."""
    check_free(asked.to, "--to")
    draft = _draft(asked)
    root, old, holders = _looked_at(asked, draft)
    if not asked.voice.json:
        tell_root(asked.voice, root, old, holders=holders)
    if asked.dry_run:
        return tell_unsigned(asked, **facts_of(root, old))
    passphrase = take_passphrase(asked.passphrase_file, asked.voice)
    with named_by("--key"):
        signer = read_key(asked.key, passphrase, purpose=OPERATION_KEY, code=FILE)
    write_named(asked.to, root_draft.sign(draft, signer), "--to", mode=0o644)
    if asked.voice.json:
        asked.voice.event("signed", **facts_of(root, old), to=str(asked.to))
    else:
        asked.voice.tell("✓ " + texts(asked.voice.lang)["signed"].format(path=asked.to))
    return 0


def review_root(asked: Asked, raw: bytes) -> int:
    """Say what a draft of a trust root says, and who signed it.

    Raises:
        Refused: ``trust.not_voted`` for one that says something else than the ledger does.
    """
    with named_by(asked.named("file")):
        draft = root_draft.parse(raw)
    paths = [] if asked.signatures is None else _signatures(asked)
    with at_ledger(asked) as at:
        chain = _chain_if_any(asked)
        root = _joined(asked, draft, paths)
        old = None if chain is None else root_changes.before(root, chain)
        holders, refusal = renewing.holders_of(at.desk), _not_voted(at, root)
    if asked.voice.json:
        asked.voice.event("draft_root", **facts_of(root, old), **at.facts)
    else:
        signed = [] if old is None else _signed_rows(asked, renewing.signed_by(old, root))
        tell_root(asked.voice, root, old, holders=holders)
        asked.voice.rows([*signed, *at.rows(asked)])
    if refusal is not None:
        raise refusal
    return 0


def join(asked: Asked) -> int:
    """Join a draft with its signatures, and write all versions in one file."""
    check_free(asked.to, "--to")
    paths = _signatures(asked)
    draft, chain = _draft(asked), chain_of(asked)
    root = _joined(asked, draft, paths)
    signed = renewing.signed_by(chain.newest, root)
    if not signed.is_enough and not asked.voice.json:
        asked.voice.rows(_signed_rows(asked, signed))
    # Who signed is said before; what decides is the reader's own rule.
    longer = walk((*chain.roots, root))
    opened = Home.open(asked.home) if asked.install else None
    if opened is not None:
        opened.check_next(root)  # before anything is written
    if not asked.dry_run:
        write_named(asked.to, format_versions(longer.roots), "--to", mode=0o644)
        if opened is not None:
            opened.add_trust_root(root)
    if asked.voice.json:
        asked.voice.event(
            "joined",
            **facts_of(root, chain.newest),
            to=str(asked.to),
            installed=asked.install and not asked.dry_run,
            dry_run=asked.dry_run,
        )
        return 0
    _tell(asked, chain.newest, root)
    said = texts(asked.voice.lang)
    if asked.dry_run:
        asked.voice.tell(said["would_join_root"], said["dry_run"])
        return 0
    asked.voice.tell("✓ " + said["root_joined"].format(path=asked.to), said["sheet_again"])
    if asked.install:
        asked.voice.tell("✓ " + said["root_installed"])
    return 0


def chain_of(asked: Asked) -> TrustChain:
    """Read versions that belong together: handed over, or a home's own."""
    return Home.open(asked.home).trust_chain() if asked.trust is None else trusted(asked)


def facts_of(root: TrustRoot, old: TrustRoot | None) -> dict[str, object]:
    """Say for programs what a version says, and what of it is new."""
    numbers = root.numbers
    return {
        "origin": root.origin,
        "version": root.version,
        "n": numbers.n,
        "q": numbers.q,
        "a": numbers.a,
        "k": numbers.k,
        "voters": [each.who for each in root.voters],
        "expires_s": root.expires_s,
        "index": root.index,
        "joint_size": None if root.joint is None else root.joint.checkpoint.size,
        **root_facts(root, old),
    }


def _draft(asked: Asked) -> TrustRootDraft:
    with named_by(asked.named("file")):
        return root_draft.parse(read_file(asked.file, limits.TRUST_ROOT_BYTES + 64))


def _chain_if_any(asked: Asked) -> TrustChain | None:
    """Read the versions that are at hand; None where nobody said whom to believe."""
    if asked.trust is not None:
        return trusted(asked)
    return Home.open(asked.home).trust_chain() if Home.is_one(asked.home) else None


def _looked_at(
    asked: Asked, draft: TrustRootDraft
) -> tuple[TrustRoot, TrustRoot | None, Mapping[str, str]]:
    """Hold a draft against the version before it and the ledger, as far as they are at hand.

    Raises:
        Refused: ``trust.version``, ``trust.not_voted``.
    """
    root, chain = root_draft.unsigned(draft), _chain_if_any(asked)
    old = None if chain is None else root_changes.before(root, chain)
    if asked.source is None and not Home.is_one(asked.home):
        return root, old, {}
    with at_ledger(asked) as at:
        renewing.check_as_voted(at.desk, root)
        return root, old, renewing.holders_of(at.desk)


def _not_voted(at: At, root: TrustRoot) -> Refused | None:
    """Hold a version against the ledger; what is refused is said after all the rest."""
    try:
        renewing.check_as_voted(at.desk, root)
    except Refused as error:
        return error
    return None


def _signatures(asked: Asked) -> list[Path]:
    folder = check_folder(asked.signatures, "--signatures")
    return sorted(folder.glob("*.json"))[: _MOST + 1]


def _joined(asked: Asked, draft: TrustRootDraft, paths: Sequence[Path]) -> TrustRoot:
    """Join a draft with signatures, and name the file of one that is none."""
    raws = [read_file(each, _SIGNATURE_BYTES) for each in paths]
    for each, raw in zip(paths, raws, strict=True):
        with asked.voice.naming(each.name):
            root_draft.join(draft, [raw])
    return root_draft.join(draft, raws)


def _addresses(asked: Asked) -> dict[str, str]:
    found = {}
    for each in words_of(asked.address):
        name, equals, url = each.partition("=")
        if not equals:
            raise MalformedInput("usage.arguments", "not NAME=https://…", option="--address")
        found[name] = url
    return found


def _joint(asked: Asked, at: At, newest: TrustRoot, ground: Ground) -> SignedCheckpoint:
    """Have the head cosigned by those of both versions, where it is not yet.

    Raises:
        Unavailable: ``trust.joint_open``.
    """
    signed = at.copy.signed
    if cosigning.is_joint(signed, newest.policy, ground.text):
        return signed
    from livret_ledger.service.asking import post_with
    from livret_ledger.service.handing_over import ask_both

    with closing(fetcher_of(asked)) as fetcher:
        return ask_both(signed, newest.policy, ground.text, _prover(at.copy), post_with(fetcher))


def _beyond(copy: Copy) -> tuple[int, Operation] | None:
    """Give the entry where the head ends; only the ledger's own folder has one."""
    size = copy.signed.checkpoint.size
    if copy.size_now is None or copy.size_now <= size:
        return None
    return next(((size, Operation.parse(leaf)) for leaf in copy.entries(size, size + 1)), None)


def _prover(copy: Copy) -> Callable[[int], Sequence[bytes]]:
    size = copy.signed.checkpoint.size
    return lambda old: merkle.prove_consistency(old, size, copy.nodes)


def _signed_rows(asked: Asked, signed: Signed) -> list[tuple[str, str]]:
    said, rows = texts(asked.voice.lang), []
    for label, found, needed, missing in (
        ("of_before", signed.before, signed.needed_before, signed.missing_before),
        ("of_own", signed.own, signed.needed_own, signed.missing_own),
    ):
        count = said["signed_of"].format(count=len(found), needed=needed)
        rows.append((said[label], count))
        if len(found) < needed:
            rows.append((said["missing"], ", ".join(missing)))
    return rows


def _tell(
    asked: Asked, newest: TrustRoot, root: TrustRoot, holders: Mapping[str, str] | None = None
) -> None:
    tell_root(asked.voice, root, newest, holders=holders or {})
    asked.voice.rows(_signed_rows(asked, renewing.signed_by(newest, root)))
