"""The scenes of the ledger's play. Each does the real thing and says whether it ended as it should."""

from collections.abc import Callable
from typing import Final, TypeAlias

from livret_core.credential.type_publication import publication
from livret_core.encoding.json import JsonObject
from livret_core.ledger import draft as drafts
from livret_core.ledger.six_words import words_of
from livret_core.ledger.state import (
    endorsement_name,
    member_name,
    proposal_name,
    right_name,
    schema_name,
)
from livret_core.tlog.witness import AddCheckpoint, Rejection, parse_answer
from livret_core.words import decimal, moment
from livret_core.words.figures import age
from livret_edge.saying import local_zone
from livret_ledger import fraud, fraud_file
from livret_ledger.service.publication import Standing
from livret_schemas import load
from livret_town.demo import ledger_desk
from livret_town.demo.consortium import ORIGIN, A, K, Q, fresh_key, verifier_key
from livret_town.demo.ledger_stage import DAY_S, FOUNDERS, HOUR_S, WHO, LedgerStage
from livret_town.demo.scenes import Said, Told
from livret_town.demo.stage import TOWN
from livret_town.demo.theft import fall_victim, recover, steal, watch
from livret_town.simulator.ledgers import Keeper

LedgerScene: TypeAlias = Callable[[LedgerStage, Said], Told]

_TYPE: Final = "residency"
_TERM_S: Final = 365 * DAY_S
_LONG_S: Final = 8 * DAY_S


def found(stage: LedgerStage, said: Said) -> Told:
    """Four towns found the ledger; whoever is to believe it compares six words."""
    consortium = stage.found_ledger()
    first = consortium.founders[0]
    metadata = next(each.metadata for each in load() if each.name == _TYPE)
    subject = f"{_TYPE}/1"
    body = publication(subject, metadata)
    draft = consortium.draft("schema.publish", subject, body, record=schema_name(subject))
    consortium.submit(consortium.signed(draft, first))
    standing = consortium.publish()
    words = " ".join(words_of(consortium.founding.trust.digest, stage.lang))
    ledger_desk.confirm_words(stage, words)
    n = len(FOUNDERS)
    *others, last = (name for name, _, _ in FOUNDERS)
    return Told(
        said["l1"],
        [
            ("✓", said["l1_signed"].format(others=", ".join(others), last=last)),
            ("✓", said["l1_numbers"].format(q=Q, n=n, a=A)),
            (said["l1_words"], words),
            ("✓", said["l1_confirmed"]),
            ("!", said["l1_one_machine"].format(n=n)),
        ],
        went_well=standing.has_quorum and stage.desk.ledgers.known() != [],
        facts={"n": n, "q": Q, "a": A, "k": K, "words": words, "entries": standing.size},
    )


def admit(stage: LedgerStage, said: Said) -> Told:
    """A fifth town is proposed, endorsed by two, admitted, and accredited for its territory."""
    consortium = stage.consortium
    first, second = consortium.founders[:2]
    office = stage.found_hall()
    draft = office.on_ledger().register(now_s=stage.clock())
    vouched = drafts.join(draft, [drafts.sign(draft, first.key, by=first.did, key_id=first.kid)])
    index = consortium.submit(vouched)
    consortium.publish()
    stage.settle(vouched, index)
    role: JsonObject = {
        "did": stage.did,
        "operator": WHO,
        "witness": verifier_key("verneuil-sur-lys.test/witness", fresh_key()).format(),
        "auditor": None,
    }
    stage.submit_own("member.propose", WHO, role, record=proposal_name(WHO))
    proposed = consortium.draft("member.propose", WHO, role, record=proposal_name(WHO)).prev
    for voter in (first, second):
        endorsed = consortium.draft(
            "member.endorse",
            WHO,
            {"proposal": proposed, "by": voter.who},
            record=endorsement_name(WHO, voter.who),
        )
        consortium.submit(consortium.signed(endorsed, voter))
    admitted = stage.submit_own(
        "member.admit", WHO, {"proposal": proposed}, record=member_name(WHO)
    )
    right: JsonObject = {
        "type": _TYPE,
        "scope": WHO,
        "from": consortium.at_s,
        "until": consortium.at_s + _TERM_S,
        "depth": 0,
        "parent": None,
    }
    granted = consortium.draft(
        "accredit.grant", stage.did, right, record=right_name(stage.did, _TYPE, WHO)
    )
    accredited = consortium.submit(consortium.signed(granted, first))
    standing = consortium.publish()
    watch(stage)
    return Told(
        said["l2"].format(town=TOWN),
        [
            ("✓", said["l2_did"].format(name=first.name)),
            ("✓", said["l2_endorsed"].format(one=first.name, other=second.name, k=K)),
            ("✓", said["l2_admitted"].format(index=admitted)),
            ("✓", said["l2_right"].format(name=first.name, scope=WHO, index=accredited)),
        ],
        went_well=standing.has_quorum and standing.size > accredited,
        facts={"did": stage.did, "admitted": admitted, "accredited": accredited},
    )


def lose_witness(stage: LedgerStage, said: Said) -> Told:
    """One witness is switched off for a day, and the town works as on any other."""
    consortium, founder = stage.consortium, stage.consortium.founders[-1]
    stage.clock.now_s += DAY_S
    stopped = f"https://{founder.witness_name}"
    consortium.stopped.add(stopped)
    operation, _ = stage.office.on_ledger().commit(now_s=stage.clock())
    index = consortium.submit(operation)
    without = consortium.publish()
    stage.settle(operation, index)
    is_kept = ledger_desk.hand_over(stage)
    consortium.stopped.remove(stopped)
    again = consortium.publish()
    n = len(FOUNDERS)
    counts = [_witnesses(stage, standing) for standing in (without, again)]
    return Told(
        said["l3"].format(name=founder.name),
        [
            ("✓", said["l3_day"].format(town=TOWN, index=index)),
            ("✓", said["l3_without"].format(some=counts[0], n=n, q=Q)),
            ("✓", said["l3_issued"].format(copies=ledger_desk.COPIES)),
            ("✓", said["l3_again"].format(some=counts[1], n=n)),
        ],
        went_well=without.has_quorum and is_kept and counts == [n - 1, n],
        facts={"entry": index, "without": counts[0], "again": counts[1]},
    )


def rewrite(stage: LedgerStage, said: Said) -> Told:
    """The keeper leaves an entry out of history; every witness has it in writing."""
    consortium = stage.consortium
    before = consortium.reader().checkpoint().checkpoint
    leaves = consortium.leaves()
    other = Keeper(ORIGIN, leaves[:-3], key=consortium.key)
    while other.size < before.size:
        other.tick()
    lie = AddCheckpoint(before.size, (), other.signed()).format()
    cosigners = consortium.cosigners.values()
    answers = [parse_answer(each.add(lie)) for each in cosigners]
    codes = [answer.code for answer in answers if isinstance(answer, Rejection)]
    refused = len(codes)
    files = [each.file for cosigner in cosigners for each in cosigner.store.frauds()]
    name = f"fraud-heads-{before.size}.json"
    shown = stage.pass_on(name, files[0]) if files else b""
    # As whoever is handed the file does, who knows nothing but the ledger's key.
    proven = fraud.check(fraud_file.parse(shown), [consortium.log_key])
    honest = consortium.publish()
    return Told(
        said["l4"],
        [
            ("!", said["l4_left_out"].format(town=TOWN)),
            ("✗", said["l4_refused"].format(some=refused, all=len(cosigners))),
            (said["l4_file"], f"passed-on/{name}"),
            ("✓", said["l4_checked"].format(size=proven.sizes[0], bytes=len(shown))),
            ("✓", said["l4_goes_on"].format(size=honest.size)),
        ],
        went_well=refused == len(cosigners)
        and proven.sizes == (before.size, before.size)
        and set(codes) == {"log.fork"}
        and honest.has_quorum,
        is_refusal=True,
        code=codes[0] if codes else "",
        facts={"refused": refused, "file": name, "size": before.size, "files": len(files)},
    )


def theft(stage: LedgerStage, said: Said) -> Told:
    """A stolen next update key breaks no rule; the owner's watch sees it, a recovery key undoes it."""
    quiet = watch(stage)
    thief = steal(stage)
    index = fall_victim(stage, thief)
    published = stage.consortium.publish()
    alerts = watch(stage)
    undone = recover(stage, thief)
    return Told(
        said["l5"],
        [
            ("!", said["l5_taken"].format(index=index)),
            ("✓", said["l5_seen"].format(town=TOWN, index=index)),
            ("✓", said["l5_undone"].format(index=undone.index)),
            ("✗", said["l5_thief"]),
            ("✓", said["l5_marked"].format(key=thief.key_name)),
        ],
        went_well=published.has_quorum
        and quiet == []
        and alerts == [index]
        and undone.refusal == "webvh.key_not_committed",
        is_refusal=True,
        code=undone.refusal,
        facts={"entry": index, "alerts": alerts, "undone": undone.index},
    )


def cut_off(stage: LedgerStage, said: Said) -> Told:
    """The network is cut; the desk goes on by its folder, and says how old that is."""
    ledger_desk.take_along(stage)
    stage.consortium.close()
    stage.clock.now_s += 6 * HOUR_S
    verdict, elapsed_ms = ledger_desk.show(stage)
    head, report = verdict.head, verdict.report
    as_of_s = 0 if head is None else head.cosigned.time_s
    old_s = stage.clock() - as_of_s
    stage.clock.now_s += _LONG_S
    later, _ = ledger_desk.show(stage)
    reason = later.report.reason
    lines = [
        ("✓", said["l6_cut"]),
        (
            "✓",
            said["l6_accepted"].format(
                passed=report.passed,
                all=report.checks_in_all,
                ms=decimal(elapsed_ms, stage.lang),
            ),
        ),
        (
            said["l6_as_of"],
            said["l6_age"].format(
                time=moment(as_of_s, stage.lang, zone=local_zone),
                age=age(old_s, stage.lang),
                some=0 if head is None else head.cosigned.witnesses,
                n=len(FOUNDERS),
            ),
        ),
        ("!", said["l6_later"].format(age=age(old_s + _LONG_S, stage.lang))),
    ]
    return Told(
        said["l6"],
        lines,
        went_well=report.outcome.value == "accepted"
        and old_s == 6 * HOUR_S
        and reason is not None
        and reason.code == "ledger.stale",
        facts={
            "outcome": report.outcome.value,
            "reason": report.reason.code if report.reason else None,
            "age_s": old_s,
            "later": later.report.outcome.value,
            "later_code": reason.code if reason else None,
        },
    )


SCENES: Final[tuple[LedgerScene, ...]] = (found, admit, lose_witness, rewrite, theft, cut_off)


def _witnesses(stage: LedgerStage, standing: Standing) -> int:
    names = {each.witness_name for each in stage.consortium.founders}
    return sum(not said for name, said in standing.answers.items() if name in names)
