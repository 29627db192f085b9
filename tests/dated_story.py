"""Camille holds two copies that the town counted in with its day, and what dates the first of them."""

from livret_core.openid4vci.messages import CredentialResponse
from livret_core.sdjwt.compact import SdJwt
from tests.datings import CountedDesk
from tests.flow.test_believing import Story
from tests.ledger_files import LedgerFiles
from tests.playing import Play


class Dated(Story):
    """The ledger is believed, the copies are in the wallet; ``file`` is what dates the first."""

    def __init__(self, play: Play) -> None:
        super().__init__(play)
        self.desk = CountedDesk(committed=False)
        self.files = LedgerFiles(play.root, self.desk)
        self.files.publish()
        self.believe()
        self.receive()
        answer = CredentialResponse.parse((play.root / "proof.json").read_bytes())
        copies = [SdJwt.parse(text) for text in answer.credentials]
        self.desk.count_in(*copies)
        dating = self.desk.dating(copies[0])
        self.file = self.files.write(f"{dating.code}.dating.json", dating.format())
