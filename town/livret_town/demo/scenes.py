"""The scenes. Each does the real thing and says whether it ended as it should."""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias, final

from livret_core.credential import catalogue, mint
from livret_core.credential.presentation import Presentation
from livret_core.encoding import base64url
from livret_core.openid4vp.request import AuthorizationRequest
from livret_core.openid4vp.response import AuthorizationResponse
from livret_core.sdjwt import SdJwt, keybinding
from livret_core.status.token import Status
from livret_core.words import decimal, moment
from livret_edge.saying import local_zone
from livret_issuer.intake import Row, read_rows
from livret_issuer.service import found_town_hall
from livret_town.demo.stage import (
    COPIES,
    PASSPHRASE,
    POOL,
    PROCEDURE,
    RESIDENTS,
    TERRITORY,
    TOWN,
    Stage,
)
from livret_verifier.asking import make_request
from livret_verifier.checks import CHECKS
from livret_verifier.gather import FolderGatherer, drive
from livret_verifier.memo import Memo
from livret_verifier.question import Question
from livret_verifier.store import Desk, OpenRequest
from livret_verifier.template import policy_template
from livret_verifier.verify import Verdict, begin
from livret_wallet.consent import ConsentGiven, ConsentSheet, agree
from livret_wallet.gather import Folder
from livret_wallet.service import Wallet
from livret_wallet.vault import Vault

_CAMILLE_LINE: Final = 2
_HANDOVER_LIFE_S: Final = 7 * 86_400
_SHOWN_STAYS: Final = 5
_TOKEN_BYTES: Final = 24


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
    camille = stage.handovers[_CAMILLE_LINE]
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
    stage.vault = Vault.create(stage.root / "camille" / "wallet.vault", PASSPHRASE)
    handover = stage.handovers[_CAMILLE_LINE]
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
    stage.desk = _open_desk(stage)
    sheets: list[ConsentSheet] = []

    def answer(sheet: ConsentSheet) -> ConsentGiven | None:
        sheets.append(sheet)
        return agree(sheet, "yes")

    verdict, elapsed_ms = _present_and_verify(stage, answer)
    sheet = sheets[0]
    left = [f"{line.label}: {line.value}" for line in sheet.leaves]
    stays = ", ".join(sheet.stays[:_SHOWN_STAYS])
    if len(sheet.stays) > _SHOWN_STAYS:
        stays += ", " + said["more"].format(count=len(sheet.stays) - _SHOWN_STAYS)
    presented = verdict.presentation
    report = verdict.report
    checks = said["checks"].format(
        passed=report.passed, all=report.checks_in_all, ms=decimal(elapsed_ms, stage.lang)
    )
    return Told(
        said["s5"],
        [
            (said["leaves"], ", ".join(left)),
            (said["stays"], stays),
            ("✓", said["agrees"]),
            ("✓", f"{said['accepted']}   {checks}"),
        ],
        went_well=presented is not None and set(presented.claims) == {("commune",)},
        facts={
            "outcome": report.outcome.value,
            "passed": report.passed,
            "checks": report.checks_in_all,
            "left": [".".join(map(str, line.path)) for line in sheet.leaves],
            "verify_ms": round(elapsed_ms, 2),
        },
    )


def withdraw(stage: Stage, said: Said) -> Told:
    """The town hall withdraws the proof; the same wallet is refused, for that reason."""
    code = stage.handovers[_CAMILLE_LINE].code
    stage.office.set_status(code, Status.INVALID, now_s=stage.now_s())
    stage.office.publish(now_s=stage.now_s())  # in a town: at its hour, with the day's others
    verdict, _ = _present_and_verify(stage, lambda sheet: agree(sheet, "yes"))
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
    verdict = _verify(stage, *_forged(stage))
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


def _open_desk(stage: Stage) -> Desk:
    desk = Desk.create(stage.root / "pool", policy_template(POOL))
    hall = stage.office.hall
    with desk.policy_path.open("a", encoding="utf-8") as file:
        file.write(
            f'\n[[issuers]]\nname = "{TOWN}"\nprofile = "did"\ndid = "{hall.did.text}"\n'
            f'types = ["residency"]\nterritories = ["{hall.territory.format()}"]\n'
            f'\n[procedures.{PROCEDURE}.requires]\ncommune = ["{TOWN}"]\n'
        )
    return desk


def _ask_for(stage: Stage) -> AuthorizationRequest:
    """The pool writes a signed request; whoever reads it verifies it."""
    desk, now_s = stage.desk, stage.now_s()
    policy = desk.policy()
    procedure = policy.procedure(PROCEDURE)
    signer = desk.signer()
    request = make_request(
        policy,
        procedure,
        signer.public_key,
        nonce=_token(),
        state=_token(),
        now_s=now_s,
        valid_s=600,
    )
    desk.add(
        OpenRequest(
            request.state, procedure.name, request.client_id, request.nonce, request.expires_at_s
        ),
        now_s=now_s,
    )
    signed = stage.pass_on("request.jwt", request.sign(signer).encode("ascii"))
    return AuthorizationRequest.verify(signed.decode("ascii"), now_s=now_s)


def _present_and_verify(
    stage: Stage, answer: Callable[[ConsentSheet], ConsentGiven | None]
) -> tuple[Verdict, float]:
    request = _ask_for(stage)
    wallet = Wallet(stage.vault)
    candidate = wallet.candidates(request, now_s=stage.now_s())[0]
    given = wallet.present(
        candidate,
        request,
        language=stage.lang,
        ask=answer,
        deliver=lambda given: _deliver(stage, given),
        now_s=stage.now_s,
    )
    started = time.perf_counter()
    verdict = _verify(stage, request, given)
    return verdict, (time.perf_counter() - started) * 1e3


def _deliver(stage: Stage, given: AuthorizationResponse) -> None:
    stage.pass_on("answer.json", given.format())


def _verify(stage: Stage, request: AuthorizationRequest, answer: AuthorizationResponse) -> Verdict:
    """The pool's check, with nothing but its policy and what the town hall publishes."""
    policy = stage.desk.policy()
    question = Question(
        policy,
        policy.procedure(PROCEDURE),
        request.client_id,
        request.nonce,
        None,
        stage.now_s(),
    )
    gatherer = FolderGatherer(stage.public, clock=stage.now_s)
    presentation = Presentation.parse(answer.presentation)
    return drive(begin(presentation, question, Memo()), gatherer.gather)


def _forged(stage: Stage) -> tuple[AuthorizationRequest, AuthorizationResponse]:
    """A perfect forgery but for the key: every claim, date and list as the town writes them."""
    request = _ask_for(stage)
    genuine = Presentation.parse(stage.batch.copies[0].sd_jwt)
    stranger, holder = stage.fresh_signer(), stage.fresh_signer()
    kind = catalogue.find(stage.batch.vct)
    claims = {
        name: value
        for name, value in genuine.reveal().claims.items()
        if any(claim.path[0] == name for claim in kind.claims)
    }
    validity = genuine.registered.validity
    unsigned = mint.prepare(
        kind,
        claims,
        plan=mint.conceal_plan(kind, claims),
        issuer=mint.IssuerIdentity.did(
            stranger.algorithm,
            did=stage.office.hall.did.text,
            key_id=f"{stage.office.hall.did.text}#credential-2",
        ),
        holder_key=holder.public_key,
        status=None,
        issued_at_s=int(validity.issued_at_s or 0),
        expires_at_s=int(validity.expires_at_s or 0),
        salts=(bytes([number]) * 16 for number in range(256)),
        decoys=(bytes([number]) * 32 for number in range(256)),
    )
    credential = SdJwt.parse(unsigned.assemble(stranger.sign(unsigned.signing_input)))
    octets = keybinding.prepare(
        credential,
        algorithm=holder.algorithm,
        audience=request.client_id,
        nonce=request.nonce,
        issued_at_s=stage.now_s(),
    )
    shown = keybinding.assemble(credential, octets, holder.sign(octets))
    answer = AuthorizationResponse.of(
        request.state, request.query.credentials[0].id, shown.format()
    )
    stage.pass_on("forged-answer.json", answer.format())
    return request, answer


def _token() -> str:
    return base64url.encode(os.urandom(_TOKEN_BYTES))
