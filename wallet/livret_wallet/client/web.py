"""What a wallet reads and says over the network. An edge: it decides nothing."""

from typing import Final

from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_core.https_uri import HttpsUri
from livret_edge.fetcher import Fetcher
from livret_wallet.receiving.needs import CHALLENGE, NONCE, Answer, Call

_MAX_BYTES: Final = 64 << 20
_OK: Final = 200
# Lists are published under a type of their own; some who publish them insist on it.
_ACCEPT: Final = {"status.unavailable": "application/statuslist+jwt"}


class Web:
    """The network, as a source of what is published and as a place to ask."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher: Final = fetcher

    def read(self, uri: str, code: str) -> bytes:
        """Read what is published at *uri*; as :meth:`livret_wallet.gather.Source.read`."""
        place = HttpsUri.parse(uri)
        headers = {"Accept": _ACCEPT[code]} if code in _ACCEPT else {}
        try:
            found = self._fetcher.get(place, max_bytes=_MAX_BYTES, headers=headers)
        except (MalformedInput, Refused, Unavailable) as error:
            raise _unavailable(code, place, error.code) from None
        if found.status != _OK:
            raise _unavailable(code, place, "net.unavailable", f"status {found.status}")
        return found.body

    def carry(self, call: Call) -> Answer:
        """Make a request; no redirection is followed.

        Raises:
            Refused: ``net.address``. MalformedInput: ``input.too_large``.
            Unavailable: ``net.unavailable``.
        """
        headers, keep = dict(call.headers), (NONCE, CHALLENGE)
        if call.body is None:
            found = self._fetcher.get(
                call.uri, max_bytes=call.max_bytes, headers=headers, keep=keep, redirects=0
            )
        else:
            found = self._fetcher.post(
                call.uri,
                call.body,
                content_type=call.content_type,
                max_bytes=call.max_bytes,
                headers=headers,
                keep=keep,
            )
        return Answer(found.status, found.content_type, found.body, found.headers)

    def close(self) -> None:
        """Let go of all connections."""
        self._fetcher.close()


def _unavailable(code: str, place: HttpsUri, reason: str, detail: str = "") -> LivretError:
    return Unavailable(code, detail, issuer=place.host, file=place.text, reason=reason)
