"""`livret ledger key`: what voters do about keys whose owner cannot do it, and what is known of one."""

from typing import Final

from livret_core.encoding import base64url
from livret_core.encoding.json import JsonObject
from livret_core.errors import MalformedInput
from livret_core.ledger.records import CompromiseRecord, DidRecord, KeyRecord
from livret_core.ledger.state import compromise_name, demand, did_name, find, key_name
from livret_core.words import printable
from livret_edge.arguments import Argument, Asked, instant, path
from livret_edge.program import Command, Program
from livret_ledger.cli.desk.drafted import Made, drafted
from livret_ledger.cli.desk.lists import Naming
from livret_ledger.cli.desk.naming import AT, TO, WHO
from livret_ledger.cli.desk.standing import At, at_ledger
from livret_ledger.drafting import Desk, did_of
from livret_ledger.words.members import texts


def suspect(asked: Asked, _desk: Desk) -> Made:
    """Put a key under suspicion."""
    return "key.compromise", asked.key, {"from": asked.since_s}


def replace(asked: Asked) -> int:
    """Let another identity go on for one whose keys are lost; name its final lists if they are there."""
    if (asked.lists is None) is not (asked.digests is None):
        raise MalformedInput("usage.missing", option="--lists, --digests")
    naming = None if asked.lists is None else Naming(asked)

    def make(asked: Asked, desk: Desk) -> Made:
        did = did_of(desk, asked.who)
        heir = did_of(desk, asked.successor)
        if heir == did:
            raise MalformedInput("usage.itself", option="--by", value=asked.successor)
        lists = None
        if naming is not None:
            lists = base64url.encode(naming.name(desk, did, final=True).root)
        body: JsonObject = {"to": heir, "lists": lists}
        return "did.succeed", did, body

    drafted(make)(asked)
    if naming is not None:
        naming.leave()
    return 0


def show(asked: Asked) -> int:
    """Say which keys an institution has, and since when each counts."""
    with at_ledger(asked) as at:
        did = did_of(at.desk, asked.who)
        record = demand(at.desk, did_name(did), DidRecord)
        prefix = key_name(f"{did}#")
        names = sorted(at.desk.records.record_names(prefix))
        _tell(asked, at, record, [name.removeprefix("key/") for name in names])
    return 0


def _tell(asked: Asked, at: At, record: DidRecord, kids: list[str]) -> None:
    voice, said, at_s = asked.voice, texts(asked.voice.lang), at.desk.clock.at_s
    if not voice.json:
        voice.rows(
            [
                (said["identity"], record.did),
                (said["whose"], record.who),
                (said["acts"], said["yes" if record.acts(at_s) else "no"]),
            ]
        )
    for kid in kids:
        key = demand(at.desk, key_name(kid), KeyRecord)
        suspected = find(at.desk, compromise_name(kid), CompromiseRecord)
        suspected_s = None if suspected is None else suspected.from_s
        if voice.json:
            voice.event(
                "key",
                kid=kid,
                use=key.use,
                from_s=key.from_s,
                until_s=key.until_s,
                lists_until_s=key.lists_until_s,
                suspected_from_s=suspected_s,
            )
            continue
        until = said["no_end"] if key.until_s is None else voice.moment(key.until_s)
        rows = [
            (said["use"], said[f"use_{key.use}"]),
            (said["since"], voice.moment(key.from_s)),
            (said["until"], until),
        ]
        if suspected_s is not None:
            rows.append((said["suspected"], "! " + voice.moment(suspected_s)))
        voice.tell(printable(kid.rpartition("#")[2]))
        voice.rows(rows)
    if voice.json:
        voice.event("shown", did=record.did, who=record.who, acts=record.acts(at_s), **at.facts)
    else:
        voice.rows(at.rows(asked))
    at.end()


PROGRAM: Final = Program(
    "livret ledger key",
    "livret_ledger.words.members:KEY",
    (
        Command(
            "suspect",
            drafted(suspect),
            (
                "livret ledger key suspect did:webvh:Qm…:ledger.example:v#operation-1 \\\n    --since 2026-11-20 --to key.json",
                "livret ledger key suspect did:webvh:Qm…:ledger.example:v#credential-1 \\\n    --since 2026-11-20T14:05:00Z --to key.json --from copy/",
            ),
            (
                Argument("key", "key", required=True),
                Argument("--since", "time", instant, required=True, key="since_s"),
                TO,
                *AT,
            ),
        ),
        Command(
            "replace",
            replace,
            (
                "livret ledger key replace fr-insee:80998 --by fr-insee:80999 --to merger.json",
                "livret ledger key replace did:webvh:Qm…:ledger.example:v \\\n    --by did:webvh:Qm…:ledger.example:v:2 --to new.json \\\n    --lists published/ --digests final.json",
            ),
            (
                WHO,
                Argument("--by", "who", required=True, key="successor"),
                Argument("--lists", "folder", path),
                Argument("--digests", "file", path),
                TO,
                *AT,
            ),
        ),
        Command(
            "show",
            show,
            (
                "livret ledger key show fr-insee:80999",
                "livret ledger key show fr-insee:80999 --from copy/ --json",
            ),
            (WHO, *AT),
        ),
    ),
    examples=(
        "livret ledger key show fr-insee:80999",
        "livret ledger key replace fr-insee:80998 --by fr-insee:80999 --to merger.json",
    ),
)
