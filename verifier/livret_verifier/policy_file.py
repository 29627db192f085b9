"""Read a service's policy from its file (docs/spec/policy.md): each key by its own rule."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final, TypeVar

from livret_core.credential import catalogue
from livret_core.credential.claim_path import format_path
from livret_core.credential.profile_x509 import X509Policy
from livret_core.credential.types import CredentialType
from livret_core.dids.webvh import WebvhDid
from livret_core.errors import LivretError, MalformedInput
from livret_core.https_uri import HttpsUri
from livret_core.ledger.record_names import is_record_name
from livret_core.openid4vp.client_id import DID_PREFIX, PREFIXES
from livret_core.openid4vp.request_members import POSTED
from livret_core.sdjwt.keybinding import Freshness
from livret_core.sdjwt.plan import ClaimPath
from livret_core.territory import Territory
from livret_core.words import printable
from livret_core.words.language import Cause
from livret_core.x509 import TrustAnchors
from livret_verifier.policy import (
    RETENTION_S,
    AcceptedIssuer,
    Address,
    LedgerTerms,
    Policy,
    Procedure,
)

VERSION: Final = 1

# What a wallet reads of a request (livret_core.openid4vp): a policy that goes beyond
# would make requests that nobody can answer.
MAX_SERVICE: Final = 128
MAX_PURPOSE: Final = 512
_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_INDEX: Final = re.compile(r"[0-9]{1,4}")
_TENANT: Final = re.compile(r"[a-z0-9](?:-?[a-z0-9])*")
_LANGUAGE: Final = re.compile(r"[a-z]{2}")
_END: Final = "end of document"
_TOML_PLACE: Final = re.compile(rf"line [0-9]+, column [0-9]+|{_END}")

_MAX_BYTES: Final = 1 << 20
_DAY_S: Final = 86_400
_OUTCOMES: Final[tuple[str, ...]] = ("accepted", "refused", "unavailable", "malformed")
_T = TypeVar("_T")


def parse(text: str, *, read_anchors: Callable[[str], bytes] | None = None) -> Policy:
    """Read a policy file.

    Args:
        text: TOML.
        read_anchors: gives the PEM bytes of a file of anchors that the policy names; without
            it a policy that names one is refused.

    Raises:
        MalformedInput: ``policy.malformed``, with the place in ``detail``; a key this version
            does not know is one too, since a misspelt demand would otherwise demand nothing.
    """
    if len(text) > _MAX_BYTES:
        raise MalformedInput("input.too_large", max_bytes=_MAX_BYTES)
    try:
        table = _Table(tomllib.loads(text), "")
    except (ValueError, RecursionError) as error:
        said = str(error)[:200]
        place = _toml_place(said, text)
        raise MalformedInput("policy.malformed", said, place=place, reason="no_toml") from None
    if table.take("version", int) != VERSION:
        raise table.wrong("version", f"is not {VERSION}")
    service = table.take("service", str)
    if not 0 < len(service) <= MAX_SERVICE or not _shows_all(service):
        raise table.wrong("service", f"is not 1 to {MAX_SERVICE} printable characters")
    procedures = [
        _procedure(name, _Table(value, f"procedures.{name}"))
        for name, value in table.take("procedures", dict, {}).items()
    ]
    issuers = tuple(
        _issuer(_Table(value, f"issuers[{index}]"), read_anchors)
        for index, value in enumerate(table.take("issuers", list, []))
    )
    terms = table.take("ledger", dict, {})
    ledger = _ledger(_Table(terms, "ledger")) if terms else None
    if ledger is None and any(issuer.is_on_ledger for issuer in issuers):
        raise table.wrong("ledger", "is missing, and an issuer is to be found there")
    where = table.take("desk", dict, {})
    address = _address(_Table(where, "desk")) if where else None
    table.finish()
    _check_distinct(issuers)
    for procedure in procedures:
        _check_communes(procedure, issuers)
    return Policy(
        service,
        MappingProxyType({procedure.name: procedure for procedure in procedures}),
        issuers,
        ledger,
        address,
    )


def procedure_of(name: str, table: dict[str, Any]) -> Procedure:
    """Make a procedure of what its table in a policy file would say.

    Raises:
        MalformedInput: ``policy.malformed``, with the ``place``.
    """
    return _procedure(name, _Table(table, name))


def _toml_place(said: str, text: str) -> str:
    """Take from what the TOML reader says where it stopped; it quotes no more of the file."""
    found = _TOML_PLACE.search(said)
    if found is None:
        return "TOML"
    lines = text.splitlines() or [""]
    return found[0] if found[0] != _END else f"line {len(lines)}, column {len(lines[-1]) + 1}"


def _shows_all(text: str) -> bool:
    """Whether no character in *text* is a control, a mark of direction or invisible."""
    plain = text.replace("\\", "")
    return printable(plain, max_chars=len(plain) + 1) == plain


def _check_distinct(issuers: tuple[AcceptedIssuer, ...]) -> None:
    """Refuse one issuer in two entries for one type: only the first would ever be read."""
    seen: set[tuple[str, str]] = set()
    for index, issuer in enumerate(issuers):
        pairs = {(issuer.identifier, vct) for vct in issuer.types}
        if not seen.isdisjoint(pairs):
            place = f"issuers[{index}]"
            why = f"{place} repeats an issuer"
            raise MalformedInput("policy.malformed", why, place=place, reason="said_twice")
        seen |= pairs


def _check_communes(procedure: Procedure, issuers: tuple[AcceptedIssuer, ...]) -> None:
    """Refuse to decide by a commune's name when one town could write another's.

    A town's code is held to what it may sign for; a name is only what it wrote. With one
    issuer the policy vouches for its word. With several, each entry says what its commune
    is called, or the procedure demands the code.
    """
    law = procedure.type.law
    if (law.territory_claim,) in procedure.requires or not any(
        (name,) in procedure.requires for name in law.own_commune
    ):
        return
    signing = [issuer for issuer in issuers if procedure.type.vct in issuer.types]
    unsaid = any(issuer.is_on_ledger or not issuer.communes for issuer in signing)
    if unsaid and (len(signing) > 1 or any(issuer.is_on_ledger for issuer in signing)):
        place = f"procedures.{procedure.name}.requires.{law.territory_claim}"
        why = "is due beside a name, or each issuer's communes are"
        raise MalformedInput(
            "policy.malformed", f"{place} {why}", place=place, reason="key_missing"
        )


class _Table:
    """A TOML table that is emptied as it is read, so that nothing in it goes unread."""

    def __init__(self, table: object, where: str) -> None:
        if not isinstance(table, dict):
            why = f"{where} is not a table"
            raise MalformedInput("policy.malformed", why, place=where, reason="key_kind")
        self.left: Final[dict[str, Any]] = dict(table)
        self.where: Final = where

    def take(self, key: str, kind: type[_T], default: _T | None = None) -> _T:
        if key not in self.left and default is not None:
            return default
        value = self.left.pop(key, None)
        # A bool is an int to Python, and `true` is no number of seconds.
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            if value is None:
                raise self.wrong(key, "is missing", "key_missing")
            raise self.wrong(key, f"is not a {kind.__name__}", "key_kind")
        return value

    def texts(self, key: str, default: list[str] | None = None) -> tuple[str, ...]:
        values = self.take(key, list, default)
        if not all(isinstance(value, str) and value for value in values):
            raise self.wrong(key, "is not a list of texts", "key_kind")
        return tuple(values)

    def wrong(self, key: str, why: str, reason: Cause = "key_value") -> MalformedInput:
        place = f"{self.where}.{key}" if self.where else key
        return MalformedInput("policy.malformed", f"{place} {why}", place=place, reason=reason)

    def finish(self) -> None:
        if self.left:
            raise self.wrong(next(iter(self.left)), "is not a key of this version", "key_unknown")


def _procedure(name: str, table: _Table) -> Procedure:
    if not _NAME.fullmatch(name):
        why = f"{table.where}: no such name"
        raise MalformedInput("policy.malformed", why, place=table.where, reason="key_value")
    kind = _type(table, "type", table.take("type", str))
    asks = [path_of(text) for text in table.texts("asks", [])]
    required = _Table(table.take("requires", dict, {}), f"{table.where}.requires")
    requires = {path_of(key): required.texts(key) for key in list(required.left)}
    asks += [path for path in requires if path not in asks]
    if not asks:
        raise table.wrong("asks", "asks for nothing", "key_missing")
    if len(set(asks)) != len(asks):
        raise table.wrong("asks", "asks for a claim twice", "said_twice")
    for path in asks:
        if all(path != claim.path for claim in kind.claims):
            said = f"{format_path(path)} is no claim of {kind.name}"
            raise table.wrong("asks", said, "claim_unknown")
        # A holder may show the parts one by one, so the whole could come as a shell.
        if any(path == claim.path[: len(path)] != claim.path for claim in kind.claims):
            said = f"{format_path(path)} has parts: name those you want"
            raise table.wrong("asks", said, "claim_parts")
    purposes = _in_languages(table, "purpose")
    procedure = Procedure(
        name,
        kind,
        tuple(asks),
        MappingProxyType(requires),
        purposes,
        _positive(table, "status_max_age_s", _DAY_S),
        Freshness(_positive(table, "answer_max_age_s", 3_600), 60),
        _positive(table, "retention_s", RETENTION_S),
        _chosen(table, "response_mode", POSTED, POSTED[-1]),
        _then(_Table(table.take("then", dict, {}), f"{table.where}.then")),
    )
    table.finish()
    return procedure


def _in_languages(table: _Table, key: str) -> Mapping[str, str]:
    said = table.take(key, dict, {})
    for language, text in said.items():
        if not _LANGUAGE.fullmatch(language) or not isinstance(text, str):
            raise table.wrong(key, "is not text by language of two letters")
        if not 0 < len(text) <= MAX_PURPOSE or not _shows_all(text):
            raise table.wrong(key, f"is not 1 to {MAX_PURPOSE} printable characters")
    return MappingProxyType(said)


def _then(table: _Table) -> Mapping[str, Mapping[str, str]]:
    """Read what staff do after each outcome."""
    said = {each: _in_languages(table, each) for each in _OUTCOMES if each in table.left}
    table.finish()
    return MappingProxyType(said)


def _issuer(table: _Table, read_anchors: Callable[[str], bytes] | None) -> AcceptedIssuer:
    name = table.take("name", str)
    types = frozenset(_type(table, "types", text).vct for text in table.texts("types"))
    profile = table.take("profile", str)
    # On the ledger each issuer's own right says where; a list here narrows it.
    named = table.texts("territories", [] if profile == "ledger" else None)
    territories = frozenset(_territory(table, text) for text in named)
    communes = table.texts("communes", [])
    names = _names(table) if profile == "ledger" else ()
    match profile:
        case "ledger":
            issuer = AcceptedIssuer(name, "did", "", types, territories, is_on_ledger=True)
        case "did":
            did = table.take("did", str)
            try:
                WebvhDid.parse(did)
            except LivretError:
                raise table.wrong("did", "is not a did:webvh") from None
            issuer = AcceptedIssuer(name, "did", did, types, territories)
        case "x509":
            if read_anchors is None:
                raise table.wrong("anchors", "cannot be read here")
            issuer = AcceptedIssuer(
                name,
                "x509",
                table.take("san", str),
                types,
                territories,
                tuple(_prefix(table, text) for text in table.texts("status_prefixes", [])),
                _x509(table, read_anchors),
            )
        case _:
            raise table.wrong("profile", "is neither did nor x509 nor ledger")
    table.finish()
    return replace(issuer, communes=communes, names=names)


def _names(table: _Table) -> tuple[tuple[str, str], ...]:
    """Read what members of the ledger are called, each under its registered number."""
    names = table.take("names", dict, {})
    for number, name in names.items():
        if not is_record_name(f"member/{number}"):
            raise table.wrong("names", "is not names by registered number (fr-insee:80999)")
        if not isinstance(name, str) or not 0 < len(name) <= MAX_PURPOSE or not _shows_all(name):
            raise table.wrong("names", f"is not 1 to {MAX_PURPOSE} printable characters")
    return tuple(names.items())


def _ledger(table: _Table) -> LedgerTerms:
    origin = table.take("origin", str)
    ages = [
        _positive(table, key, 1) if key in table.left else None for key in ("fresh_s", "refuse_s")
    ]
    if None not in ages and ages[0] > ages[1]:  # type: ignore[operator]  # neither is None
        raise table.wrong("refuse_s", "is less than fresh_s")
    table.finish()
    return LedgerTerms(origin, *ages)


def _address(table: _Table) -> Address:
    try:
        base = HttpsUri.parse(table.take("at", str))
    except LivretError:
        raise table.wrong("at", "is not an https address") from None
    tenant = table.take("tenant", str, "desk")
    if _TENANT.fullmatch(tenant) is None or len(tenant) > 63 or "?" in base.text:
        raise table.wrong("tenant", "is not lower case letters, digits and single hyphens")
    prefix = _chosen(table, "client", PREFIXES, PREFIXES[0])
    kid = table.take("kid", str) if "kid" in table.left else None
    if kid is not None:
        did, mark, fragment = kid.partition("#")
        try:
            WebvhDid.parse(did)
        except LivretError:
            mark = ""
        if not mark or not fragment or prefix != DID_PREFIX:
            raise table.wrong("kid", "is not a key of a did:webvh")
    table.finish()
    return Address(base, tenant, prefix, kid)


def _chosen(table: _Table, key: str, known: tuple[_T, ...], default: _T) -> _T:
    typed = table.take(key, str, str(default))
    for one in known:
        if one == typed:
            return one
    raise table.wrong(key, f"is none of {', '.join(map(str, known))}")


def _x509(table: _Table, read_anchors: Callable[[str], bytes]) -> X509Policy:
    days = table.take("max_leaf_days", int) if "max_leaf_days" in table.left else None
    if days is not None and days <= 0:
        raise table.wrong("max_leaf_days", "is not a positive number of days")
    try:
        anchors = TrustAnchors.parse_pem(read_anchors(table.take("anchors", str)))
    except LivretError as error:
        raise table.wrong("anchors", f"cannot be read: {error.code}") from None
    return X509Policy(
        anchors=anchors,
        purposes=frozenset(table.texts("purposes", [])),
        max_leaf_days=days,
    )


def _prefix(table: _Table, text: str) -> str:
    # Without the slash, `https://town.example` would allow `https://town.example.evil`.
    prefix = text if text.endswith("/") else text + "/"
    try:
        return HttpsUri.parse(prefix).text
    except LivretError:
        raise table.wrong("status_prefixes", "is not a list of https URIs") from None


def _type(table: _Table, key: str, text: str) -> CredentialType:
    try:
        return catalogue.find(text)
    except LivretError:
        raise table.wrong(key, f"names no type livret knows: {text}") from None


def _territory(table: _Table, text: str) -> Territory:
    try:
        return Territory.parse(text)
    except LivretError:
        raise table.wrong("territories", f"is not a territory: {text}") from None


def _positive(table: _Table, key: str, default: int) -> int:
    value = table.take(key, int, default)
    if value <= 0:
        raise table.wrong(key, "is not a positive number of seconds")
    return value


def path_of(text: str) -> ClaimPath:
    """Read a claim's path as the policy writes it: ``address.locality``, ``nationalities.*``."""
    return tuple(
        None if part == "*" else int(part) if _INDEX.fullmatch(part) else part
        for part in text.split(".")
    )
