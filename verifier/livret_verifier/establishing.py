"""Whose key it is, as the public ledger or a certificate has it; and that it is nobody's. Pure."""

from livret_core.credential import chain_issuer
from livret_core.credential.issuer import IssuerKey
from livret_core.credential.profile_x509 import X509Policy
from livret_core.errors import Refused
from livret_verifier import on_ledger
from livret_verifier.evidence import Evidence
from livret_verifier.on_ledger import Shown
from livret_verifier.policy import AcceptedIssuer
from livret_verifier.run import Run


def key_from_ledger(run: Run, evidence: Evidence, tiles: Evidence | None) -> IssuerKey:
    """Find the key in what the ledger shows of the issuer.

    Raises:
        MalformedInput, Refused, Unavailable: as :func:`livret_verifier.on_ledger.believe` and
            :meth:`livret_verifier.on_ledger.Shown.key`.
    """
    question = run.question
    state = on_ledger.believe(
        evidence, question.believed, run.memo, now_s=question.now_s, tiles=tiles
    )
    shown = Shown(run.presentation, state, question.believed, question.dating, question.now_s)
    # Believed is believed, whatever it then says of the key.
    run.shown.append(shown)
    run.heads.append(state.head)
    return run.dated(shown.key(question.procedure.type))


def refuse_unknown(run: Run, evidence: Evidence, tiles: Evidence | None) -> None:
    """Refuse a body that the ledger, which is at work by its own newest head, knows nothing of.

    Raises:
        Refused: ``issuer.unknown``. Refused, Unavailable: as
            :func:`livret_verifier.on_ledger.believe_head`: nobody found out then.
    """
    question = run.question
    run.alive.append(
        on_ledger.believe_head(evidence, question.believed, now_s=question.now_s, tiles=tiles)
    )
    raise Refused("issuer.unknown")


def key_from_chain(run: Run, accepted: AcceptedIssuer, demands: X509Policy) -> IssuerKey:
    """Find the key in the certificates that came along.

    Raises:
        MalformedInput, Refused: as :meth:`livret_verifier.memo.Memo.x509_issuer` and
            :func:`livret_core.credential.chain_issuer.establish`.
    """
    verified = run.memo.x509_issuer(
        chain_issuer.read_chain(run.presentation), demands, now_s=run.question.now_s
    )
    return chain_issuer.establish(
        run.presentation,
        verified,
        identifier=accepted.identifier,
        status_prefixes=accepted.status_prefixes,
    )
