"""What is there between the scenes of the town: its processes, and the homes of who plays."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar, final

from livret_core.credential.claim_path import format_path
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import Refused
from livret_core.https_uri import HttpsUri
from livret_core.ledger import draft as drafts
from livret_core.ledger.believing import believe
from livret_core.ledger.evidence import Evidence, verify
from livret_core.ledger.six_words import words_of
from livret_core.ledger.trusting import Trusted, Unconfirmed, compare, considered
from livret_core.sealing import FLOOR
from livret_core.words import Language
from livret_issuer.cli.ledger.believing import OwnLedger
from livret_issuer.placing import on_ledger
from livret_issuer.service import Office, found_town_hall
from livret_town.demo.grounds import Grounds, laid_out
from livret_town.demo.keepers import ROOT, Keepers, Member
from livret_town.demo.pickup import HandedOver
from livret_town.demo.pool import let_accept, new_desk, publish_reasons
from livret_town.demo.stage import PASSPHRASE, PROCEDURE, TERRITORY, TOWN, Stage
from livret_town.demo.window import Visit, open_window
from livret_town.processes.started import Started
from livret_verifier.desk.window import Window
from livret_wallet.gather import EVIDENCE
from livret_wallet.vault import Vault
from livret_wallet.vault.ledgers import Ledgers

_T = TypeVar("_T")

#: What people call the process of the pool's desk.
DESK_SERVICE: Final = "desk"
#: The pool's registered number: well formed, and given to nobody.
POOL_WHO: Final = "fr-siren:000000018"
WHO: Final = TERRITORY.format()
_TERM_S: Final = 365 * 86_400
_ATTEMPTS: Final = 3


@final
@dataclass(slots=True)
class TownStage:
    """The town as processes, and what each scene adds.

    Attributes:
        grounds: its folder, its services, and the way between them.
        files: the homes of town hall, wallet and desk.
        entry: of the ledger, from which on the town hall may sign.
        words: the six of the ledger's sheet.
        handed_over: what Camille left the counter with, from scene 3 on.
    """

    grounds: Grounds
    files: Stage
    entry: int = 0
    words: str = ""
    _keepers: Keepers | None = None
    _hall_service: Started | None = None
    _desk_service: Started | None = None
    _window: Window | None = None
    _handed_over: HandedOver | None = None

    @property
    def handed_over(self) -> HandedOver:
        return _made(self._handed_over)

    @handed_over.setter
    def handed_over(self, handed_over: HandedOver) -> None:
        self._handed_over = handed_over

    @property
    def lang(self) -> Language:
        return self.files.lang

    @property
    def keepers(self) -> Keepers:
        return _made(self._keepers)

    @property
    def hall(self) -> Member:
        """Verneuil-sur-Lys as one of those who founded the ledger."""
        return self.keepers.members[0]

    @property
    def services(self) -> tuple[Started, ...]:
        """Every process of the town."""
        return (*self.keepers.processes, _made(self._hall_service), _made(self._desk_service))

    @property
    def desk_did(self) -> str:
        """The pool's, by which the ledger knows it."""
        kid = self.files.desk.policy().on_network().kid or ""
        return kid.partition("#")[0]

    @property
    def did(self) -> str:
        return self.files.office.hall.did.text

    def found(self) -> str:
        """Found the ledger and serve it, and meanwhile the town hall; the six words."""
        origin = self.grounds.authority("ledger")
        with ThreadPoolExecutor(1) as pool:
            founding = pool.submit(Keepers.found, self.grounds)
            place = on_ledger(origin, WHO)
            # Its passphrase is printed, so what it opens is sealed at the least cost there is.
            self.files.office = found_town_hall(
                self.grounds.root / "hall",
                name=f"Ville de {TOWN}",
                authority=f"Le maire de {TOWN}",
                territory=TERRITORY,
                language=None,
                host=place.host,
                port=place.port,
                path=place.path,
                recovery=self.grounds.root / "hall-recovery",
                passphrase=PASSPHRASE,
                now_s=self.files.now_s(),
                kdf=FLOOR,
                communes=(TOWN,),
                ledger=place.ledger,
                url=HttpsUri.parse(self.grounds.url("hall").text.rstrip("/")),
                lists_at=f"{self.grounds.url('hall').text}status/",
            )
            camille = self.grounds.root / "camille"
            self.files.vault = Vault.create(camille / "wallet.vault", PASSPHRASE, kdf=FLOOR)
            self.files.desk = new_desk(self.files)
            self._keepers = founding.result()
            digest = self.keepers.founding.trust.digest
            words = pool.submit(lambda: " ".join(words_of(digest, self.lang)))
            self._name_desk(origin)
            self._enter_members()
            said = words.result()
        self.words = said
        self._confirm(said)
        self._hall_service, self._desk_service = open_services(self.grounds)
        return said

    def register_desk(self) -> int:
        """Have the town hall register what the pool may ask, and why; the entry."""
        desk, now_s = self.files.desk, self.files.now_s()
        procedure = desk.policy().procedure(PROCEDURE)
        body: JsonObject = {
            "asks": [
                {
                    "type": procedure.type.name,
                    "claims": list[JsonValue](sorted(map(format_path, procedure.asks))),
                }
            ],
            "purpose": "sport",
            "text": publish_reasons(desk),
            "until": now_s + _TERM_S,
        }
        draft = self.keepers.first("verifier.register", self.desk_did, body)
        signature = self.files.office.on_ledger().sign(draft, now_s=now_s)
        return self.keepers.submit(drafts.join(draft, [signature])).index

    def accredit(self, *types: str) -> tuple[int, ...]:
        """Let the root accreditor and another member grant rights to the town hall; the entries."""
        # Together: the first evidence of an institution is written once they are published.
        entries = tuple(self._grant(kind) for kind in types)
        self.entry = entries[-1]
        self._learn()
        return entries

    def visit(self) -> Visit:
        """Let the pool ask once more."""
        if self._window is None:
            self._window = open_window(self.files, self.grounds.fetcher)
        return Visit(self.files, self._window, self.grounds.fetcher)

    def next_morning(self) -> None:
        """Let the pool's desk open again: a list that it kept is good for an hour."""
        supervisor = self.grounds.supervisor
        self._desk_service = supervisor.again(_made(self._desk_service))
        supervisor.wait(self._desk_service)

    def close(self) -> None:
        """Let go of what is open, however far the play came."""
        if self._window is not None:
            self._window.transactions.close()
            self._window = None
        self.files.close()

    def _grant(self, kind: str) -> int:
        """Hand in a right from this second on; again, where the ledger is a second further."""
        by = (self.keepers.members[ROOT], self.keepers.members[ROOT + 1])
        for left in reversed(range(_ATTEMPTS)):
            now_s = self.files.now_s()
            right: JsonObject = {
                "type": kind,
                "scope": WHO,
                "from": now_s,
                "until": now_s + _TERM_S,
                "depth": 0,
                "parent": None,
            }
            operation = self.keepers.signed(
                self.keepers.first("accredit.grant", self.did, right), *by
            )
            try:
                return self.keepers.submit(operation).index
            except Refused as error:
                if error.code != "ledger.interval" or not left:
                    raise
        raise AssertionError("unreachable")

    def _enter_members(self) -> None:
        """Give every founder the DID that stands for it; the town hall's is its own."""
        keepers, office = self.keepers, self.files.office
        for each in keepers.members[1:]:
            keepers.enter(each)
        draft = office.on_ledger().register(now_s=self.files.now_s())
        operation = keepers.signed(draft, self.hall)
        proven = keepers.settle(operation)
        office.on_ledger().settle(proven, now_s=self.files.now_s())
        self.hall.did = office.hall.did.text
        self._reopen()

    def _name_desk(self, origin: str) -> None:
        """Give the pool the DID it asks under, and write whom it believes."""
        desk = self.files.desk
        key = desk.signer().public_key
        kid = self.keepers.enter_service(POOL_WHO, key, sponsor=self.hall)
        requires = f'issuing_territory = ["{WHO}"]\n'
        let_accept(desk, self._policy(origin, kid), requires=requires)

    def _policy(self, origin: str, kid: str) -> str:
        at = self.grounds.url("desk").text.rstrip("/")
        return (
            f'\n[desk]\nat = "{at}"\ntenant = "pool"\nkid = "{kid}"\n'
            f'\n[ledger]\norigin = "{origin}"\n\n[[issuers]]\n'
            'name = "A town of the public ledger"\nprofile = "ledger"\ntypes = ["residency"]\n'
            f'names = {{ "{WHO}" = "Ville de {TOWN}" }}\n'
        )

    def _reopen(self) -> None:
        self.files.office.close()
        self.files.office = Office.open(self.grounds.root / "hall", PASSPHRASE)

    def _confirm(self, words: str) -> None:
        """Type the six words of the sheet at the wallet, at the desk and at the town hall."""
        root, now_s = self.keepers.founding.trust, self.files.now_s()
        own = OwnLedger(self.files.office.home)
        for ledgers in (self.files.desk.ledgers, Ledgers(self.files.vault), own):
            found: Trusted | Unconfirmed = considered(
                [root], ledgers.known(), now_s=now_s, most=ledgers.most
            )
            if isinstance(found, Unconfirmed):
                found = found.confirm(compare(words, found.sheets(), self.lang), now_s=now_s)
            ledgers.keep(found)

    def _learn(self) -> None:
        """Let the town hall read what the ledger shows of it, and keep it beside its DID."""
        office = self.files.office
        uri = office.hall.did.base_url + EVIDENCE
        raw = self.keepers.fetch(uri)
        [trusted] = OwnLedger(office.home).known()
        evidence = Evidence.parse(raw)
        state = believe(
            lambda: verify(evidence, trusted.chain),
            trusted.believed(),
            now_s=self.files.now_s(),
        )
        office.on_ledger().learn(state)
        office.home.publish(HttpsUri.parse(uri), raw)
        self._reopen()


def open_services(grounds: Grounds) -> tuple[Started, Started]:
    """Begin the town hall's service and the desk's; :meth:`Supervisor.wait` waits for them."""
    secret = ("--passphrase-file", str(grounds.passphrase_file))
    hall = ("--home", str(grounds.root / "hall"), *secret, *grounds.reaching)
    pool = ("--home", str(grounds.root / "pool"), *grounds.reaching)
    return (
        grounds.begin("town hall", "hall", "issuer", "serve", *hall),
        grounds.begin(DESK_SERVICE, "desk", "desk", "serve", *pool, is_with_last=True),
    )


@contextmanager
def town_stage(root: Path, lang: Language, *, first_port: int | None) -> Iterator[TownStage]:
    """Lay out an empty stage; when left, everything that was opened is closed.

    Raises:
        As :func:`laid_out`.
    """
    with ExitStack() as stack:
        grounds = stack.enter_context(laid_out(root, first_port=first_port))
        stage = TownStage(grounds, Stage.build(root, lang))
        stack.callback(stage.close)
        yield stage


def _made(thing: _T | None) -> _T:
    if thing is None:
        raise RuntimeError("a scene was played out of order")
    return thing
