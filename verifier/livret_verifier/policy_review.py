"""Say what a policy comes to before anybody shows anything: whom it takes what of, and what never. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, final

from livret_core.credential import catalogue
from livret_core.credential.claim_path import format_path
from livret_core.encoding.json import JsonObject, JsonValue
from livret_verifier.policy import AcceptedIssuer, Policy, Procedure

Comes: TypeAlias = Literal["refused", "unchecked", "mind"]

#: What each finding comes to: all is refused, nothing can be decided, or somebody should know.
FINDINGS: Final[dict[str, Comes]] = {
    "nobody": "refused",
    "nobody_signs": "refused",
    "never_met": "refused",
    "ledger_unconfirmed": "unchecked",
    "lists_nowhere": "refused",
    "anchors_over": "refused",
    "any_value": "mind",
    "no_purpose": "mind",
    "no_address": "mind",
}


@final
@dataclass(frozen=True, slots=True)
class Finding:
    """Something that whoever wrote the policy may not have meant.

    Attributes:
        code: one of :data:`FINDINGS`.
        place: where in the file.
        name: of the procedure, issuer or ledger that it is about; empty for all of it.
    """

    code: str
    place: str
    name: str = ""

    @property
    def comes_to(self) -> Comes:
        """What it comes to."""
        return FINDINGS[self.code]


def signing(policy: Policy, procedure: Procedure) -> tuple[AcceptedIssuer, ...]:
    """Give whom a policy believes for what a procedure asks."""
    return tuple(each for each in policy.issuers if procedure.type.vct in each.types)


def review(policy: Policy, *, confirmed: Collection[str], now_s: int) -> tuple[Finding, ...]:
    """Find what a policy refuses or leaves open whoever comes.

    Args:
        policy: as it was read.
        confirmed: names of the ledgers whose words were confirmed here.
        now_s: seconds since 1970.

    Returns:
        In the order of the file; empty where there is nothing to say.
    """
    found: list[Finding] = []
    if not policy.issuers:
        found.append(Finding("nobody", "issuers"))
    for procedure in policy.procedures.values():
        found += _of_procedure(policy, procedure)
    for index, issuer in enumerate(policy.issuers):
        found += _of_issuer(issuer, f"issuers[{index}]", now_s=now_s)
    terms = policy.ledger
    if terms is not None and terms.origin not in confirmed:
        found.append(Finding("ledger_unconfirmed", "ledger.origin", terms.origin))
    if policy.address is None:
        found.append(Finding("no_address", "desk"))
    return tuple(found)


def _of_procedure(policy: Policy, procedure: Procedure) -> Iterator[Finding]:
    place, issuers = f"procedures.{procedure.name}", signing(policy, procedure)
    if policy.issuers and not issuers:
        yield Finding("nobody_signs", f"{place}.type", procedure.name)
    if issuers and not any(_can_meet(procedure, each) for each in issuers):
        yield Finding("never_met", f"{place}.requires", procedure.name)
    if not procedure.requires:
        yield Finding("any_value", f"{place}.requires", procedure.name)
    if not procedure.purposes:
        yield Finding("no_purpose", f"{place}.purpose", procedure.name)


def _can_meet(procedure: Procedure, issuer: AcceptedIssuer) -> bool:
    """Whether what a procedure requires is anything that an issuer may say."""
    law, requires = procedure.type.law, procedure.requires
    codes = {each.format() for each in issuer.territories}
    wanted = requires.get((law.territory_claim,))
    if wanted is not None and codes and codes.isdisjoint(wanted):
        return False
    named = [requires[(name,)] for name in law.own_commune if (name,) in requires]
    return not issuer.communes or all(
        not set(issuer.communes).isdisjoint(values) for values in named
    )


def _of_issuer(issuer: AcceptedIssuer, place: str, *, now_s: int) -> Iterator[Finding]:
    if issuer.x509 is None:
        return
    if not issuer.status_prefixes:
        yield Finding("lists_nowhere", f"{place}.status_prefixes", issuer.name)
    if all(now_s > each.not_after_s for each in issuer.x509.anchors.certificates):
        yield Finding("anchors_over", f"{place}.anchors", issuer.name)


def policy_object(policy: Policy, findings: Collection[Finding]) -> JsonObject:
    """Write a policy, and what was found, for ``--json``."""
    address, terms = policy.address, policy.ledger
    return {
        "service": policy.service,
        "desk": None
        if address is None
        else {"at": address.base.text, "tenant": address.tenant, "client": address.prefix},
        "ledger": None
        if terms is None
        else {"origin": terms.origin, "fresh_s": terms.fresh_s, "refuse_s": terms.refuse_s},
        "procedures": [_procedure_object(policy, each) for each in policy.procedures.values()],
        "issuers": [_issuer_object(each) for each in policy.issuers],
        "findings": [
            {"finding": each.code, "comes_to": each.comes_to, "place": each.place}
            for each in findings
        ],
    }


def _procedure_object(policy: Policy, procedure: Procedure) -> JsonObject:
    return {
        "name": procedure.name,
        "type": procedure.type.name,
        "asks": [format_path(path) for path in procedure.asks],
        "requires": {
            format_path(path): list(values) for path, values in procedure.requires.items()
        },
        "purpose": dict(procedure.purposes),
        "status_max_age_s": procedure.status_max_age_s,
        "answer_max_age_s": procedure.freshness.max_age_s,
        "retention_s": procedure.retention_s,
        "response_mode": procedure.response_mode,
        "issuers": [each.name for each in signing(policy, procedure)],
    }


def _issuer_object(issuer: AcceptedIssuer) -> JsonObject:
    types: list[JsonValue] = [catalogue.find(vct).name for vct in sorted(issuer.types)]
    return {
        "name": issuer.name,
        "profile": "ledger" if issuer.is_on_ledger else issuer.profile,
        "identifier": issuer.identifier or None,
        "types": types,
        "territories": [*sorted(each.format() for each in issuer.territories)],
        "communes": list(issuer.communes),
        "names": dict(issuer.names),
        "status_prefixes": list(issuer.status_prefixes),
        "anchors": []
        if issuer.x509 is None
        else [each.sha256.hex() for each in issuer.x509.anchors.certificates],
    }
