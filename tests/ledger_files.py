"""A town of a ledger hands over, answers and publishes, on files: what a wallet and a desk read.

    files = LedgerFiles(root)                # Metz may issue residency; nothing written yet
    files.trust_root                         # the ledger's trust root, as its members hand it out
    files.words("fr")                        # what stands on the sheet at the counter
    files.publish()                          # `published/`: evidence, DID log, status list
    answer = files.answer(request)           # to a wallet's request, under `files.handover()`

Everything stands on :class:`tests.on_ledger.Desk`: what an attack changes is changed there, or
is an argument.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from livret_core.dids.did import Did
from livret_core.dids.webvh import WebvhDid
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonValue
from livret_core.https_uri import HttpsUri
from livret_core.ledger import trust_root
from livret_core.ledger.operation import Operation
from livret_core.ledger.six_words import words_of
from livret_core.mirror_path import mirror_path
from livret_core.openid4vci.handover import Handover
from livret_core.openid4vci.key_proof import check_key_proofs
from livret_core.openid4vci.messages import CredentialRequest, CredentialResponse
from livret_core.short_code import ShortCode
from livret_core.words import Language
from tests.ledger_heads import write_tiles
from tests.ledger_scene import DAY_S, Town
from tests.on_ledger import Desk
from tests.scene import CLAIMS, RESIDENCY, TownHall, draft

NONCE: Final = "a-nonce-of-the-town-hall-1"
CODE: Final = ShortCode.of(bytes(16))


class LedgerFiles:
    """Files around one desk's ledger.

    Attributes:
        desk: the ledger, its towns and their keys.
        root: the folder.
    """

    def __init__(self, root: Path, desk: Desk | None = None) -> None:
        self.desk = desk or Desk()
        self.root = root
        self.published = root / "published"

    @property
    def town(self) -> Town:
        return self.desk.metz

    @property
    def now_s(self) -> int:
        return self.desk.now_s

    @property
    def trust_root(self) -> bytes:
        return trust_root.format_versions([self.desk.seen.first])

    def words(self, language: Language = "en") -> str:
        return " ".join(words_of(self.desk.seen.first.digest, language))

    def write(self, name: str, content: bytes | str) -> Path:
        """Write a file of the folder."""
        path = self.root / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def put(self, uri: str, content: bytes) -> Path:
        """Publish one file where it belongs in a mirror of the web."""
        path = self.published / mirror_path(HttpsUri.parse(uri))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def publish(self, *, evidence: bytes | None = None) -> None:
        """Publish what the ledger and the town publish, as of now."""
        did, hall = WebvhDid.parse(str(self.town.did)), self.desk.hall()
        self.put(did.log_url, self.did_log(did.text))
        self.put(did.base_url + "ledger.evidence", evidence or self.desk.evidence())
        write_tiles(self.desk.scene.leaves, self.published)
        listed = self.desk.list or hall.status_list(issued_s=self.now_s - 3_600)
        self.put(hall.status_uri.text, listed)
        if self.desk.day is not None:
            day = json_encoding.parse_object(self.desk.day)["day"]
            self.put(f"{did.base_url}commit/{day}.json", self.desk.day)

    def did_log(self, did: str) -> bytes:
        """A DID's own log, as the ledger has it."""
        operations = map(Operation.parse, self.desk.scene.leaves)
        entries = [
            str(each.body["entry"]).encode() + b"\n"
            for each in operations
            if each.subject == did and each.type in {"did.create", "did.update"}
        ]
        return b"".join(entries)

    def handover(self, **changes: Any) -> Handover:
        """What the counter of the town hands over."""
        fields = {
            "code": CODE,
            "issuer": Did.parse(str(self.town.did)),
            "issuer_name": "Metz",
            "vct": RESIDENCY.vct,
            "nonce": NONCE,
            "max_copies": 10,
            "expires_at_s": self.now_s + DAY_S,
        }
        return Handover(**{**fields, **changes})

    def answer(
        self,
        request: CredentialRequest,
        *,
        hall: TownHall | None = None,
        territory: str = "",
        issued_s: int | None = None,
        audience: str = "",
    ) -> CredentialResponse:
        """Sign a copy for each key that the request proves (to *audience*), as a town hall does."""
        hall = hall or self.desk.hall()
        keys = check_key_proofs(
            request.proofs, audience=audience or hall.did, nonce=NONCE, now_s=self.now_s
        )
        at_s = self.now_s - self.now_s % DAY_S if issued_s is None else issued_s
        claims: Mapping[str, JsonValue] = {
            **CLAIMS,
            "issuing_territory": territory or self.town.who,
        }
        copies = tuple(
            draft(
                claims,
                town=hall,
                holder=_Key(each.key),  # type: ignore[arg-type]  # only its public half is read
                index=100 + number,
                issued_s=at_s,
                expires_s=RESIDENCY.law.expires_at_s(at_s),
                copy=number,
            )
            .signed(hall.signer)
            .format()
            for number, each in enumerate(keys)
        )
        return CredentialResponse(request.code, copies)


class _Key:
    """A holder of whom only the public key is known."""

    def __init__(self, public_key: object) -> None:
        self.public_key = public_key
