"""The pool of the demo: what it asks, how it is answered, and how it checks; and a forger."""

import os
import time
from collections.abc import Callable
from hashlib import sha256
from typing import Final

from livret_core.credential import catalogue, mint
from livret_core.credential.presentation import Presentation
from livret_core.encoding import base64url
from livret_core.openid4vp.request import AuthorizationRequest
from livret_core.openid4vp.response import AuthorizationResponse
from livret_core.sdjwt import SdJwt, keybinding
from livret_edge.files import write_file
from livret_town.demo.stage import POOL, PROCEDURE, TOWN, Stage
from livret_verifier.asking import make_request
from livret_verifier.gather import FolderGatherer, drive
from livret_verifier.memo import Memo
from livret_verifier.question import Question
from livret_verifier.store import Desk, OpenRequest
from livret_verifier.template import policy_template
from livret_verifier.verdict import Verdict
from livret_verifier.verify import begin
from livret_wallet.consent import ConsentGiven, ConsentSheet
from livret_wallet.service import Wallet

_TOKEN_BYTES: Final = 24


def new_desk(stage: Stage) -> Desk:
    """Make the pool's desk; it accepts nobody yet."""
    return Desk.create(stage.root / "pool", policy_template(POOL))


def let_accept(desk: Desk, accepting: str, *, requires: str = "") -> None:
    """Write into the pool's policy whom it believes.

    Args:
        desk: of the pool.
        accepting: the part of its policy that names who may sign.
        requires: what it requires besides the commune.
    """
    with desk.policy_path.open("a", encoding="utf-8") as file:
        file.write(
            f'{accepting}\n[procedures.{PROCEDURE}.requires]\ncommune = ["{TOWN}"]\n{requires}'
        )


def publish_reasons(desk: Desk) -> str:
    """Write why the pool asks, as it hangs at its counter; the digest, for the ledger."""
    said = desk.policy().procedure(PROCEDURE)
    text = "".join(f"{POOL}: {purpose}\n" for _, purpose in sorted(said.purposes.items())).encode()
    write_file(desk.root / "notice.txt", text, mode=0o644)
    return base64url.encode(sha256(text).digest())


def open_desk(stage: Stage, accepting: str) -> Desk:
    """Open the pool's desk; errors and *accepting* as :func:`let_accept`."""
    desk = new_desk(stage)
    let_accept(desk, accepting)
    return desk


def ask_for(stage: Stage) -> AuthorizationRequest:
    """The pool writes a signed request; whoever reads it verifies it."""
    desk, now_s = stage.desk, stage.now_s()
    policy = desk.policy()
    procedure = policy.procedure(PROCEDURE)
    signer = desk.signer()
    request = make_request(
        policy,
        procedure,
        signer.public_key,
        nonce=token(),
        state=token(),
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


def present_and_verify(
    stage: Stage, answer: Callable[[ConsentSheet], ConsentGiven | None]
) -> tuple[Verdict, float]:
    """Let the pool ask, the holder answer and the pool check; how long that took, in ms."""
    request = ask_for(stage)
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
    verdict = check(stage, request, given)
    return verdict, (time.perf_counter() - started) * 1e3


def _deliver(stage: Stage, given: AuthorizationResponse) -> None:
    stage.pass_on("answer.json", given.format())


def check(stage: Stage, request: AuthorizationRequest, answer: AuthorizationResponse) -> Verdict:
    """The pool's check, with nothing but its policy and what the town hall publishes."""
    policy = stage.desk.policy()
    question = Question(
        policy,
        policy.procedure(PROCEDURE),
        request.client_id,
        request.nonce,
        None,
        stage.now_s(),
        stage.desk.ledgers.believed(policy.ledger),
    )
    gatherer = FolderGatherer(stage.public, clock=stage.now_s)
    presentation = Presentation.parse(answer.presentation)
    verdict = drive(begin(presentation, question, Memo()), gatherer.gather)
    if verdict.head is not None:
        stage.desk.ledgers.remember(verdict.head)
    return verdict


def forged(stage: Stage, request: AuthorizationRequest) -> AuthorizationResponse:
    """A perfect forgery but for the key: every claim, date and list as the town writes them."""
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
    return answer


def token() -> str:
    """Draw what nobody guesses."""
    return base64url.encode(os.urandom(_TOKEN_BYTES))
