"""Commands that answer a service: on a file, or over the network; and that refuse one."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from livret_core.errors import MalformedInput, Refused
from livret_core.words import printable, printable_json
from livret_core.words.instants import dated
from livret_edge.arguments import Asked
from livret_edge.files import check_free, named_by, read_file, write_named
from livret_edge.saying import Voice, now_s
from livret_wallet.cli.opening import MAX_BYTES, authorities_of, open_vault
from livret_wallet.words import texts

if TYPE_CHECKING:
    from livret_core.openid4vp.request import AuthorizationRequest
    from livret_core.openid4vp.response import AuthorizationResponse
    from livret_wallet.answering import Candidate
    from livret_wallet.asked.flow import Delivered
    from livret_wallet.asked.standing import Standing
    from livret_wallet.client.answering import Answering, AskedBy
    from livret_wallet.consent import ConsentGiven, ConsentSheet
    from livret_wallet.screens.consent import Question
    from livret_wallet.vault import Vault

T = TypeVar("T")

_ASKED_TIMES: Final = 3
_SCHEMES: Final = ("openid4vp:", "haip-vp:", "https:")


def present(asked: Asked) -> int:
    """Answer a request: of a file into a file, of a link over the network."""
    link = _link_of(asked.request)
    if link is not None:
        return _online(asked, link)
    if asked.to is None:
        raise MalformedInput("usage.missing", option="--to")
    return _on_files(asked)


def refuse(asked: Asked) -> int:
    """Say no to a service, whatever is held."""
    link = _link_of(asked.request)
    if link is None:
        raise Refused("request.unsupported", "a request in a file hears no answer")
    from livret_wallet.vault import inbox

    with open_vault(asked) as vault, _answering(asked, vault) as answering:
        asking = answering.ask(link)
        answering.refuse(asking)
        inbox.drop(vault, link)
    voice = asked.voice
    if voice.json:
        voice.event("refused", service=asking.request.service, client_id=asking.request.client_id)
    else:
        told = texts(voice.lang)["refused_told"]
        voice.tell("✓ " + told.format(service=_called(asking.request, asking.standing, voice)))
    return 0


def _link_of(typed: str) -> str | None:
    """Say which link was typed, or stands in the file that was named; None for a request.

    Raises:
        MalformedInput: ``usage.link`` for a link that is none to a request; ``code.mistyped``
            for an address with a code that is wrong in itself.
    """
    from livret_core.openid4vp.request_code import TypedRequest
    from livret_wallet.receiving.invitation import is_like_a_link

    if not Path(typed).exists() and TypedRequest.parse(typed) is not None:
        return typed
    if typed.lower().startswith(_SCHEMES):
        return typed
    if is_like_a_link(typed) and not Path(typed).exists():
        raise MalformedInput("usage.link", known=", ".join(f"{one}//" for one in _SCHEMES))
    with named_by(typed):
        start = read_file(Path(typed), MAX_BYTES)
    text = start.decode("ascii", "replace").strip()
    return text if text.lower().startswith(_SCHEMES) else None


def _online(asked: Asked, link: str) -> int:
    from livret_wallet.asked import standing
    from livret_wallet.cli.sheet import question_of, warnings_of
    from livret_wallet.session.requests import waiting_of
    from livret_wallet.vault import inbox
    from livret_wallet.words import screen_texts

    voice, said = asked.voice, texts(asked.voice.lang)
    with open_vault(asked) as vault, _answering(asked, vault) as answering:
        asking = answering.ask(link)
        if asked.dry_run:
            candidate = answering.choose(asking, asked.proof)
            question = question_of(vault, asking.request, candidate, asking.standing)
            _show(asked, question, answering.sheet(candidate, asking, language=voice.lang))
            return 0

        def show(turn: Asked) -> "Delivered":
            candidate = answering.choose(asking, turn.proof)
            question = question_of(vault, asking.request, candidate, asking.standing)

            def ask(sheet: "ConsentSheet") -> "ConsentGiven | None":
                # What ought to make a reader stop was read by nobody beforehand.
                may = standing.may_go_unasked(asking.standing, sheet) and not warnings_of(
                    replace(question, sheet=sheet), voice.lang
                )
                return _asked(turn, question, sheet, by_itself=asked.yes and may)

            return answering.answer(
                candidate, asking, again=asked.again, language=voice.lang, ask=ask
            )

        done = _until_decided(asked, show)
        if done is None:
            inbox.put(vault, waiting_of(asking, link, now_s=now_s()))
            answering.leave(asking)
            text = screen_texts(voice.lang)["later_in_inbox"]
            voice.tell(text.format(service=_called(asking.request, asking.standing, voice)))
            return 0
        inbox.drop(vault, link)
    _tell(asked, asking, done)
    if not done.is_taken:
        raise Refused("present.rejected")
    if done.redirect_uri is not None and not voice.json:
        voice.tell(said["redirect"].format(uri=printable(done.redirect_uri, max_chars=2_048)))
    return 0


def _tell(asked: Asked, asking: "AskedBy", done: "Delivered") -> None:
    voice = asked.voice
    if voice.json:
        voice.event(
            "sent",
            service=asking.request.service,
            client_id=asking.request.client_id,
            taken=done.is_taken,
            redirect_uri=done.redirect_uri,
        )
    elif done.is_taken:
        text = texts(voice.lang)["sent_to"]
        voice.tell("✓ " + text.format(service=_called(asking.request, asking.standing, voice)))


def _called(request: "AuthorizationRequest", behind: "Standing", voice: Voice) -> str:
    from livret_wallet.called import service_called

    return service_called(request.service, behind.behind, voice.lang)


@contextmanager
def _answering(asked: Asked, vault: "Vault") -> "Iterator[Answering]":
    from livret_edge.fetcher.wanted import fetcher_of
    from livret_wallet.client.answering import Answering
    from livret_wallet.client.web import Web

    web = Web(fetcher_of(asked))
    try:
        yield Answering(vault, web, clock=now_s, x509=authorities_of(asked))
    finally:
        web.close()


def _on_files(asked: Asked) -> int:
    from livret_core.openid4vp.request import AuthorizationRequest
    from livret_wallet.asked import noted, standing
    from livret_wallet.cli.sheet import question_of
    from livret_wallet.service import Wallet

    with named_by(asked.named("request")):
        raw = read_file(Path(asked.request), MAX_BYTES)
    text = raw.decode("ascii", "replace").strip()
    request = AuthorizationRequest.verify(text, now_s=now_s())
    behind = standing.of_request(request, None)
    record = noted.record_of(text, request, behind, now_s=now_s())
    _check_both_free(asked)
    voice, said = asked.voice, texts(asked.voice.lang)
    with open_vault(asked) as vault:
        wallet = Wallet(vault)
        dated = asked.with_dating is not None
        if asked.dry_run:
            candidate = wallet.choose(request, asked.proof, dated=dated, now_s=now_s())
            preview = partial(_show, asked, question_of(vault, request, candidate))
            wallet.preview(candidate, request, language=voice.lang, show=preview)
            return 0

        def show(turn: Asked) -> "AuthorizationResponse":
            candidate = wallet.choose(request, turn.proof, dated=dated, now_s=now_s())
            return wallet.present(
                candidate,
                request,
                language=voice.lang,
                ask=partial(_asked, turn, question_of(vault, request, candidate)),
                deliver=partial(_write_answer, asked, candidate),
                now_s=now_s,
                record=record,
            )

        answer = _until_decided(asked, show)
    if answer is None:
        text = said["later_told"].format(service=_called(request, behind, voice))
        voice.tell(text)
        return 0
    if voice.json:
        voice.event("answered", to=str(asked.to), state=answer.state)
        return 0
    voice.tell("✓ " + said["sent"].format(path=asked.to), said["give_back"])
    if asked.with_dating is not None:
        voice.tell("✓ " + said["dating_sent"].format(path=asked.with_dating))
    return 0


def _show(asked: Asked, question: "Question", sheet: "ConsentSheet") -> str:
    """Show a sheet; its digest, for whoever wants to say yes to this very one."""
    from livret_wallet.cli.sheet import sheet_lines, warnings_of
    from livret_wallet.sheet_facts import sheet_digest, sheet_object

    voice, digest = asked.voice, sheet_digest(sheet)
    question = replace(question, sheet=sheet)
    if voice.json:
        warns = warnings_of(question, voice.lang)
        print(printable_json(dated({**sheet_object(sheet), "warnings": warns}), indent=None))
    else:
        # Where nobody can ask for the rest, all of it is said, behind the sheet.
        whole = asked.dry_run or not sys.stdin.isatty()
        voice.lines([*sheet_lines(question, voice.lang, plain=voice.plain, whole=whole), ""])
        if asked.dry_run:
            voice.lines(_next(asked, digest))
    return digest


def _asked(
    asked: Asked, question: "Question", sheet: "ConsentSheet", *, by_itself: bool = False
) -> "ConsentGiven | None":
    """Have a yes: at the terminal, by the digest of this very sheet, or as the ledger allows."""
    from livret_wallet.consent import agree

    voice, digest = asked.voice, _show(asked, question, sheet)
    said_yes_to = asked.yes_to if asked.consent is None else asked.consent
    if said_yes_to is not None:
        # The digest stands for having read this very sheet. Another sheet's is no no.
        if said_yes_to != digest:
            raise Refused("consent.other_sheet")
        return agree(sheet, "yes")
    if by_itself:
        return agree(sheet, "yes")
    if voice.json or asked.yes or not sys.stdin.isatty():
        if not voice.json:
            voice.lines(_next(asked, digest))
        raise MalformedInput("consent.required" if asked.to is None else "usage.consent")
    return _typed(asked, replace(question, sheet=sheet), sheet)


def _next(asked: Asked, digest: str) -> list[str]:
    """Write the command that says yes to a sheet, as it may be pasted."""
    option = "--consent" if asked.to is None else "--yes-to"
    beside = ("--dry-run", "--yes", "--consent", "--yes-to")
    return asked.typed_again(option, digest, without=beside)


def _check_both_free(asked: Asked) -> None:
    check_free(asked.to, "--to")
    if asked.with_dating is not None:
        check_free(asked.with_dating, "--with-dating")


def _write_answer(asked: Asked, candidate: "Candidate", answer: "AuthorizationResponse") -> None:
    if candidate.dating is not None:
        write_named(asked.with_dating, candidate.dating.format(), "--with-dating")
    write_named(asked.to, answer.format() + b"\n", "--to")


def _typed(asked: Asked, question: "Question", sheet: "ConsentSheet") -> "ConsentGiven | None":
    """Ask until there is a whole word; a slip of the fingers is neither yes nor no.

    Raises:
        MalformedInput: ``usage.consent`` where nobody says either.
        LeftOpenError: for later, or another proof.
    """
    from livret_wallet import questions
    from livret_wallet.cli.sheet import list_lines, page_of, who_lines
    from livret_wallet.consent import agree

    voice, said = asked.voice, texts(asked.voice.lang)
    left = _ASKED_TIMES
    while left:
        try:
            typed = input(questions.question(sheet, voice.lang))
        except EOFError:
            # Nobody is there any more: that is no no either, and none is noted.
            raise MalformedInput("usage.consent", "the end of input at the question") from None
        match questions.read(typed):
            case "yes":
                return agree(sheet, typed)
            case "no":
                return None
            case "later":
                raise questions.LeftOpenError
            case "list":
                voice.lines(
                    list_lines(page_of(question, voice.lang), voice.lang, plain=voice.plain)
                )
            case "who":
                voice.lines(who_lines(page_of(question, voice.lang), voice.lang, plain=voice.plain))
            case "other":
                other = questions.next_other(sheet, asked.seen)
                if other is not None:
                    raise questions.LeftOpenError(other)
                voice.tell("! " + said["no_other"])
            case None:
                left -= 1
                voice.tell("! " + said["question_again"])
    raise MalformedInput("usage.consent", "no word that answers")


def _until_decided(asked: Asked, show: Callable[[Asked], T]) -> T | None:
    """Show the sheet of one proof after another, until there is a yes or a no; None for later."""
    from livret_wallet.questions import LeftOpenError

    turn, seen = asked.proof, set[int]()
    while True:
        try:
            return show(asked.also(proof=turn, seen=seen))
        except LeftOpenError as left:
            if left.other is None:
                return None
            turn = str(left.other)
