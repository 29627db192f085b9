"""Whether a chain and a key can be served with, before anything is: which of the two does not fit."""

import ssl
from pathlib import Path
from typing import Final

from livret_core import limits
from livret_core.errors import MalformedInput
from livret_edge.files import named_by, read_file

_CERTIFICATE: Final = "--certificate"
_KEY: Final = "--certificate-key"
#: What OpenSSL says where both can be read.
_OTHER_KEY: Final = "KEY_VALUES_MISMATCH"


def check_pair(certificate: str, key: str) -> None:
    """Check that a service can speak TLS with these files.

    Args:
        certificate: PEM file of the chain, the service's own certificate first.
        key: PEM file of that one's key, not locked.

    Raises:
        MalformedInput: ``usage.no_file`` for one that cannot be read; ``usage.pem`` for one
            that is something else; ``usage.key_locked``; ``usage.other_key`` where both are
            good and do not belong together. Each with the ``option``.
    """
    for option, file in ((_CERTIFICATE, certificate), (_KEY, key)):
        with named_by(option):
            read_file(Path(file), limits.PEM_BUNDLE_BYTES)
    if not _holds_certificate(certificate):
        raise MalformedInput("usage.pem", option=_CERTIFICATE, file=certificate)
    asked: list[None] = []

    def locked() -> str:
        # Nobody sits at a service to type it.
        asked.append(None)
        return ""

    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password=locked)
    except (OSError, ssl.SSLError) as error:
        if asked:
            raise MalformedInput("usage.key_locked", option=_KEY, file=key) from None
        if getattr(error, "reason", "") == _OTHER_KEY:
            raise MalformedInput(
                "usage.other_key", option=_KEY, file=key, chain=certificate
            ) from None
        raise MalformedInput("usage.pem", option=_KEY, file=key) from None


def _holds_certificate(file: str) -> bool:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_verify_locations(file)
    except (OSError, ssl.SSLError):
        return False
    return True
