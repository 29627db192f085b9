"""Browsers at a desk over the network: a visitor's, and one of the staff that has logged in.

    staff = at_window(window)                    # logged in
    place = staff.begin("parking")               # a request; where its page is
    staff.page(place)                            # what is seen there
    staff.read(filed(window))                    # an answer that somebody brought as a file

A passphrase is stretched as little as can be.
"""

import html
import re
from typing import Any, Final
from urllib.parse import urlencode

from livret_core import totp
from livret_core.encoding import json as json_encoding
from livret_core.openid4vp.response import AuthorizationResponse
from livret_core.sealing import KdfParameters
from livret_core.words import explain
from livret_verifier.asking import make_request
from livret_verifier.store import OpenRequest
from tests.asking import Answer
from tests.windows import BASE, Opened, shown

NAME: Final = "odile"
PASSPHRASE: Final = "tanneurs saules piscine"
BOUNDARY: Final = "----of-the-test"


class Browser:
    """One browser: what it was given to keep, it brings along."""

    def __init__(self, window: Opened) -> None:
        self.window = window
        self.kept: dict[str, str] = {}

    def call(
        self,
        method: str,
        path: str,
        body: str | bytes = "",
        *,
        origin: str | None = BASE,
        **headers: str,
    ) -> Answer:
        """Ask once, as a page of *origin* does."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.kept.items())
        if cookie:
            headers["cookie"] = cookie
        if method == "POST" and origin is not None:
            headers["origin"] = origin
        answer = self.window.call(method, path, body, **headers)
        if "set-cookie" in answer.headers:
            name, _, value = answer.headers["set-cookie"].partition(";")[0].partition("=")
            self.kept[name] = value
        return answer

    def visit(self, lang: str = "en", procedure: str = "parking") -> str:
        """Choose a procedure as a visitor; where it goes on."""
        answer = self.call(
            "POST", "/pool/visits", urlencode({"procedure": procedure, "lang": lang})
        )
        assert answer.status == 303, answer.body
        return answer.headers["location"]

    # As staff.

    def enter(self, name: str = NAME, passphrase: str = PASSPHRASE, code: str = "") -> Answer:
        """Type what a log-in wants; without a code the one that the authenticator shows."""
        fields = {"name": name, "passphrase": passphrase, "code": code or shown_code(self.window)}
        return self.call("POST", "/pool/window/enter", urlencode(fields))

    @property
    def token(self) -> str:
        """What the page's forms have."""
        found = re.search(r'name="token" value="([^"]+)"', self.page("/pool/window"))
        assert found is not None
        return found[1]

    def fill(self, path: str, **fields: str) -> Answer:
        """Fill a form of the page in and send it."""
        return self.call("POST", f"/pool/{path}", urlencode({"token": self.token, **fields}))

    def begin(self, procedure: str = "parking", lang: str = "en", **fields: str) -> str:
        """Choose a procedure; where it goes on."""
        return went(self.fill("window", procedure=procedure, lang=lang, **fields))

    def read(self, text: str, **fields: str) -> str:
        """Read what somebody shows; where it is told."""
        return went(self.fill("window/read", shown=text, lang="en", **fields))

    def upload(self, content: bytes, *, filename: str = "answer.json", **fields: str) -> Answer:
        """Choose a file."""
        parts = {"token": self.token, "lang": "en", **fields}
        body = b"".join(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in parts.items()
        )
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{filename}"\r\n\r\n'
        body += head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
        return self.call(
            "POST",
            "/pool/window/read",
            body,
            content_type=f"multipart/form-data; boundary={BOUNDARY}",
        )

    def page(self, place: str) -> str:
        """What is seen there."""
        answer = self.call("GET", place)
        assert answer.status == 200, answer.body
        return text(answer)


def at_window(window: Opened) -> Browser:
    """A browser of the staff that has logged in."""
    hire(window)
    browser = Browser(window)
    assert browser.enter().status == 303
    return browser


def hire(window: Opened, name: str = NAME) -> None:
    """Let there be an account."""
    staff = window.window.transactions.staff
    if all(each != name for each, _ in staff.names()):
        cheap = KdfParameters(1, 8)
        staff.add(name, PASSPHRASE.encode(), now_s=window.clock.now_s, kdf=cheap)


def shown_code(window: Opened, name: str = NAME) -> str:
    """What the authenticator shows now."""
    secret = window.window.transactions.staff.find(name).secret
    return totp.digits_of(secret, totp.step_of(window.clock.now_s))


def filed(window: Opened, *, procedure: str = "parking", **more: Any) -> str:
    """An answer to a request file of the desk, as ``livret wallet present --to`` writes one."""
    desk, at_s = window.desk, window.clock.now_s
    policy, signer = desk.policy(), desk.signer()
    number = len(list((desk.root / "requests").glob("*.json")))
    state, nonce = f"state-of-the-file-{number:04}", f"nonce-of-the-file-{number:04}"
    request = make_request(
        policy, policy.procedure(procedure), signer.public_key,
        nonce=nonce, state=state, now_s=at_s, valid_s=3_600,
    )  # fmt: skip
    desk.add(
        OpenRequest(state, procedure, request.client_id, nonce, request.expires_at_s), now_s=at_s
    )
    answer = AuthorizationResponse.of(state, procedure, shown(request, **more))
    return answer.format().decode()


def went(answer: Answer) -> str:
    """Where a form led."""
    assert answer.status == 303, (answer.status, answer.body)
    return answer.headers["location"]


def text(answer: Answer) -> str:
    """What a page says."""
    return html.unescape(answer.body.decode())


def code_of(place: str) -> str:
    """The code in a page's address."""
    return place.partition("?")[0].rpartition("/")[2]


def says(answer: Answer, code: str) -> bool:
    """Whether a page gives this reason."""
    return explain(code, "en").what in text(answer)


def told(window: Opened, place: str) -> object:
    """The reason of a verdict that is kept for the page; None for a yes."""
    kept = window.window.transactions.find(code_of(place)).verdict
    assert kept is not None
    return json_encoding.parse_object(kept)["code"]
