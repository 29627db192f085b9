"""`livret ledger policy`: who must confirm, how many of them, and how that changes."""

from collections.abc import Sequence
from typing import Final

from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import Refused
from livret_core.ledger.bodies import RoleHolder
from livret_core.ledger.records import Policy, PolicyRecord
from livret_core.ledger.state import demand, policy_of
from livret_edge.arguments import Argument, Asked, whole
from livret_edge.program import Command, Program
from livret_ledger.cli.desk.drafted import Made, drafted
from livret_ledger.cli.desk.naming import AT, TO, member_of, words_of
from livret_ledger.cli.desk.standing import at_ledger
from livret_ledger.drafting import Desk
from livret_ledger.words.members import texts

_MOST: Final = 1_000


def change(asked: Asked, desk: Desk) -> Made:
    """Write the policy anew: what was not said stays as it is in force."""
    now = policy_of(desk)
    _tell_waiting(asked, desk)
    witnesses = _holders(desk, asked.witnesses, now.witnesses, "witness")
    auditors = _holders(desk, asked.auditors, now.auditors, "auditor")
    numbers = now.numbers
    body: JsonObject = {
        "n": len(witnesses),
        "q": asked.q or numbers.q,
        "a": asked.a or numbers.a,
        "k": asked.k or numbers.k,
        "witnesses": witnesses,
        "auditors": auditors,
        "schemas": [*(words_of(asked.schemas) or now.schemas)],
        "rules": now.rules,
    }
    return "policy.change", desk.origin, body


def _tell_waiting(asked: Asked, desk: Desk) -> None:
    """Say that another change waits, which the ledger would let go of for this one."""
    record = demand(desk, "policy", PolicyRecord)
    from_s = record.next_from_s
    if record.coming(desk.clock.at_s) is None or from_s is None:
        return
    if asked.voice.json:
        asked.voice.event("replaces_coming", from_s=from_s)
    else:
        said = texts(asked.voice.lang)["replaces_coming"]
        asked.voice.tell("! " + said.format(moment=asked.voice.moment(from_s)))


def _holders(
    desk: Desk, typed: str | None, now: Sequence[RoleHolder], role: str
) -> list[JsonValue]:
    """Give the holders of a role, each with the key it was admitted with."""
    if typed is None:
        return [{"who": each.who, "key": each.key} for each in now]
    found: list[JsonValue] = []
    for who in words_of(typed):
        key = getattr(member_of(desk, who), role)
        if key is None:
            raise Refused("ledger.role", "was not admitted with a key for it")
        found.append({"who": who, "key": key})
    return found


def show(asked: Asked) -> int:
    """Say who must confirm, now and from when on."""
    voice, said = asked.voice, texts(asked.voice.lang)
    with at_ledger(asked) as at:
        record = demand(at.desk, "policy", PolicyRecord)
        at_s = at.desk.clock.at_s
        now, coming = record.in_force(at_s), record.coming(at_s)
        if voice.json:
            voice.event("policy", version=record.version_at(at_s), **_facts(now), **at.facts)
            if coming is not None:
                voice.event("policy_to_come", from_s=record.next_from_s, **_facts(coming))
            return at.end()
        voice.rows([*_rows(asked, now), *at.rows(asked)])
        if coming is not None and record.next_from_s is not None:
            voice.tell("! " + said["coming"].format(moment=voice.moment(record.next_from_s)))
            voice.rows(_rows(asked, coming))
    return at.end()


def _rows(asked: Asked, policy: Policy) -> list[tuple[str, str]]:
    said, numbers = texts(asked.voice.lang), policy.numbers
    return [
        (said["must_agree"], said["q_of_n"].format(q=numbers.q, n=numbers.n)),
        (said["auditors_needed"], str(numbers.a)),
        (said["endorsements"], str(numbers.k)),
        (said["harmless"], str(numbers.f)),
        (said["to_change"], str(numbers.change_threshold)),
        (said["is_witness"], ", ".join(each.who for each in policy.witnesses)),
        (said["is_auditor"], ", ".join(each.who for each in policy.auditors)),
        (said["authorities"], ", ".join(policy.schemas)),
    ]


def _facts(policy: Policy) -> dict[str, object]:
    numbers = policy.numbers
    return {
        "n": numbers.n,
        "q": numbers.q,
        "a": numbers.a,
        "k": numbers.k,
        "harmless_liars": numbers.f,
        "change_threshold": numbers.change_threshold,
        "witnesses": [{"who": each.who, "key": each.key} for each in policy.witnesses],
        "auditors": [{"who": each.who, "key": each.key} for each in policy.auditors],
        "schemas": [*policy.schemas],
    }


def _number(name: str) -> Argument:
    return Argument(name, "number", whole(1, lambda: _MOST))


PROGRAM: Final = Program(
    "livret ledger policy",
    "livret_ledger.words.members:POLICY",
    (
        Command(
            "change",
            drafted(change),
            (
                "livret ledger policy change --q 4 --a 3 --k 3 --to policy.json",
                "livret ledger policy change --to policy.json \\\n    --witnesses be-nis:92094,fr-insee:57463,de-ags:05334002,be-nis:62063",
            ),
            (
                Argument("--witnesses", "whos"),
                Argument("--auditors", "whos"),
                _number("--q"),
                _number("--a"),
                _number("--k"),
                Argument("--schemas", "whos"),
                TO,
                *AT,
            ),
        ),
        Command(
            "show",
            show,
            ("livret ledger policy show", "livret ledger policy show --from copy/ --json"),
            AT,
        ),
    ),
    examples=(
        "livret ledger policy show",
        "livret ledger policy change --q 4 --a 3 --k 3 --to policy.json",
    ),
)
