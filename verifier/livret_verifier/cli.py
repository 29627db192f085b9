"""`livret verify`: ask for a proof, and check the one that was shown."""

import argparse
import os
import sys
import time
from pathlib import Path
from typing import Final

from livret_core.credential.presentation import Presentation
from livret_core.encoding import base64url
from livret_core.errors import LivretError, Refused
from livret_core.homes import default_home
from livret_core.openid4vp.request import client_id_of
from livret_core.openid4vp.response import AuthorizationResponse
from livret_core.words import LANGUAGES, printable_json, sentence_lines
from livret_core.words.manner import Manner
from livret_verifier.asking import check_answers_in_time, make_request
from livret_verifier.gather import FolderGatherer, drive
from livret_verifier.memo import Memo
from livret_verifier.policy import Policy
from livret_verifier.rendering import report_lines, verdict_lines, verdict_object
from livret_verifier.report import Outcome, Report
from livret_verifier.store import Desk, OpenRequest
from livret_verifier.store.files import read_file, write_file
from livret_verifier.template import policy_template
from livret_verifier.verify import CHECKS, Question, Verdict, begin
from livret_verifier.words import texts

_EXAMPLES: Final = """\
examples:
  livret verify init --service "Piscine des Saules"
  livret verify request pool --to request.jwt
  livret verify file answer.json --for pool --evidence published/
"""
_REQUEST_LIFE_S: Final = 3_600
_TOKEN_BYTES: Final = 24
_MAX_ANSWER_BYTES: Final = 4 << 20


def run(argv: list[str]) -> int:
    """Run one of the desk's commands; see the table of exit statuses in ``livret --help``."""
    asked = _parser(Manner.from_env(os.environ)).parse_args(argv)
    status: int = asked.function(asked)
    return status


def _parser(manner: Manner) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="livret verify",
        description="Ask for a proof, and check the one that was shown.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--home", type=Path, default=_home(), help="this desk's folder")
    shared.add_argument("--lang", choices=LANGUAGES, default=manner.lang)
    shared.add_argument("--json", action="store_true", help="one object a line")

    init = commands.add_parser("init", parents=[shared], help="make a desk: policy and key")
    init.add_argument("--service", required=True, help="the name holders will see")
    init.set_defaults(function=_init)

    request = commands.add_parser("request", parents=[shared], help="write a signed request")
    request.add_argument("procedure", help="one of the policy's procedures")
    request.add_argument("--to", type=Path, required=True, help="where to write it")
    request.add_argument(
        "--valid", type=int, default=_REQUEST_LIFE_S, metavar="SECONDS", help="default 3600"
    )
    request.set_defaults(function=_request)

    check = commands.add_parser("file", parents=[shared], help="check an answer")
    check.add_argument("answer", type=Path)
    check.add_argument("--for", dest="procedure", required=True, help="the procedure it is for")
    check.add_argument(
        "--evidence",
        type=Path,
        default=Path("published"),
        metavar="DIR",
        help="folder with what issuers publish (default: ./published)",
    )
    check.add_argument("--report", action="store_true", help="every check, with its rule")
    check.add_argument(
        "--dry-run", action="store_true", help="do not note that the request was answered"
    )
    check.set_defaults(function=_file)
    for command in (init, request, check):
        command.set_defaults(manner=manner)
    return parser


def _init(asked: argparse.Namespace) -> int:
    desk = Desk.create(asked.home, policy_template(asked.service))
    client_id = client_id_of(desk.signer().public_key)
    if asked.json:
        _event("desk", home=str(desk.root), client_id=client_id)
        return 0
    labels = texts(asked.lang).labels
    _tell(asked, labels["init_done"])
    _tell(asked, labels["init_policy"].format(path=desk.policy_path))
    _tell(asked, labels["init_key"].format(path=desk.key_path))
    return 0


def _tell(asked: argparse.Namespace, text: str) -> None:
    """Print a sentence, wrapped for this reader."""
    print("\n".join(sentence_lines(text, plain=asked.manner.plain)))


def _request(asked: argparse.Namespace) -> int:
    desk = Desk.open(asked.home)
    policy = desk.policy()
    procedure = policy.procedure(asked.procedure)
    signer = desk.signer()
    now_s = int(time.time())
    request = make_request(
        policy,
        procedure,
        signer.public_key,
        nonce=_token(),
        state=_token(),
        now_s=now_s,
        valid_s=asked.valid,
    )
    signed = request.sign(signer)
    desk.add(
        OpenRequest(
            request.state,
            procedure.name,
            request.client_id,
            request.nonce,
            request.expires_at_s,
        ),
        now_s=now_s,
    )
    write_file(asked.to, signed.encode("ascii") + b"\n", mode=0o644)
    if asked.json:
        _event("request", state=request.state, to=str(asked.to), expires_at=request.expires_at_s)
        return 0
    labels = texts(asked.lang).labels
    until = time.strftime("%H:%M", time.localtime(request.expires_at_s))
    _tell(asked, "✓ " + labels["request_written"].format(path=asked.to))
    _tell(asked, labels["give"])
    _tell(asked, labels["open_until"].format(time=until))
    return 0


def _file(asked: argparse.Namespace) -> int:
    desk = Desk.open(asked.home)
    policy = desk.policy()
    procedure = policy.procedure(asked.procedure)
    answer = AuthorizationResponse.parse(read_file(asked.answer, _MAX_ANSWER_BYTES))
    request = desk.find(answer.state)
    if request.procedure != procedure.name or answer.query_id != procedure.name:
        raise Refused("request.unknown", "made for another procedure")
    started = time.perf_counter()
    verdict = _verify(asked, desk, policy, answer, request)
    elapsed_ms = (time.perf_counter() - started) * 1e3
    if asked.json:
        print(printable_json(verdict_object(verdict), indent=None))
        return verdict.report.outcome.exit_status
    manner: Manner = asked.manner
    for line in verdict_lines(
        verdict,
        procedure,
        asked.lang,
        elapsed_ms=elapsed_ms,
        plain=manner.plain,
        colour=manner.colour and sys.stdout.isatty(),
    ):
        print(line)
    if asked.report:
        print("\n".join(report_lines(verdict.report, asked.lang, plain=manner.plain)))
    return verdict.report.outcome.exit_status


def _verify(
    asked: argparse.Namespace,
    desk: Desk,
    policy: Policy,
    answer: AuthorizationResponse,
    request: OpenRequest,
) -> Verdict:
    now_s = int(time.time())
    procedure = policy.procedure(asked.procedure)
    try:
        presentation = Presentation.parse(answer.presentation)
        check_answers_in_time(presentation, expires_at_s=request.expires_at_s)
    except LivretError as error:
        return unreadable(error, now_s=now_s)
    gatherer = FolderGatherer(asked.evidence, clock=lambda: int(time.time()))
    memo = Memo()

    def decide(answered_at_s: int | None) -> Verdict:
        question = Question(
            policy, procedure, request.client_id, request.nonce, answered_at_s, now_s
        )
        return drive(begin(presentation, question, memo), gatherer.gather)

    verdict = decide(request.answered_at_s)
    if verdict.presentation is None or asked.dry_run:
        return verdict
    # Two windows may be reading the same answer: whoever marks it first has it.
    if desk.mark_answered(request.state, now_s=now_s):
        return verdict
    return decide(now_s)


def unreadable(error: LivretError, *, now_s: int) -> Verdict:
    """The verdict on a presentation that no check could be made of."""
    outcome = Outcome.REFUSED if error.branch == "refused" else Outcome.MALFORMED
    return Verdict(Report(outcome, error, (), len(CHECKS), now_s), None)


def _home() -> Path:
    return Path(default_home("verify", platform=sys.platform, env=os.environ, home=Path.home()))


def _token() -> str:
    return base64url.encode(os.urandom(_TOKEN_BYTES))


def _event(event: str, **members: object) -> None:
    print(printable_json({"event": event, **members}, indent=None))
