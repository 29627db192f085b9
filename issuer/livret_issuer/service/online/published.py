"""What a town hall publishes: status lists, the log of its DID, the digests of a day.

Files as they lie in its public folder, under the addresses that they are published at; what is
published elsewhere is not served here. Nobody says who asks, and nothing depends on it.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, final

from livret_core import limits
from livret_core.errors import LivretError, Unavailable
from livret_core.jws import CompactJws
from livret_edge.serving.endpoint import JSON, Incoming, Outgoing, problem
from livret_edge.serving.site import Site
from livret_issuer.service.online.opened import Opened

STATUS_LIST: Final = "application/statuslist+jwt"
JSON_LINES: Final = "text/jsonl"
LISTS: Final = "/status/"

_LIST: Final = re.compile(r"[1-9][0-9]{0,8}\.jwt")
_DAY: Final = re.compile(r"(?:[1-9][0-9]{0,6}|final)\.json")
_SHORTLY: Final = "public, max-age=60"


@final
@dataclass(frozen=True, slots=True)
class _Read:
    """A file as it was read.

    Attributes:
        seen: what told that it is this one.
        content: whole.
        tag: names the content.
        until_s: until when caches may keep it; None where it does not say.
    """

    seen: tuple[int, int, int]
    content: bytes
    tag: str
    until_s: int | None


@final
class Published:
    """The routes of one town hall that anybody reads."""

    def __init__(self, opened: Opened, site: Site, clock: Callable[[], int]) -> None:
        """Take a town hall, where it is, and the time."""
        self._opened: Final = opened
        self._site: Final = site
        self._clock: Final = clock
        self._kept: Final[dict[str, _Read]] = {}

    def roots_of_lists(self) -> list[str]:
        """Say below which paths status lists lie: where they began, and where they moved to."""
        hall = self._opened.now().hall
        own = f"{self._site.uri(self._site.alone or '').text.rstrip('/')}/"
        moved = [each.endpoint for each in hall.list_places if each.endpoint.startswith(own)]
        return list(dict.fromkeys([LISTS, *(f"/{each.removeprefix(own)}" for each in moved)]))

    def status_list(self, root: str, incoming: Incoming) -> Outgoing:
        """Give a status list, and how long it may be kept (Token Status List §8.1).

        Lists of the past are not given by ``time`` (§8.4): today's list in their place would
        tell who asks for another day what was never true of it. Whether a time is well formed
        makes no difference where none is taken.
        """
        name = incoming.path["list"]
        if _LIST.fullmatch(name) is None:
            return problem(404, request=incoming.id)
        if any(asked == "time" for asked, _ in incoming.query):
            return problem(501, request=incoming.id)
        return self._give(incoming, f"{root}{name}", STATUS_LIST)

    def did_log(self, incoming: Incoming) -> Outgoing:
        """Give the log of its DID."""
        return self._give(incoming, "/did.jsonl", JSON_LINES)

    def did_witness(self, incoming: Incoming) -> Outgoing:
        """Give what witnesses say of the log of its DID."""
        return self._give(incoming, "/did-witness.json", JSON)

    def day(self, incoming: Incoming) -> Outgoing:
        """Give the digests of a day."""
        name = incoming.path["day"]
        if _DAY.fullmatch(name) is None:
            return problem(404, request=incoming.id)
        return self._give(incoming, f"/commit/{name}", JSON)

    def _give(self, incoming: Incoming, path: str, content_type: str) -> Outgoing:
        read = self._read(incoming.tenant, path)
        if read is None:
            return problem(404, request=incoming.id)
        headers = {"Cache-Control": _SHORTLY, "ETag": read.tag}
        if read.until_s is not None:
            left_s = max(0, read.until_s - self._clock())
            headers["Cache-Control"] = f"public, max-age={left_s}"
        if _is_known(incoming, read.tag):
            return Outgoing(status=304, content_type="", headers=headers)
        return Outgoing(body=read.content, content_type=content_type, headers=headers)

    def _read(self, tenant: str, path: str) -> _Read | None:
        home = self._opened.now().office.home
        uri = self._site.uri(tenant, path)
        try:
            found = home.place_of(uri).stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError:
            raise Unavailable("home.unavailable") from None
        seen = (found.st_mtime_ns, found.st_ino, found.st_size)
        kept = self._kept.get(path)
        if kept is not None and kept.seen == seen:
            return kept
        content = home.read_public(uri, limits.STATUS_TOKEN_BYTES)
        tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
        until_s = _until_s(content) if path.endswith(".jwt") else None
        read = _Read(seen, content, tag, until_s)
        self._kept[path] = read
        return read


def _is_known(incoming: Incoming, tag: str) -> bool:
    said: Mapping[str, str] = dict(incoming.headers)
    known = said.get("if-none-match", "")
    return known == "*" or tag in [one.strip().removeprefix("W/") for one in known.split(",")]


def _until_s(content: bytes) -> int | None:
    """Read until when a list says that it may be kept: by its ``ttl``, and never past ``exp``."""
    try:
        claims = CompactJws.parse(
            content.decode("ascii"), max_bytes=limits.STATUS_TOKEN_BYTES
        ).payload_object(max_bytes=limits.STATUS_TOKEN_BYTES)
    except (LivretError, UnicodeDecodeError):
        return None
    issued_at_s, ttl_s, expires_at_s = (claims.get(name) for name in ("iat", "ttl", "exp"))
    if not isinstance(issued_at_s, int) or not isinstance(ttl_s, int):
        return None
    ends_s = issued_at_s + ttl_s
    return min(ends_s, expires_at_s) if isinstance(expires_at_s, int) else ends_s
