"""A town hall with a store on disk, and a holder's keys: issuing without the command line."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from livret_core.credential import catalogue
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.keys import P256Signer
from livret_core.openid4vci.handover import Handover
from livret_core.openid4vci.key_proof import sign_key_proof
from livret_core.openid4vci.messages import CredentialRequest
from livret_core.sealing import KdfParameters
from livret_core.territory import Territory
from livret_issuer.service import Office, found_town_hall

NOW_S: Final = 1_795_300_000
DAY_S: Final = 86_400
CHEAP: Final = KdfParameters(passes=1, memory_kib=8)
CAMILLE: Final[JsonObject] = {
    "family_name": "Arnould",
    "given_name": "Camille",
    "birthdate": "1988-03-14",
    "commune": "Verneuil-sur-Lys",
    "address": {
        "street_address": "rue des Tanneurs",
        "locality": "Verneuil-sur-Lys",
        "country": "FR",
    },
}


def open_office(root: Path, *, name: str = "hall", database: str | None = None) -> Office:
    """Found a town hall in *root*."""
    return found_town_hall(
        root / name,
        name="Ville de Verneuil-sur-Lys",
        authority="Le maire de Verneuil-sur-Lys",
        territory=Territory.parse("fr-insee:80999"),
        language=None,
        host="ledger.livret.test",
        port=None,
        path=(name,),
        recovery=root / f"{name}-recovery",
        passphrase=b"cheap",
        now_s=NOW_S,
        kdf=CHEAP,
        database=database,
    )


def offer(
    office: Office, *, type_name: str = "residency", max_copies: int = 10, **claims: JsonValue
) -> Handover:
    """Hand over to Camille."""
    kind = catalogue.find(type_name)
    standing = office.standing_claims(kind, now_s=NOW_S)
    return office.offer(
        kind,
        {**CAMILLE, **standing, **claims},
        source="list.csv",
        line=2,
        max_copies=max_copies,
        valid_s=7 * DAY_S,
        now_s=NOW_S,
    )


def signer(name: str) -> P256Signer:
    """A key that is *name*'s, the same in each run."""
    return P256Signer.from_seed(hashlib.shake_256(name.encode()).digest(48))


@dataclass(frozen=True)
class Asked:
    """A request, and the keys it proved to hold."""

    request: CredentialRequest
    signers: tuple[P256Signer, ...]


def ask(handover: Handover, *, copies: int = 3, of: str = "camille", now_s: int = NOW_S) -> Asked:
    """Ask for what was handed over, as a wallet does."""
    signers = tuple(signer(f"{of} {number}") for number in range(copies))
    proofs = tuple(
        sign_key_proof(one, audience=handover.issuer.text, nonce=handover.nonce, issued_at_s=now_s)
        for one in signers
    )
    return Asked(CredentialRequest(handover.code, handover.vct, proofs), signers)
