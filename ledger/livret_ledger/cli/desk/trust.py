"""`livret ledger trust`: whom readers are to believe: the sheet at the counter, and the next version."""

from typing import Final

from livret_core.errors import MalformedInput
from livret_core.ledger import root_changes
from livret_core.ledger.trust_chain import walk
from livret_core.ledger.trust_root import TrustRoot, format_versions, read_versions
from livret_core.ledger.trusting import to_confirm
from livret_core.words import printable
from livret_core.words.figures import day
from livret_edge.arguments import DRY_RUN, PASSPHRASE, Argument, Asked, path, whole
from livret_edge.files import check_free, named_by, read_file, write_named
from livret_edge.program import Command, Program
from livret_edge.roots import root_facts, tell_root
from livret_edge.saying import now_s
from livret_edge.six_words import WORDS, heard, tell_older
from livret_ledger.cli.desk.naming import AT, TO
from livret_ledger.cli.desk.next_root import chain_of, facts_of, join, make_next, sign
from livret_ledger.sheet import Sheet
from livret_ledger.words.members import texts

_MAX_BYTES: Final = 16 << 20
_VALID_DAYS: Final = 730
_TEXT: Final = ".txt"
_SHEETS: Final = (".html", ".htm", _TEXT)
_FILE: Final = Argument("file", "file", path, required=True)
_ROOTS: Final = (Argument("--trust", "file", path), AT[-1])


def show(asked: Asked) -> int:
    """Say what each version says, oldest first."""
    voice, said = asked.voice, texts(asked.voice.lang)
    old: TrustRoot | None = None
    for root in chain_of(asked).roots:
        if voice.json:
            voice.event("trust_root", **facts_of(root, old))
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
    chain = chain_of(asked)
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
