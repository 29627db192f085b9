"""The scenes of the town of processes. Each does the real thing and says whether it ended as it should."""

from collections.abc import Callable
from typing import Final, TypeAlias

from livret_core.credential.type_publication import publication
from livret_core.status.token import Status
from livret_core.words import decimal, moment
from livret_edge.qr import half_blocks
from livret_edge.saying import local_zone
from livret_schemas import load
from livret_town.demo import pickup, scenes
from livret_town.demo.grounds import FOUNDERS
from livret_town.demo.keepers import ROOT, A, Q
from livret_town.demo.pool import forged
from livret_town.demo.scenes import RAW, Said, Told
from livret_town.demo.stage import COPIES, TOWN
from livret_town.demo.town_stage import TownStage
from livret_wallet.consent import ConsentGiven, ConsentSheet, agree

TownScene: TypeAlias = Callable[[TownStage, Said], Told]

#: What the town hall is allowed to sign; what it hands over stands last.
TYPES: Final = ("birth", "residency")


def found(stage: TownStage, said: Said) -> Told:
    """Four towns found the ledger, each with processes of its own."""
    words = stage.found()
    *others, last = (name for name, _, _ in FOUNDERS)
    n = len(FOUNDERS)
    stage.grounds.supervisor.wait()
    running = sum(each.listens for each in stage.services)
    return Told(
        said["t1"],
        [
            ("✓", said["t1_signed"].format(others=", ".join(others), last=last)),
            ("✓", said["t1_counts"].format(q=Q, n=n, a=A)),
            ("!", said["t1_one_machine"].format(count=running)),
        ],
        went_well=running == len(stage.services),
        facts={"n": n, "q": Q, "a": A, "words": words, "processes": running, "did": stage.did},
    )


def admit(stage: TownStage, said: Said) -> Told:
    """Kinds of proof are published, and the town hall is allowed to sign them."""
    root = stage.keepers.members[ROOT]
    for each in load():
        if each.name in TYPES:
            subject = f"{each.name}/1"
            body = publication(subject, each.metadata)
            stage.keepers.submit(
                stage.keepers.signed(stage.keepers.first("schema.publish", subject, body), root)
            )
    registered = stage.register_desk()
    entries = stage.accredit(*TYPES)
    rights = stage.files.office.hall.rights or ()
    one, other = (stage.keepers.members[number].name for number in (ROOT, ROOT + 1))
    return Told(
        said["t2"].format(town=TOWN),
        [
            ("✓", said["t2_written"].format(one=one, other=other, index=entries[-1])),
            ("✓", said["t2_pool"].format(town=TOWN, index=registered)),
        ],
        went_well={right.type for right in rights} == set(TYPES),
        facts={"entries": list(entries), "types": list(TYPES), "registered": registered},
    )


def hand_over(stage: TownStage, said: Said) -> Told:
    """At the counter a row of the register becomes a hand-over: a link, a code, a PIN."""
    made = stage.handed_over = pickup.hand_over(stage.files)
    handover, pin = made.offered.handover, made.offered.pin
    until = moment(handover.expires_at_s, stage.lang, zone=local_zone)
    return Told(
        said["t3"],
        [
            ("✓", said["t3_ready"].format(row=made.row, rows=made.rows, until=until)),
            *((RAW, line) for line in half_blocks(made.offered.link)),
            (said["t3_link"], made.address),
            (said["t3_code"], f"{handover.code}   {said['t3_no_camera']}"),
            (said["t3_pin"], f"{pin[:3]} {pin[3:]}   {said['t3_aloud']}"),
        ],
        facts={
            "row": made.row,
            "rows": made.rows,
            "code": str(handover.code),
            "offer_uri": made.offered.link,
            "tx_code": made.offered.pin,
        },
    )


def receive(stage: TownStage, said: Said) -> Told:
    """Her wallet picks it up, and looks at what came before it keeps it."""
    fetched = pickup.pick_up(stage.files, stage.handed_over, stage.grounds.fetcher)
    stage.files.batch = fetched.batch
    copies = len(fetched.batch.copies)
    return Told(
        said["t4"],
        [
            ("✓", said["t4_signed"].format(town=TOWN)),
            ("✓", said["t4_copies"].format(copies=copies)),
        ],
        went_well=fetched.is_checked and fetched.is_told and copies == COPIES,
        facts={"copies": copies, "status_checked": fetched.is_checked},
    )


def show(stage: TownStage, said: Said) -> Told:
    """The pool asks for the commune, Camille sees the sheet and agrees, the desk checks."""
    sheets: list[ConsentSheet] = []

    def answer(sheet: ConsentSheet) -> ConsentGiven | None:
        sheets.append(sheet)
        return agree(sheet, "yes")

    verdict = stage.visit().present(answer)
    [sheet] = sheets
    checks = said["checks"].format(
        passed=verdict.passed, all=verdict.checks, ms=decimal(verdict.elapsed_ms, stage.lang)
    )
    resident = said["t5_resident"].format(town=verdict.claims.get("commune", "?"))
    left = [".".join(map(str, line.path)) for line in sheet.leaves]
    return Told(
        said["s5"],
        [
            *scenes.sheet_lines(sheet, said, stage.lang),
            ("✓", said["agrees"]),
            ("✓", f"{said['accepted']}   {resident} · {checks}"),
        ],
        went_well=verdict.outcome == "accepted"
        and left == ["commune"]
        and sheet.behind == "registered",
        code=verdict.code,
        facts={
            "outcome": verdict.outcome,
            "passed": verdict.passed,
            "checks": verdict.checks,
            "left": left,
            "behind": sheet.behind,
            "registered_by": sheet.registered_by,
            "answer_ms": round(verdict.elapsed_ms, 2),
        },
    )


def withdraw(stage: TownStage, said: Said) -> Told:
    """The town hall withdraws the proof; the same wallet is refused, for that reason."""
    files = stage.files
    code = stage.handed_over.offered.handover.code
    files.office.set_status(code, Status.INVALID, now_s=files.now_s())
    files.office.publish(now_s=files.now_s())  # in a town: at its hour, with the day's others
    at_s = files.now_s()
    stage.next_morning()
    verdict = stage.visit().present(lambda sheet: agree(sheet, "yes"))
    listed = said["says_list"].format(time=moment(at_s, stage.lang, zone=local_zone))
    return Told(
        said["s6"],
        [
            ("✗", f"{said['refused']}   {listed}"),
            ("", said["others_passed"].format(count=verdict.passed)),
        ],
        went_well=verdict.code == "status.revoked" and verdict.passed == verdict.checks - 1,
        is_refusal=True,
        code=verdict.code,
        facts={"outcome": verdict.outcome, "passed": verdict.passed},
    )


def forge(stage: TownStage, said: Said) -> Told:
    """A stranger signs in the town's name with his own key."""
    visit = stage.visit()
    request = visit.open()
    visit.send(request, forged(stage.files, request))
    verdict = visit.verdict()
    return Told(
        said["s7"].format(town=TOWN),
        [
            ("✗", f"{said['refused']}   {said['never_key'].format(town=TOWN)}"),
            ("", said["t7_listed"].format(town=TOWN, index=stage.entry)),
        ],
        went_well=verdict.code == "issuer.key_not_listed",
        is_refusal=True,
        code=verdict.code,
        facts={"outcome": verdict.outcome, "passed": verdict.passed},
    )


SCENES: Final[tuple[TownScene, ...]] = (found, admit, hand_over, receive, show, withdraw, forge)
#: Their titles, for who waits for one.
TITLES: Final = ("t1", "t2", "t3", "t4", "s5", "s6", "s7")
