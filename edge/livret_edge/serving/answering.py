"""One way to take connections until told to stop, and to say where, for all who serve here."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from livret_core.errors import MalformedInput
from livret_edge.arguments import Asked
from livret_edge.files import write_named

if TYPE_CHECKING:
    from starlette.types import ASGIApp


def listen(name: str, typed: str) -> tuple[str, int]:
    """Take ``HOST:PORT``.

    Raises:
        MalformedInput: ``usage.arguments``.
    """
    host, _, port = typed.rpartition(":")
    if not host or not (port.isascii() and port.isdigit()) or int(port) > 65_535:
        raise MalformedInput("usage.arguments", "not HOST:PORT", option=name)
    return host.strip("[]"), int(port)


def has_tls(asked: Asked) -> bool:
    """Say whether answers go over TLS.

    Raises:
        MalformedInput: ``usage.missing`` for a chain without its key, or a key without.
    """
    if (asked.certificate is None) != (asked.certificate_key is None):
        raise MalformedInput("usage.missing", option="--certificate, --certificate-key")
    return asked.certificate is not None


def answer(asked: Asked, app: "ASGIApp", at: tuple[str, int], say: Callable[[str], None]) -> None:
    """Take connections until told to stop.

    Args:
        asked: with ``--certificate``, ``--certificate-key`` and ``--address-to``.
        app: what answers.
        at: host and port; port 0 is any that is free.
        say: says the address, once it answers.

    Raises:
        As :func:`has_tls` and :func:`livret_edge.serving.listening.serve`.
    """
    from livret_edge.serving.lines import logged
    from livret_edge.serving.listening import Listening, Plain, Tls, serve

    host, port = at
    scheme = "https" if has_tls(asked) else "http"

    def announce(bound: int) -> None:
        shown = f"[{host}]" if ":" in host else host
        url = f"{scheme}://{shown}:{bound}/"
        say(url)
        sys.stdout.flush()  # whoever waits for the line through a pipe waits no longer
        if asked.address_to is not None:
            write_named(
                asked.address_to, f"{url}\n".encode(), "--address-to", mode=0o644, replace=True
            )

    way = Tls(str(asked.certificate), str(asked.certificate_key)) if has_tls(asked) else Plain()
    # What made a request fail has in it what was asked for: where it failed is written, and no more.
    with logged(frozenset()):
        serve(Listening(app, host, port, way, announce))
