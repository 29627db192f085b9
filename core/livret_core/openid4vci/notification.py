"""The notification (OpenID4VCI 1.0 §11): a wallet tells how a delivery ended."""

import re
from dataclasses import dataclass
from typing import Final, Literal, Self, TypeAlias, final

from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.errors import MalformedInput

Event: TypeAlias = Literal["credential_accepted", "credential_failure", "credential_deleted"]

EVENTS: Final[tuple[Event, ...]] = (
    "credential_accepted",
    "credential_failure",
    "credential_deleted",
)

_MAX_BYTES: Final = 8 << 10
_ID: Final = re.compile(r"[\x21-\x7E]{1,512}")
_DESCRIPTION: Final = re.compile(r"[\x20-\x21\x23-\x5B\x5D-\x7E]{0,1024}")


@final
@dataclass(frozen=True, slots=True)
class Notification:
    """How a delivery ended. The same one may come again, and nothing changes by it.

    A description is for developers; ours never writes one, since it could say something
    of the person.

    Attributes:
        notification_id: which delivery.
        event: accepted, failed, or refused by the holder.
        description: ASCII, or None.
    """

    notification_id: str
    event: Event
    description: str | None = None

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read the body; members livret does not know are ignored.

        Raises:
            MalformedInput: ``issuance.malformed``, or what reading JSON raises.
        """
        members = json_encoding.parse_object(raw, max_bytes=_MAX_BYTES)
        identifier, description = members.get("notification_id"), members.get("event_description")
        event = next((known for known in EVENTS if members.get("event") == known), None)
        if not isinstance(identifier, str) or not _ID.fullmatch(identifier) or event is None:
            raise MalformedInput("issuance.malformed", "`notification_id` or `event`")
        if description is not None and not (
            isinstance(description, str) and _DESCRIPTION.fullmatch(description)
        ):
            raise MalformedInput("issuance.malformed", "`event_description` is no short ASCII")
        return cls(identifier, event, description)

    def format(self) -> bytes:
        """Write the body; the inverse of :meth:`parse`."""
        members: JsonObject = {"notification_id": self.notification_id, "event": self.event}
        if self.description is not None:
            members["event_description"] = self.description
        return json_encoding.format(members)
