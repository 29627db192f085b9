"""A town hall's identity: the DID document it founds, and how it signs under it. Pure."""

from dataclasses import dataclass
from typing import Final, Self, final

from livret_core.credential.claim_text import check_text
from livret_core.credential.mint import IssuerIdentity
from livret_core.dids import webvh
from livret_core.dids.document import STATUS_SERVICE
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.errors import MalformedInput
from livret_core.https_uri import HttpsUri
from livret_core.keys import ES256, PublicKey, Signer, jwk
from livret_core.openid4vci.handover import MAX_NAME
from livret_core.territory import Territory

CREDENTIAL_KEY: Final = "credential-1"

_MAX_BYTES: Final = 64 << 10
_MAX_AUTHORITY: Final = 300  # as the types' schemas have it
_MAX_COMMUNES: Final = 16


@final
@dataclass(frozen=True, slots=True)
class TownHall:
    """Who an issuer is, as it may be shown to anyone.

    Attributes:
        name: as on its letterhead; at most 128 characters, none of them hidden.
        authority: who signs, in the certificate's language ("Le maire de …").
        territory: whose certificates it makes.
        language: official language where the law leaves a choice, else None.
        did: its DID.
        key_id: DID URL of the key that signs credentials and status lists.
        key_from_s: since when that key is listed, seconds since 1970.
        tenant: its name in the stores.
        communes: what the commune is called, one name for each of its languages and each
            that old acts still bear; at most 16. Empty: it did not say, and what a list
            names is not held to it.
    """

    name: str
    authority: str
    territory: Territory
    language: str | None
    did: webvh.WebvhDid
    key_id: str
    key_from_s: int
    tenant: str
    communes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        # Every hand-over shows the name and every certificate the authority.
        if not 0 < len(self.name) <= MAX_NAME or not 0 < len(self.authority) <= _MAX_AUTHORITY:
            raise MalformedInput("home.malformed", "a name that is empty or too long")
        if len(self.communes) > _MAX_COMMUNES or not all(
            0 < len(name) <= _MAX_AUTHORITY for name in self.communes
        ):
            raise MalformedInput("home.malformed", "names of the commune")
        check_text(
            {"name": self.name, "authority": self.authority, "communes": list(self.communes)}
        )

    @property
    def identity(self) -> IssuerIdentity:
        """How it names itself in credentials (profile ``did``)."""
        return IssuerIdentity.did(ES256, did=self.did.text, key_id=self.key_id)

    def status_uri(self, list_number: int) -> HttpsUri:
        """Where status list *list_number* is published, under its ``StatusList`` service."""
        return HttpsUri.parse(f"{self.did.base_url}status/{list_number}.jwt")

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read ``town-hall.json``.

        Raises:
            MalformedInput: ``home.malformed`` or what reading its parts raises.
        """
        match json_encoding.parse_object(raw, max_bytes=_MAX_BYTES):
            case {
                "version": int(version),
                "name": str(name),
                "authority": str(authority),
                "territory": str(territory),
                "language": str() | None as language,
                "did": str(did),
                "key_id": str(key_id),
                "key_from": int(key_from_s),
                "tenant": str(tenant),
                "communes": list(communes),
                **rest,
            } if (
                version == 1
                and not rest
                and bool not in map(type, (version, key_from_s))
                and all(isinstance(name, str) for name in communes)
            ):
                return cls(
                    name,
                    authority,
                    Territory.parse(territory),
                    language,
                    webvh.WebvhDid.parse(did),
                    key_id,
                    key_from_s,
                    tenant,
                    tuple(map(str, communes)),
                )
        raise MalformedInput("home.malformed", "town-hall.json")

    def format(self) -> bytes:
        """Write ``town-hall.json``; the inverse of :meth:`parse`."""
        return json_encoding.format(
            {
                "version": 1,
                "name": self.name,
                "authority": self.authority,
                "territory": self.territory.format(),
                "language": self.language,
                "did": self.did.text,
                "key_id": self.key_id,
                "key_from": self.key_from_s,
                "tenant": self.tenant,
                "communes": list(self.communes),
            }
        )


def found(
    *,
    host: str,
    port: int | None,
    path: tuple[str, ...],
    credential_key: PublicKey,
    update_signer: Signer,
    next_update_key: PublicKey,
    recovery_keys: tuple[PublicKey, ...],
    now_s: int,
) -> webvh.NewEntry:
    """Make the first entry of a town hall's DID log.

    Args:
        host: where the log is published: the ledger's host, not the commune's, since
            mergers rename domains.
        port: None for 443.
        path: segments after the host.
        credential_key: signs credentials and status lists; listed for assertions.
        update_signer: signs this entry.
        next_update_key: the only key that may make the next one.
        recovery_keys: two or more, kept offline.
        now_s: seconds since 1970.

    Raises:
        MalformedInput: ``did.host``, ``did.path``. Refused: ``profile.*``.
    """
    did = webvh.placeholder_did(host, port=port, path=path)
    origin = f"https://{host}" if port is None else f"https://{host}:{port}"
    document: JsonObject = {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"],
        "id": did,
        "verificationMethod": [
            {
                "id": f"{did}#{CREDENTIAL_KEY}",
                "type": "JsonWebKey",
                "controller": did,
                "publicKeyJwk": jwk.format_public(credential_key),
            }
        ],
        "assertionMethod": [f"{did}#{CREDENTIAL_KEY}"],
        "service": [
            {
                "id": f"{did}#status",
                "type": STATUS_SERVICE,
                "serviceEndpoint": "/".join((origin, *path, "status", "")),
            }
        ],
    }
    return webvh.create(
        document,
        signer=update_signer,
        next_key_hash=webvh.commitment(next_update_key),
        recovery_key_hashes=[webvh.commitment(key) for key in recovery_keys],
        version_time_s=now_s,
    )
