"""Decide whether a presentation is to be accepted, in numbered steps, without doing any IO.

The machine has three stages:

    1  issuer    is this an issuer we accept, is this its key, did the key sign this?
    2  status    what the (now trusted) signature names may be asked for
    3  decision  do all checks together allow it?

:func:`begin` and :func:`advance` return either a :class:`Waiting`, which names the one
thing the outside must fetch, or a :class:`Verdict`. Before stage 1 has passed nothing
is asked for but the log of a DID that the policy itself names, or what the ledger that the
service believes has of an institution on it, and where it has nobody of that name, that
ledger's own head: nothing else that an unauthenticated credential names is ever fetched. A presentation that is refused
already is not asked about either, so a forged one costs its status list no request.

    step = begin(presentation, question, memo)
    while isinstance(step, Waiting):
        step = advance(step, gather(step.need))
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Final, TypeAlias, TypeVar, final

import msgspec

from livret_core.credential import chain_issuer, profile_ledger
from livret_core.credential.issuer import IssuerKey, check_profile
from livret_core.credential.presentation import Presentation
from livret_core.credential.verified import (
    VerifiedCredential,
    check_disclosures,
    verify_signature,
)
from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.https_uri import HttpsUri
from livret_core.keys import PublicKey
from livret_core.ledger.standing import check_day_is_shown
from livret_core.status.token import SignedStatusList, StatusReference, check_time
from livret_verifier import establishing, on_ledger
from livret_verifier.answer import (
    check_answer,
    check_content,
    check_holder,
    check_once,
    check_request,
    check_type,
)
from livret_verifier.checks import (
    ANSWER,
    CHECKS,
    CONTENT,
    DESCRIBED,
    DISCLOSURES,
    HOLDER,
    ISSUER,
    KEY,
    ONCE,
    PROFILE,
    REQUEST,
    SIGNATURE,
    STATUS,
    TERRITORY,
    TYPE,
    VALIDITY,
)
from livret_verifier.evidence import (
    DidLogNeed,
    Evidence,
    Found,
    HeadNeed,
    LedgerNeed,
    Missing,
    Need,
    StatusListNeed,
)
from livret_verifier.memo import Memo
from livret_verifier.policy import AcceptedIssuer
from livret_verifier.question import Question
from livret_verifier.report import Check, CheckResult
from livret_verifier.run import Run
from livret_verifier.verdict import Proven, Verdict, conclude

_T = TypeVar("_T")
_PASSED: Final = {check.number: CheckResult(check) for check in CHECKS}

# A credential without a status list can never be withdrawn. One that ends within a
# day needs none (ARF VCR_01b).
STATUSLESS_S: Final = 86_400


@final
class Waiting(msgspec.Struct, frozen=True):
    """The machine needs something. Answer with :func:`advance`, once."""

    need: Need
    _resume: Callable[[Evidence], "Step"]


Step: TypeAlias = Waiting | Verdict


def begin(presentation: Presentation, question: Question, memo: Memo) -> Step:
    """Start verifying; stage 1 up to what only the outside knows."""
    run = Run(presentation, question, memo, [], [], [], [], [], [], [])
    _attempt(run, TYPE, check_type, presentation, question.procedure)
    accepted = _attempt(run, ISSUER, _accept_issuer, presentation, question)
    if accepted is None or run.failures:
        return conclude(run, accepted)
    _attempt(run, PROFILE, check_profile, presentation, accepted.profile)
    if run.failures:
        return conclude(run, accepted)
    if accepted.x509 is not None:
        issuer = _attempt(run, KEY, establishing.key_from_chain, run, accepted, accepted.x509)
        return _authenticate(run, accepted, issuer)
    if accepted.is_on_ledger:
        return Waiting(LedgerNeed(accepted.identifier), partial(_with_ledger, run, accepted))
    return Waiting(DidLogNeed(accepted.identifier), partial(_with_log, run, accepted))


def advance(waiting: Waiting, evidence: Evidence) -> Step:
    """Go on with what was fetched for ``waiting.need``, or with word that it could not be."""
    return waiting._resume(evidence)  # noqa: SLF001


def _with_log(run: Run, accepted: AcceptedIssuer, evidence: Evidence) -> Step:
    issuer = _attempt(run, KEY, _key_from_log, run, accepted, evidence, evidence=evidence)
    return _authenticate(run, accepted, issuer)


def _with_ledger(run: Run, accepted: AcceptedIssuer, evidence: Evidence) -> Step:
    believed = run.question.believed
    if isinstance(evidence, Missing) and evidence.is_absent and believed is not None:
        return Waiting(HeadNeed(believed.origin), partial(_with_head, run, accepted))
    need = on_ledger.tiles_need(evidence, believed, run.memo)
    if need is not None:
        return Waiting(need, partial(_with_tiles, run, accepted, evidence))
    return _with_tiles(run, accepted, evidence, None)


def _with_tiles(
    run: Run, accepted: AcceptedIssuer, evidence: Evidence, tiles: Evidence | None
) -> Step:
    issuer = _attempt(
        run, KEY, establishing.key_from_ledger, run, evidence, tiles, evidence=evidence
    )
    if issuer is not None:
        accepted = on_ledger.named(accepted, run.shown[0].state)
    return _authenticate(run, accepted, issuer)


def _with_head(run: Run, accepted: AcceptedIssuer, evidence: Evidence) -> Step:
    need = on_ledger.head_tiles_need(evidence, run.question.believed)
    if need is not None:
        return Waiting(need, partial(_unknown, run, accepted, evidence))
    return _unknown(run, accepted, evidence, None)


def _unknown(
    run: Run, accepted: AcceptedIssuer, evidence: Evidence, tiles: Evidence | None
) -> Step:
    """Nothing lies where the ledger would show the issuer: *no*, if that ledger is at work."""
    _attempt(run, KEY, establishing.refuse_unknown, run, evidence, tiles, evidence=evidence)
    return conclude(run, accepted)


def _authenticate(run: Run, accepted: AcceptedIssuer, issuer: IssuerKey | None) -> Step:
    """The rest of stage 1, then every check that needs nothing from outside."""
    presentation, question = run.presentation, run.question
    procedure = question.procedure
    if issuer is None:
        return conclude(run, accepted)
    _attempt(run, SIGNATURE, verify_signature, presentation, issuer)
    if run.failures:
        return conclude(run, accepted)
    credential = _attempt(run, DISCLOSURES, check_disclosures, presentation, issuer)
    if credential is None:
        return conclude(run, accepted)
    _attempt(run, VALIDITY, credential.validity.check, question.now_s)
    _attempt(run, TERRITORY, _check_territory, run, credential, accepted)
    _attempt(run, DESCRIBED, _check_described, run, credential)
    _attempt(run, CONTENT, check_content, credential, procedure)
    _attempt(run, HOLDER, check_holder, presentation)
    _attempt(run, REQUEST, check_request, credential, presentation, question)
    _attempt(run, ONCE, check_once, question)
    claims = _attempt(run, ANSWER, check_answer, credential, procedure)
    if run.failures or claims is None:
        return conclude(run, accepted)
    return _ask_status(run, accepted, Proven(credential, claims))


def _ask_status(run: Run, accepted: AcceptedIssuer, answer: Proven) -> Step:
    """Stage 2: the list that the issuer's signature names, where the issuer said it would be."""
    credential = answer.credential
    if credential.registered.status is None:
        _attempt(run, STATUS, _check_needs_no_status, credential)
        return conclude(run, accepted, answer)
    try:
        reference = StatusReference.parse(credential.registered.status)
        _check_place(run, reference.uri, credential)
        commit_uris = [
            profile_ledger.commit_uri(credential.issuer, each.state) for each in run.shown
        ]
    except LivretError as error:
        run.results.append(CheckResult(STATUS, error))
        run.failures.append(error)
        return conclude(run, accepted)
    return Waiting(
        StatusListNeed(reference.uri.text, *commit_uris),
        partial(_with_list, run, accepted, answer, reference),
    )


def _with_list(
    run: Run,
    accepted: AcceptedIssuer,
    answer: Proven,
    reference: StatusReference,
    evidence: Evidence,
) -> Step:
    issuer = answer.credential.issuer
    _attempt(run, STATUS, _check_status, run, issuer, reference, evidence, evidence=evidence)
    return conclude(run, accepted, answer)


def _accept_issuer(presentation: Presentation, question: Question) -> AcceptedIssuer:
    """Find the accepted issuer that this presentation claims to be from.

    Trust is decided on the same name the key is then resolved from: a DID issuer by
    ``iss``, a certificate issuer by the SAN its chain will have to prove.
    """
    policy, believed = question.policy, question.believed
    named = [issuer for issuer in policy.issuers if _claims_to_be(presentation, issuer)]
    # Who is named outright is taken as named; the ledger is asked about all others.
    named += [
        each
        for each in policy.issuers
        if each.is_on_ledger and on_ledger.named_by(presentation, believed)
    ]
    if not named:
        if believed is None and policy.ledger is not None:
            raise Unavailable("trust.unconfirmed")
        raise Refused("issuer.not_accepted")
    for issuer in named:
        if question.procedure.type.vct in issuer.types:
            if issuer.is_on_ledger:
                return replace(issuer, identifier=presentation.registered.issuer or "")
            return issuer
    raise Refused("issuer.not_accredited", issuer=named[0].name)


def _claims_to_be(presentation: Presentation, issuer: AcceptedIssuer) -> bool:
    if issuer.is_on_ledger:
        return False
    claimed = presentation.registered.issuer
    if claimed is not None or issuer.profile == "did":
        return claimed == issuer.identifier
    return "x5c" in presentation.token.header and chain_issuer.claims_name(
        chain_issuer.read_chain(presentation), issuer.identifier
    )


def _key_from_log(run: Run, accepted: AcceptedIssuer, evidence: Evidence) -> IssuerKey:
    if isinstance(evidence, Missing):
        raise Unavailable("issuer.unavailable", evidence.reason, issuer=accepted.name)
    now_s = run.question.now_s
    try:
        log = run.memo.did_log(evidence, accepted.identifier, now_s=now_s)
    except LivretError as error:
        # A damaged copy of the log is nothing the holder did. It says as much about his
        # proof as no copy at all.
        raise Unavailable("issuer.unavailable", reason=error.code, issuer=accepted.name) from None
    return run.memo.did_key(run.presentation, evidence, log, now_s=now_s)


def _check_territory(run: Run, credential: VerifiedCredential, accepted: AcceptedIssuer) -> None:
    kind = run.question.procedure.type
    for shown in run.shown:
        run.dated(shown.right(credential, kind))
    try:
        kind.law.check_commune(credential.issued.claims, accepted.communes)
    except Refused:
        raise Refused("issuer.wrong_territory", issuer=accepted.name) from None
    if run.shown and not accepted.territories:
        return
    if kind.territory(credential.issued.claims) not in accepted.territories:
        raise Refused("issuer.wrong_territory", issuer=accepted.name)


def _check_described(run: Run, credential: VerifiedCredential) -> None:
    """Hold the description of the type that this desk goes by to what the ledger has of it."""
    for shown in run.shown:
        retired_s = shown.described(credential, run.question.procedure.type)
        if retired_s is not None:
            run.retired.append(retired_s)


def _check_needs_no_status(credential: VerifiedCredential) -> None:
    validity = credential.validity
    if (
        validity.issued_at_s is None
        or validity.expires_at_s is None
        or validity.expires_at_s - validity.issued_at_s > STATUSLESS_S
    ):
        raise Refused("status.missing")


def _check_place(run: Run, uri: HttpsUri, credential: VerifiedCredential) -> None:
    prefixes = credential.issuer.status_prefixes
    if not any(uri.text.startswith(prefix) for prefix in prefixes):
        issued_at_s = credential.validity.issued_at_s
        for shown in run.shown:
            at_s = run.question.now_s if issued_at_s is None else issued_at_s
            check_day_is_shown(shown.state, at_s)
        raise Refused("status.elsewhere")


def _check_status(
    run: Run, issuer: IssuerKey, reference: StatusReference, evidence: Evidence
) -> None:
    if isinstance(evidence, Missing):
        raise Unavailable("status.unavailable", evidence.reason)
    question = run.question
    times = {"now_s": question.now_s, "max_age_s": question.procedure.status_max_age_s}

    def verify(key: PublicKey) -> SignedStatusList:
        return run.memo.status_list(evidence.content, uri=reference.uri, key=key)

    try:
        if run.shown:
            state = run.shown[0].state
            on_it = profile_ledger.check_list(issuer, state, verify, commit=evidence.commit)
            listed = on_it.check_time(**times)
        else:
            listed = check_time(verify(issuer.key), **times)
    except Unavailable:
        raise
    except LivretError as error:
        # A list that is damaged, or somebody else's, speaks neither for nor against.
        raise Unavailable("status.unavailable", reason=error.code) from None
    listed.check_valid(reference)


def _attempt(
    run: Run,
    check: Check,
    function: Callable[..., _T],
    *arguments: Any,
    evidence: Evidence | None = None,
) -> _T | None:
    """Make one check and note how it ended; None when it failed."""
    source = age_s = None
    if evidence is not None:
        source = evidence.source
        if isinstance(evidence, Found):
            age_s = run.question.now_s - evidence.obtained_at_s
    try:
        result = function(*arguments)
    except LivretError as error:
        run.results.append(CheckResult(check, error, source, age_s))
        run.failures.append(error)
        return None
    run.results.append(
        _PASSED[check.number] if source is None else CheckResult(check, None, source, age_s)
    )
    return result
