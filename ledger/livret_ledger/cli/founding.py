"""`livret ledger genesis`: keys, commitments, an agreement, openings, signatures, all of it joined."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from livret_core import limits
from livret_core.dids.key import DidKey
from livret_core.errors import MalformedInput
from livret_core.tlog.note import VerifierKey
from livret_core.words import printable
from livret_edge.arguments import DRY_RUN, PASSPHRASE, Argument, Asked, path
from livret_edge.files import FILE, check_folder, check_free, named_by, read_file, write_named
from livret_edge.passphrase import take_passphrase
from livret_edge.program import Command, Program
from livret_edge.saying import now_s
from livret_ledger import agreeing, founding, standing
from livret_ledger.agreeing import NONCE_BYTES, Agreement, Opening
from livret_ledger.store.keys import OPERATION_KEY, new_key, read_key, write_key
from livret_ledger.words import texts

_SMALL_BYTES: Final = 4 << 10
_MOST: Final = 65  # the founders, and whoever keeps the ledger


def key(asked: Asked) -> int:
    """Make a founder's operation key."""
    check_free(asked.to, "--to")
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


def commit(asked: Asked) -> int:
    """Hand over what fixes one's keys and does not show them; keep what opens it."""
    for to, option in ((asked.to, "--to"), (asked.opening_to, "--opening-to")):
        check_free(to, option)
    if (asked.log_key is None) == (asked.did is None):
        raise MalformedInput("usage.missing", option="--did, --log-key")
    nonce = os.urandom(NONCE_BYTES)
    if asked.log_key is not None:
        opening = Opening.of_keeper(asked.who, asked.log_key, nonce=nonce)
    elif asked.witness is None:
        raise MalformedInput("usage.missing", option="--witness")
    else:
        opening = Opening.of_founder(
            asked.who, asked.did, asked.witness, asked.auditor, nonce=nonce
        )
    # First what opens it: a commitment that nobody can open holds everybody up.
    write_named(asked.opening_to, opening.raw, "--opening-to")
    write_named(asked.to, opening.format_commitment(), "--to", mode=0o644)
    if asked.voice.json:
        asked.voice.event("committed", who=opening.who, commitment=opening.commitment)
        return 0
    said = texts(asked.voice.lang)
    asked.voice.tell(
        "✓ " + said["committed"].format(path=asked.to),
        "! " + said["keep_opening"].format(path=asked.opening_to),
    )
    return 0


def agree(asked: Asked) -> int:
    """Join a plan with everybody's commitment."""
    check_free(asked.to, "--to")
    with named_by("--plan"):
        plan = read_file(asked.plan, limits.TRUST_ROOT_BYTES)
        odd = agreeing.Plan.parse(plan).odd(now_s=now_s())
    made = agreeing.agree(plan, _files(asked.commitments, "--commitments"))
    write_named(asked.to, made.raw, "--to", mode=0o644)
    if asked.voice.json:
        asked.voice.event("agreed", digest=made.digest, to=str(asked.to), odd=list(odd))
        return 0
    said = texts(asked.voice.lang)
    asked.voice.tell("✓ " + said["agreed"].format(path=asked.to))
    asked.voice.rows([(said["digest"], made.digest)])
    _tell_odd(asked, odd)
    asked.voice.tell(said["compare"])
    return 0


def draft(asked: Asked) -> int:
    """Write what the founders are to sign, from the agreement and everybody's opening."""
    check_free(asked.to, "--to")
    made = founding.draft_of(_agreement(asked), _files(asked.openings, "--openings"))
    write_named(asked.to, made.format(), "--to", mode=0o644)
    odd = made.agreement.plan.odd(now_s=now_s())
    _tell(asked, made, odd)
    _done(asked, "drafted", odd=list(odd))
    return 0


def sign(asked: Asked) -> int:
    """Sign a draft as one of its founders."""
    check_free(asked.to, "--to")
    made, agreement = _draft(asked), _agreement(asked)
    odd = made.agreement.plan.odd(now_s=now_s())
    _tell(asked, made, odd)
    if asked.dry_run:
        founding.check_agreed(made, agreement)
        if not asked.voice.json:
            asked.voice.tell(texts(asked.voice.lang)["dry_run"])
        else:
            asked.voice.event("signed", to=str(asked.to), odd=list(odd), dry_run=True)
        return 0
    passphrase = take_passphrase(asked.passphrase_file, asked.voice)
    with named_by("--key"):
        signer = read_key(asked.key, passphrase, purpose=OPERATION_KEY, code=FILE)
    write_named(asked.to, founding.sign(made, signer, agreement), "--to", mode=0o644)
    _done(asked, "signed", odd=list(odd))
    return 0


def join(asked: Asked) -> int:
    """Join a draft with the signatures of all."""
    check_free(asked.to, "--to")
    joined = founding.join(_draft(asked), _files(asked.signatures, "--signatures"))
    write_named(asked.to, joined.raw, "--to", mode=0o644)
    _done(asked, "joined")
    return 0


def _files(folder: Path, option: str) -> list[bytes]:
    paths = sorted(check_folder(folder, option).glob("*.json"))[: _MOST + 1]
    if not paths:
        raise MalformedInput("usage.no_file", option=option, file=str(folder), reason="missing")
    return [read_file(each, _SMALL_BYTES) for each in paths]


def _agreement(asked: Asked) -> Agreement:
    with named_by("--agreement"):
        return Agreement.parse(read_file(asked.agreement, limits.TRUST_ROOT_BYTES))


def _draft(asked: Asked) -> founding.FoundingDraft:
    with named_by("--draft"):
        return founding.FoundingDraft.parse(read_file(asked.draft, founding.MAX_BYTES))


def _tell(asked: Asked, made: founding.FoundingDraft, odd: Sequence[str]) -> None:
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
    _tell_odd(asked, odd)
    for each in standing.at_one_host(_machines(made)):
        who = ", ".join(each.operators)
        voice.tell("! " + said["at_one_host"].format(host=printable(each.host), who=who))


def _tell_odd(asked: Asked, odd: Sequence[str]) -> None:
    """Name what may be a mistake, while it can be mended."""
    if odd:
        said = texts(asked.voice.lang)["odd_plan"]
        asked.voice.tell("! " + said.format(members=", ".join(odd)))


def _machines(made: founding.FoundingDraft) -> Iterator[standing.Run]:
    planned = {each.who: each for each in made.agreement.plan.founders}
    for founder in made.body.founders:
        plan = planned[founder.who]
        for key, url in ((founder.witness, plan.witness_url), (founder.auditor, plan.auditor_url)):
            if key is not None:
                yield standing.Run(founder.operator, VerifierKey.parse(key), url)


def _done(asked: Asked, what: str, **facts: object) -> None:
    if asked.voice.json:
        asked.voice.event(what, to=str(asked.to), **facts)
    else:
        asked.voice.tell("✓ " + texts(asked.voice.lang)[what].format(path=asked.to))


_TO: Final = Argument("--to", "file", path, required=True)
_AGREEMENT: Final = Argument("--agreement", "file", path, required=True)
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
            "commit",
            commit,
            (
                "livret ledger genesis commit be-nis:92094 --did DID --witness KEY \\\n    --auditor KEY --to commitments/namur.json --opening-to namur.opening.json",
                "livret ledger genesis commit ledger.example/meuse --log-key KEY \\\n    --to commitments/keeper.json --opening-to keeper.opening.json",
            ),
            (
                Argument("who", "who", required=True),
                Argument("--did", "did"),
                Argument("--witness", "key"),
                Argument("--auditor", "key"),
                Argument("--log-key", "key"),
                _TO,
                Argument("--opening-to", "file", path, required=True),
            ),
        ),
        Command(
            "agree",
            agree,
            (
                "livret ledger genesis agree --plan plan.json \\\n    --commitments commitments/ --to agreement.json",
                "livret ledger genesis agree --plan plan.json \\\n    --commitments commitments/ --to agreement.json --json",
            ),
            (
                Argument("--plan", "file", path, required=True),
                Argument("--commitments", "folder", path, required=True),
                _TO,
            ),
        ),
        Command(
            "draft",
            draft,
            (
                "livret ledger genesis draft --agreement agreement.json \\\n    --openings openings/ --to draft.json",
                "livret ledger genesis draft --agreement agreement.json \\\n    --openings openings/ --to draft.json --json",
            ),
            (_AGREEMENT, Argument("--openings", "folder", path, required=True), _TO),
        ),
        Command(
            "sign",
            sign,
            (
                "livret ledger genesis sign --draft draft.json --agreement agreement.json \\\n    --key namur.key --to signatures/namur.json",
                "livret ledger genesis sign --draft draft.json --agreement agreement.json \\\n    --key namur.key --to namur.json --passphrase-file secret",
            ),
            (
                _DRAFT,
                _AGREEMENT,
                Argument("--key", "file", path, required=True),
                _TO,
                DRY_RUN,
                PASSPHRASE,
            ),
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
        "livret ledger genesis key --to namur.key",
        "livret ledger genesis agree --plan plan.json \\\n    --commitments commitments/ --to agreement.json",
    ),
)
