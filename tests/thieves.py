"""Somebody who read a town hall's sealed keys, and what he writes with them.

thief = Thief(ledger)
index = thief.take_over()     # the next update key: an entry that lists his own key
thief.go_on()                 # another, by the key that entry committed to
thief.commit()                # a day, by the stolen operation key
"""

import os
from collections.abc import Callable

from livret_core.dids import webvh
from livret_core.dids.webvh import VerifiedLog
from livret_core.dids.webvh.entry import LogEntry, sign_next
from livret_core.encoding.json import JsonObject
from livret_core.encoding.timestamp import NS, format_utc
from livret_core.keys import Ed25519Signer, P256Signer, multikey
from livret_core.ledger.operation import Operation
from livret_issuer.hall_document import with_key
from livret_issuer.operations import commit_body, update_body
from livret_issuer.service import Office
from livret_issuer.taking_back import entries_of, log_lines
from tests.ledger_scene import DAY_S, Scene
from tests.playing import PASSPHRASE
from tests.town_on_ledger import Ledger


class Thief:
    """He has every key of the town hall's machine; none of its recovery keys.

    Attributes:
        name: of the credential key that he lists.
        coming: the key that his last entry committed to.
    """

    def __init__(self, ledger: Ledger, name: str = "credential-666") -> None:
        self.ledger = ledger
        self.name = name
        office = Office.open(ledger.play.root / "hall", PASSPHRASE.encode())
        self.hall = office.hall
        self.keys = office.home.read_keys(PASSPHRASE.encode())
        office.close()
        self.coming = Ed25519Signer.from_seed(os.urandom(32))

    @property
    def scene(self) -> Scene:
        return self.ledger.scene

    @property
    def did(self) -> str:
        return self.hall.did.text

    def log(self) -> VerifiedLog:
        """The DID's log as the ledger has it."""
        operations = [Operation.parse(leaf) for leaf in self.scene.leaves]
        lines = log_lines(entries_of(each for each in operations if each.subject == self.did))
        return webvh.verify_log(lines, self.hall.did, now_s=self.scene.at_s + DAY_S)

    def take_over(
        self,
        *,
        recovery: Ed25519Signer | None = None,
        change: Callable[[JsonObject], JsonObject] = lambda document: document,
    ) -> int:
        """Make an entry with the stolen next update key, or a stolen recovery key; its index."""
        log = self.log()
        hashes = None
        if recovery is not None:
            others = [os.urandom(32), os.urandom(32)]
            hashes = [webvh.commitment(Ed25519Signer.from_seed(each).public_key) for each in others]
        key = P256Signer.from_seed(os.urandom(48)).public_key
        document = with_key(dict(log.last.entry.state), self.did, self.name, key)
        made = webvh.update(
            log,
            signer=recovery or self.keys.updates[-1],
            next_key_hash=webvh.commitment(self.coming.public_key),
            recovery_key_hashes=hashes,
            version_time_s=max(self.scene.at_s, log.last.from_s + 1),
            document=change(document),
        )
        return self._hand_in(made.line)

    def go_on(self) -> int:
        """Make the next entry with the key that his own committed to."""
        last = self.log().last
        # Our own writer refuses to make it, so it is made by hand.
        line = sign_next(
            number=last.number + 1,
            previous_version_id=last.version_id,
            parameters={
                "updateKeys": [multikey.format(self.coming.public_key)],
                "nextKeyHashes": [
                    webvh.commitment(Ed25519Signer.from_seed(os.urandom(32)).public_key),
                    *last.parameters.next_key_hashes[1:],
                ],
            },
            state=last.entry.state,
            version_time=format_utc(max(self.scene.at_s, last.from_s + 1)),
            signer=self.coming,
        )
        return self._hand_in(line)

    def commit(self) -> int:
        """Commit to a day in the town hall's name."""
        body = commit_body(self.scene.at_s // DAY_S, os.urandom(32))
        draft = self.scene.draft("commit", self.did, body, record=f"commit/{self.did}")
        kid = self.hall.operation_key_id
        signer = self.keys.operations[kid.rpartition("#")[2]]
        self.scene.apply(draft.signed([draft.sign(signer, by=self.did, key_id=kid)]))
        return len(self.scene.leaves) - 1

    def _hand_in(self, line: bytes) -> int:
        body = update_body(line)
        made_s = LogEntry.parse(line[:-1]).time_ns // NS
        draft = self.scene.draft("did.update", self.did, body, record=f"did/{self.did}", iat=made_s)
        self.scene.apply(draft.signed(()))
        return len(self.scene.leaves) - 1
