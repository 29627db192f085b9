"""What may be asked for: the same of who fetches by threads, and of who does in an event loop."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from livret_core.https_uri import HttpsUri
from livret_edge.fetcher.trip import FORM, NO_HEADERS, REDIRECTS, Call, form

Answer = TypeVar("Answer")


class Calling(ABC, Generic[Answer]):
    """Makes calls; who carries them out says what an answer is: one, or one to be awaited."""

    def get(
        self,
        uri: HttpsUri,
        *,
        max_bytes: int,
        headers: Mapping[str, str] = NO_HEADERS,
        keep: Sequence[str] = (),
        redirects: int = REDIRECTS,
    ) -> Answer:
        """Fetch what is at *uri*.

        Args:
            uri: where.
            max_bytes: the largest answer that is read.
            headers: said besides; with others than `Accept` no other host is redirected to.
            keep: names of the answer's headers that are wanted.
            redirects: how many are followed, each checked anew; with 0 an answer that is a
                redirection is given as it is.

        Raises:
            Refused: ``net.address``. MalformedInput: ``input.too_large``, ``input.malformed``
                for a header's value. Unavailable: ``net.unavailable``, with ``host``.
        """
        return self._fetch(
            Call(
                method="GET",
                uri=uri,
                max_bytes=max_bytes,
                headers=headers,
                keep=keep,
                redirects=redirects,
            )
        )

    def post(
        self,
        uri: HttpsUri,
        body: bytes,
        *,
        content_type: str,
        max_bytes: int,
        headers: Mapping[str, str] = NO_HEADERS,
        keep: Sequence[str] = (),
    ) -> Answer:
        """Send *body* to *uri* and give what comes back; no redirection is followed.

        Raises:
            As :meth:`get`.
        """
        return self._fetch(
            Call(
                method="POST",
                uri=uri,
                max_bytes=max_bytes,
                body=body,
                content_type=content_type,
                headers=headers,
                keep=keep,
            )
        )

    def post_form(
        self,
        uri: HttpsUri,
        fields: Sequence[tuple[str, str]] | Mapping[str, str],
        *,
        max_bytes: int,
        headers: Mapping[str, str] = NO_HEADERS,
        keep: Sequence[str] = (),
    ) -> Answer:
        """Send a form to *uri*, as :meth:`post` does a body."""
        return self.post(
            uri, form(fields), content_type=FORM, max_bytes=max_bytes, headers=headers, keep=keep
        )

    @abstractmethod
    def _fetch(self, call: Call) -> Answer:
        """Carry a call out."""
