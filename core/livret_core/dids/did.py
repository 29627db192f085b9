"""DIDs and DID URLs (DID Core 1.0 §3.1 and §3.2), as values that cannot exist malformed."""

import re
from dataclasses import dataclass
from typing import Final, Self, final

from livret_core import limits
from livret_core.errors import MalformedInput

# One character class and one escape, each taken possessively: nothing to backtrack into.
_IDCHARS: Final = r"(?:[A-Za-z0-9._:\-]++|%[0-9A-Fa-f]{2})++"
_PCHARS: Final = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@\-]++|%[0-9A-Fa-f]{2})"
_DID: Final = re.compile(rf"did:([a-z0-9]+):({_IDCHARS})(?<!:)")
_DID_URL: Final = re.compile(
    rf"([^/?#]*)((?:/{_PCHARS}*+)*+)(?:\?((?:{_PCHARS}|[/?])*+))?(?:#((?:{_PCHARS}|[/?])*+))?"
)


@final
@dataclass(frozen=True, slots=True, order=True)
class Did:
    """A syntactically valid DID, without path, query or fragment (DID Core 1.0 §3.1)."""

    text: str
    method: str
    method_specific_id: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a DID of any method, at most :data:`limits.DID_CHARS` characters.

        Raises:
            MalformedInput: ``did.malformed`` when *text* does not match the grammar in
                full, ``input.too_large``.
        """
        if len(text) > limits.DID_CHARS:
            raise MalformedInput("input.too_large", max_chars=limits.DID_CHARS)
        match = _DID.fullmatch(text)
        if match is None:
            raise MalformedInput("did.malformed", "not in the grammar of DID Core §3.1")
        return cls(text, match[1], match[2])

    def __str__(self) -> str:
        return self.text


@final
@dataclass(frozen=True, slots=True)
class DidUrl:
    """A DID with what may follow it (DID Core 1.0 §3.2).

    Attributes:
        did: the DID itself.
        path: empty or starting with ``/``; percent-encoding left as it stands.
        query: without the ``?``; ``None`` when there is none.
        fragment: without the ``#``; ``None`` when there is none.
    """

    did: Did
    path: str
    query: str | None
    fragment: str | None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an absolute DID URL.

        Raises:
            MalformedInput: ``did.malformed``, ``input.too_large``.
        """
        if len(text) > limits.DID_CHARS:
            raise MalformedInput("input.too_large", max_chars=limits.DID_CHARS)
        match = _DID_URL.fullmatch(text)
        if match is None:
            raise MalformedInput("did.malformed", "not in the grammar of DID Core §3.2")
        return cls(Did.parse(match[1]), match[2], match[3], match[4])

    def __str__(self) -> str:
        query = "" if self.query is None else f"?{self.query}"
        fragment = "" if self.fragment is None else f"#{self.fragment}"
        return f"{self.did.text}{self.path}{query}{fragment}"
