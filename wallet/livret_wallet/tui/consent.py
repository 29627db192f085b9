"""The consent: what would leave beside what stays, and an answer that no slip of the fingers gives."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final, Literal, TypeAlias, TypeVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from livret_core.errors import LivretError, Refused
from livret_core.look_alike import Known
from livret_core.words import Language, printable, stated
from livret_wallet.consent import agree
from livret_wallet.contents import LedgerSeen
from livret_wallet.screens import consent as told
from livret_wallet.screens.consent import Columns, ConsentPage, Question
from livret_wallet.screens.facts import Fact
from livret_wallet.screens.keys import BACK, HELP, LANGUAGE, LOCK, MOVES, THEME, Key
from livret_wallet.screens.notes import Note, note, refused
from livret_wallet.screens.unlock import refusal
from livret_wallet.screens.warnings import known_names
from livret_wallet.session.requests import Requests
from livret_wallet.tui.face import bindings
from livret_wallet.tui.fitting import facts_content, fit, widest, wrapped
from livret_wallet.tui.page import PageFace
from livret_wallet.words import screen_texts

if TYPE_CHECKING:
    from livret_wallet.answering import Candidate
    from livret_wallet.asked.flow import Delivered
    from livret_wallet.client.answering import AskedBy
    from livret_wallet.session import OpenWallet

T = TypeVar("T")
View: TypeAlias = Literal["sheet", "who", "list"]
Found: TypeAlias = "tuple[AskedBy, tuple[Candidate, ...], tuple[LedgerSeen, ...]]"

_STYLES: Final = {"✓": "$success bold", "!": "$warning bold", "+": "$dim"}
_STAYS_SHOWN: Final = 5
_MAX_URI: Final = 2_048


class ConsentScreen(PageFace):
    """One request, from its link to an answer."""

    NAME: ClassVar[str] = "consent"
    KEYS: ClassVar[tuple[Key, ...]] = told.KEYS
    BINDINGS = bindings(told.KEYS)

    def __init__(self, link: str, *, proof: str | None = None) -> None:
        """Begin.

        Args:
            link: as it was pasted, typed or put aside.
            proof: the id of the proof to show if it fits.
        """
        super().__init__()
        self._link: Final = link.strip()
        self._proof: Final = proof
        self._asked: AskedBy | None = None
        self._found: tuple[Candidate, ...] = ()
        self._known: tuple[Known, ...] = ()
        self._ledgers: tuple[LedgerSeen, ...] = ()
        self._at = 0
        self._view: View = "sheet"
        self._failed: LivretError | None = None
        self._shown: Question | None = None
        self._is_busy = False
        self._said_yes = False
        self._is_first = False

    def body(self) -> ComposeResult:
        """Compose the page, and the band below it that nothing pushes away."""
        yield from super().body()
        yield Static(id="band")

    def on_mount(self) -> None:
        """Draw, and fetch what is asked."""
        super().on_mount()
        link = self._link

        def fetch(wallet: "OpenWallet") -> Found:
            requests = Requests(wallet)
            asked = requests.ask(link)
            self._is_first = requests.keep(asked, link)
            return asked, requests.fitting(asked), wallet.ledgers()

        self.wallet_app.ask(fetch, self._came)

    # What is drawn.

    def keys_now(self) -> Sequence[Key]:
        """Give the keys that do something now: no answer where nothing was asked."""
        if self._asked is None:
            return (*MOVES, LANGUAGE, THEME, LOCK, HELP, BACK)
        idle = {told.SEND, told.OTHER, told.LIST} if not self._found else set()
        idle |= {told.OTHER} if len(self._found) < 2 else set()
        return [key for key in self.KEYS if key not in idle]

    def footer_written(self) -> Content:
        """Write the answers on a line of their own, with what Enter alone does not do."""
        keys = self.keys_now()
        answers = self.keys_written([key for key in keys if key.is_spelled])
        others = self.keys_written([key for key in keys if not key.is_spelled])
        alone = (self.said["enter_alone"], "$dim italic")
        if not answers.plain:
            return Content.assemble(others, "\n", alone)
        room = self.room - widest([answers.plain]) - widest([alone[0]])
        between = " " * room if room > 1 else "\n"
        return Content.assemble(answers, between, alone, "\n", others)

    def draw(self) -> None:
        """Write the page and the band."""
        app = self.wallet_app
        self._shown = self._question()
        super().draw()
        band = self.query_one("#band", Static)
        if self._shown is None:
            band.update("")
        else:
            facts = told.band(self._shown, self.language, now_s=app.now_s)
            band.update(facts_content(facts, self.room))
            band.set_class(any(fact.sign != "✓" for fact in facts), "is-warning")
        band.set_class(self._shown is not None, "is-said")

    def _question(self) -> Question | None:
        wallet = self.wallet_app.wallet
        if self._asked is None or wallet is None:
            return None
        asked = self._asked
        if not self._found:
            return Question(
                asked.request,
                asked.standing,
                known=self._known,
                ledgers=self._ledgers,
                is_awaited=Requests.is_awaited(asked, self.wallet_app.contents),
            )
        candidate = self._found[self._at]
        sheet = Requests(wallet).sheet(asked, candidate, self.language)
        return Question(asked.request, asked.standing, candidate, sheet, self._known, self._ledgers)

    def written(self, width: int) -> Content:
        """Write what is looked at: the sheet, who asks, or the whole list."""
        app, said = self.wallet_app, self.said
        if self._failed is not None:
            return facts_content(refusal(self._failed, self.language), width)
        if self._shown is None:
            return Content(said["asking"])
        page = told.page(
            self._shown, self.language, now_s=app.now_s, zone=app.zone, is_hidden=app.is_hidden
        )
        lines = [Content.styled(text, "bold") for text in wrapped(page.title, width)]
        lines += [facts_content([page.stands], width), Content("")]
        if self._view == "who":
            lines += [_heading(said["who_heading"]), facts_content(page.who, width), Content("")]
            lines.append(self._back_to_sheet(told.WHO))
        elif self._view == "list":
            lines += self._whole(page, width)
            lines += [Content(""), self._back_to_sheet(told.LIST)]
        else:
            lines += self._sheet(page, width)
        return Content("\n").join(lines)

    def _back_to_sheet(self, key: Key) -> Content:
        return Content.styled(
            self.said["back_to_sheet"].format(key=key.name_in(self.said)), "$dim italic"
        )

    def _sheet(self, page: ConsentPage, width: int) -> list[Content]:
        said, lines = self.said, list[Content]()
        for columns in page.columns:
            lines += [*self._side_by_side(columns, width), Content("")]
        if page.wanted:
            lines.append(_heading(said["wanted_heading"]))
            lines += [Content(text) for each in page.wanted for text in wrapped(each, width)]
            lines.append(Content(""))
        return [*lines, facts_content(page.facts, width)]

    def _whole(self, page: ConsentPage, width: int) -> list[Content]:
        said, lines = self.said, list[Content]()
        for columns in page.columns:
            if columns.beside:
                lines += [Content(""), *map(_heading, wrapped(columns.beside, width))]
            lines.append(_heading(said["leave_heading"]))
            lines.append(facts_content([*columns.leaves, *columns.along], width))
            lines += [Content(""), _heading(said["stay_heading"])]
            stays = columns.stays or (said["stays_nothing"],)
            lines += [Content(f"· {text}") for each in stays for text in wrapped(each, width - 2)]
        return lines

    def _side_by_side(self, columns: Columns, width: int) -> list[Content]:
        said, half = self.said, (width - 2) // 2
        above = (
            [_heading(text) for text in wrapped(columns.beside, width)] if columns.beside else []
        )
        left = [_heading(fit(said["leave_heading"], half))]
        left += [line for fact in columns.leaves for line in _item(fact, half, "✓", self.language)]
        if columns.along:
            left.append(Content.styled(fit(said["along_heading"], half), "$dim"))
            left += [
                line for fact in columns.along for line in _item(fact, half, "+", self.language)
            ]
        stays = [f"· {each}" for each in columns.stays] or [f"· {said['stays_nothing']}"]
        room = max(_STAYS_SHOWN, len(left) - 1)
        if len(stays) > room:
            more = said["and_more"].format(count=len(stays) - room + 1)
            stays[room - 1 :] = [f"· {more}   {told.LIST.name} {told.LIST.label(said)}"]
        right = [_heading(said["stay_heading"])]
        right += [Content(fit(text, width - half - 2).rstrip()) for text in stays]
        height = max(len(left), len(right))
        left += [Content(" " * half)] * (height - len(left))
        right += [Content("")] * (height - len(right))
        return above + [
            Content.assemble(here, "  ", there) for here, there in zip(left, right, strict=True)
        ]

    # What was asked came, or did not.

    def _came(self, found: "Found | LivretError") -> None:
        if isinstance(found, LivretError):
            self._failed = found
        else:
            app = self.wallet_app
            self._known = known_names(app.contents.batches, app.past)
            self._asked, self._found, self._ledgers = found
            self._at = told.place_of(self._found, self._proof)
        self.redraw()

    # The answers.

    def action_send(self) -> None:
        """Send what stands on the sheet, if it is the sheet that is seen."""
        question = self._shown
        if self._is_busy or self._asked is None:
            return
        if question is None or question.sheet is None or question.is_over(self.wallet_app.now_s):
            self.tell(note("nothing_to_send", "!"))
            self.draw()
            return
        if self._view != "sheet":
            self._look("sheet")
            self.tell(note("look_first"))
            return
        if question.needs_two and not self._said_yes:
            self._said_yes = True
            self.tell(partial(told.once_more, question, by_letter=True))
            return
        given = agree(question.sheet, "yes")
        if given is None:
            return
        asked, again = self._asked, question.shows_again
        self._begin("sending")
        self.wallet_app.act(
            lambda wallet: self._and_forget(
                wallet, Requests(wallet).send(asked, given, again=again)
            ),
            self._sent,
            self._not_sent,
        )

    def action_refuse(self) -> None:
        """Say no."""
        if self._is_busy or self._asked is None:
            return
        asked = self._asked
        self._begin("asking")
        self.wallet_app.act(
            lambda wallet: self._and_forget(wallet, Requests(wallet).refuse(asked)),
            self._refused,
            self._not_sent,
        )

    def action_later(self) -> None:
        """Decide later: nothing is sent, and nobody is told anything."""
        if self._is_busy or self._asked is None:
            return
        asked, is_first = self._asked, self._is_first
        self._is_busy = True

        def leave(wallet: "OpenWallet") -> None:
            Requests(wallet).leave(asked, is_first=is_first)

        app = self.wallet_app
        now_s, zone = app.now_s, app.zone

        def waits(language: Language) -> tuple[Fact, ...]:
            return (told.waits(asked, language, now_s=now_s, zone=zone),)

        app.act(leave, lambda _: self._end(waits), self._not_sent)

    def action_back(self) -> None:
        """Go one step back: to the sheet, or out of it; what was asked then waits in the inbox."""
        if self._view != "sheet":
            self._look("sheet")
        elif self._asked is None:
            super().action_back()
        else:
            self.action_later()

    def action_other(self) -> None:
        """Look at another answer that would do."""
        if self._is_busy or self._asked is None:
            return
        if len(self._found) < 2:
            self.tell(note("no_other_proof"))
            return
        self._at, self._said_yes = (self._at + 1) % len(self._found), False
        self._look("sheet")

    def action_who(self) -> None:
        """Look at who asks, or at the sheet again."""
        self._look("sheet" if self._view == "who" else "who")

    def action_list(self) -> None:
        """Look at everything that leaves and stays, or at the sheet again."""
        self._look("sheet" if self._view == "list" else "list")

    def _look(self, view: View) -> None:
        self._view = view
        self.tell()
        self.redraw()
        self.action_first()

    def _and_forget(self, wallet: "OpenWallet", done: T) -> T:
        """Take what was answered out of the inbox, if it waited there."""
        wallet.forget_link(self._link)
        return done

    def _begin(self, word: str) -> None:
        self._is_busy = True
        self.tell(note(word))

    def _about(self, word: str, sign: str, *, goes_on: str | None = None) -> Note:
        asked = self._asked
        if asked is None:
            raise AssertionError("nobody asked")

        def told_of(language: Language) -> tuple[Fact, ...]:
            said = screen_texts(language)
            fact = Fact("", said[word].format(service=told.service(asked, language)), sign)
            if goes_on is None:
                return (fact,)
            uri = printable(goes_on, max_chars=_MAX_URI)
            return (fact, Fact("", stated(said["go_on_there"], uri, language)))

        return told_of

    def _sent(self, done: "Delivered") -> None:
        if not done.is_taken:
            self._end(refused(Refused("present.rejected")))
            return
        self._end(self._about("sent_taken", "✓", goes_on=done.redirect_uri))

    def _refused(self, is_heard: bool) -> None:  # what a worker gives
        word = "refused_heard" if is_heard else "refused_unheard"
        self._end(self._about(word, "✓" if is_heard else "!"))

    def _not_sent(self, error: LivretError) -> None:
        self._is_busy = self._said_yes = False
        if error.code != "consent.changed":
            self._end(refused(error))
            return
        asked = self._asked
        if asked is not None:
            self.tell(refused(error))
            self.wallet_app.ask(
                lambda wallet: (asked, Requests(wallet).fitting(asked), wallet.ledgers()),
                self._came,
            )

    def _end(self, said: Note) -> None:
        self.wallet_app.call_later(self.wallet_app.end_with, self, said)


def _heading(text: str) -> Content:
    return Content.styled(text, "$primary bold")


def _item(fact: Fact, width: int, sign: str, language: Language) -> list[Content]:
    """Write a claim and what it says in exactly so many columns."""
    sign, room = fact.sign or sign, width - 2
    first, *others = wrapped(stated(fact.label, fact.text, language), room)
    lines = [Content.assemble((sign + " ", _STYLES[sign]), fit(first, room))]
    return lines + [Content("  " + fit(each, room)) for each in others]
