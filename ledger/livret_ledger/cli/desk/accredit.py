"""`livret ledger accredit`: who may issue which kind of proof, where, until when."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, final

from livret_core.encoding.json import JsonObject
from livret_core.errors import MalformedInput, Refused, Unavailable
from livret_core.ledger.records import RightRecord, Span
from livret_core.ledger.rules.rights import ROOT
from livret_core.ledger.scope import Scope
from livret_core.ledger.state import demand, right_name
from livret_core.words import printable
from livret_core.words.figures import day
from livret_edge.arguments import Argument, Asked, instant, whole
from livret_edge.program import Command, Program
from livret_edge.saying import now_s
from livret_ledger.cli.desk.drafted import Made, drafted
from livret_ledger.cli.desk.naming import AT, TO, WHO
from livret_ledger.cli.desk.standing import At, at_ledger
from livret_ledger.drafting import Desk, did_of, owner_of
from livret_ledger.pages.terms import term_state
from livret_ledger.words.members import texts

_DAY_S: Final = 86_400
#: How long everybody has to sign at least, before a term begins that nobody dated.
SIGNED_WITHIN_S: Final = 6 * 3_600
_LIVE: Final = ("stands", "to_come")
_TYPE: Final = Argument("type", "type", required=True)
_SCOPE: Final = Argument("scope", "territory", required=True)


def first_begin_s(at_s: int) -> int:
    """Say when a term begins that is drafted now: by then it is to stand on the ledger.

    A term may not begin before it is written, and others are to sign it first.
    """
    return ((at_s + SIGNED_WITHIN_S) // _DAY_S + 1) * _DAY_S


def grant(asked: Asked, desk: Desk) -> Made:
    """Let somebody issue a kind of proof somewhere."""
    try:
        Scope.parse(asked.scope)
    except MalformedInput:
        raise MalformedInput("usage.scope") from None
    begins_s = asked.begins_s
    if begins_s is None:
        begins_s = first_begin_s(now_s())
    did = did_of(desk, asked.who)
    body: JsonObject = {
        "type": asked.type,
        "scope": asked.scope,
        "from": begins_s,
        "until": asked.until_s,
        "depth": asked.depth,
        "parent": None if asked.under is None else _ground(asked, desk),
    }
    return "accredit.grant", did, body


def _ground(asked: Asked, desk: Desk) -> JsonObject:
    """Find the right that is passed on: one of this accreditor that reaches so far.

    Raises:
        Refused: ``ledger.scope`` when it has none.
    """
    did, wanted = did_of(desk, asked.under), Scope.parse(asked.scope)
    for right in _rights(desk, did):
        if (
            right.type in ("*", asked.type)
            and Scope.parse(right.scope).covers(wanted)
            and any(
                span.holds(desk.clock.at_s) and span.depth > asked.depth for span in right.spans
            )
        ):
            return {"did": did, "type": right.type, "scope": right.scope}
    raise Refused("ledger.scope", "no right of the accreditor reaches so far")


def end(asked: Asked, desk: Desk) -> Made:
    """End a term of a right, or declare it void from a time on.

    That is the one that began then, else the last that stands or is to come, else the last.
    """
    did = did_of(desk, asked.who)
    record = demand(desk, right_name(did, asked.type, asked.scope), RightRecord)
    at_s, begun_s = desk.clock.at_s, asked.begun_s
    live = [one for one in record.spans if term_state(one, at_s) in _LIVE]
    if begun_s is None:
        begun_s = (live or record.spans)[-1].from_s
    body: JsonObject = {
        "type": asked.type,
        "scope": asked.scope,
        "from": begun_s,
        "void_from": asked.void_from_s,
    }
    return "accredit.end", did, body


def list_rights(asked: Asked) -> int:
    """Say who may issue what."""
    with at_ledger(asked) as at:
        found = [
            right for right in _rights(at.desk) if asked.all or right.is_live(at.desk.clock.at_s)
        ]
        return _tell(asked, at, found)


def show(asked: Asked) -> int:
    """Say what one institution may issue, every term of it."""
    with at_ledger(asked) as at:
        found = list(_rights(at.desk, did_of(at.desk, asked.who)))
        if not found:
            raise Unavailable("ledger.not_shown", "no right of this one")
        return _tell(asked, at, found)


@final
@dataclass(frozen=True, slots=True)
class _Right:
    """One right, with its terms."""

    did: str
    who: str
    type: str
    scope: str
    spans: tuple[Span, ...]

    def is_live(self, at_s: int) -> bool:
        """Say whether a term of it stands or is to come."""
        return any(term_state(span, at_s) in _LIVE for span in self.spans)


def _rights(desk: Desk, did: str | None = None) -> Iterator[_Right]:
    prefix = "accr/" if did is None else f"accr/{did}/"
    for name in sorted(desk.records.record_names(prefix)):
        record = desk.get(name)
        if isinstance(record, RightRecord):
            _, of, kind, scope = name.split("/", 3)
            yield _Right(of, owner_of(desk, of), kind, scope, record.spans)


def _tell(asked: Asked, at: At, found: list[_Right]) -> int:
    voice, said, at_s = asked.voice, texts(asked.voice.lang), at.desk.clock.at_s
    for right in found:
        for span in right.spans:
            stands = term_state(span, at_s)
            by = ROOT if span.by == ROOT else owner_of(at.desk, span.by)
            if voice.json:
                voice.event(
                    "right",
                    who=right.who,
                    did=right.did,
                    type=right.type,
                    scope=right.scope,
                    from_s=span.from_s,
                    until_s=span.until_s,
                    depth=span.depth,
                    by=by,
                    ended_s=span.ended_s,
                    void_from_s=span.void_from_s,
                    stands=stands,
                )
                continue
            term = said["term"].format(
                begin=day(span.from_s, voice.lang),
                # The end is the first second it no longer holds; people are told the last day.
                end=day(span.until_s - 1, voice.lang),
            )
            granted = said["by_voters"] if by == ROOT else said["by"].format(who=by)
            voice.tell(f"{printable(right.who)}: {printable(right.type)}, {right.scope}")
            voice.rows(
                [
                    (said["term_label"], term),
                    (said["stands_label"], said[f"term_{stands}"]),
                    (said["granted_label"], granted),
                    *([(said["passes_on"], str(span.depth))] if span.depth else []),
                ]
            )
    at.end_list(asked, rights=len(found))
    return 0


def _depth(name: str, typed: str) -> object:
    return whole(0, lambda: 3)(name, typed)


PROGRAM: Final = Program(
    "livret ledger accredit",
    "livret_ledger.words.members:ACCREDIT",
    (
        Command(
            "grant",
            drafted(grant),
            (
                "livret ledger accredit grant fr-insee:80999 '*' '*' --until 2031-01-01 --to a",
                "livret ledger accredit grant NUMBER residency CODE --until 2031-01-01 --to a",
            ),
            (
                WHO,
                _TYPE,
                _SCOPE,
                Argument("--until", "time", instant, required=True, key="until_s"),
                Argument("--begins", "time", instant, key="begins_s"),
                Argument("--depth", "number", _depth, default=0),
                Argument("--under", "who"),
                TO,
                *AT,
            ),
        ),
        Command(
            "end",
            drafted(end),
            (
                "livret ledger accredit end fr-insee:80999 residency fr-insee:80999 \\\n    --to end.json",
                "livret ledger accredit end fr-insee:80999 residency fr-insee:80999 \\\n    --void-from 2026-11-20 --to end.json",
            ),
            (
                WHO,
                _TYPE,
                _SCOPE,
                Argument("--begun", "time", instant, key="begun_s"),
                Argument("--void-from", "time", instant, key="void_from_s"),
                TO,
                *AT,
            ),
        ),
        Command(
            "list",
            list_rights,
            ("livret ledger accredit list", "livret ledger accredit list --all --from copy/"),
            (Argument("--all", default=False), *AT),
        ),
        Command(
            "show",
            show,
            (
                "livret ledger accredit show fr-insee:80999",
                "livret ledger accredit show fr-insee:80999 --from copy/ --json",
            ),
            (WHO, *AT),
        ),
    ),
    examples=(
        "livret ledger accredit list",
        "livret ledger accredit show fr-insee:80999 --from copy/",
    ),
)
