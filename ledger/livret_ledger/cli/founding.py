"""`livret ledger genesis`: a plan, a key for each founder, signatures, and all of it joined."""

from typing import Final

from livret_core import limits
from livret_core.dids.key import DidKey
from livret_core.errors import MalformedInput
from livret_core.words import printable
from livret_edge.arguments import PASSPHRASE, Argument, Asked, path
from livret_edge.files import FILE, check_folder, named_by, read_file, write_file
from livret_edge.passphrase import take_passphrase
from livret_edge.program import Command, Program
from livret_edge.saying import now_s
from livret_ledger import founding
from livret_ledger.store.home import OPERATION_KEY, new_key, read_key, write_key
from livret_ledger.words import texts

_SIGNATURE_BYTES: Final = 4 << 10
_MOST: Final = 64


def key(asked: Asked) -> int:
    """Make a founder's operation key."""
    made = new_key()
    passphrase = take_passphrase(asked.passphrase_file, asked.voice, twice=True)
    write_key(asked.to, made, passphrase, purpose=OPERATION_KEY)
    did = DidKey.of(made.public_key).did
    if asked.voice.json:
        asked.voice.event("key", did=did, to=str(asked.to))
        return 0
    said = texts(asked.voice.lang)
    asked.voice.tell("✓ " + said["key_made"].format(path=asked.to))
    asked.voice.rows([(said["operation_key"], did)])
    return 0


def draft(asked: Asked) -> int:
    """Write what the founders of a plan are to sign."""
    with named_by("--plan"):
        plan = founding.Plan.parse(read_file(asked.plan, limits.TRUST_ROOT_BYTES))
    made = plan.draft(at_s=now_s())
    write_file(asked.to, made.format(), mode=0o644)
    _tell(asked, made)
    _done(asked, "drafted")
    return 0


def sign(asked: Asked) -> int:
    """Sign a draft as one of its founders."""
    made = _draft(asked)
    _tell(asked, made)
    passphrase = take_passphrase(asked.passphrase_file, asked.voice)
    with named_by("--key"):
        signer = read_key(asked.key, passphrase, purpose=OPERATION_KEY, code=FILE)
    write_file(asked.to, founding.sign(made, signer), mode=0o644)
    _done(asked, "signed")
    return 0


def join(asked: Asked) -> int:
    """Join a draft with the signatures of all."""
    made = _draft(asked)
    folder = check_folder(asked.signatures, "--signatures")
    paths = sorted(folder.glob("*.json"))[: _MOST + 1]
    if not paths:
        raise MalformedInput(
            "usage.no_file", option="--signatures", file=str(folder), reason="missing"
        )
    joined = founding.join(made, [read_file(each, _SIGNATURE_BYTES) for each in paths])
    write_file(asked.to, joined.raw, mode=0o644)
    _done(asked, "joined")
    return 0


def _draft(asked: Asked) -> founding.FoundingDraft:
    with named_by("--draft"):
        return founding.FoundingDraft.parse(read_file(asked.draft, founding.MAX_BYTES))


def _tell(asked: Asked, made: founding.FoundingDraft) -> None:
    """Say what a draft says, before anybody signs it."""
    if asked.voice.json:
        return
    voice, said, body = asked.voice, texts(asked.voice.lang), made.body
    voice.rows(
        [
            (said["ledger"], made.genesis.ledger),
            (said["founders"], ", ".join(each.who for each in body.founders)),
            (said["operators"], ", ".join(sorted({each.operator for each in body.founders}))),
            (said["numbers"], f"n {body.n}, q {body.q}, a {body.a}, k {body.k}"),
            (said["roots"], ", ".join(body.roots)),
            (said["log_key"], printable(body.key)),
            (said["begins"], voice.moment(body.at)),
        ]
    )


def _done(asked: Asked, what: str) -> None:
    if asked.voice.json:
        asked.voice.event(what, to=str(asked.to))
    else:
        asked.voice.tell("✓ " + texts(asked.voice.lang)[what].format(path=asked.to))


_TO: Final = Argument("--to", "file", path, required=True)
_DRAFT: Final = Argument("--draft", "file", path, required=True)
PROGRAM: Final = Program(
    "livret ledger genesis",
    "livret_ledger.words.genesis",
    (
        Command(
            "key",
            key,
            (
                "livret ledger genesis key --to namur.key",
                "livret ledger genesis key --to namur.key --passphrase-file secret",
            ),
            (_TO, PASSPHRASE),
        ),
        Command(
            "draft",
            draft,
            (
                "livret ledger genesis draft --plan plan.json --to draft.json",
                "livret ledger genesis draft --plan plan.json --to draft.json --json",
            ),
            (Argument("--plan", "file", path, required=True), _TO),
        ),
        Command(
            "sign",
            sign,
            (
                "livret ledger genesis sign --draft draft.json --key namur.key \\\n    --to signatures/namur.json",
                "livret ledger genesis sign --draft draft.json --key namur.key \\\n    --to namur.json --passphrase-file secret",
            ),
            (_DRAFT, Argument("--key", "file", path, required=True), _TO, PASSPHRASE),
        ),
        Command(
            "join",
            join,
            (
                "livret ledger genesis join --draft draft.json \\\n    --signatures signatures/ --to genesis.json",
                "livret ledger genesis join --draft draft.json \\\n    --signatures signatures/ --to genesis.json --json",
            ),
            (_DRAFT, Argument("--signatures", "folder", path, required=True), _TO),
        ),
    ),
    examples=(
        "livret ledger genesis draft --plan plan.json --to draft.json",
        "livret ledger genesis sign --draft draft.json --key namur.key --to namur.json",
    ),
)
