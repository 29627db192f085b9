"""`livret verify`: ask for a proof, and check the one that was shown."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from livret_core import limits
from livret_core.credential.typed_kind import kind
from livret_core.encoding import base64url
from livret_core.errors import MalformedInput
from livret_core.keys import pem
from livret_core.openid4vp.client_id import client_id_of
from livret_edge.arguments import REACHING, Argument, Asked, home, path, url, whole
from livret_edge.files import check_free, write_named
from livret_edge.homes import default_home
from livret_edge.program import Command, Program
from livret_edge.saying import now_s
from livret_edge.trust import Keeper, trust_program
from livret_verifier.asking import make_request
from livret_verifier.cli import filing, reviewing
from livret_verifier.store import Desk, OpenRequest
from livret_verifier.template import policy_template
from livret_verifier.words import texts

_REQUEST_LIFE_S: Final = 3_600
_TOKEN_BYTES: Final = 24
_MAX_ANSWER_BYTES: Final = 4 << 20


def _init(asked: Asked) -> int:
    desk = Desk.create(asked.home, policy_template(asked.service, at=asked.at))
    if asked.voice.json:
        client_id = client_id_of(desk.signer().public_key)
        asked.voice.event("desk", home=str(desk.root), client_id=client_id)
        return 0
    labels = texts(asked.voice.lang).labels
    asked.voice.tell(
        labels["init_done"],
        labels["init_policy"].format(path=desk.policy_path),
        labels["init_key"].format(path=desk.key_path),
    )
    return 0


def _key(asked: Asked) -> int:
    """Give the public key that requests are signed with, for whoever lists it under the service's DID."""
    written = pem.format_public(Desk.open(asked.home).signer().public_key)
    if asked.to is not None:
        check_free(asked.to, "--to")
        write_named(asked.to, written, "--to", mode=0o644)
    if asked.voice.json:
        to = None if asked.to is None else str(asked.to)
        asked.voice.event("key", pem=written.decode("ascii"), to=to)
        return 0
    if asked.to is None:
        print(written.decode("ascii"), end="")
        return 0
    labels = texts(asked.voice.lang).labels
    asked.voice.tell("✓ " + labels["key_written"].format(path=asked.to), labels["key_next"])
    return 0


def _request(asked: Asked) -> int:
    desk, at_s = Desk.open(asked.home), now_s()
    policy = desk.policy()
    from livret_verifier.cli.online import check_purpose
    from livret_verifier.cli.online import request as request_online

    if asked.to is None:
        return request_online(asked, desk, policy)
    if asked.procedure is None:
        raise MalformedInput("usage.missing", option="--for")
    signer = desk.signer()
    procedure = policy.procedure(asked.procedure)
    check_purpose(asked, desk, policy, procedure)
    request = make_request(
        policy,
        procedure,
        signer.public_key,
        nonce=_token(),
        state=_token(),
        now_s=at_s,
        valid_s=asked.valid or _REQUEST_LIFE_S,
    )
    check_free(asked.to, "--to")
    ends_s = request.expires_at_s
    desk.add(
        OpenRequest(request.state, procedure.name, request.client_id, request.nonce, ends_s),
        now_s=at_s,
    )
    write_named(asked.to, request.sign(signer).encode("ascii") + b"\n", "--to", mode=0o644)
    if asked.voice.json:
        asked.voice.event("request", state=request.state, to=str(asked.to), expires_at=ends_s)
        return 0
    labels = texts(asked.voice.lang).labels
    asked.voice.tell(
        "✓ " + labels["request_written"].format(path=asked.to),
        labels["give"],
        labels["open_until"].format(time=asked.voice.moment(ends_s)),
    )
    return 0


def _result(asked: Asked) -> int:
    from livret_verifier.cli.online import result

    return result(asked)


def _token() -> str:
    return base64url.encode(os.urandom(_TOKEN_BYTES))


@contextmanager
def _ledgers(asked: Asked) -> Iterator[Keeper]:
    yield Desk.open(asked.home).ledgers


def _trust() -> Program:
    return trust_program("livret verify", _ledgers, _SHARED)


def _longest_s() -> int:
    return limits.LATEST_S - now_s()


_TO: Final = Argument("--to", "file", path)
_SHARED: Final = (home(partial(default_home, "verify")),)

PROGRAM: Final = Program(
    "livret verify",
    "livret_verifier.words.help",
    (
        Command(
            "init",
            _init,
            (
                'livret verify init --service "Piscine des Saules"',
                'livret verify init --service "Médiathèque" --at https://guichet.example',
            ),
            (
                Argument("--service", "name", required=True),
                Argument("--at", "url", url),
            ),
        ),
        Command(
            "key",
            _key,
            (
                "livret verify key --to pool.pem",
                "livret verify key --home desks/pool --to pool.pem",
            ),
            (_TO,),
        ),
        Command(
            "policy",
            reviewing.show,
            (
                "livret verify policy",
                "livret verify policy --file tomorrow.toml --json",
            ),
            (Argument("--file", "file", path, key="policy_file"),),
        ),
        Command(
            "policy --try",
            reviewing.attempt,
            (
                "livret verify policy --try answer.json --for pool",
                "livret verify policy --try answer.json --for pool --file tomorrow.toml",
            ),
            (
                Argument("--try", "answer", path, required=True, key="answer"),
                Argument("--for", "procedure", required=True, key="procedure"),
                Argument("--file", "file", path, key="policy_file"),
                Argument("--evidence", "folder", path, default=Path("published")),
                Argument("--dating", "file", path),
            ),
        ),
        Command(
            "request",
            _request,
            (
                "livret verify request pool",
                "livret verify request --type residency --claims commune --json",
                "livret verify request pool --to request.jwt --valid 600",
            ),
            (
                Argument("--for", "procedure", by_place=True, key="procedure"),
                Argument("--type", "type", kind),
                Argument("--claims", "claims"),
                _TO,
                Argument("--valid", "seconds", whole(1, _longest_s)),
                *REACHING,
            ),
        ),
        Command(
            "result",
            _result,
            (
                "livret verify result 3dKf…",
                "livret verify result 3dKf… --wait --within 300 --json",
            ),
            (
                Argument("transaction", "transaction", required=True),
                Argument("--wait", default=False),
                Argument("--within", "seconds", whole(1, _longest_s), default=900),
            ),
        ),
        Command(
            "file",
            filing.file,
            (
                "livret verify file answer.json --for pool --evidence published/",
                "livret verify file answer.json --for pool --report --dry-run",
            ),
            (
                Argument("answer", "answer", path, required=True),
                Argument("--for", "procedure", required=True, key="procedure"),
                Argument("--evidence", "folder", path, default=Path("published")),
                Argument("--dating", "file", path),
                Argument("--report", default=False),
                Argument("--dry-run", default=False),
            ),
        ),
    ),
    shared=_SHARED,
    examples=(
        "livret verify request pool --to request.jwt",
        "livret verify file answer.json --for pool --evidence published/",
    ),
    groups={"trust": _trust},
)
run: Final = PROGRAM.run
