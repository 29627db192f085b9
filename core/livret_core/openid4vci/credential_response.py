"""The Credential Response (OpenID4VCI 1.0 §8.3): copies at once, or a transaction to come back to."""

import math
import re
from dataclasses import dataclass, field
from typing import Final, TypeAlias, final

from livret_core import limits
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput, Refused

OK: Final = 200
ACCEPTED: Final = 202

_MAX_COPIES: Final = 128
_MAX_INTERVAL_S: Final = 366 * 86_400
_ID: Final = re.compile(r"[\x21-\x7E]{1,512}")


@final
@dataclass(frozen=True, slots=True)
class IssuedResponse:
    """What was issued.

    Attributes:
        credentials: compact SD-JWTs, in the order of the key proofs; unverified.
        notification_id: names this delivery, to tell the issuer how it ended; or None.
    """

    credentials: tuple[str, ...] = field(repr=False)
    notification_id: str | None = None

    @property
    def status(self) -> int:
        """Of the HTTP answer."""
        return OK

    def format(self) -> bytes:
        """Write the body."""
        members: JsonObject = {
            "credentials": [{"credential": text} for text in self.credentials],
        }
        if self.notification_id is not None:
            members["notification_id"] = self.notification_id
        return json_encoding.format(members)


@final
@dataclass(frozen=True, slots=True)
class DeferredResponse:
    """Not yet.

    Attributes:
        transaction_id: to ask again with.
        interval_s: how long to wait before, at least.
    """

    transaction_id: str
    interval_s: int

    def __post_init__(self) -> None:
        if self.interval_s < 1:
            raise ValueError("an interval is a positive number of seconds")

    @property
    def status(self) -> int:
        """Of the HTTP answer."""
        return ACCEPTED

    def format(self) -> bytes:
        """Write the body."""
        return json_encoding.format(
            {"transaction_id": self.transaction_id, "interval": self.interval_s}
        )


CredentialResponse: TypeAlias = IssuedResponse | DeferredResponse


def parse_credential_response(raw: bytes, *, status: int) -> CredentialResponse:
    """Read the body of an answer, decrypted if it was encrypted.

    Args:
        raw: the JSON; members livret does not know are ignored.
        status: of the HTTP answer; 200 for copies, 202 for a transaction, no other.

    Raises:
        MalformedInput: ``issuance.malformed`` also where body and status differ, or a
            member is there that belongs to the other kind; what reading JSON raises.
    """
    members = json_encoding.parse_object(raw, max_bytes=limits.ISSUED_BYTES)
    is_deferred = "transaction_id" in members
    if is_deferred == ("credentials" in members):
        raise _malformed("not exactly one of `credentials` and `transaction_id`")
    if status != (ACCEPTED if is_deferred else OK):
        raise _malformed("body and status do not fit")
    if is_deferred:
        if "notification_id" in members:
            raise _malformed("`notification_id` without credentials")
        return DeferredResponse(_id(members["transaction_id"]), _interval_s(members))
    if "interval" in members:
        raise _malformed("`interval` with credentials")
    notification = members.get("notification_id")
    return IssuedResponse(
        _credentials(members["credentials"]), None if notification is None else _id(notification)
    )


def check_count(response: IssuedResponse, *, asked: int) -> None:
    """Check that no more copies came than keys were shown (§8.3); fewer may.

    Raises:
        Refused: ``received.count``.
    """
    if len(response.credentials) > asked:
        raise Refused("received.count", received=len(response.credentials), asked=asked)


def check_same_transaction(response: CredentialResponse, transaction_id: str) -> None:
    """Check that what is put off again is put off under the same name (§9.2).

    Raises:
        Refused: ``received.other_transaction``.
    """
    if isinstance(response, DeferredResponse) and response.transaction_id != transaction_id:
        raise Refused("received.other_transaction")


def _credentials(value: JsonValue) -> tuple[str, ...]:
    if not isinstance(value, list) or not 0 < len(value) <= _MAX_COPIES:
        raise _malformed("`credentials` is no short non-empty array")
    texts = []
    for entry in value:
        text = entry.get("credential") if isinstance(entry, dict) else None
        if not isinstance(text, str) or not 0 < len(text) <= limits.SD_JWT_BYTES:
            raise _malformed("`credential` is not an SD-JWT")
        texts.append(text)
    return tuple(texts)


def _interval_s(members: JsonObject) -> int:
    interval = members.get("interval")
    if (
        not isinstance(interval, int | float)
        or isinstance(interval, bool)
        or not 0 < interval <= _MAX_INTERVAL_S
    ):
        raise _malformed("`interval` is not a positive number of seconds")
    return math.ceil(interval)


def _id(value: JsonValue) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise _malformed("not an identifier")
    return value


def _malformed(detail: str) -> MalformedInput:
    return MalformedInput("issuance.malformed", detail)
