"""Attack 30 at every route that a desk and a town hall declare, in use: codes, keys, addresses.

Each route is used as it is meant, by staff, visitors and wallets, and then asked for with what is
planted wherever it has room. Which routes there are is read from the services, and which were
used from their own log: one that is new and is used by nobody here fails the test.
"""

import io
import json
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from livret_core.encoding import form
from livret_core.https_uri import HttpsUri
from livret_core.sealing import SealedFile
from livret_edge.serving.application import Service
from livret_edge.serving.lines import UNMATCHED, logged
from livret_issuer.service.counter import Offered
from livret_issuer.service.online.serving import Online
from livret_verifier.page.desk_rendering import REASONS
from livret_verifier.store.transactions import Kept
from tests.asking import Answer
from tests.at_window import PASSPHRASE, Browser, at_window, code_of, filed, shown_code
from tests.hall_on_ledger import Stand
from tests.halls_online import Caller, credentials, within
from tests.halls_online import opened as opened_hall
from tests.office import CHEAP
from tests.pickups import URL, offer
from tests.windows import LOCKED, Opened, opened, posted

PLANTED = "Zqplanted-1903"
#: Of whoever asks, in every request of the tests.
ADDRESS = "192.0.2.7"
BASE = URL.removesuffix("/verneuil")


class Told:
    """All that a service says of itself while it is used: its log, everybody's log, its figures."""

    def __init__(self) -> None:
        self.lines, self.everything = io.StringIO(), io.StringIO()
        self.refused: list[Answer] = []

    @contextmanager
    def of(self, service: Service) -> Iterator[None]:
        root, handler = logging.getLogger(), logging.StreamHandler(self.everything)
        level = root.level
        with logged(service.routes, self.lines):
            root.addHandler(handler)
            root.setLevel(logging.DEBUG)
            try:
                yield
            finally:
                root.setLevel(level)

    def no(self, answer: Answer) -> Answer:
        """Keep what was answered to something that is refused."""
        assert 400 <= answer.status < 500, (answer.status, answer.body)
        self.refused.append(answer)
        return answer

    def used(self) -> Mapping[str, set[int]]:
        """How each route was answered, by its log."""
        found: dict[str, set[int]] = {}
        for line in map(json.loads, self.lines.getvalue().splitlines()):
            if line.get("event") == "answered":
                found.setdefault(line.get("route", ""), set()).add(line["status"] // 100)
        return found

    def check(self, service: Service, secrets: set[str]) -> None:
        """Check that every route was in use and that nothing of it is told."""
        used = self.used()
        assert used.keys() - {UNMATCHED} == service.routes
        assert {route for route, kinds in used.items() if not kinds & {2, 3}} <= {UNMATCHED}
        figures = service.figures.format().decode()
        for place in (self.lines.getvalue(), self.everything.getvalue(), figures):
            assert _found(secrets, place) == set()
        for answer in self.refused:
            said = answer.body.decode() + "".join(
                f"{name}: {value}\n" for name, value in answer.headers.items()
            )
            assert _found(secrets, said) == set(), said


def _found(secrets: set[str], text: str) -> set[str]:
    """Give those that stand in a text. A PIN's digits within another number are no PIN."""
    lower = text.lower()
    return {
        secret
        for secret in secrets
        if secret.lower() in lower
        and (not secret.isdigit() or re.search(rf"(?<![\da-f.]){secret}(?![\da-f])", lower))
    }


def planted_at(service: Service, told: Told, tenant: str, ask: Any) -> None:
    """Ask for each route as it is described, with what is planted wherever it has room."""
    for named in (tenant, PLANTED):
        _planted_in(service, told, named, ask)


def _planted_in(service: Service, told: Told, tenant: str, ask: Any) -> None:
    paths: Any = service.description["paths"]
    for template, methods in paths.items():
        path = re.sub(r"\{\w+\}", PLANTED, template.replace("{tenant}", tenant))
        for method, operation in methods.items():
            for media in operation.get("requestBody", {}).get("content", {"": None}):
                places = [each for each in operation["parameters"] if each["in"] == "query"]
                query = form.format({each["name"]: PLANTED for each in places} | {"n": PLANTED})
                said = {"content_type": media} if media else {}
                body = f"{PLANTED}={PLANTED}" if media else ""
                answer: Answer = ask(
                    method.upper(), f"{path}?{query}", body,
                    cookie=f"__Host-desk={PLANTED}; __Host-visit={PLANTED}",
                    authorization=f"DPoP {PLANTED}", referer=PLANTED, user_agent=PLANTED, **said,
                )  # fmt: skip
                if answer.status >= 400:
                    told.refused.append(answer)
                assert PLANTED not in answer.body.decode() + str(answer.headers)


# The desk.


class AtDesk:
    """A desk in use."""

    def __init__(self, root: Path, told: Told) -> None:
        self.window: Opened = opened(root / "pool")
        self.told = told
        self.secrets: set[str] = set()

    def keep(self, code: str) -> Kept:
        """Note what of a request nobody else is to learn."""
        kept = self.window.window.transactions.find(code)
        self.secrets |= {code, "-".join(re.findall("....", code))}
        if (made := kept.asked) is not None:
            self.secrets |= {made.nonce, made.state, made.client_id}
            self.secrets |= {f"/requests/{code}", f"/answers/{code}", f"/r/{code}"}
        return kept

    def wallets(self) -> None:
        """A code that is typed, a request that is fetched both ways, an answer, and one more."""
        window, told = self.window, self.told
        asked = window.ask(LOCKED)
        code = asked.transaction.code
        self.keep(code)
        self.secrets |= {asked.handle, asked.link}
        assert window.call("GET", f"/pool/r/{code.lower()}").status == 200
        window.fetch(asked, nonce=None)
        request = window.fetch(asked)
        answer = posted(request)
        self.secrets |= {answer, answer.partition("=")[2][:40]}
        assert window.answer(asked, answer).status == 200
        told.no(window.answer(asked, answer))
        told.no(window.call("GET", f"/pool/r/{code}"))
        told.no(window.call("GET", f"/pool/requests/{code}"))

    def staff(self) -> None:
        """Log in, ask, be told, read a file and a code, let in by hand, clear, log out."""
        window, told = self.window, self.told
        staff = at_window(window)
        secret = window.window.transactions.staff.find("odile").secret
        self.secrets |= {"odile", PASSPHRASE, PASSPHRASE.replace(" ", "+"), shown_code(window)}
        self.secrets |= {staff.kept["__Host-desk"], staff.token, secret.hex()}
        place = staff.begin()
        self.keep(code_of(place))
        staff.page(place)
        stand = f"{place.partition('?')[0]}/stand"
        assert staff.call("GET", stand).status == 200
        self.keep(code_of(staff.read(code_of(place))))
        answer = filed(window)
        self.secrets |= {answer, answer[-60:-2]}
        told_at = staff.read(answer, current=code_of(place))
        self.keep(code_of(told_at))
        staff.page(told_at)
        assert staff.upload(filed(window).encode()).status == 303
        assert staff.fill("window/pass", reason=min(REASONS), lang="en").status == 303
        assert staff.fill(f"window/{code_of(told_at)}/clear", again="parking").status == 303
        for asset in ("desk.css", "desk.js"):
            assert staff.call("GET", f"/pool/{asset}").status == 200
        # And where it goes wrong: somebody else's form, a code that is none, nobody logged in.
        told.no(staff.call("POST", "/pool/window", "token=x", origin="https://evil.example"))
        told.no(staff.fill("window", procedure=code_of(place)))
        told.no(staff.fill("window/pass", reason=PLANTED))
        told.no(staff.fill("window", procedure=PLANTED, lang=PLANTED, current=PLANTED))
        unread = staff.read(PLANTED, procedure=PLANTED, current=PLANTED)
        assert PLANTED not in staff.page(unread)
        assert staff.fill(f"window/{PLANTED}/clear", again=PLANTED).status == 303
        told.no(Browser(window).call("GET", stand))
        told.no(Browser(window).enter(code="000000"))
        assert staff.fill("window/leave").status == 303

    def visitors(self) -> None:
        """Choose, answer on the own device, come back; and somebody else who would like to see."""
        window, told = self.window, self.told
        visitor = Browser(window)
        for path in ("/pool/visits", "/pool/style.css", "/pool/poll.js"):
            assert visitor.call("GET", path).status == 200
        place = visitor.visit()
        code = code_of(place)
        self.keep(code)
        self.secrets.add(visitor.kept["__Host-visit"])
        visitor.page(place)
        assert visitor.call("GET", f"/pool/visits/{code}/stand").status == 200
        asked = window.kept_as_asked(code)
        back = window.answer(asked, posted(window.fetch(asked))).json()["redirect_uri"]
        assert isinstance(back, str)
        self.secrets.add(back.rpartition("=")[2])
        own = back.removeprefix("https://desk.verneuil.test")
        assert visitor.call("GET", own).status == 200
        told.no(Browser(window).call("GET", own))
        told.no(visitor.call("GET", f"/pool/visits/{code}?response_code={PLANTED}"))


def test_attack_30_every_route_of_a_desk(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    told = Told()
    desk = AtDesk(tmp_path, told)
    service = desk.window.service
    with told.of(service):
        assert desk.window.call("GET", "/openapi.json").status == 200
        desk.wallets()
        desk.staff()
        desk.visitors()
        planted_at(service, told, "pool", desk.window.call)
    told.check(service, {*desk.secrets, PLANTED, ADDRESS})
    assert capfd.readouterr() == ("", "")


def test_attack_30_a_route_is_told_as_it_is_declared(tmp_path: Path) -> None:
    told, window = Told(), opened(tmp_path / "pool")
    with told.of(window.service):
        window.call("GET", f"/pool/r/{PLANTED}")
    assert told.used() == {"/{tenant}/r/{code}": {4}}
    assert 'route="/{tenant}/r/{code}"' in window.service.figures.format().decode()


def test_attack_30_twin_what_happened_is_told_and_what_did_not_is_missed(tmp_path: Path) -> None:
    told, window = Told(), opened(tmp_path / "pool")
    with told.of(window.service):
        window.call("GET", f"/pool/r/{PLANTED}")
        window.call("GET", "/pool/visits")
    assert '"status": 400, "ms"' in told.lines.getvalue()
    assert '"code": "code.mistyped"' in told.lines.getvalue()
    with pytest.raises(AssertionError):
        told.check(window.service, set())  # most routes were used by nobody


# The town hall.


class AtHall:
    """A town hall on a ledger in use, and a wallet."""

    def __init__(self, stand: Stand, online: Online, told: Told) -> None:
        self.stand, self.office, self.told = stand, stand.office, told
        self.caller = Caller(within(online), clock=lambda: stand.now_s)
        self.secrets: set[str] = set()

    def offer(self, **more: Any) -> Offered:
        """Make an offer that nobody else is to learn of."""
        made = offer(self.office, now_s=self.stand.now_s, commune="Verdun", **more)
        self.secrets |= {made.pin or PLANTED, made.handover.code.text, str(made.handover.code)}
        return made

    def pick_up(self) -> None:
        """Copies, what becomes of them, what dates them; and again what was good once."""
        caller, told, offered = self.caller, self.told, self.offer()
        code, nonce = caller.code(offered), caller.nonce()
        tokens = caller.tokens(offered)
        token, refresh = str(tokens["access_token"]), str(tokens["refresh_token"])
        handed = caller.ask(token, caller.request(nonce=nonce))
        name = str(handed.json()["notification_id"])
        self.secrets |= {code, nonce, token, refresh, name, credentials(handed)[0][-60:]}
        named = json.dumps({"notification_id": name}).encode()
        assert caller.notify(token, name).status == 204
        assert caller.post("/dating", named, token=token).status == 202
        told.no(caller.redeem(code, offered.pin))
        told.no(caller.refresh(token))
        told.no(caller.ask(token, caller.request(nonce=nonce, batch="again")))
        told.no(caller.post("/deferred", named, token=token))
        told.no(caller.get(f"{URL}/o/{code}"))

    def wait(self) -> None:
        """What needs a second clerk."""
        caller, offered = self.caller, self.offer(by="clerk-1", needs_approval=True)
        token = caller.access(offered)
        name = str(caller.ask(token, caller.request(batch="b")).json()["transaction_id"])
        self.secrets |= {token, name}
        asked = json.dumps({"transaction_id": name}).encode()
        assert caller.post("/deferred", asked, token=token).status == 202
        self.told.no(caller.notify(token, name))

    def read(self) -> None:
        """What anybody reads; what lies there is made up."""
        for path in ("/did.jsonl", "/did-witness.json", "/status/1.jwt", "/commit/1.json"):
            self.office.home.publish(HttpsUri.parse(f"{URL}{path}"), b"{}")
            assert self.caller.get(f"{URL}{path}").status == 200, path
        assert self.caller.get(f"{URL}/openapi.json").status == 200
        for name in ("openid-credential-issuer", "oauth-authorization-server"):
            for place in (f"{URL}/.well-known/{name}", f"{BASE}/.well-known/{name}/verneuil"):
                assert self.caller.get(place).status == 200


def test_attack_30_every_route_of_a_town_hall(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(SealedFile.unseal.__kwdefaults__ or {}, "floor", CHEAP)
    stand, told = Stand(tmp_path), Told()
    stand.office.home.change_hall(replace(stand.office.hall, url=HttpsUri.parse(URL)))
    stand.reopen()
    stand.register()
    with opened_hall(stand.office, lambda: stand.now_s) as online:
        hall = AtHall(stand, online, told)

        def ask(method: str, path: str, body: str, **headers: str) -> Answer:
            said = {name.replace("_", "-"): value for name, value in headers.items()}
            return hall.caller.send(method, f"{BASE}{path}", body=body.encode(), headers=said)

        with told.of(online.service):
            hall.pick_up()
            hall.wait()
            hall.read()
            planted_at(online.service, told, "verneuil", ask)
    told.check(online.service, {*hall.secrets, PLANTED, ADDRESS, "Arnould", "Camille", "Tanneurs"})
    assert capfd.readouterr() == ("", "")
