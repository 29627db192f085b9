"""Camille's proof in the ledger's play: handed over, kept, and checked at the pool's desk."""

import os
import shutil
import time
from typing import Final

from livret_core.credential import catalogue
from livret_core.credential.presentation import Presentation
from livret_core.encoding import base64url
from livret_core.ledger.trusting import Trusted, Unconfirmed, compare, considered
from livret_core.openid4vp.request import AuthorizationRequest
from livret_core.openid4vp.response import AuthorizationResponse
from livret_issuer.intake import Row, read_rows
from livret_town.demo.consortium import ORIGIN
from livret_town.demo.ledger_stage import DAY_S, WHO, LedgerStage, date_files
from livret_town.demo.stage import POOL, PROCEDURE, RESIDENTS
from livret_verifier.asking import make_request
from livret_verifier.gather import FolderGatherer, drive
from livret_verifier.memo import Memo
from livret_verifier.question import Question
from livret_verifier.store import Desk, OpenRequest
from livret_verifier.template import policy_template
from livret_verifier.verdict import Verdict
from livret_verifier.verify import begin
from livret_wallet.consent import agree
from livret_wallet.gather import Folder
from livret_wallet.service import Wallet
from livret_wallet.vault.ledgers import Ledgers

COPIES: Final = 2

_HANDOVER_LIFE_S: Final = 7 * DAY_S
_REQUEST_LIFE_S: Final = 600
_TOKEN_BYTES: Final = 24
_POLICY: Final = f"""
[procedures.{PROCEDURE}.requires]
issuing_territory = ["{WHO}"]

[ledger]
origin = "{ORIGIN}"

[[issuers]]
name = "A town of the public ledger"
profile = "ledger"
types = ["residency"]
"""


def confirm_words(stage: LedgerStage, words: str) -> None:
    """Camille and the pool's staff type the six words of the sheet; only then is it believed."""
    stage.desk = Desk.create(stage.root / "pool", policy_template(POOL))
    with stage.desk.policy_path.open("a", encoding="utf-8") as file:
        file.write(_POLICY)
    root, now_s = stage.consortium.founding.trust, stage.clock()
    for ledgers in (stage.desk.ledgers, Ledgers(stage.vault)):
        found: Trusted | Unconfirmed = considered(
            [root], ledgers.known(), now_s=now_s, most=ledgers.most
        )
        if isinstance(found, Unconfirmed):
            found = found.confirm(compare(words, found.sheets(), stage.lang), now_s=now_s)
        ledgers.keep(found)


def hand_over(stage: LedgerStage) -> bool:
    """The town hands Camille her proof; her wallet asks the ledger before it keeps it."""
    office, now_s = stage.office, stage.clock()
    kind = catalogue.find("residency")
    rows = read_rows(
        [RESIDENTS.read_bytes()],
        kind,
        standing=office.standing_claims(kind, now_s=now_s),
        now_s=now_s,
        communes=office.hall.communes,
    )
    camille = next(row for row in rows if isinstance(row, Row))
    handover = office.offer(
        kind,
        camille.claims,
        source=RESIDENTS.name,
        line=camille.line,
        max_copies=COPIES,
        valid_s=_HANDOVER_LIFE_S,
        now_s=now_s,
    )
    wallet = Wallet(stage.vault)
    request = wallet.request(handover, copies=COPIES, now_s=now_s)
    response = office.issue(request.format(), now_s=now_s)
    stage.publish_evidence()
    batch, is_checked = wallet.receive(response, Folder(office.home.public), now_s=now_s)
    return is_checked and len(batch.copies) == COPIES


def take_along(stage: LedgerStage) -> None:
    """Copy what the town publishes into the pool's folder: all that it will have offline."""
    stage.publish_evidence()
    pack = stage.root / "pool" / "evidence"
    shutil.copytree(stage.office.home.public, pack, dirs_exist_ok=True)
    date_files(pack, stage.clock())


def show(stage: LedgerStage) -> tuple[Verdict, float]:
    """The pool asks, Camille agrees, the pool decides by its folder; how long that took, in ms."""
    request = _request(stage)
    wallet = Wallet(stage.vault)
    given = wallet.present(
        wallet.candidates(request, now_s=stage.clock())[0],
        request,
        language=stage.lang,
        ask=lambda sheet: agree(sheet, "yes"),
        deliver=lambda answer: _deliver(stage, answer),
        now_s=stage.clock,
    )
    desk, policy = stage.desk, stage.desk.policy()
    question = Question(
        policy,
        policy.procedure(PROCEDURE),
        request.client_id,
        request.nonce,
        None,
        stage.clock(),
        desk.ledgers.believed(policy.ledger),
    )
    gatherer = FolderGatherer(stage.root / "pool" / "evidence", clock=stage.clock)
    started = time.perf_counter()
    presentation = Presentation.parse(given.presentation)
    verdict = drive(begin(presentation, question, Memo()), gatherer.gather)
    elapsed_ms = (time.perf_counter() - started) * 1e3
    if verdict.head is not None:
        desk.ledgers.remember(verdict.head)
    return verdict, elapsed_ms


def _deliver(stage: LedgerStage, answer: AuthorizationResponse) -> None:
    stage.pass_on("answer.json", answer.format())


def _request(stage: LedgerStage) -> AuthorizationRequest:
    desk, now_s = stage.desk, stage.clock()
    policy, signer = desk.policy(), desk.signer()
    request = make_request(
        policy,
        policy.procedure(PROCEDURE),
        signer.public_key,
        nonce=_token(),
        state=_token(),
        now_s=now_s,
        valid_s=_REQUEST_LIFE_S,
    )
    desk.add(
        OpenRequest(
            request.state, PROCEDURE, request.client_id, request.nonce, request.expires_at_s
        ),
        now_s=now_s,
    )
    signed = stage.pass_on("request.jwt", request.sign(signer).encode("ascii"))
    return AuthorizationRequest.verify(signed.decode("ascii"), now_s=now_s)


def _token() -> str:
    return base64url.encode(os.urandom(_TOKEN_BYTES))
