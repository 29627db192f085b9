"""What a desk keeps on disk: its policy, its request key, and the requests it made.

policy.toml        whom it believes, what it may ask
request-key.pem    signs its requests (mode 0600)
request-chain.pem  its certificate without the anchor, where it is known by one
requests/          one file a request; a second beside it once it was answered
service.evidence   what the ledger shows that this service may ask, for one without a network
desk.db            requests over the network (:mod:`.transactions`); or
database.url       the address of the server that has them
ledger-*           the public ledger it believes (:mod:`livret_verifier.store.ledger`)
"""

import hashlib
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self, final

from livret_core import limits
from livret_core.encoding import json as json_encoding
from livret_core.errors import MalformedInput, Refused, Unavailable
from livret_core.keys import P256Signer, pem
from livret_core.keys.p256 import SEED_BYTES
from livret_core.sealing import SealingKey
from livret_core.x509 import CertificateChain
from livret_edge.files import HOME, make_folder, read_file, told, write_new
from livret_edge.homes import damaged
from livret_edge.new_homes import check_home, making_home
from livret_verifier.evidence import Found
from livret_verifier.policy import Policy
from livret_verifier.policy_file import parse as parse_policy
from livret_verifier.store.ledger import Ledgers
from livret_verifier.transaction import Pen

if TYPE_CHECKING:
    from livret_verifier.store.transactions import Transactions

_MAX_BYTES: Final = 1 << 20
_KEEP_S: Final = 30 * 86_400
_MARK: Final = "policy.toml"


@final
@dataclass(frozen=True, slots=True)
class OpenRequest:
    """A request this desk made.

    Attributes:
        state: its name.
        procedure: what it is for.
        client_id: as it was sent.
        nonce: as it was sent.
        expires_at_s: seconds since 1970.
        answered_at_s: when an answer was accepted, None if never.
    """

    state: str
    procedure: str
    client_id: str
    nonce: str
    expires_at_s: int
    answered_at_s: int | None = None


@final
@dataclass(frozen=True, slots=True)
class Desk:
    """The folder of one desk."""

    root: Path

    @classmethod
    def create(cls, root: Path, policy: str) -> Self:
        """Make a desk with a fresh request key and *policy* to be edited.

        Raises:
            Refused: ``home.exists``. Unavailable: ``home.unavailable``.
        """
        with making_home(root):
            make_folder(root / "requests", code=HOME)
            signer = P256Signer.from_seed(os.urandom(SEED_BYTES))
            write_new(root / "request-key.pem", pem.format_private(signer, None))
            write_new(root / _MARK, policy.encode("utf-8"), mode=0o644)  # last: now it is a desk
        return cls(root)

    @classmethod
    def open(cls, root: Path) -> Self:
        """Open a desk.

        Raises:
            Unavailable: ``home.unavailable``.
        """
        check_home(root, _MARK)
        return cls(root)

    @property
    def policy_path(self) -> Path:
        return self.root / _MARK

    @property
    def key_path(self) -> Path:
        return self.root / "request-key.pem"

    def policy(self) -> Policy:
        """Read the policy.

        Raises:
            MalformedInput: ``policy.malformed``, ``input.too_large``.
            Unavailable: ``home.unavailable``.
        """
        return read_policy(self.policy_path)

    def policy_mark(self) -> tuple[int, int, int]:
        """Give what changes when the policy file does.

        Raises:
            Unavailable: ``home.unavailable``.
        """
        try:
            found = self.policy_path.stat()
        except OSError:
            with told(self.policy_path, HOME):
                raise
        return found.st_mtime_ns, found.st_size, found.st_ino

    @property
    def ledgers(self) -> Ledgers:
        """The public ledger it believes."""
        return Ledgers(self.root)

    def signer(self) -> P256Signer:
        """Read the request key.

        Raises:
            MalformedInput: ``home.malformed``, or as reading PEM.
            Unavailable: ``home.unavailable``.
        """
        signer = pem.parse_private(_read(self.key_path))
        if not isinstance(signer, P256Signer):
            raise MalformedInput("home.malformed", "request-key.pem")
        return signer

    def pen(self, policy: Policy) -> Pen:
        """Give what requests over the network are signed with.

        Raises:
            MalformedInput: ``policy.no_address``, ``desk.certificate_unfit``, and as
                :meth:`signer`.
            Unavailable: ``home.unavailable``.
        """
        pen, path = Pen(policy.on_network(), self.signer()), self.root / "request-chain.pem"
        if not pen.is_certified or not path.exists():
            return pen
        try:
            return replace(pen, chain=CertificateChain.parse_pem(_read(path)))
        except MalformedInput as error:
            raise MalformedInput("desk.certificate_unfit", error.detail or error.code) from None

    def registration(self, *, now_s: int) -> Found | None:
        """Read what the ledger shows of this service; None to look it up on the ledger itself.

        Raises:
            Unavailable: ``home.unavailable``. MalformedInput: ``input.too_large``.
        """
        path = self.root / "service.evidence"
        if not path.exists():
            return None
        return Found(read_file(path, limits.EVIDENCE_BYTES, code=HOME), path.name, now_s)

    def transactions(self, tenant: str) -> "Transactions":
        """Open the requests over the network; what is sealed there the request key opens.

        Raises:
            Unavailable: ``store.unavailable``, ``store.no_driver``.
            MalformedInput: ``home.malformed``.
        """
        from livret_edge.database_addresses import ADDRESS_BYTES, read_address
        from livret_verifier.store.transactions import Transactions

        digest = hashlib.blake2b(
            self.signer().scalar_bytes, person=b"livret desk", digest_size=32
        ).digest()
        file = self.root / "database.url"
        if file.exists():
            raw = read_file(file, ADDRESS_BYTES, code=HOME)
            with damaged(file):
                address = read_address(raw, "database.url")
            return Transactions.on_server(address, tenant=tenant, key=SealingKey(digest))
        return Transactions.open(self.root / "desk.db", tenant=tenant, key=SealingKey(digest))

    def add(self, request: OpenRequest, *, now_s: int) -> None:
        """Keep a request, and drop those that ended a month ago."""
        for path in self._requests().glob("*.json"):
            if path.stat().st_mtime < now_s - _KEEP_S:
                path.with_suffix(".answered").unlink(missing_ok=True)
                path.unlink()
        content = json_encoding.format(
            {
                "procedure": request.procedure,
                "client_id": request.client_id,
                "nonce": request.nonce,
                "expires_at": request.expires_at_s,
            }
        )
        write_new(self._requests() / f"{request.state}.json", content)

    def find(self, state: str) -> OpenRequest:
        """Find the request an answer names.

        Raises:
            Refused: ``request.unknown``. MalformedInput: ``home.malformed``.
        """
        # What an answer calls `state` becomes a file name, so it is looked up among
        # the names there are instead.
        path = next((p for p in self._requests().glob("*.json") if p.stem == state), None)
        if path is None:
            raise Refused("request.unknown")
        match json_encoding.parse_object(_read(path)):
            case {
                "procedure": str(procedure),
                "client_id": str(client_id),
                "nonce": str(nonce),
                "expires_at": int(expires_at_s),
            }:
                return OpenRequest(
                    state, procedure, client_id, nonce, expires_at_s, _answered(path)
                )
        raise MalformedInput("home.malformed", path.name)

    def mark_answered(self, state: str, *, now_s: int) -> bool:
        """Note that a request was answered; False when somebody did before, even just now.

        Making the file and finding that it is there already are one step, so of two
        windows that read one answer at once, one is told.
        """
        try:
            write_new(self._requests() / f"{state}.answered", str(now_s).encode())
        except Refused:
            return False
        return True

    def _requests(self) -> Path:
        return self.root / "requests"


def read_policy(path: Path) -> Policy:
    """Read a policy, and the files of anchors beside it that it names.

    Raises:
        MalformedInput: ``policy.malformed``, ``input.too_large``.
        Unavailable: ``home.unavailable``.
    """

    def read_anchors(name: str) -> bytes:
        try:
            return _read(path.parent / name)
        except (MalformedInput, Unavailable):
            raise MalformedInput("policy.malformed", "anchors", place=name) from None

    try:
        text = _read(path).decode("utf-8")
    except UnicodeDecodeError:
        raise MalformedInput("policy.malformed", "not UTF-8", place=path.name) from None
    return parse_policy(text, read_anchors=read_anchors)


def _read(path: Path) -> bytes:
    return read_file(path, _MAX_BYTES, code=HOME)


def _answered(path: Path) -> int | None:
    try:
        return int(path.with_suffix(".answered").read_text(encoding="ascii"))
    except FileNotFoundError:
        return None
    except ValueError:
        # An empty mark is a mark: the power went while it was written.
        return int(path.with_suffix(".answered").stat().st_mtime)
