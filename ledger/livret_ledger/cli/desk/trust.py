"""`livret ledger trust`: whom readers are to believe: the sheet at the counter, and the next version."""

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
from livret_core.ledger.trust_root import TrustRoot, TrustRootDraft, format_versions, read_versions
from livret_core.ledger.trusting import to_confirm
from livret_core.tlog import merkle
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.words import printable
from livret_core.words.figures import day
from livret_edge.arguments import DRY_RUN, PASSPHRASE, Argument, Asked, path, whole
from livret_edge.fetcher import fetcher_of
from livret_edge.files import FILE, check_folder, check_free, named_by, read_file, write_named
from livret_edge.passphrase import take_passphrase
from livret_edge.program import Command, Program
from livret_edge.roots import root_facts, tell_root
from livret_edge.saying import now_s
from livret_edge.six_words import WORDS, heard, tell_older
from livret_edge.trust_file import trusted
from livret_ledger import cosigning, renewing
from livret_ledger.cli.copies import Copy
from livret_ledger.cli.desk.naming import AT, TO, tell_unsigned, words_of
from livret_ledger.cli.desk.standing import At, at_ledger
from livret_ledger.renewing import Ground, Signed
from livret_ledger.sheet import Sheet
from livret_ledger.store.home import Home
from livret_ledger.store.keys import OPERATION_KEY, read_key
from livret_ledger.words.members import texts

_MAX_BYTES: Final = 16 << 20
_SIGNATURE_BYTES: Final = 4 << 10
_MOST: Final = 128
_VALID_DAYS: Final = 730
_TEXT: Final = ".txt"
_SHEETS: Final = (".html", ".htm", _TEXT)
_FILE: Final = Argument("file", "file", path, required=True)
_ROOTS: Final = (Argument("--trust", "file", path), AT[-1])


def show(asked: Asked) -> int:
    """Say what each version says, oldest first."""
    voice, said = asked.voice, texts(asked.voice.lang)
    old: TrustRoot | None = None
    for root in _chain(asked).roots:
        if voice.json:
            voice.event("trust_root", **_facts(root, old))
        else:
            voice.tell(said["version"].format(number=root.version))
            tell_root(voice, root, old)
        old = root
    return 0


def sheet(asked: Asked) -> int:
    """Write the sheet for the counter, and the file that goes with it."""
    for to, option in ((asked.to, "--to"), (asked.roots_to, "--roots-to")):
        if to is not None:
            check_free(to, option)
    if asked.to.suffix.lower() not in _SHEETS:
        raise MalformedInput("usage.choice", option="--to", known=", ".join(_SHEETS))
    chain = _chain(asked)
    made = Sheet.of(chain.newest, asked.voice.lang, made_s=now_s())
    is_page = asked.to.suffix.lower() != _TEXT
    content = made.html() if is_page else made.text()
    write_named(asked.to, content.encode(), "--to", mode=0o644)
    if asked.roots_to is not None:
        write_named(asked.roots_to, format_versions(chain.roots), "--roots-to", mode=0o644)
    if asked.voice.json:
        asked.voice.event(
            "sheet",
            origin=made.origin,
            version=made.version,
            expires_s=made.until_s,
            words=list(made.words),
            to=str(asked.to),
        )
        return 0
    said = texts(asked.voice.lang)
    asked.voice.tell("✓ " + said["sheet_written"].format(path=asked.to))
    asked.voice.rows(
        [(said["version_label"], str(made.version)), (said["six_words"], " ".join(made.words))]
    )
    if asked.roots_to is not None:
        asked.voice.tell("✓ " + said["roots_written"].format(path=asked.roots_to))
    asked.voice.tell("! " + said["sheet_compare"])
    if made.until_s <= made.made_s:
        ended = said["sheet_ended"]
        on = day(made.until_s, asked.voice.lang)
        asked.voice.tell("! " + ended.format(version=made.version, day=on))
    return 0


def check(asked: Asked) -> int:
    """Hold six words against a trust root file."""
    with named_by(asked.named("file")):
        versions = read_versions(read_file(asked.file, _MAX_BYTES))
    found = to_confirm(walk(versions), now_s=now_s())
    bears, newest = found.sheet_of(heard(asked, found)), found.newest
    voice = asked.voice
    if voice.json:
        voice.event(
            "same",
            origin=newest.origin,
            versions=newest.version,
            sheet_version=bears.version,
            **root_facts(newest, root_changes.before(newest, found.chain)),
        )
        return 0
    said = texts(voice.lang)["same_words"]
    voice.tell("✓ " + said.format(origin=printable(newest.origin)))
    tell_older(asked, bears, newest)
    tell_root(voice, newest, root_changes.before(newest, found.chain))
    return 0


def make_next(asked: Asked) -> int:
    """Write the version that follows a policy in force, for its voters to sign."""
    check_free(asked.to, "--to")
    chain = _chain(asked)
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
        asked.voice.event("drafted", **_facts(root, chain.newest), to=str(asked.to), **at.facts)
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
        return tell_unsigned(asked, **_facts(root, old))
    passphrase = take_passphrase(asked.passphrase_file, asked.voice)
    with named_by("--key"):
        signer = read_key(asked.key, passphrase, purpose=OPERATION_KEY, code=FILE)
    write_named(asked.to, root_draft.sign(draft, signer), "--to", mode=0o644)
    if asked.voice.json:
        asked.voice.event("signed", **_facts(root, old), to=str(asked.to))
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
        asked.voice.event("draft_root", **_facts(root, old), **at.facts)
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
    draft, chain = _draft(asked), _chain(asked)
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
            **_facts(root, chain.newest),
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


def _chain(asked: Asked) -> TrustChain:
    """Read versions that belong together: handed over, or a home's own."""
    return Home.open(asked.home).trust_chain() if asked.trust is None else trusted(asked)


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


def _facts(root: TrustRoot, old: TrustRoot | None) -> dict[str, object]:
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


PROGRAM: Final = Program(
    "livret ledger trust",
    "livret_ledger.words.members:TRUST",
    (
        Command(
            "sheet",
            sheet,
            (
                "livret ledger trust sheet --to sheet.html --roots-to trust-root.jsonl",
                "livret ledger trust sheet --to sheet.txt --trust trust-root.jsonl --lang nl",
            ),
            (TO, Argument("--roots-to", "file", path), *_ROOTS),
        ),
        Command(
            "check",
            check,
            (
                "livret ledger trust check trust-root.jsonl",
                "livret ledger trust check trust-root.jsonl --words-file words.txt",
            ),
            (_FILE, *WORDS),
        ),
        Command(
            "show",
            show,
            (
                "livret ledger trust show",
                "livret ledger trust show --trust trust-root.jsonl --json",
            ),
            _ROOTS,
        ),
        Command(
            "next",
            make_next,
            (
                "livret ledger trust next --to trust-2.json",
                "livret ledger trust next --to trust-2.json --from copy/ \\\n    --trust t.jsonl --address dinant.example/w=https://dinant.example/w",
            ),
            (
                TO,
                Argument("--address", "addresses"),
                Argument("--valid", "number", whole(1, lambda: 3_660), default=_VALID_DAYS),
                *AT,
            ),
        ),
        Command(
            "sign",
            sign,
            (
                "livret ledger trust sign trust-2.json --key namur.key --to sigs/namur.json",
                "livret ledger trust sign trust-2.json --key namur.key --to namur.json \\\n    --trust trust-root.jsonl --from copy/",
            ),
            (_FILE, Argument("--key", "file", path, required=True), TO, DRY_RUN, PASSPHRASE, *AT),
        ),
        Command(
            "join",
            join,
            (
                "livret ledger trust join trust-2.json --signatures signatures/ \\\n    --to trust-root.jsonl",
                "livret ledger trust join trust-2.json --signatures signatures/ \\\n    --to trust-root.jsonl --install --home /var/lib/ledger",
            ),
            (
                _FILE,
                Argument("--signatures", "folder", path, required=True),
                TO,
                Argument("--install", default=False),
                DRY_RUN,
                *_ROOTS,
            ),
        ),
    ),
    examples=(
        "livret ledger trust sheet --to sheet.html",
        "livret ledger trust check trust-root.jsonl",
    ),
)
