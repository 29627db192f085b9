"""A transaction as octets, to be sealed and read again by the same service. Pure.

The procedure goes with it: what was asked is what is checked, whatever the policy file says
by the time the answer comes.
"""

from types import MappingProxyType
from typing import Final

import msgspec

from livret_core.credential import catalogue
from livret_core.encoding import base64url
from livret_core.errors import LivretError, MalformedInput
from livret_core.https_uri import HttpsUri
from livret_core.keys import P256Agreement
from livret_core.openid4vp.request_members import ResponseMode
from livret_core.sdjwt.keybinding import Freshness
from livret_verifier.policy import Procedure
from livret_verifier.transaction import Transaction

VERSION: Final = 1

_Path = tuple[str | int | None, ...]


class _Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    code: str
    procedure: str
    vct: str
    asks: tuple[_Path, ...]
    requires: tuple[tuple[_Path, tuple[str, ...]], ...]
    purposes: dict[str, str]
    status_max_age_s: int
    answer_max_age_s: int
    answer_max_ahead_s: int
    retention_s: int
    response_mode: ResponseMode
    client_id: str
    nonce: str
    state: str
    response_uri: str
    agreement: str | None
    made_at_s: int
    ends_at_s: int


_DECODER: Final = msgspec.json.Decoder(_Form)


def format(transaction: Transaction) -> bytes:
    """Write a transaction, its private key too: for sealing, and nowhere else."""
    procedure, agreement = transaction.procedure, transaction.agreement
    return msgspec.json.encode(
        _Form(
            VERSION,
            transaction.code,
            procedure.name,
            procedure.type.vct,
            procedure.asks,
            tuple(procedure.requires.items()),
            dict(procedure.purposes),
            procedure.status_max_age_s,
            procedure.freshness.max_age_s,
            procedure.freshness.max_ahead_s,
            procedure.retention_s,
            procedure.response_mode,
            transaction.client_id,
            transaction.nonce,
            transaction.state,
            transaction.response_uri.text,
            None if agreement is None else base64url.encode(agreement.scalar_bytes),
            transaction.made_at_s,
            transaction.ends_at_s,
        )
    )


def parse(raw: bytes) -> Transaction:
    """Read a transaction; the inverse of :func:`format`.

    Raises:
        MalformedInput: ``home.malformed``.
    """
    try:
        form = _DECODER.decode(raw)
        if form.version != VERSION:
            raise MalformedInput("home.malformed", f"version {form.version}")
        return Transaction(
            form.code,
            Procedure(
                form.procedure,
                catalogue.find(form.vct),
                form.asks,
                MappingProxyType(dict(form.requires)),
                MappingProxyType(form.purposes),
                form.status_max_age_s,
                Freshness(form.answer_max_age_s, form.answer_max_ahead_s),
                form.retention_s,
                form.response_mode,
            ),
            form.client_id,
            form.nonce,
            form.state,
            HttpsUri.parse(form.response_uri),
            None
            if form.agreement is None
            else P256Agreement.from_scalar_bytes(base64url.decode(form.agreement)),
            form.made_at_s,
            form.ends_at_s,
        )
    except (msgspec.MsgspecError, LivretError) as error:
        raise MalformedInput("home.malformed", type(error).__name__) from None
