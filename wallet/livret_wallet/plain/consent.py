"""The consent, line by line: one fact a line, the question last, a whole word for an answer."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from livret_core.errors import LivretError, Refused
from livret_core.words import printable
from livret_core.words.lines import colon
from livret_wallet.consent import agree
from livret_wallet.contents import LedgerSeen
from livret_wallet.plain import sheet
from livret_wallet.plain.opened import Opened
from livret_wallet.screens import consent as told
from livret_wallet.screens.asking import asking
from livret_wallet.screens.consent import ConsentPage, Question, place_of
from livret_wallet.screens.facts import Fact
from livret_wallet.screens.keys import BACK, HELP, HIDE, LANGUAGE, LOCK, Key
from livret_wallet.screens.warnings import known_names
from livret_wallet.session.requests import Requests

if TYPE_CHECKING:
    from livret_wallet.answering import Candidate
    from livret_wallet.client.answering import AskedBy

_MAX_URI: Final = 2_048
_ANSWERS: Final = (told.SEND, told.REFUSE, told.LATER, BACK)
_WITHOUT: Final = (LANGUAGE, LOCK, HELP, BACK)


def ask(opened: Opened) -> str:
    """Ask for what a service asks with; empty where its reader goes back."""
    text = asking(opened.language)
    opened.title(opened.said["title_ask"])
    opened.say(text.harmless)
    back = opened.said["key_back"]
    typed = opened.ask(f"{text.question} ({text.example}); {back}{colon(opened.language)}")
    return "" if typed.casefold() == back.casefold() else typed


def show(opened: Opened, link: str, *, proof: str | None = None) -> None:
    """Show one request, until it is answered or put aside; *proof* is the one to show if it fits."""
    opened.talk.say(opened.said["asking"])
    requests = Requests(opened.wallet)
    try:
        asked = requests.ask(link)
        is_first = requests.keep(asked, link)
        found = requests.fitting(asked)
    except LivretError as error:
        opened.refuse(error)
        return
    _Asking(opened, requests, asked, link.strip(), is_first=is_first).decide(found, proof)


class _Asking:
    """One request that is being looked at."""

    def __init__(
        self,
        opened: Opened,
        requests: Requests,
        asked: "AskedBy",
        link: str,
        *,
        is_first: bool,
    ) -> None:
        self._opened: Final = opened
        self._requests: Final = requests
        self._asked: Final = asked
        self._link: Final = link
        self._is_first: Final = is_first
        # Read behind the request, which may have brought a newer page along.
        self._ledgers: tuple[LedgerSeen, ...] = opened.wallet.ledgers()

    def decide(self, found: "Sequence[Candidate]", proof: str | None) -> None:
        """Say the sheet and hear the answer, until there is one."""
        opened, is_to_say, yeses = self._opened, True, 0
        at = place_of(found, proof)
        while True:
            question = self._question(found[at] if found else None)
            if is_to_say:
                self._say(question)
            choice = opened.choose(self._keys(found), opened.said["send_question"])
            if choice.key is None or choice.rest or choice.number is not None:
                opened.talk.say(opened.said["no_answer_yet"])
                is_to_say, yeses = False, 0
                continue
            if choice.key in _ANSWERS:
                yeses += choice.key is told.SEND
                if choice.key is told.SEND and question.needs_two and yeses == 1:
                    opened.say(*told.once_more(question, opened.language, by_letter=False))
                    is_to_say = False
                    continue
                if self._is_answered(choice.key, question):
                    return
                found, at = self._again(found), 0
                is_to_say, yeses = True, 0
                continue
            yeses = 0
            is_to_say = self._look(choice.key, question, is_alone=len(found) < 2)
            if choice.key is told.OTHER and is_to_say:
                at = (at + 1) % len(found)

    def _is_answered(self, key: Key, question: Question) -> bool:
        if key is told.SEND:
            return self._send(question)
        if key is told.REFUSE:
            self._refuse()
        else:
            self._leave()
        return True

    def _look(self, key: Key, question: Question, *, is_alone: bool) -> bool:
        """Look at what was wanted; whether the sheet is to be said again."""
        opened = self._opened
        if key is told.WHO:
            opened.say(*self._page(question).who)
        elif key is told.LIST:
            sheet.say_list(opened.talk, self._page(question), opened.language)
        elif key is told.OTHER and is_alone:
            opened.talk.say(opened.said["no_other_proof"])
        else:
            return True
        return False

    def _keys(self, found: "Sequence[Candidate]") -> list[Key]:
        if not found:
            return [told.REFUSE, told.LATER, told.WHO, *_WITHOUT]
        other = (told.OTHER,) if len(found) > 1 else ()
        return [
            told.SEND, told.REFUSE, told.LATER, *other, told.WHO, told.LIST, HIDE, *_WITHOUT,
        ]  # fmt: skip

    def _question(self, candidate: "Candidate | None") -> Question:
        asked, opened = self._asked, self._opened
        known = known_names(opened.contents.batches, opened.past)
        if candidate is None:
            return Question(
                asked.request,
                asked.standing,
                known=known,
                ledgers=self._ledgers,
                is_awaited=self._requests.is_awaited(asked, opened.contents),
            )
        would = self._requests.sheet(asked, candidate, opened.language)
        return Question(asked.request, asked.standing, candidate, would, known, self._ledgers)

    def _page(self, question: Question) -> ConsentPage:
        opened = self._opened
        return told.page(
            question,
            opened.language,
            now_s=opened.wallet.now_s,
            zone=opened.zone,
            is_hidden=opened.is_hidden,
        )

    def _say(self, question: Question) -> None:
        opened = self._opened
        opened.title(opened.said["title_consent"])
        sheet.say(opened.talk, self._page(question), opened.language)

    def _send(self, question: Question) -> bool:
        """Send what was agreed to; whether that is the end of it."""
        opened, said = self._opened, self._opened.said
        if question.sheet is None or question.is_over(opened.wallet.now_s):
            opened.say(*told.band(question, opened.language, now_s=opened.wallet.now_s))
            return True
        given = agree(question.sheet, "yes")
        if given is None:
            return False
        opened.talk.say(said["sending"])
        try:
            done = self._requests.send(self._asked, given, again=question.shows_again)
            opened.wallet.forget_link(self._link)
        except LivretError as error:
            opened.refuse(error)
            opened.read()
            return error.code != "consent.changed"
        opened.read()
        if not done.is_taken:
            opened.refuse(Refused("present.rejected"))
            return True
        opened.say(Fact("", self._about("sent_taken"), "✓"))
        if done.redirect_uri is not None:
            uri = printable(done.redirect_uri, max_chars=_MAX_URI)
            opened.say(Fact(said["go_on_there"], uri))
        return True

    def _again(self, found: "Sequence[Candidate]") -> "Sequence[Candidate]":
        try:
            return self._requests.fitting(self._asked)
        except LivretError as error:
            self._opened.refuse(error)
            return found

    def _refuse(self) -> None:
        try:
            is_heard = self._requests.refuse(self._asked)
            self._opened.wallet.forget_link(self._link)
            self._opened.read()
        except LivretError as error:
            self._opened.refuse(error)
            return
        word = "refused_heard" if is_heard else "refused_unheard"
        self._opened.say(Fact("", self._about(word), "✓" if is_heard else "!"))

    def _leave(self) -> None:
        """Answer nothing now; it waits in the inbox."""
        try:
            self._requests.leave(self._asked, is_first=self._is_first)
            self._opened.read()
        except LivretError as error:
            self._opened.refuse(error)
            return
        opened, now_s = self._opened, self._opened.wallet.now_s
        opened.say(told.waits(self._asked, opened.language, now_s=now_s, zone=opened.zone))

    def _about(self, word: str) -> str:
        said = self._opened.said
        return said[word].format(service=told.service(self._asked, self._opened.language))
