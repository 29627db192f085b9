"""The scenes of the town of processes. Each does the real thing and says whether it ended as it should."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeAlias

from livret_core.credential.type_publication import publication
from livret_core.words import moment
from livret_edge.saying import local_zone
from livret_schemas import load
from livret_town.demo import scenes
from livret_town.demo.grounds import FOUNDERS
from livret_town.demo.keepers import ROOT, A, Q
from livret_town.demo.scenes import Said, Told
from livret_town.demo.stage import COPIES, TOWN
from livret_town.demo.town_stage import TownStage

TownScene: TypeAlias = Callable[[TownStage, Said], Told]

#: What the town hall is allowed to sign; what it hands over stands last.
TYPES: Final = ("birth", "residency")


def found(stage: TownStage, said: Said) -> Told:
    """Four towns found the ledger, each with processes of its own."""
    words = stage.found()
    *others, last = (name for name, _, _ in FOUNDERS)
    n = len(FOUNDERS)
    running = sum(each.listens for each in stage.keepers.processes)
    return Told(
        said["t1"],
        [
            ("✓", said["t1_signed"].format(others=", ".join(others), last=last)),
            ("✓", said["t1_counts"].format(q=Q, n=n, a=A)),
            ("!", said["t1_one_machine"].format(count=running)),
        ],
        went_well=running == len(stage.keepers.processes),
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
    entries = stage.accredit(*TYPES)
    rights = stage.files.office.hall.rights or ()
    one, other = (stage.keepers.members[number].name for number in (ROOT, ROOT + 1))
    return Told(
        said["t2"].format(town=TOWN),
        [("✓", said["t2_written"].format(one=one, other=other, index=entries[-1]))],
        went_well={right.type for right in rights} == set(TYPES),
        facts={"entries": list(entries), "types": list(TYPES)},
    )


def hand_over(stage: TownStage, said: Said) -> Told:
    """At the counter a row of the register becomes a hand-over."""
    told = scenes.hand_over(stage.files, said)
    camille = stage.files.handovers[scenes.CAMILLE_LINE]
    until = moment(camille.expires_at_s, stage.lang, zone=local_zone)
    rows = len(stage.files.handovers)
    return replace(
        told,
        title=said["t3"],
        lines=[
            ("✓", said["t3_ready"].format(row=1, rows=rows, until=until)),
            (said["t3_code"], str(camille.code)),
        ],
    )


def receive(stage: TownStage, said: Said) -> Told:
    """Her wallet asks, and looks at what came before it keeps it."""
    asked = scenes.ask(stage.files, said)
    told = scenes.receive(stage.files, said)
    return replace(
        told,
        title=said["t4"],
        lines=[
            ("✓", said["t4_signed"].format(town=TOWN)),
            ("✓", said["t4_copies"].format(copies=COPIES)),
        ],
        went_well=asked.went_well and told.went_well,
    )


def show(stage: TownStage, said: Said) -> Told:
    """The pool asks for the commune, Camille sees the sheet and agrees, the pool checks."""
    told = scenes.show(stage.files, said)
    *lines, (sign, accepted) = told.lines
    word, _, checks = accepted.partition("   ")
    resident = said["t5_resident"].format(town=TOWN)
    return replace(told, lines=[*lines, (sign, f"{word}   {resident} · {checks}")])


def withdraw(stage: TownStage, said: Said) -> Told:
    """The town hall withdraws the proof; the same wallet is refused, for that reason."""
    return scenes.withdraw(stage.files, said)


def forge(stage: TownStage, said: Said) -> Told:
    """A stranger signs in the town's name with his own key."""
    told = scenes.forge(stage.files, said)
    listed = said["t7_listed"].format(town=TOWN, index=stage.entry)
    return replace(told, lines=[told.lines[0], ("", listed)])


SCENES: Final[tuple[TownScene, ...]] = (found, admit, hand_over, receive, show, withdraw, forge)
#: Their titles, for who waits for one.
TITLES: Final = ("t1", "t2", "t3", "t4", "s5", "s6", "s7")
