"""Resolving: from a verified log and a query to a document, metadata or an error.

did:webvh 1.0 keeps the older error strings with RFC 9457 problem details; DID Resolution
has error objects since. :meth:`Resolution.json` writes either.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal, Self, TypeAlias, final
from urllib.parse import unquote

from livret_core.dids.did import DidUrl
from livret_core.dids.document import DidDocument
from livret_core.dids.webvh.log import VerifiedLog, Version
from livret_core.dids.webvh.services import with_implicit_services
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.encoding.timestamp import NS, parse_utc_ns
from livret_core.errors import LivretError, MalformedInput, Refused

ErrorForm: TypeAlias = Literal["webvh", "did-resolution"]

CONTENT_TYPE: Final = "application/did"

_W3C: Final = "https://www.w3.org/ns/did#"
# code → (DID Resolution error, title). Whatever is not here made the log invalid.
_ERRORS: Final = {
    "did.version_not_found": ("NOT_FOUND", "There is no such version of the DID."),
    "did.query": ("INVALID_DID_URL", "The DID URL is not one this resolver reads."),
    "did.malformed": ("INVALID_DID", "The DID is invalid."),
    "did.host": ("INVALID_DID", "The DID is invalid."),
    "did.path": ("INVALID_DID", "The DID is invalid."),
}
_INVALID_LOG: Final = ("INVALID_DID_DOCUMENT", "The log of the DID is invalid.")


@final
@dataclass(frozen=True, slots=True)
class Query:
    """Which version is wanted: all that are given must hold of it; none means the latest.

    Attributes:
        version_id: the whole ``versionId``.
        version_time_ns: active at this instant, nanoseconds since 1970.
        version_number: from 1.
    """

    version_id: str | None = None
    version_time_ns: int | None = None
    version_number: int | None = None

    def __post_init__(self) -> None:
        # A text "3" for the number would match no version, or all of them.
        for value in (self.version_time_ns, self.version_number):
            if value is not None and type(value) is not int:
                raise MalformedInput("did.query", "a number or time that is not an integer")
        if self.version_id is not None and not isinstance(self.version_id, str):
            raise MalformedInput("did.query", "`versionId` is not text")

    @classmethod
    def parse(cls, url: DidUrl) -> Self:
        """Read the query of a DID URL. A parameter livret would have to ignore is an error.

        Raises:
            MalformedInput: ``did.query`` for a parameter unknown, twice or malformed.
        """
        given: dict[str, str] = {}
        for part in url.query.split("&") if url.query else ():
            name, mark, value = part.partition("=")
            if not mark or name in given:
                raise MalformedInput("did.query", "a parameter twice or without a value")
            given[name] = _decode_once(value) if "%" in value else value
        number, time = given.pop("versionNumber", None), given.pop("versionTime", None)
        version_id = given.pop("versionId", None)
        if given:
            raise MalformedInput("did.query", "a parameter livret does not know")
        if number is not None and not (number.isascii() and number.isdigit() and len(number) < 10):
            raise MalformedInput("did.query", "`versionNumber` is not a number")
        return cls(
            version_id,
            None if time is None else _instant(time),
            None if number is None else int(number),
        )

    def matches(self, version: Version, active: Version | None) -> bool:
        """Say whether *version* is the one; *active* is the one at the time asked for."""
        return (
            (self.version_id is None or version.version_id == self.version_id)
            and (self.version_number is None or version.number == self.version_number)
            and (self.version_time_ns is None or version is active)
        )


@final
@dataclass(frozen=True, slots=True)
class Resolution:
    """What resolving a DID came to.

    Attributes:
        document: ``None`` on failure, and for a deactivated DID.
        document_metadata: empty on failure.
        failure: ``None`` when it resolved.
    """

    document: DidDocument | None
    document_metadata: JsonObject = field(default_factory=dict)
    failure: LivretError | None = None

    @classmethod
    def failed(cls, failure: LivretError) -> Self:
        """Make the resolution of a DID whose log did not verify or was not had."""
        return cls(None, {}, failure)

    @classmethod
    def not_found(cls) -> Self:
        """Make the resolution of a DID whose log is not where it should be."""
        return cls.failed(Refused("did.version_not_found", "no log"))

    def require_document(self) -> DidDocument:
        """Give the document, or say why there is none.

        Raises:
            Refused: ``did.deactivated``, or the failure.
            MalformedInput, Unavailable: the failure.
        """
        if self.failure is not None:
            raise self.failure.again()
        if self.document is None:
            raise Refused("did.deactivated")
        return self.document

    def resolution_metadata(self, form: ErrorForm = "webvh") -> JsonObject:
        """Write ``didResolutionMetadata``.

        Args:
            form: how an error is said: ``webvh`` with the strings ``notFound`` and
                ``invalidDid`` and problem details (did:webvh 1.0), ``did-resolution``
                with an object (DID Resolution).
        """
        metadata: JsonObject = {}
        if self.document is not None:
            metadata["contentType"] = CONTENT_TYPE
        if self.document_metadata.get("deactivated") is True:
            metadata["deactivated"] = True  # the method wants it here as well
        if self.failure is not None:
            name, title = _ERRORS.get(self.failure.code, _INVALID_LOG)
            problem: JsonObject = {
                "type": _W3C + name,
                "title": title,
                "detail": str(self.failure),
            }
            if form == "did-resolution":
                metadata["error"] = problem
            else:
                metadata["error"] = "notFound" if name == "NOT_FOUND" else "invalidDid"
                metadata["problemDetails"] = problem
        return metadata

    def json(self, form: ErrorForm = "webvh", *, implicit_services: bool = True) -> JsonObject:
        """Write the DID Resolution Result.

        Args:
            form: as for :meth:`resolution_metadata`.
            implicit_services: whether ``#files`` and ``#whois``, which the method
                implies, are written into the document when it does not have them.
        """
        document: JsonValue = None
        if self.document is not None:
            document = self.document.json
            if implicit_services:
                document = with_implicit_services(self.document.json)
        return {
            "didDocument": document,
            "didDocumentMetadata": self.document_metadata,
            "didResolutionMetadata": self.resolution_metadata(form),
        }


def resolve(
    log: VerifiedLog,
    *,
    version_id: str | None = None,
    version_time_s: int | None = None,
    version_number: int | None = None,
) -> Resolution:
    """Resolve to the latest version, or to the one that every given argument holds of.

    Args:
        log: the verified log.
        version_id: the whole ``versionId``.
        version_time_s: seconds since 1970; the version that was active then.
        version_number: from 1.

    Returns:
        Never raises for what the log or the query says: the failure is in the result.
    """
    return _caught(
        lambda: _resolve(
            log,
            Query(
                version_id,
                version_time_s * NS if type(version_time_s) is int else version_time_s,
                version_number,
            ),
        )
    )


def resolve_url(log: VerifiedLog, url: DidUrl) -> Resolution:
    """Resolve by the query of a DID URL: ``versionId``, ``versionTime``, ``versionNumber``.

    Path and fragment are left to who dereferences. Failures as in :func:`resolve`;
    ``webvh.other_did`` when the log is of another DID than the URL's.
    """
    return _caught(lambda: _resolve(_log_of(log, url), Query.parse(url)))


def document_metadata(log: VerifiedLog, version: Version) -> JsonObject:
    """Write ``didDocumentMetadata`` for *version*; numbers as text, as DID Resolution wants."""
    last, active = log.last, log.parameters
    witness: JsonObject = active.witness.json() if active.witness else {}
    if active.witness:
        witness["threshold"] = str(active.witness.threshold)
    return {
        "versionId": version.version_id,
        "versionTime": version.entry.version_time,
        "created": log.versions[0].entry.version_time,
        "updated": last.entry.version_time,
        "scid": active.scid,
        "portable": active.portable,
        "deactivated": active.deactivated,
        "ttl": str(active.ttl_s),
        "witness": witness,
        "watchers": list(active.watchers),
    }


def _resolve(log: VerifiedLog, query: Query) -> Resolution:
    latest = query == Query()
    if latest and log.failure is not None:
        return Resolution.failed(log.failure)
    active = log.last if query.version_time_ns is None else log.active_at(query.version_time_ns)
    if log.failure is not None and query.version_time_ns is not None and active is log.last:
        # An invalid entry follows, and when it began is not known.
        return Resolution.failed(log.failure)
    version = (
        log.last
        if latest
        else next((each for each in log.versions if query.matches(each, active)), None)
    )
    if version is None:
        failure = log.failure or Refused("did.version_not_found")
        return Resolution.failed(failure)
    metadata = document_metadata(log, version)
    if version.parameters.deactivated:
        return Resolution(None, metadata)
    return Resolution(log.document(version), metadata)


def _log_of(log: VerifiedLog, url: DidUrl) -> VerifiedLog:
    # A DID that moved still resolves by each name it had, as in reading its log.
    if all(version.did.text != url.did.text for version in log.versions):
        raise Refused("webvh.other_did")
    return log


def _decode_once(value: str) -> str:
    try:
        return unquote(value, errors="strict")
    except UnicodeDecodeError:
        raise MalformedInput("did.query", "percent-encoding that is not UTF-8") from None


def _instant(text: str) -> int:
    try:
        return parse_utc_ns(text)
    except MalformedInput as error:
        raise MalformedInput("did.query", f"`versionTime`: {error.detail}") from None


def _caught(work: Callable[[], Resolution]) -> Resolution:
    try:
        return work()
    except LivretError as failure:
        return Resolution.failed(failure)
