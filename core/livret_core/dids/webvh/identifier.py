"""did:webvh identifiers and the HTTPS places they stand for (did:webvh 1.0).

The identifier chooses a host that will be asked, so every rule is applied here, before
anything is fetched: no IP address in any spelling, percent-encoding decoded exactly
once, no segment that climbs, IDNA 2008 for names beyond ASCII.
"""

import re
from dataclasses import dataclass
from typing import Final, Self, final
from urllib.parse import quote, unquote_to_bytes

from livret_core.dids.did import Did
from livret_core.errors import MalformedInput

PLACEHOLDER: Final = "{SCID}"  # stands for the SCID while the first entry is being made

SCID: Final = re.compile(r"[1-9A-HJ-NP-Za-km-z]{46}")
_PORT: Final = re.compile(r"(.*)%3[Aa]([0-9]{1,5})", re.DOTALL)
_LABEL: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
# A last label of digits or hexadecimal makes URL parsers read the host as an IPv4
# address, in spellings no list foresees (WHATWG URL §3.5).
_NUMERIC: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")
_MAX_HOST: Final = 253


@final
@dataclass(frozen=True, slots=True)
class WebvhDid:
    """A did:webvh DID that passed every rule on its host and path.

    Attributes:
        did: the DID as it was written; two are the same when this text is.
        scid: 46 characters.
        host: lower case, A-labels, never an IP address.
        port: ``None`` when the DID names none.
        path: decoded segments, none of them empty, ``.`` or ``..``.
    """

    did: Did
    scid: str
    host: str
    port: int | None
    path: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a did:webvh DID.

        Raises:
            MalformedInput: ``did.malformed``, ``input.too_large``, ``did.host`` for an IP
                address, a single label or a name DNS cannot have, ``did.path`` for a
                segment that is empty, climbs, or hides a separator.
        """
        did = Did.parse(text)
        if did.method != "webvh":
            raise MalformedInput("did.malformed", "not a did:webvh")
        scid, *rest = did.method_specific_id.split(":")
        if not SCID.fullmatch(scid) or not rest:
            raise MalformedInput("did.malformed", "no SCID, or no host after it")
        host, port = _parse_domain(rest[0])
        return cls(did, scid, host, port, tuple(map(_parse_segment, rest[1:])))

    @property
    def text(self) -> str:
        return self.did.text

    @property
    def log_url(self) -> str:
        """Where the log is: ``…/did.jsonl``."""
        return self._file_url("did.jsonl")

    @property
    def witness_url(self) -> str:
        """Where the proofs of its witnesses are: ``…/did-witness.json``."""
        return self._file_url("did-witness.json")

    @property
    def base_url(self) -> str:
        """What DID URL paths are relative to, with a final ``/`` and no ``.well-known``."""
        return self._origin + "".join(f"{quote(segment, safe='')}/" for segment in self.path)

    @property
    def web_did(self) -> str:
        """The did:web DID at the same place (a plain text replacement, as the method wants)."""
        return "did:web:" + self.did.method_specific_id.partition(":")[2]

    @property
    def _origin(self) -> str:
        return f"https://{self.host}/" if self.port is None else f"https://{self.host}:{self.port}/"

    def _file_url(self, name: str) -> str:
        return f"{self.base_url}{name}" if self.path else f"{self._origin}.well-known/{name}"


def placeholder_did(host: str, *, port: int | None = None, path: tuple[str, ...] = ()) -> str:
    """Write the DID that a new log begins from, ``{SCID}`` in place of its SCID.

    Args:
        host: DNS name; beyond ASCII it is percent-encoded.
        port: 1 to 65535, or ``None``.
        path: plain segments.

    Raises:
        MalformedInput: ``did.malformed``, ``did.host`` or ``did.path`` as
            :meth:`WebvhDid.parse`.
    """
    domain = "".join(_encode(char) for char in host)
    if port is not None:
        domain += f"%3A{port}"
    segments = ["".join(_encode(char) for char in segment) for segment in path]
    WebvhDid.parse(":".join(("did:webvh", "Q" * 46, domain, *segments)))
    return ":".join(("did:webvh", PLACEHOLDER, domain, *segments))


def _encode(char: str) -> str:
    # DID Core's idchar is narrower than RFC 3986's unreserved: no tilde.
    try:
        return "%7E" if char == "~" else quote(char, safe="")
    except UnicodeEncodeError:
        raise MalformedInput("did.malformed", "half of a surrogate pair") from None


def _parse_domain(text: str) -> tuple[str, int | None]:
    port: int | None = None
    match = _PORT.fullmatch(text)
    if match is not None:
        text, port = match[1], int(match[2])
        if not 1 <= port <= 65_535:
            raise MalformedInput("did.host", "a port outside 1 to 65535")
    if "." not in text:
        raise MalformedInput("did.host", "a single label is not a domain name")
    host = _to_ascii(_decode_once(text))
    labels = host.split(".")
    if len(host) > _MAX_HOST or not all(map(_LABEL.fullmatch, labels)) or len(labels) < 2:
        raise MalformedInput("did.host", "not a domain name")
    if _NUMERIC.fullmatch(labels[-1]):
        raise MalformedInput("did.host", "an IP address")
    return host, port


def _to_ascii(host: str) -> str:
    """Apply IDNA 2008 where it says anything: beyond ASCII, and to labels that look it."""
    lower = host.lower()
    if host.isascii() and not any(label[2:4] == "--" for label in lower.split(".")):
        return lower
    import idna  # 60 ms to import, and seldom needed

    try:
        # UTS 46 maps full-width digits and other full stops first, so that an address
        # spelt in them is seen as one.
        return idna.encode(host, uts46=True, std3_rules=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        raise MalformedInput("did.host", "not a name of IDNA 2008") from None


def _parse_segment(text: str) -> str:
    segment = _decode_once(text)
    if segment in ("", ".", "..") or segment != segment.strip():
        raise MalformedInput("did.path", "empty, climbs, or begins or ends with space")
    if not {"/", "\\", "\0"}.isdisjoint(segment):
        raise MalformedInput("did.path", "hides a separator")
    return segment


def _decode_once(text: str) -> str:
    # The DID grammar has seen to it that every `%` has two hexadecimal digits.
    try:
        return unquote_to_bytes(text).decode("utf-8")
    except UnicodeDecodeError:
        raise MalformedInput("did.malformed", "percent-encoding that is not UTF-8") from None
