"""`livret ledger verifier`: which services may ask for what, and who answers for them."""

from collections.abc import Iterator
from typing import Final, get_args

from livret_core.encoding.json import JsonObject
from livret_core.errors import MalformedInput
from livret_core.ledger.bodies import PurposeCode
from livret_core.ledger.records import ServiceRecord
from livret_core.words import printable
from livret_core.words.figures import day
from livret_edge.arguments import Argument, Asked, choice, instant, path
from livret_edge.program import Command, Program
from livret_ledger.cli.desk.drafted import Made, drafted
from livret_ledger.cli.desk.naming import AT, TO, WHO, digest_of, words_of
from livret_ledger.cli.desk.standing import at_ledger
from livret_ledger.drafting import Desk, did_of, owner_of
from livret_ledger.words.members import texts

PURPOSES: Final[tuple[str, ...]] = get_args(PurposeCode)


def register(asked: Asked, desk: Desk) -> Made:
    """Let a service ask."""
    asks: list[JsonObject] = []
    for each in asked.ask.split(";"):
        kind, colon, claims = each.strip().partition(":")
        if not colon or not words_of(claims):
            raise MalformedInput("usage.arguments", "not TYPE:claim,claim", option="--ask")
        asks.append({"type": kind, "claims": [*words_of(claims)]})
    body: JsonObject = {
        "asks": [*asks],
        "purpose": asked.purpose,
        "text": digest_of(asked, "text"),
        "until": asked.until_s,
    }
    return "verifier.register", did_of(desk, asked.who), body


def end(asked: Asked, desk: Desk) -> Made:
    """Let it ask no more."""
    return "verifier.end", did_of(desk, asked.who), {}


def services_of(desk: Desk) -> Iterator[tuple[str, str, ServiceRecord]]:
    """Give every service that ever registered: its DID, whose it is, and what it may ask."""
    for name in sorted(desk.records.record_names("service/")):
        record, did = desk.get(name), name.removeprefix("service/")
        if isinstance(record, ServiceRecord):
            yield did, owner_of(desk, did), record


def fields_of(did: str, who: str, record: ServiceRecord) -> dict[str, object]:
    """Say for a program what a service may ask."""
    return {
        "who": who,
        "did": did,
        "asks": [{"type": each.type, "claims": [*each.claims]} for each in record.asks],
        "purpose": record.purpose,
        "text": record.text,
        "sponsor": record.sponsor,
        "until_s": record.until_s,
    }


def list_services(asked: Asked) -> int:
    """Say who may ask for what."""
    voice, said = asked.voice, texts(asked.voice.lang)
    with at_ledger(asked) as at:
        at_s, count = at.desk.clock.at_s, 0
        for did, who, record in services_of(at.desk):
            if at_s >= record.until_s and not asked.all:
                continue
            count += 1
            if voice.json:
                voice.event("service", **fields_of(did, who, record), stands=at_s < record.until_s)
                continue
            voice.tell(f"{printable(who)}: {record.purpose}")
            voice.rows(
                [
                    *((printable(each.type), ", ".join(each.claims)) for each in record.asks),
                    (said["until"], day(record.until_s, voice.lang)),
                    (said["granted_label"], said["by"].format(who=record.sponsor)),
                ]
            )
        at.end_list(asked, services=count)
    return 0


PROGRAM: Final = Program(
    "livret ledger verifier",
    "livret_ledger.words.members:VERIFIER",
    (
        Command(
            "register",
            drafted(register),
            (
                "livret ledger verifier register be-nis:92094 --ask residency:commune \\\n    --purpose sport --text notice.html --until 2027-12-31 --to pool.json",
                "livret ledger verifier register be-nis:92094 --ask 'a:b,c;d:e' \\\n    --purpose culture --text notice.html --until 2027-12-31 --to museum.json",
            ),
            (
                WHO,
                Argument("--ask", "asks", required=True),
                Argument("--purpose", "code", choice(*PURPOSES), required=True),
                Argument("--text", "file", path, required=True),
                Argument("--until", "time", instant, required=True, key="until_s"),
                TO,
                *AT,
            ),
        ),
        Command(
            "end",
            drafted(end),
            (
                "livret ledger verifier end be-nis:92094 --to end.json",
                "livret ledger verifier end did:webvh:Qm…:ledger.example:v --to end.json",
            ),
            (WHO, TO, *AT),
        ),
        Command(
            "list",
            list_services,
            ("livret ledger verifier list", "livret ledger verifier list --all --json"),
            (Argument("--all", default=False), *AT),
        ),
    ),
    examples=(
        "livret ledger verifier list",
        "livret ledger verifier end be-nis:92094 --to end.json",
    ),
)
