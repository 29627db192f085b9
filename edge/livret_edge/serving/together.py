"""Several applications in one process, each at an address of its own."""

from collections.abc import Sequence
from typing import Final, final

from starlette.types import ASGIApp, Receive, Scope, Send

from livret_edge.serving.site import Site

_WELL_KNOWN: Final = ("", ".well-known")


@final
class Together:
    """Lets the application answer whose address a request has; what is nobody's, the first."""

    def __init__(self, apps: Sequence[tuple[Site, ASGIApp]]) -> None:
        """Take one or more, apart as :func:`are_apart` says."""
        self._apps: Final = apps

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        await self._found(scope)(scope, receive, send)

    def _found(self, scope: Scope) -> ASGIApp:
        if scope["type"] == "http":
            path = scope["path"]
            hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
            for site, app in self._apps:
                if lies_at(site, path) and any(map(site.is_host, hosts)):
                    return app
        return self._apps[0][1]


def lies_at(site: Site, path: str) -> bool:
    """Say whether a path is of a site: below its own, or the same behind a well-known name."""
    parts = path.split("/")
    if tuple(parts[:2]) == _WELL_KNOWN:
        path = "/".join(["", *parts[3:]])
    return not site.prefix or path == site.prefix or path.startswith(f"{site.prefix}/")


def are_apart(sites: Sequence[Site]) -> bool:
    """Say whether none lies at another's address, or below it."""
    return not any(
        one.authority == other.authority
        and (lies_at(one, other.prefix) or lies_at(other, one.prefix))
        for place, one in enumerate(sites)
        for other in sites[place + 1 :]
    )
