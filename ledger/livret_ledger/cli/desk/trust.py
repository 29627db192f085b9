"""`livret ledger trust`: whom readers are to believe: the sheet at the counter, and the next version."""

from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Final

from livret_core import limits
from livret_core.errors import MalformedInput
from livret_core.ledger import root_draft
from livret_core.ledger.operation import Operation
from livret_core.ledger.trust_chain import TrustChain, walk
from livret_core.ledger.trust_root import TrustRoot, TrustRootDraft, format_versions, read_versions
from livret_core.ledger.trusting import to_confirm
from livret_core.tlog import merkle
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.words import printable
from livret_core.words.figures import day
from livret_edge.arguments import PASSPHRASE, Argument, Asked, path, whole
from livret_edge.files import FILE, check_folder, check_free, named_by, read_file, write_file
from livret_edge.passphrase import take_passphrase
from livret_edge.program import Command, Program
from livret_edge.saying import now_s
from livret_edge.six_words import WORDS, heard, tell_older
from livret_edge.trust_file import trusted
from livret_ledger import cosigning, renewing
from livret_ledger.cli.copies import Copy
from livret_ledger.cli.desk.naming import AT, TO, words_of
from livret_ledger.cli.desk.standing import At, at_ledger
from livret_ledger.cli.working import fetcher_of
from livret_ledger.renewing import Ground, Signed
from livret_ledger.sheet import Sheet
from livret_ledger.store.home import OPERATION_KEY, Home, read_key
from livret_ledger.words.members import texts

_MAX_BYTES: Final = 16 << 20
_SIGNATURE_BYTES: Final = 4 << 10
_MOST: Final = 128
_VALID_DAYS: Final = 730
_FILE: Final = Argument("file", "file", path, required=True)
_ROOTS: Final = (Argument("--trust", "file", path), AT[-1])


def show(asked: Asked) -> int:
    """Say what each version says, oldest first."""
    voice, said = asked.voice, texts(asked.voice.lang)
    for root in _chain(asked).roots:
        if voice.json:
            voice.event("trust_root", **_facts(root))
            continue
        numbers = root.numbers
        rows = [
            (said["ledger"], printable(root.origin)),
            (said["must_agree"], said["q_of_n"].format(q=numbers.q, n=numbers.n)),
            (said["auditors_needed"], str(numbers.a)),
            (said["harmless"], str(numbers.f)),
            (said["voters"], ", ".join(each.who for each in root.voters)),
            (said["until"], day(root.expires_s, voice.lang)),
        ]
        voice.tell(said["version"].format(number=root.version))
        voice.rows(rows)
    return 0


def sheet(asked: Asked) -> int:
    """Write the sheet for the counter, and the file that goes with it."""
    for to, option in ((asked.to, "--to"), (asked.roots_to, "--roots-to")):
        if to is not None:
            check_free(to, option)
    chain = _chain(asked)
    made = Sheet.of(chain.newest, asked.voice.lang, made_s=now_s())
    is_page = asked.to.suffix.lower() in {".html", ".htm"}
    content = made.html() if is_page else made.text()
    write_file(asked.to, content.encode(), mode=0o644)
    if asked.roots_to is not None:
        write_file(asked.roots_to, format_versions(chain.roots), mode=0o644)
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
        )
        return 0
    said = texts(voice.lang)["same_words"]
    voice.tell("✓ " + said.format(origin=printable(newest.origin)))
    tell_older(asked, bears, newest)
    return 0


def make_next(asked: Asked) -> int:
    """Write the version that follows a policy in force, for its voters to sign."""
    check_free(asked.to, "--to")
    chain = _chain(asked)
    with at_ledger(asked) as at:
        after = chain.newest.index + 1
        head = at.copy.signed.checkpoint
        entries = enumerate(map(Operation.parse, at.copy.entries(after, head.size)), after)
        ground = renewing.ground_of(at.desk, chain.newest, entries, _addresses(asked))
        joint = _joint(asked, at, chain.newest, ground)
        draft = renewing.next_root(
            at.desk, ground, chain.newest, joint, now_s=now_s(), valid_days=asked.valid
        )
    write_file(asked.to, root_draft.format(draft), mode=0o644)
    root = root_draft.unsigned(draft)
    if asked.voice.json:
        asked.voice.event("drafted", **_facts(root), to=str(asked.to), **at.facts)
        return 0
    _tell(asked, chain.newest, root)
    said = texts(asked.voice.lang)
    asked.voice.tell(
        "✓ " + said["root_drafted"].format(path=asked.to),
        said["root_next"].format(path=asked.to),
    )
    return 0


def sign(asked: Asked) -> int:
    """Sign a draft with a key that lies in a file, as a founder's does."""
    check_free(asked.to, "--to")
    draft = _draft(asked)
    root = root_draft.unsigned(draft)
    if not asked.voice.json:
        asked.voice.rows(_root_rows(asked, root))
    passphrase = take_passphrase(asked.passphrase_file, asked.voice)
    with named_by("--key"):
        signer = read_key(asked.key, passphrase, purpose=OPERATION_KEY, code=FILE)
    write_file(asked.to, root_draft.sign(draft, signer), mode=0o644)
    if asked.voice.json:
        asked.voice.event("signed", version=root.version, to=str(asked.to))
    else:
        asked.voice.tell("✓ " + texts(asked.voice.lang)["signed"].format(path=asked.to))
    return 0


def join(asked: Asked) -> int:
    """Join a draft with its signatures, and write all versions in one file."""
    check_free(asked.to, "--to")
    folder = check_folder(asked.signatures, "--signatures")
    paths = sorted(folder.glob("*.json"))[: _MOST + 1]
    draft, chain = _draft(asked), _chain(asked)
    root = root_draft.join(draft, [read_file(each, _SIGNATURE_BYTES) for each in paths])
    signed = renewing.signed_by(chain.newest, root)
    if not signed.is_enough and not asked.voice.json:
        asked.voice.rows(_signed_rows(asked, signed))
    # Who signed is said before; what decides is the reader's own rule.
    longer = walk((*chain.roots, root))
    write_file(asked.to, format_versions(longer.roots), mode=0o644)
    if asked.install:
        Home.open(asked.home).add_trust_root(root)
    if asked.voice.json:
        asked.voice.event("joined", **_facts(root), to=str(asked.to), installed=asked.install)
        return 0
    _tell(asked, chain.newest, root)
    said = texts(asked.voice.lang)
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


def _prover(copy: Copy) -> Callable[[int], Sequence[bytes]]:
    size = copy.signed.checkpoint.size
    return lambda old: merkle.prove_consistency(old, size, copy.nodes)


def _facts(root: TrustRoot) -> dict[str, object]:
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
    }


def _root_rows(asked: Asked, root: TrustRoot) -> list[tuple[str, str]]:
    said, numbers = texts(asked.voice.lang), root.numbers
    rows = [
        (said["ledger"], printable(root.origin)),
        (said["version_label"], str(root.version)),
        (said["must_agree"], said["q_of_n"].format(q=numbers.q, n=numbers.n)),
        (said["auditors_needed"], str(numbers.a)),
        (said["voters"], ", ".join(each.who for each in root.voters)),
        (said["until"], day(root.expires_s, asked.voice.lang)),
    ]
    if root.joint is not None:
        rows.append((said["joint"], str(root.joint.checkpoint.size)))
    return rows


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


def _tell(asked: Asked, newest: TrustRoot, root: TrustRoot) -> None:
    asked.voice.rows(
        [*_root_rows(asked, root), *_signed_rows(asked, renewing.signed_by(newest, root))]
    )


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
                "livret ledger trust sign trust-2.json --key namur.key --to namur.json --json",
            ),
            (_FILE, Argument("--key", "file", path, required=True), TO, PASSPHRASE),
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
                *_ROOTS,
            ),
        ),
    ),
    examples=(
        "livret ledger trust sheet --to sheet.html",
        "livret ledger trust check trust-root.jsonl",
    ),
)
