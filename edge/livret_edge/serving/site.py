"""Where a service is, and whose: its public address is told to it, never read from a request."""

import re
from collections.abc import Callable, Collection
from typing import Final, Self, final
from urllib.parse import urlsplit

from livret_core.errors import MalformedInput
from livret_core.https_uri import HttpsUri

_TENANT: Final = re.compile(r"[a-z0-9](?:-?[a-z0-9]){0,62}")


@final
class Site:
    """The public address of a service, and who its tenants are."""

    def __init__(
        self, base: HttpsUri, has_tenant: Callable[[str], bool], *, alone: str | None = None
    ) -> None:
        """Take an address.

        Args:
            base: what everybody outside writes before a tenant's path; no query.
            has_tenant: whether there is a tenant of that name.
            alone: the only tenant there is, whose paths begin at *base* itself.

        Raises:
            MalformedInput: ``input.https_uri``.
        """
        parts = urlsplit(base.text)
        if parts.query or "%" in parts.path or "//" in parts.path:
            raise MalformedInput("input.https_uri", "a query, or a path that may be written twice")
        self.base: Final = base
        self.prefix: Final = parts.path.rstrip("/")
        self.authority: Final = base.host if base.port == 443 else f"{base.host}:{base.port}"
        self.alone: Final = alone
        self._has_tenant: Final = has_tenant

    @classmethod
    def of_one(cls, base: HttpsUri, tenant: str) -> Self:
        """Make the one of a single tenant: the address is its own.

        Raises:
            MalformedInput: ``input.https_uri``.
        """
        return cls(base, lambda name: name == tenant, alone=tenant)

    @classmethod
    def of(cls, base: str, tenants: Collection[str]) -> Self:
        """Make one of a few tenants that do not change.

        Raises:
            MalformedInput: ``input.https_uri``; ``input.malformed`` for no name of a tenant.
        """
        for each in tenants:
            check_tenant(each)
        known = frozenset(tenants)
        return cls(HttpsUri.parse(base), known.__contains__)

    @property
    def origin(self) -> str:
        """The address without any path."""
        return f"https://{self.authority}"

    @property
    def below(self) -> str:
        """What each path of a tenant's begins with, as a template."""
        return self.prefix if self.alone is not None else f"{self.prefix}/{{tenant}}"

    def knows(self, tenant: str) -> bool:
        """Whether there is such a tenant; what cannot be a name is not asked about."""
        return is_tenant(tenant) and self._has_tenant(tenant)

    def is_host(self, host: str) -> bool:
        """Whether a ``Host`` header names this service."""
        named, _, port = host.lower().partition(":")
        return named == self.base.host and int_or(port, 443) == self.base.port

    def uri(self, tenant: str, path: str = "") -> HttpsUri:
        """Give the address of something of a tenant's."""
        return HttpsUri.parse(f"{self.origin}{self._path_of(tenant)}{path}")

    def well_known(self, tenant: str, name: str) -> HttpsUri:
        """Give the address of a well-known document before the tenant's path (RFC 8414 §3.1)."""
        return HttpsUri.parse(f"{self.origin}/.well-known/{name}{self._path_of(tenant)}")

    def _path_of(self, tenant: str) -> str:
        return self.below.replace("{tenant}", tenant)


def is_tenant(name: str) -> bool:
    """Whether *name* may be a tenant's: lower case, digits, single hyphens, up to 63."""
    return len(name) <= 63 and _TENANT.fullmatch(name) is not None


def check_tenant(name: str) -> None:
    """Check that *name* may be a tenant's, and stand in a path.

    Raises:
        MalformedInput: ``input.malformed``.
    """
    if not is_tenant(name):
        raise MalformedInput("input.malformed", "not the name of a tenant")


def int_or(text: str, otherwise: int) -> int:
    """Read a port; *otherwise* for none, and 0 for what is no number."""
    if not text:
        return otherwise
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 5 else 0
