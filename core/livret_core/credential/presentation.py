"""A credential or presentation as received: well formed, and not one word of it believed."""

from typing import Final, Self, final

import msgspec

from livret_core.credential.registered import RegisteredClaims
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.jws import CompactJws
from livret_core.sdjwt.compact import SdJwt
from livret_core.sdjwt.keybinding import KeyBinding
from livret_core.sdjwt.reveal import Revealed, is_flat, reveal

TYP: Final = "dc+sd-jwt"


@final
class Presentation(msgspec.Struct, frozen=True):
    """An SD-JWT VC, with or without key binding, whose parts can be read.

    It has no claim accessors on purpose: what the holder says about himself is only
    to be had from a verified credential. What is offered here is what a verifier
    needs to decide whom to ask.

    Attributes:
        sd_jwt: the text between the tildes.
        token: the issuer-signed JWT.
        payload: the signed payload, digests in place. For the functions that verify.
        flat: whether the only digests in it are those at its top.
        registered: ``vct``, ``iss``, dates and so on, **as claimed**.
        key_binding: the KB-JWT, or None when it was shown without one.
    """

    sd_jwt: SdJwt
    token: CompactJws
    payload: JsonObject
    flat: bool
    registered: RegisteredClaims
    key_binding: KeyBinding | None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a compact SD-JWT VC.

        Raises:
            MalformedInput: whatever the layers below find wrong.
            Refused: ``jws.type``, ``jws.algorithm``, ``jws.parameter``,
                ``credential.confirmation``, ``credential.concealed``, ``key.weak``.
        """
        sd_jwt = SdJwt.parse(text)
        token = CompactJws.parse(sd_jwt.issuer_jwt)
        token.check_header(typ=TYP, algorithms=("ES256", "Ed25519", "EdDSA"), may_carry=("x5c",))
        payload = json_encoding.parse_object(token.payload)
        flat = is_flat(payload, token.payload)
        return cls(
            sd_jwt,
            token,
            payload,
            flat,
            RegisteredClaims.parse(payload, flat=flat),
            KeyBinding.parse(sd_jwt.kb_jwt) if sd_jwt.kb_jwt is not None else None,
        )

    def reveal(self) -> Revealed:
        """Put the disclosures back **without verifying anything**.

        For a holder reading what he verified when it came, and for showing a stranger's
        file as what it is. Who wants to rely on it calls
        :func:`livret_core.credential.verified.check_disclosures`.

        Raises:
            MalformedInput, Refused: as :func:`livret_core.sdjwt.reveal.reveal`.
        """
        return reveal(self.payload, self.sd_jwt.disclosures, flat=self.flat)
