"""What a wallet says of itself when it asks for a request (OpenID4VP 1.0 §5.10, §10).

The same from every livret wallet, whatever it holds: a service must not know a person by
what his wallet can do.
"""

import re
from dataclasses import dataclass
from typing import Final, Self, final

from livret_core.credential.presentation import TYP as FORMAT
from livret_core.encoding import form
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput
from livret_core.jwe import ALGORITHM, ENCRYPTIONS
from livret_core.openid4vp.client_id import PREFIXES, REDIRECT_PREFIX
from livret_core.openid4vp.client_metadata import HOLDER_ALGORITHMS, ISSUER_ALGORITHMS
from livret_core.openid4vp.request_members import DIRECT_POST, DIRECT_POST_JWT

#: The prefixes under which a request can be fetched, since it can be signed.
SIGNED_PREFIXES: Final = tuple(prefix for prefix in PREFIXES if prefix != REDIRECT_PREFIX)

_MAX_BYTES: Final = 64 << 10
_MAX_NAMES: Final = 64
_NONCE: Final = re.compile(r"[\x21-\x7e]{1,512}")


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class WalletMetadata:
    """What a wallet can do, as far as a service wants to know. None: it does not say.

    Attributes:
        holds_sd_jwt_vc: whether it shows ``dc+sd-jwt``.
        prefixes: client identifier prefixes that it reads.
        signing_algorithms: of request objects.
        response_modes: in which it answers.
        encryptions: content encryptions that it writes.
    """

    holds_sd_jwt_vc: bool = True
    prefixes: tuple[str, ...] | None = SIGNED_PREFIXES
    signing_algorithms: tuple[str, ...] | None = ISSUER_ALGORITHMS
    response_modes: tuple[str, ...] | None = (DIRECT_POST, DIRECT_POST_JWT)
    encryptions: tuple[str, ...] | None = ENCRYPTIONS

    @classmethod
    def parse(cls, raw: str | bytes) -> Self:
        """Read ``wallet_metadata``; what livret does not know in it is ignored.

        Raises:
            MalformedInput: ``wallet.malformed``, or what reading JSON raises.
        """
        members = json_encoding.parse_object(raw, max_bytes=_MAX_BYTES)
        formats = members.get("vp_formats_supported")
        if not isinstance(formats, dict):
            raise MalformedInput("wallet.malformed", "`vp_formats_supported` is not an object")
        return cls(
            holds_sd_jwt_vc=FORMAT in formats,
            prefixes=_names(members, "client_id_prefixes_supported"),
            signing_algorithms=_names(members, "request_object_signing_alg_values_supported"),
            response_modes=_names(members, "response_modes_supported"),
            encryptions=_names(members, "authorization_encryption_enc_values_supported"),
        )

    def format(self) -> bytes:
        """Write it as livret's wallet does."""
        written: JsonObject = {
            "response_types_supported": ["vp_token"],
            "vp_formats_supported": {
                FORMAT: {
                    "sd-jwt_alg_values": list(ISSUER_ALGORITHMS),
                    "kb-jwt_alg_values": list(HOLDER_ALGORITHMS),
                }
            }
            if self.holds_sd_jwt_vc
            else {},
        }
        lists = {
            "client_id_prefixes_supported": self.prefixes,
            "request_object_signing_alg_values_supported": self.signing_algorithms,
            "response_modes_supported": self.response_modes,
            "authorization_encryption_enc_values_supported": self.encryptions,
        }
        for name, values in lists.items():
            if values is not None:
                written[name] = list(values)
        if self.encryptions is not None:
            written["authorization_encryption_alg_values_supported"] = [ALGORITHM]
        return json_encoding.format(written)


@final
@dataclass(frozen=True, slots=True)
class RequestUriPost:
    """What is posted to a ``request_uri``.

    Attributes:
        metadata: what the wallet can do, if it says.
        wallet_nonce: fresh; the request object must repeat it.
    """

    metadata: WalletMetadata | None
    wallet_nonce: str | None

    @classmethod
    def parse(cls, body: bytes | str) -> Self:
        """Read the form; fields that livret does not know are ignored.

        Raises:
            MalformedInput: ``wallet.malformed``, ``input.*``.
        """
        fields = form.parse(body, max_bytes=2 * _MAX_BYTES)
        nonce = fields.get("wallet_nonce")
        if nonce is not None and not _NONCE.fullmatch(nonce):
            raise MalformedInput("wallet.malformed", "`wallet_nonce` is not a short text")
        said = fields.get("wallet_metadata")
        return cls(None if said is None else WalletMetadata.parse(said), nonce)

    def format(self) -> str:
        """Write the form; the inverse of :meth:`parse`."""
        fields: dict[str, str] = {}
        if self.metadata is not None:
            fields["wallet_metadata"] = self.metadata.format().decode()
        if self.wallet_nonce is not None:
            fields["wallet_nonce"] = self.wallet_nonce
        return form.format(fields)


def _names(members: JsonObject, name: str) -> tuple[str, ...] | None:
    if name not in members:
        return None
    values: JsonValue = members[name]
    if not isinstance(values, list) or len(values) > _MAX_NAMES:
        raise MalformedInput("wallet.malformed", f"`{name}` is not a short array")
    texts = tuple(value for value in values if isinstance(value, str))
    if len(texts) != len(values):
        raise MalformedInput("wallet.malformed", f"`{name}` is not an array of names")
    return texts
