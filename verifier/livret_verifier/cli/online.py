"""`livret verify request` over the network, `livret verify result`, `livret desk serve`."""

import time
from collections.abc import Callable
from typing import Final

from livret_core.credential import catalogue
from livret_core.credential.claim_path import format_path
from livret_core.credential.types import CredentialType
from livret_core.encoding import json as json_encoding
from livret_core.errors import MalformedInput, Refused, Unavailable
from livret_core.short_code import ShortCode
from livret_core.words import like, printable_json
from livret_core.words.instants import dated
from livret_edge.arguments import Asked
from livret_edge.fetcher import fetcher_of
from livret_edge.qr import half_blocks
from livret_edge.saying import local_zone, now_s
from livret_verifier.client.blocking import NetworkGatherer
from livret_verifier.desk.window import Window
from livret_verifier.evidence import Evidence, Missing, Need
from livret_verifier.policy import Policy, Procedure
from livret_verifier.policy_file import procedure_of
from livret_verifier.purpose import bound_by
from livret_verifier.report import Outcome
from livret_verifier.store import Desk
from livret_verifier.store.transactions import Kept, Transactions
from livret_verifier.told import told_lines
from livret_verifier.words import texts

LIFE_S: Final = 900

_POLL_S: Final = 0.2


def request(asked: Asked, desk: Desk, policy: Policy) -> int:
    """Make a request that a wallet fetches."""
    # What the service may ask stands on the ledger, where it is known by a DID there.
    gather = _nothing if bound_by(policy) is None else _gather(asked)
    window = Window(desk, gather, clock=now_s)
    made = window.ask(_procedure(asked, policy), valid_s=asked.valid or LIFE_S)
    ends_s = made.transaction.ends_at_s
    code = ShortCode.parse(made.transaction.code)
    typed = policy.on_network().typed(made.transaction.code)
    voice = asked.voice
    if voice.json:
        voice.event(
            "request",
            request_uri=made.link,
            transaction=made.handle,
            code=str(code),
            typed=typed,
            expires_at=ends_s,
        )
        return 0
    labels = texts(voice.lang).labels
    if not voice.plain:
        voice.drawn(half_blocks(made.link, colour=voice.colour))
    voice.tell(labels["show_code"])
    voice.lines([made.link])
    voice.rows(
        [(labels["code"], typed), (labels["transaction"], made.handle)],
    )
    voice.tell(labels["open_until"].format(time=voice.moment(ends_s)))
    return 0


def check_purpose(asked: Asked, desk: Desk, policy: Policy, procedure: Procedure) -> None:
    """Hold a request that goes into a file to what its service registered, like any other.

    Raises:
        As :meth:`Window.check_purpose`.
    """
    if bound_by(policy) is not None:
        Window(desk, _gather(asked), clock=now_s).check_purpose(procedure)


def result(asked: Asked) -> int:
    """Say what became of a request; the status of its verdict, 3 where nobody answered."""
    desk = Desk.open(asked.home)
    policy = desk.policy()
    transactions = desk.transactions(policy.on_network().tenant)
    until_s = time.monotonic() + asked.within
    while True:
        kept = _find(transactions, asked.transaction)
        if kept.verdict is not None or not asked.wait:
            break
        if now_s() >= kept.ends_at_s or time.monotonic() >= until_s:
            break
        time.sleep(_POLL_S)
    return _tell(asked, kept)


def _gather(asked: Asked) -> Callable[[Need], Evidence]:
    return NetworkGatherer(fetcher_of(asked), clock=now_s).gather


def _nothing(need: Need) -> Evidence:
    return Missing(type(need).__name__, "nothing is checked here")


def _procedure(asked: Asked, policy: Policy) -> Procedure:
    """Find the procedure that is asked for, or make one of what was typed."""
    if asked.procedure is not None:
        found = policy.procedure(asked.procedure)
        besides = (("--type", asked.type), ("--claims", asked.claims))
        typed = [option for option, value in besides if value is not None]
        if typed:
            raise MalformedInput("usage.contradiction", option=", ".join(("--for", *typed)))
        return found
    if asked.type is None or asked.claims is None:
        missing = {"--type": asked.type, "--claims": asked.claims}
        lacking = [option for option, value in missing.items() if value is None]
        wanted = lacking if len(lacking) == 1 else ["--for", *lacking]
        raise MalformedInput("usage.missing", option=", ".join(wanted))
    # Who names a claim twice wants it once.
    asks = list(dict.fromkeys(name for name in asked.claims.split(",") if name))
    try:
        return procedure_of(_ASKED, {"type": asked.type, "asks": asks})
    except MalformedInput as error:
        known = _askable(catalogue.find(asked.type))
        facts = {"option": "--claims", "known": ", ".join(known)}
        wrong = next((name for name in asks if name not in known), None)
        if wrong is None:
            raise MalformedInput("usage.choice", error.detail, **facts) from None
        # The name of a claim, like that of an option: nothing that is about a person.
        named = {"claim": wrong[:_CLAIM_CHARS], "type": asked.type, **facts, **like(wrong, known)}
        raise MalformedInput("usage.claim", error.detail, **named) from None


def _askable(kind: CredentialType) -> list[str]:
    """Name what can be asked for of a type, as a policy does: what has parts is, by its parts."""
    paths = [claim.path for claim in kind.claims]
    return [
        format_path(path)
        for path in paths
        if not any(other != path and other[: len(path)] == path for other in paths)
    ]


_ASKED: Final = "asked"
_CLAIM_CHARS: Final = 80


def _find(transactions: Transactions, handle: str) -> Kept:
    try:
        return transactions.find_by_handle(handle)
    except Refused as error:
        if error.code != "request.unknown":
            raise
        # No proof was refused: what was typed names nothing.
        raise MalformedInput("usage.transaction") from None


def _tell(asked: Asked, kept: Kept) -> int:
    voice = asked.voice
    if kept.verdict is None:
        code = "answer.never" if now_s() >= kept.ends_at_s else "answer.none"
        raise Unavailable(code, ends_at_s=kept.ends_at_s)
    said = json_encoding.parse_object(kept.verdict)
    outcome = Outcome(said["outcome"])
    if voice.json:
        print(printable_json(dated(said), indent=None))
        return outcome.exit_status
    voice.drawn(
        told_lines(said, voice.lang, plain=voice.plain, colour=voice.colour, zone=local_zone)
    )
    return outcome.exit_status
