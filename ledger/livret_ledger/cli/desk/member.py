"""`livret ledger member`: who belongs to a ledger, and how that changes."""

from typing import Final

from livret_core.encoding.json import JsonObject
from livret_core.errors import MalformedInput
from livret_core.ledger.records import (
    EndorsementRecord,
    MemberRecord,
    PolicyRecord,
    ProposalRecord,
)
from livret_core.ledger.state import demand, member_name, policy_of, proposal_name
from livret_core.words import printable
from livret_edge.arguments import Argument, Asked, choice
from livret_edge.program import Command, Program
from livret_ledger.cli.desk.drafted import Made, drafted
from livret_ledger.cli.desk.naming import AT, REASONS, TO, WHO
from livret_ledger.cli.desk.standing import at_ledger
from livret_ledger.drafting import Desk, did_of
from livret_ledger.words.members import texts

_REASON: Final = Argument("--reason", "reason", choice(*REASONS), required=True)


def propose(asked: Asked, desk: Desk) -> Made:
    """What a candidate proposes: itself, and the machines it would run."""
    if asked.witness is None and asked.auditor is None:
        raise MalformedInput("usage.missing", option="--witness, --auditor")
    body: JsonObject = {"did": did_of(desk, asked.who), "operator": asked.operator or asked.who}
    keys = {"witness": asked.witness, "auditor": asked.auditor}
    return "member.propose", asked.who, body | {role: key for role, key in keys.items() if key}


def endorse(asked: Asked, desk: Desk) -> Made:
    """What a voter says of a candidate's last proposal."""
    proposal = demand(desk, proposal_name(asked.who), ProposalRecord)
    return "member.endorse", asked.who, {"proposal": proposal.last, "by": asked.by}


def admit(asked: Asked, desk: Desk) -> Made:
    """How a candidate takes up what was endorsed."""
    proposal = demand(desk, proposal_name(asked.who), ProposalRecord)
    return "member.admit", asked.who, {"proposal": proposal.last}


def _about(kind: str) -> "Command":
    def make(asked: Asked, _desk: Desk) -> Made:
        return f"member.{kind}", asked.who, {"reason": asked.reason}

    reason = {"suspend": "unreachable", "reinstate": "own-request", "expel": "rule-broken"}[kind]
    line = f"livret ledger member {kind} be-nis:91034 \\\n    --reason {reason} --to {kind}.json"
    return Command(kind, drafted(make), (line, f"{line} --from copy/"), (WHO, _REASON, TO, *AT))


def list_members(asked: Asked) -> int:
    """Say who belongs to the ledger, who asks to, and what each holds."""
    with at_ledger(asked) as at:
        found = [_Listed(at.desk, name) for name in at.desk.records.record_names("member/")]
        rows = at.rows(asked)
    voice, said = asked.voice, texts(asked.voice.lang)
    members = [each for each in found if each.record is not None]
    asking = [each for each in found if each.is_open]
    if voice.json:
        for each in (*members, *asking):
            voice.event("member" if each.record else "candidate", **each.facts)
        voice.event("listed", members=len(members), candidates=len(asking), **at.facts)
        return at.end()
    voice.rows(
        [(printable(each.who), ", ".join(said[word] for word in each.words)) for each in members]
    )
    voice.rows(
        [
            (printable(each.who), said["asks"].format(count=each.endorsed, needed=each.needed))
            for each in asking
        ]
    )
    voice.rows(rows)
    return at.end()


class _Listed:
    """One line of the list."""

    def __init__(self, desk: Desk, name: str) -> None:
        at_s = desk.clock.at_s
        record, policy = desk.get(name), policy_of(desk)
        self.who: Final = name.split("/")[1]
        self.record: Final = record if isinstance(record, MemberRecord) else None
        self.is_open: Final = isinstance(record, ProposalRecord) and record.is_open
        self.needed: Final = policy.numbers.k
        self.endorsed: Final = (
            self._endorsements(desk, record) if isinstance(record, ProposalRecord) else 0
        )
        words: list[str] = []
        if self.record is not None:
            is_gone = self.record.is_expelled(at_s)
            if is_gone:
                words.append("is_expelled")
            elif self.record.expelled_from_s is not None:
                words.append("to_be_expelled")
            if self.record.is_suspended(at_s):
                words.append("is_suspended")
            if not is_gone:
                words += [
                    f"is_{role}"
                    for role, holders in (
                        ("witness", policy.witnesses),
                        ("auditor", policy.auditors),
                    )
                    if any(each.who == self.who for each in holders)
                ]
                coming = demand(desk, "policy", PolicyRecord).coming(at_s)
                if coming is not None and coming.names(self.who) and not policy.names(self.who):
                    words.append("to_hold")
        self.words: Final = words or ["is_member"]

    def _endorsements(self, desk: Desk, proposal: ProposalRecord) -> int:
        names = desk.records.record_names(f"{member_name(self.who)}/endorse/")
        found = (desk.get(name) for name in names)
        return sum(
            isinstance(each, EndorsementRecord) and each.proposal == proposal.last for each in found
        )

    @property
    def facts(self) -> dict[str, object]:
        if self.record is None:
            return {"who": self.who, "endorsements": self.endorsed, "needed": self.needed}
        return {
            "who": self.who,
            "did": self.record.did,
            "operator": self.record.operator,
            "since_s": self.record.admitted_s,
            "stands": self.words,
        }


PROGRAM: Final = Program(
    "livret ledger member",
    "livret_ledger.words.members:MEMBER",
    (
        Command(
            "propose",
            drafted(propose),
            (
                "livret ledger member propose fr-insee:80999 --witness KEY --to me.json",
                "livret ledger member propose fr-insee:80999 --witness KEY \\\n    --auditor KEY --to me.json --from https://ledger.example/meuse",
            ),
            (
                WHO,
                Argument("--witness", "key"),
                Argument("--auditor", "key"),
                Argument("--operator", "who"),
                TO,
                *AT,
            ),
        ),
        Command(
            "endorse",
            drafted(endorse),
            (
                "livret ledger member endorse fr-insee:80999 --by be-nis:92094 \\\n    --to endorse.json",
                "livret ledger member endorse fr-insee:80999 --by be-nis:92094 \\\n    --to endorse.json --from copy/ --trust trust.json",
            ),
            (WHO, Argument("--by", "who", required=True), TO, *AT),
        ),
        Command(
            "admit",
            drafted(admit),
            (
                "livret ledger member admit fr-insee:80999 --to admit.json",
                "livret ledger member admit fr-insee:80999 --to admit.json --from copy/",
            ),
            (WHO, TO, *AT),
        ),
        *(_about(kind) for kind in ("suspend", "reinstate", "expel")),
        Command(
            "list",
            list_members,
            ("livret ledger member list", "livret ledger member list --from copy/ --json"),
            AT,
        ),
    ),
    examples=(
        "livret ledger member list",
        "livret ledger member admit fr-insee:80999 --to admit.json",
    ),
)
