"""Two town halls in one process, and a caller at each."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from livret_core.https_uri import HttpsUri
from livret_issuer.service import Office
from livret_issuer.service.online.halls import Halls
from tests.asking import Answer, ask
from tests.halls_online import Caller, Clock, Transport
from tests.office import NOW_S, open_office

HERE = "https://hosted.test/verneuil"
THERE = "https://hosted.test/lys"


def hall(root: Path, name: str, url: str) -> Office:
    founded = open_office(root, name=name)
    founded.publish(now_s=NOW_S)
    at = replace(founded.hall, url=HttpsUri.parse(url))
    founded.home.change_hall(at)
    founded.close()
    return Office(founded.home, at, founded._keys)


def through(halls: Halls) -> Transport:
    def send(method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str]) -> Answer:
        host, slash, rest = url.removeprefix("https://").partition("/")
        lines = list(headers.items())
        return ask(halls.app, method, slash + rest, body=body, headers=lines, host=host)

    return send


class Hosted:
    """Two town halls in one process, and a caller at each."""

    def __init__(self, root: Path) -> None:
        self.here, self.there = hall(root, "here", HERE), hall(root, "there", THERE)
        clock = Clock()
        self.halls = Halls([self.here, self.there], clock)
        send = through(self.halls)
        self.at_here = Caller(send, clock=clock, url=HERE)
        self.at_there = Caller(send, clock=clock, url=THERE)
