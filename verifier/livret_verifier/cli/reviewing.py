"""What a policy comes to, before anybody shows anything; and what it says of one answer."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from livret_core.credential import catalogue
from livret_core.words import Language, printable, stated
from livret_core.words.figures import age
from livret_edge.arguments import Asked
from livret_edge.files import named_by
from livret_edge.saying import now_s
from livret_verifier.cli import filing
from livret_verifier.policy import AcceptedIssuer, Policy, Procedure
from livret_verifier.policy_review import Comes, Finding, policy_object, review, signing
from livret_verifier.purpose import bound_by
from livret_verifier.store import Desk, read_policy
from livret_verifier.words.policy import texts

_SIGNS: Final[dict[Comes, str]] = {"refused": "✗", "unchecked": "!", "mind": "·"}


def show(asked: Asked) -> int:
    """Say what a policy comes to: the desk's own, or one that is not in its place yet."""
    voice, desk = asked.voice, Desk.open(asked.home)
    policy, path = _read(asked, desk)
    if policy.address is not None:
        desk.pen(policy).check(now_s())
    confirmed = [each.origin for each in desk.ledgers.known()]
    findings = review(policy, confirmed=confirmed, now_s=now_s())
    if voice.json:
        voice.event("policy", file=str(path), **policy_object(policy, findings))
        return 0
    said = texts(voice.lang)
    voice.tell("✓ " + said["readable"].format(path=path))
    voice.rows(list(_rows(policy, voice.lang)))
    for procedure in policy.procedures.values():
        voice.lines([""])
        voice.rows(list(_procedure_rows(policy, procedure, voice.lang)))
    for issuer in policy.issuers:
        voice.lines([""])
        voice.rows(list(_issuer_rows(issuer, voice.lang)))
    voice.lines([""])
    for finding in findings:
        voice.tell(_sentence(finding, voice.lang))
    if all(each.comes_to == "mind" for each in findings):
        voice.tell("✓ " + said["all_well"])
    return 0


def attempt(asked: Asked) -> int:
    """Decide about an answer by a policy, and note nothing: the verdict, every check, its status."""
    desk = Desk.open(asked.home)
    policy, _ = _read(asked, desk)
    return filing.check(asked.also(report=True, dry_run=True), desk, policy)


def _read(asked: Asked, desk: Desk) -> tuple[Policy, Path]:
    if asked.policy_file is None:
        return desk.policy(), desk.policy_path
    with named_by("--file"):
        return read_policy(asked.policy_file), asked.policy_file


def _rows(policy: Policy, language: Language) -> Iterator[tuple[str, str]]:
    said = texts(language)
    yield said["service"], printable(policy.service)
    at = said["files_only"] if policy.address is None else policy.address.uri("").text
    yield said["at"], printable(at)
    if policy.ledger is not None:
        yield said["ledger"], printable(policy.ledger.origin)
    if bound_by(policy) is not None:
        yield said["registered"], said["registered_looked_up"]


def _procedure_rows(
    policy: Policy, procedure: Procedure, language: Language
) -> Iterator[tuple[str, str]]:
    said, kind = texts(language), procedure.type
    yield said["procedure"], f"{procedure.name} ({kind.label(language)})"
    asks = [kind.claim_label(path, language) for path in procedure.asks]
    yield said["asks"], ", ".join(asks)
    for path, values in procedure.requires.items():
        meant = ", ".join(printable(value) for value in values)
        yield said["accepts"], stated(kind.claim_label(path, language), meant, language)
    if not procedure.requires:
        yield said["accepts"], said["anything"]
    if procedure.purposes:
        yield said["why"], printable(procedure.purposes.get(language, _any(procedure)))
    yield said["age"], said["younger"].format(age=age(procedure.status_max_age_s, language))
    yield said["keeps"], age(procedure.retention_s, language)
    for issuer in signing(policy, procedure):
        yield said["believes"], printable(issuer.name)


def _any(procedure: Procedure) -> str:
    return next(iter(procedure.purposes.values()))


def _issuer_rows(issuer: AcceptedIssuer, language: Language) -> Iterator[tuple[str, str]]:
    said = texts(language)
    if issuer.is_on_ledger:
        how = said["by_ledger"]
    elif issuer.x509 is None:
        how = said["by_did"]
    else:
        how = said["by_seal"].format(san=printable(issuer.identifier))
    yield said["issuer"], f"{printable(issuer.name)}, {how}"
    names = (catalogue.find(vct).label(language) for vct in sorted(issuer.types))
    yield said["signs"], ", ".join(names)
    where = sorted(each.format() for each in issuer.territories)
    yield said["where"], ", ".join(where) or said["its_right"]


def _sentence(finding: Finding, language: Language) -> str:
    text = texts(language)[finding.code].format(name=printable(finding.name))
    return f"{_SIGNS[finding.comes_to]} {text}"
