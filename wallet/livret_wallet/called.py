"""What strangers call themselves and where they are found, in sentences of ours. Pure.

A name is what somebody chose. In a sentence it stands in quotation marks that its owner cannot
close, unless whoever bears it is on a ledger by which it may be held to it.
"""

import hashlib
from typing import Final

from livret_core.errors import LivretError
from livret_core.words import Language, quoted, unsigned
from livret_wallet.words import screen_texts

MAX_NAME: Final = 120
_MAX_PLACE: Final = 2_048
_SEALED: Final = "https://"
_GROUP, _GROUPS = 4, 5


def service_called(text: str, behind: str, language: Language) -> str:
    """Name a service in a sentence: in quotation marks unless it is registered to ask.

    Args:
        text: what it calls itself; where that is nothing, our words for one without a name.
        behind: what stands behind it, as :class:`livret_wallet.asked.standing.Standing` has it.
        language: the reader's.
    """
    shown = unsigned(text, max_chars=MAX_NAME)
    if not shown:
        return screen_texts(language)["nameless"]
    return shown if behind == "registered" else quoted(text, language, max_chars=MAX_NAME)


def vouching_called(
    behind: str, text: str, language: Language, *, max_chars: int = MAX_NAME
) -> str:
    """Name what stands behind a service: a ledger, verified hosts, or what nobody verified.

    Args:
        behind: what it is, as above.
        text: its name; the subject of a certificate without hosts (``claimed``) is quoted.
        language: the reader's.
        max_chars: of *text*.
    """
    if behind == "claimed":
        return quoted(text, language, max_chars=max_chars)
    return unsigned(text, max_chars=max_chars)


def issuer_place(did: str) -> str:
    """Where an issuer publishes what it is held to: the part of its DID a person can read.

    A name is what somebody calls himself; this is what the signature was checked against.
    Whoever signs with an electronic seal has its host for a name.
    """
    if is_sealed(did):
        return unsigned(did.removeprefix(_SEALED))
    from livret_core.dids.webvh import WebvhDid  # with it comes all that verifies

    parsed = WebvhDid.parse(did)
    port = "" if parsed.port is None else f":{parsed.port}"
    return unsigned("/".join((parsed.host + port, *parsed.path)))


def is_sealed(name: str) -> bool:
    """Say whether a body is known by its host, and not by a DID."""
    return name.startswith(_SEALED)


def identified(client_id: str, language: Language) -> str:
    """Say what tells a service from all others, as people can compare it.

    Where it is found, for one that is found anywhere: the place of its DID, the host of its
    certificate, its address. Else its key, by the first 80 bits of the SHA-256 of its identifier.
    The identifier as it was sent stands in the signed request that is kept.

    Args:
        client_id: as it was sent (OpenID4VP 1.0 §5.9); nothing is decided by what is said here.
        language: the reader's.
    """
    # What reads requests comes with these: a wallet that is only looked at has no need of it.
    from livret_core.openid4vp.client_id import DID_PREFIX, HOST_PREFIX, REDIRECT_PREFIX

    prefix, _, rest = client_id.partition(":")
    if prefix == DID_PREFIX and rest.startswith("did:webvh:"):
        try:
            return issuer_place(rest.partition("#")[0])
        except LivretError:
            pass  # no DID of that method: by its key, as any other
    if prefix in {HOST_PREFIX, REDIRECT_PREFIX} and rest:
        return unsigned(rest, max_chars=_MAX_PLACE)
    digest = hashlib.sha256(client_id.encode("utf-8", "replace")).hexdigest()
    groups = (digest[at : at + _GROUP] for at in range(0, _GROUP * _GROUPS, _GROUP))
    return screen_texts(language)["known_by_key"].format(key="-".join(groups))
