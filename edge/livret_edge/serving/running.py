"""A service as a command runs it: where it listens, its log, its health, until told to stop."""

import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from livret_core.errors import MalformedInput
from livret_edge.arguments import Argument, Asked, path
from livret_edge.files import write_named
from livret_edge.serving.answering import has_tls, listen

if TYPE_CHECKING:
    from livret_edge.serving.application import Service
    from livret_edge.serving.listening import Plain, Tls

_INSIDE: Final = ("127.0.0.1", 0)


def listening(port: int) -> tuple[Argument, ...]:
    """Give what every command that runs a service takes; *port* is the one it has untold."""
    return (
        Argument("--listen", "listen", listen, default=("127.0.0.1", port)),
        Argument("--certificate", "file", path),
        Argument("--certificate-key", "file", path),
        Argument("--behind-proxy", default=False),
        Argument("--inside", "listen", listen, default=_INSIDE),
        Argument("--address-to", "file", path),
    )


def way_of(asked: Asked) -> "Tls | Plain":
    """Say whether it speaks TLS itself; one of both has to be said.

    Raises:
        MalformedInput: ``usage.missing``, ``usage.contradiction``.
    """
    from livret_edge.serving.listening import Plain, Tls

    both = "--certificate, --behind-proxy"
    if has_tls(asked):
        if asked.behind_proxy:
            raise MalformedInput("usage.contradiction", option=both)
        return Tls(str(asked.certificate), str(asked.certificate_key))
    if not asked.behind_proxy:
        raise MalformedInput("usage.missing", option=both)
    return Plain()


def run(
    asked: Asked,
    service: "Service",
    checks: Mapping[str, Callable[[], None]],
    say: Callable[[str, str], None],
) -> None:
    """Run a service until told to stop.

    Args:
        asked: with the arguments of :func:`listening`.
        service: what answers.
        checks: by name, what has to work for it to be ready.
        say: is told where it listens, and where its health and figures are, once it does.

    Raises:
        As :func:`way_of` and :func:`livret_edge.serving.listening.serve`.
    """
    from livret_edge.serving.inside import make_inside
    from livret_edge.serving.lines import logged
    from livret_edge.serving.listening import INSIDE, Listening, Plain, Tls, serve

    way = way_of(asked)
    scheme = "https" if isinstance(way, Tls) else "http"
    (host, port), (inner, inner_port) = asked.listen, asked.inside
    bound: list[int] = []

    def announce(port: int) -> None:
        url = f"{scheme}://{_shown(host)}:{port}/"
        say(url, f"http://{_shown(inner)}:{bound[0]}/")
        sys.stdout.flush()  # whoever waits for the line through a pipe waits no longer
        if asked.address_to is not None:
            write_named(
                asked.address_to, f"{url}\n".encode(), "--address-to", mode=0o644, replace=True
            )

    inside = make_inside(service.figures, checks)
    with logged(service.routes):
        serve(
            Listening(inside, inner, inner_port, Plain(), bound.append, option=INSIDE),
            Listening(service.app, host, port, way, announce, service.bounds),
        )


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
