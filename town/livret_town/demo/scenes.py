"""The scenes. Each does the real thing and says whether it ended as it should."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias, final

from livret_core.credential import catalogue
from livret_core.status.token import Status
from livret_core.words import Language, decimal, moment, stated
from livret_edge.saying import local_zone
from livret_issuer.intake import Row, read_rows
from livret_issuer.service import found_town_hall
from livret_town.demo.pool import ask_for, check, forged, open_desk, present_and_verify
from livret_town.demo.stage import COPIES, PASSPHRASE, RESIDENTS, TERRITORY, TOWN, Stage
from livret_verifier.checks import CHECKS
from livret_wallet.consent import ConsentGiven, ConsentSheet, agree
from livret_wallet.gather import Folder
from livret_wallet.service import Wallet
from livret_wallet.vault import Vault

CAMILLE_LINE: Final = 2
_HANDOVER_LIFE_S: Final = 7 * 86_400
_SHOWN_STAYS: Final = 5


@final
@dataclass(frozen=True, slots=True)
class Told:
    """How a scene went.

    Attributes:
        title: what happens.
        lines: ``(sign, text)``; the sign is ``✓``, ``✗``, ``!`` or empty, or else the
            label of a value.
        went_well: it ended as it should.
        is_refusal: a refusal was the point.
        code: of the refusal.
        facts: for ``--json``.
    """

    title: str
    lines: list[tuple[str, str]]
    went_well: bool = True
    is_refusal: bool = False
    code: str = ""
    facts: dict[str, object] = field(default_factory=dict)


#: The sign of a line that is shown as it is: part of a picture, which is not told line by line.
RAW: Final = "▀"
Said: TypeAlias = Mapping[str, str]
Scene: TypeAlias = Callable[[Stage, Said], Told]


def found(stage: Stage, said: Said) -> Told:
    """The town hall creates its DID."""
    office = found_town_hall(
        stage.root / "hall",
        name=f"Ville de {TOWN}",
        authority=f"Le maire de {TOWN}",
        territory=TERRITORY,
        language=None,
        host="ledger.livret.test",
        port=8443,
        path=("verneuil-sur-lys",),
        recovery=stage.root / "hall-recovery",
        passphrase=PASSPHRASE,
        now_s=stage.now_s(),
        communes=(TOWN,),
    )
    stage.office = office
    did = office.hall.did.text
    return Told(
        said["s1"].format(town=TOWN),
        [
            ("✓", said["s1_did"].format(did=f"{did[:22]}…")),
            ("✓", said["s1_keys"]),
            ("!", said["s1_recovery"]),
        ],
        facts={"did": did},
    )


def hand_over(stage: Stage, said: Said) -> Told:
    """The shipped list becomes hand-overs."""
    office, now_s = stage.office, stage.now_s()
    kind = catalogue.find("residency")
    standing = office.standing_claims(kind, now_s=now_s)
    rows = list(
        read_rows(
            [RESIDENTS.read_bytes()],
            kind,
            standing=standing,
            now_s=now_s,
            communes=office.hall.communes,
        )
    )
    for row in rows:
        if isinstance(row, Row):
            stage.handovers[row.line] = office.offer(
                kind,
                row.claims,
                source=RESIDENTS.name,
                line=row.line,
                max_copies=COPIES,
                valid_s=_HANDOVER_LIFE_S,
                now_s=now_s,
            )
    camille = stage.handovers[CAMILLE_LINE]
    until = moment(camille.expires_at_s, stage.lang, zone=local_zone)
    return Told(
        said["s2"],
        [
            ("✓", said["s2_rows"].format(count=len(stage.handovers), until=until)),
            ("✓", said["s2_handover"].format(code=camille.code)),
            ("", said["s2_once"]),
        ],
        went_well=len(stage.handovers) == len(rows),
        facts={"rows": len(rows), "handover": str(camille.code)},
    )


def ask(stage: Stage, said: Said) -> Told:
    """Camille's wallet asks; the town hall answers."""
    if not stage.has_vault:
        stage.vault = Vault.create(stage.root / "camille" / "wallet.vault", PASSPHRASE)
    handover = stage.handovers[CAMILLE_LINE]
    stage.pass_on("handover.json", handover.format())
    request = Wallet(stage.vault).request(handover, copies=COPIES, now_s=stage.now_s())
    stage.response = stage.office.issue(
        stage.pass_on("issuance-request.json", request.format()), now_s=stage.now_s()
    )
    stage.pass_on("proof.json", stage.response.format())
    return Told(
        said["s3"].format(copies=COPIES),
        [
            ("✓", said["s3_keys"].format(copies=COPIES)),
            ("✓", said["s3_asked"].format(copies=len(stage.response.credentials))),
        ],
        went_well=len(stage.response.credentials) == COPIES,
        facts={"copies": len(stage.response.credentials)},
    )


def receive(stage: Stage, said: Said) -> Told:
    """Her wallet checks what came before it keeps it."""
    batch, is_checked = Wallet(stage.vault).receive(
        stage.response, Folder(stage.public), now_s=stage.now_s()
    )
    stage.batch = batch
    kilobytes = decimal(len(batch.copies[0].sd_jwt) / 1e3, stage.lang)
    return Told(
        said["s4"],
        [
            ("✓", said["s4_signed"].format(town=TOWN)),
            ("✓", said["s4_fits"]),
            ("✓", said["s4_valid"].format(time=moment(stage.now_s(), stage.lang, zone=local_zone))),
            ("✓", said["s4_copies"].format(copies=len(batch.copies), kilobytes=kilobytes)),
        ],
        went_well=is_checked and len(batch.copies) == COPIES,
        facts={"copies": len(batch.copies), "status_checked": is_checked},
    )


def show(stage: Stage, said: Said) -> Told:
    """The pool asks for the commune, Camille sees the sheet and agrees, the pool checks."""
    if not stage.has_desk:
        stage.desk = open_desk(stage, _accepting(stage))
    sheets: list[ConsentSheet] = []

    def answer(sheet: ConsentSheet) -> ConsentGiven | None:
        sheets.append(sheet)
        return agree(sheet, "yes")

    verdict, elapsed_ms = present_and_verify(stage, answer)
    sheet = sheets[0]
    presented = verdict.presentation
    report = verdict.report
    checks = said["checks"].format(
        passed=report.passed, all=report.checks_in_all, ms=decimal(elapsed_ms, stage.lang)
    )
    return Told(
        said["s5"],
        [
            *sheet_lines(sheet, said, stage.lang),
            ("✓", said["agrees"]),
            ("✓", f"{said['accepted']}   {checks}"),
        ],
        went_well=presented is not None and [line.path for line in sheet.leaves] == [("commune",)],
        facts={
            "outcome": report.outcome.value,
            "passed": report.passed,
            "checks": report.checks_in_all,
            "left": [".".join(map(str, line.path)) for line in sheet.leaves],
            "verify_ms": round(elapsed_ms, 2),
        },
    )


def sheet_lines(sheet: ConsentSheet, said: Said, language: Language) -> list[tuple[str, str]]:
    """What leaves, and what stays."""
    left = [stated(line.label, line.value, language) for line in sheet.leaves]
    stays = ", ".join(sheet.stays[:_SHOWN_STAYS])
    if len(sheet.stays) > _SHOWN_STAYS:
        stays += ", " + said["more"].format(count=len(sheet.stays) - _SHOWN_STAYS)
    return [(said["leaves"], ", ".join(left)), (said["stays"], stays)]


def withdraw(stage: Stage, said: Said) -> Told:
    """The town hall withdraws the proof; the same wallet is refused, for that reason."""
    code = stage.handovers[CAMILLE_LINE].code
    stage.office.set_status(code, Status.INVALID, now_s=stage.now_s())
    stage.office.publish(now_s=stage.now_s())  # in a town: at its hour, with the day's others
    verdict, _ = present_and_verify(stage, lambda sheet: agree(sheet, "yes"))
    report = verdict.report
    found_code = report.reason.code if report.reason else ""
    return Told(
        said["s6"],
        [
            (
                "✗",
                f"{said['refused']}   {said['says_list'].format(time=moment(stage.now_s(), stage.lang, zone=local_zone))}",
            ),
            ("", said["others_passed"].format(count=report.passed)),
        ],
        went_well=found_code == "status.revoked" and report.passed == len(CHECKS) - 1,
        is_refusal=True,
        code=found_code,
        facts={"outcome": report.outcome.value, "passed": report.passed},
    )


def forge(stage: Stage, said: Said) -> Told:
    """A stranger signs in the town's name with his own key."""
    request = ask_for(stage)
    verdict = check(stage, request, forged(stage, request))
    report = verdict.report
    found_code = report.reason.code if report.reason else ""
    return Told(
        said["s7"].format(town=TOWN),
        [
            ("✗", f"{said['refused']}   {said['never_key'].format(town=TOWN)}"),
            ("", said["listed"].format(count=1)),
        ],
        went_well=found_code == "issuer.key_not_listed",
        is_refusal=True,
        code=found_code,
        facts={"outcome": report.outcome.value, "passed": report.passed},
    )


SCENES: Final[tuple[Scene, ...]] = (found, hand_over, ask, receive, show, withdraw, forge)


def _accepting(stage: Stage) -> str:
    hall = stage.office.hall
    return (
        f'\n[[issuers]]\nname = "{TOWN}"\nprofile = "did"\ndid = "{hall.did.text}"\n'
        f'types = ["residency"]\nterritories = ["{hall.territory.format()}"]\n'
    )
