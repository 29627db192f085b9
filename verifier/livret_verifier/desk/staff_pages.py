"""The one page of the desk's staff: logged in, they choose, show, read, and are told (experience.md §9)."""

import asyncio
import hashlib
import hmac
import time
from collections.abc import Callable, Mapping
from typing import Final, final
from urllib.parse import quote, urlsplit

from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.words import LANGUAGES, Language
from livret_edge.qr import drawing
from livret_edge.saying import local_zone
from livret_edge.scanning import PICTURE_BYTES, is_picture, read_code
from livret_edge.serving.endpoint import (
    FORM,
    JSON,
    Endpoint,
    Incoming,
    Outgoing,
    Place,
    Says,
    Takes,
    answer_json,
)
from livret_edge.serving.multipart import MULTIPART, read_form
from livret_edge.serving.site import Site
from livret_verifier.deciding import unreadable
from livret_verifier.desk.browsers import (
    HTML,
    SCRIPT,
    TEXT,
    asset,
    chosen_language,
    comes_from,
    cookie,
    language_of,
    page,
)
from livret_verifier.desk.window import Window
from livret_verifier.page import desk_rendering as drawn
from livret_verifier.page import rendering
from livret_verifier.page.desk_words import texts
from livret_verifier.report import Outcome
from livret_verifier.store.statements import OPEN
from livret_verifier.store.transactions import Kept

VALID_S: Final = 600

_SESSION: Final = "__Host-desk"
_FORM_BYTES: Final = 8 << 10
_FILE_BYTES: Final = PICTURE_BYTES + (64 << 10)
_KEPT_DAYS: Final = 400
_DAY_S: Final = 86_400
_LOOK_S: Final = 0.05
_HOLD_S: Final = 3.0


@final
class StaffPages:
    """The staff's pages of one window."""

    def __init__(self, window: Window, *, hold_s: float = _HOLD_S) -> None:
        """Make them.

        Args:
            window: whose.
            hold_s: how long one that waits for an answer is kept waiting before it asks again.
        """
        self._window: Final = window
        self._hold_s: Final = hold_s
        address = window.pen.address
        self._at: Final = urlsplit(address.uri("").text).path
        self._origin: Final = Site.of(address.base.text, (address.tenant,)).origin

    def endpoints(self, code: Place) -> tuple[Endpoint, ...]:
        """Give the routes."""
        text: dict[str, JsonObject] = {HTML.partition(";")[0]: {"type": "string"}}
        shown = {200: Says(about="a page", media=text), 403: Says(about="why not", media=text)}
        moved = {303: Says(about="go on there", headers={"Location": "where"}), **shown}
        lang = {"lang": Place(TEXT, "of the reader", is_required=False)}
        by_hand = {**lang, "passed": Place(TEXT, "let in by hand, for what", is_required=False)}
        was = {"was": Place(TEXT, "how far it was", is_required=False)}
        stand = {
            200: Says(about="how far it is", media={JSON: {"type": "object"}}),
            403: Says(about="why not", media=text),
        }
        form: JsonObject = {"type": "object", "additionalProperties": {"type": "string"}}
        filled = Takes(media={FORM: form}, max_bytes=_FORM_BYTES)
        uploaded = Takes(media={MULTIPART: form, FORM: form}, max_bytes=_FILE_BYTES)
        large = {**moved, 413: Says(about="too large a file", media=text)}

        def get(name: str, path: str, do: Callable[[Incoming], object], about: str,
                answers: Mapping[int, Says], query: Mapping[str, Place] | None = None) -> Endpoint:  # fmt: skip
            return Endpoint(
                method="GET", path=path, name=name, about=about, answers=answers, handler=do,  # type: ignore[arg-type]
                path_places={"code": code} if "{code}" in path else {}, query=query or {},
                refuse=self._refuse,
            )  # fmt: skip

        def post(name: str, path: str, do: Callable[[Incoming], Outgoing], about: str,
                 takes: Takes = filled) -> Endpoint:  # fmt: skip
            return Endpoint(
                method="POST", path=path, name=name, about=about, handler=do,
                answers=large if takes is uploaded else moved,
                path_places={"code": code} if "{code}" in path else {}, takes=takes,
                refuse=self._refuse,
            )  # fmt: skip

        return (
            get("desk_style", "/desk.css", _style, "The staff's stylesheet", asset("text/css")),
            get("desk_script", "/desk.js", _script, "The staff's script", asset(SCRIPT)),
            get("window", "/window", self._open, "For staff: the desk", shown, by_hand),
            post("begin_window", "/window", self._begin, "For staff: ask"),
            post("enter_window", "/window/enter", self._enter, "For staff: log in"),
            post("leave_window", "/window/leave", self._leave, "For staff: log out"),
            post("read_at_window", "/window/read", self._read, "For staff: what was shown", uploaded),
            post("pass_window", "/window/pass", self._pass, "For staff: let in by hand"),
            get("window_asked", "/window/{code}", self._watch, "For staff: what came", moved, lang),
            get("window_stand", "/window/{code}/stand", self._stand, "For staff: how far it is",
                stand, was),
            post("clear_window", "/window/{code}/clear", self._clear, "For staff: clear"),
        )  # fmt: skip

    # Who is there.

    def _who(self, incoming: Incoming) -> str | None:
        session = cookie(incoming, _SESSION)
        staff = self._window.transactions.staff
        return staff.who(session, now_s=self._window.now_s()) if session else None

    def _token(self, incoming: Incoming) -> str:
        """Give what the forms of this session have, and no other site's."""
        session = cookie(incoming, _SESSION).encode()
        digest = hashlib.blake2b(session, person=b"livret form", digest_size=24).digest()
        return base64url.encode(digest)

    def _check_form(self, incoming: Incoming, fields: Mapping[str, str]) -> str:
        """Check that a form was filled in on this desk's page, by who is logged in.

        Raises:
            Refused: ``staff.other_page``, ``staff.closed``.
        """
        if not comes_from(incoming, self._origin):
            raise Refused("staff.other_page")
        who = self._who(incoming)
        if who is None:
            raise Refused("staff.closed")
        token = fields.get("token", "")
        if not hmac.compare_digest(token.encode(), self._token(incoming).encode()):
            raise Refused("staff.other_page")
        return who

    def _enter(self, incoming: Incoming) -> Outgoing:
        if not comes_from(incoming, self._origin):
            raise Refused("staff.other_page")
        fields = incoming.form()
        staff, language = self._window.transactions.staff, chosen_language(fields.get("lang"))
        try:
            session = staff.enter(
                fields.get("name", ""),
                fields.get("passphrase", ""),
                fields.get("code", ""),
                before=cookie(incoming, _SESSION),
                now_s=self._window.now_s(),
            )
        except LivretError as error:
            return self._entering(language, error)
        return self._go("window", language, cookie=_set(session))

    def _leave(self, incoming: Incoming) -> Outgoing:
        fields = incoming.form()
        self._check_form(incoming, fields)
        self._window.transactions.staff.leave(cookie(incoming, _SESSION))
        return self._go("window", fields.get("lang", ""), cookie=_set("", ends=True))

    def _entering(self, language: Language, refused: LivretError | None = None) -> Outgoing:
        content = drawn.entering(
            self._window.policy(),
            language,
            root=self._at,
            refused=refused,
            has_accounts=bool(self._window.transactions.staff.names()),
        )
        return page(content, status=403 if refused else 200, code=refused.code if refused else "")

    # What they do.

    def _begin(self, incoming: Incoming) -> Outgoing:
        fields = incoming.form()
        self._check_form(incoming, fields)
        procedure = self._window.policy().procedure(fields.get("procedure", ""))
        self._drop(fields)
        return self._ask(procedure.name, fields)

    def _read(self, incoming: Incoming) -> Outgoing:
        fields, file = _filled_in(incoming)
        self._check_form(incoming, fields)
        code = self._decided(fields, file)
        if code != fields.get("current"):
            self._drop(fields)
        return self._go(f"window/{code}", fields.get("lang", ""))

    def _decided(self, fields: Mapping[str, str], file: bytes) -> str:
        shown = file or fields.get("shown", "").encode()
        try:
            if is_picture(shown):
                shown = read_code(shown).encode()
        except LivretError as error:
            return self._window.keep(unreadable(error, now_s=self._window.now_s()), None)
        return self._window.read(shown, chosen=fields.get("procedure") or None)

    def _pass(self, incoming: Incoming) -> Outgoing:
        fields = incoming.form()
        self._check_form(incoming, fields)
        reason = fields.get("reason", "")
        if reason not in drawn.REASONS:
            raise MalformedInput("input.malformed", "no such reason")
        chosen = fields.get("procedure", "")
        procedure = chosen if chosen in self._window.policy().procedures else ""
        self._count(procedure, drawn.BY_HAND + reason)
        self._drop(fields)
        return self._go("window", fields.get("lang", ""), passed=procedure or drawn.NO_PROCEDURE)

    def _clear(self, incoming: Incoming) -> Outgoing:
        fields = incoming.form()
        self._check_form(incoming, fields)
        self._drop({"current": incoming.path["code"]})
        if fields.get("again") in self._window.policy().procedures:
            return self._ask(fields["again"], fields)
        return self._go("window", fields.get("lang", ""))

    def _ask(self, procedure: str, fields: Mapping[str, str]) -> Outgoing:
        asked = self._window.ask(self._window.policy().procedure(procedure), valid_s=VALID_S)
        return self._go(f"window/{asked.transaction.code}", fields.get("lang", ""))

    def _drop(self, fields: Mapping[str, str]) -> None:
        """Drop what the page had before: nothing of it is of use any more."""
        current = fields.get("current", "")
        try:
            self._window.begun_here(current)
        except Refused:
            return
        self._window.transactions.drop(current)

    # What they see.

    def _open(self, incoming: Incoming) -> Outgoing:
        who, language = self._who(incoming), language_of(incoming)
        if who is None:
            return self._entering(language)
        by_hand = incoming.asked("passed")
        told = drawn.passed(language) if by_hand else drawn.ready(language)
        return self._shown(incoming, who, told, chosen=by_hand or "")

    def _watch(self, incoming: Incoming) -> Outgoing:
        who, language = self._who(incoming), language_of(incoming)
        if who is None:
            return self._go("window", language)
        try:
            kept = self._window.begun_here(incoming.path["code"])
        except Refused:
            return self._shown(incoming, who, drawn.over(language))
        asked = kept.asked
        is_open = asked is not None and not self._window.is_over(kept)
        chosen = "" if asked is None else asked.procedure.name
        policy = self._window.policy()
        if kept.verdict is not None:
            said = json_encoding.parse_object(kept.verdict)
            chosen = str(said.get("procedure", ""))
            if self._window.transactions.tell(kept.code):
                self._count(chosen, str(said["outcome"]))
            told = drawn.verdict(policy, language, said, is_open=is_open, zone=local_zone)
        elif is_open:
            told = drawn.waiting(policy, language, chosen)
        else:
            told = drawn.over(language)
        return self._shown(incoming, who, told, kept=kept, chosen=chosen, is_open=is_open)

    def _shown(
        self,
        incoming: Incoming,
        who: str,
        told: drawn.Told,
        *,
        kept: Kept | None = None,
        chosen: str = "",
        is_open: bool = False,
    ) -> Outgoing:
        policy, language = self._window.policy(), language_of(incoming)
        asking = None
        if is_open and kept is not None and kept.asked is not None:
            link = self._window.link(kept.asked)
            image = drawing(link, texts(language)["scan"])
            asking = drawn.Asking(kept.code, link, image, _stand_of(kept))
        standing = self._window.standing()
        view = drawn.View(
            policy,
            language,
            self._at,
            who,
            self._token(incoming),
            told,
            "" if kept is None else kept.code,
            chosen if chosen in policy.procedures else "",
            asking,
            drawn.aged(
                language, policy, is_offline=standing.is_offline, age_s=standing.age_s,
                lacks=standing.lacks,
            ),
            self._counted(),
        )  # fmt: skip
        return page(view.render())

    async def _stand(self, incoming: Incoming) -> Outgoing:
        """Say how far a request is, once that is another than it was or some seconds passed."""
        if await asyncio.to_thread(self._who, incoming) is None:
            raise Refused("staff.closed")
        code, was = incoming.path["code"], incoming.asked("was")
        until_s = time.monotonic() + self._hold_s
        while True:
            kept = await asyncio.to_thread(self._window.begun_here, code)
            is_over = self._window.is_over(kept) and kept.stand == OPEN
            stand = "over" if is_over else _stand_of(kept)
            if stand != was or time.monotonic() >= until_s:
                return answer_json({"stand": stand})
            await asyncio.sleep(_LOOK_S)

    # What is counted.

    def _day(self, ago: int = 0) -> str:
        at_s = self._window.now_s() - ago * _DAY_S
        return time.strftime("%Y-%m-%d", time.gmtime(at_s + local_zone(at_s)[0]))

    def _count(self, procedure: str, what: str) -> None:
        counts = self._window.transactions.counts
        counts.count(self._day(), procedure, what)
        counts.drop_before(self._day(_KEPT_DAYS))

    def _counted(self) -> dict[str, int]:
        """Count what happened today, in the order of the outcomes."""
        names = [*(each.value for each in Outcome), "by_hand"]
        found = dict.fromkeys(names, 0)
        for _, _, what, times in self._window.transactions.counts.since(self._day()):
            found[what.partition(".")[0]] += times
        return {name: times for name, times in found.items() if times}

    def _go(self, to: str, language: str, *, passed: str = "", cookie: str = "") -> Outgoing:
        said = [f"lang={quote(language)}"] if language in LANGUAGES else []
        tail = "&".join([*said, *([f"passed={quote(passed)}"] if passed else [])])
        where = f"{self._at}/{to}{'?' if tail else ''}{tail}"
        return Outgoing(
            status=303, headers={"Location": where, **({"Set-Cookie": cookie} if cookie else {})}
        )

    def _refuse(self, error: LivretError) -> Outgoing:
        status = 503 if error.branch == "unavailable" else 403
        if error.code == "input.too_large":  # of whoever sends a form here, only a photo can be
            status, error = 413, MalformedInput("scan.too_large")
        service = self._window.policy().service
        content = rendering.refusing(service, error, root=self._at, back=f"{self._at}/window")
        return page(content, status=status, code=error.code)


def _stand_of(kept: Kept) -> str:
    """Say how far it is: each answer of which nobody could find out is a step too."""
    return f"{kept.stand}.{kept.tries}"


def _filled_in(incoming: Incoming) -> tuple[Mapping[str, str], bytes]:
    if incoming.content_type == FORM:
        return incoming.form(), b""
    form = read_form(incoming.body, incoming.header("content-type") or "")
    return form.fields, form.files.get("file", b"")


def _set(session: str, *, ends: bool = False) -> str:
    age = "; Max-Age=0" if ends else ""
    return f"{_SESSION}={session}; Path=/; Secure; HttpOnly; SameSite=Strict{age}"


def _style(_: Incoming) -> Outgoing:
    return Outgoing(body=rendering.asset("desk.css"), content_type="text/css")


def _script(_: Incoming) -> Outgoing:
    return Outgoing(body=rendering.asset("desk.js"), content_type=SCRIPT)
