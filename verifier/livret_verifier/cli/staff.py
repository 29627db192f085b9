"""`livret desk staff`: who may see the desk's page. `livret desk count`: what happened, by day."""

import time
from typing import Final

from livret_core import totp
from livret_core.words import printable
from livret_core.words.counting import Phrase
from livret_core.words.figures import day
from livret_edge.arguments import PASSPHRASE, Argument, Asked
from livret_edge.passphrase import take_passphrase
from livret_edge.program import Command, Program
from livret_edge.qr import half_blocks
from livret_edge.saying import now_s
from livret_verifier.store import Desk
from livret_verifier.store.transactions import Transactions
from livret_verifier.words.staff import texts

_DAY_S: Final = 86_400


def staff_program(shared: tuple[Argument, ...]) -> Program:
    """Make the commands; *shared* is the desk's folder."""
    full = "livret desk staff"
    name = Argument("name", "name", required=True)
    return Program(
        full,
        "livret_verifier.words.staff_help",
        (
            Command(
                "add",
                _add,
                (f"{full} add odile", f"{full} add odile --passphrase-file secret.txt --json"),
                (name, PASSPHRASE),
            ),
            Command("list", _list, (f"{full} list", f"{full} list --json")),
            Command("code", _code, (f"{full} code odile", f"{full} code odile --json"), (name,)),
            Command("remove", _remove, (f"{full} remove odile", f"{full} remove odile --json"),
                    (name,)),
        ),
        shared=shared,
        examples=(f"{full} add odile", f"{full} list"),
    )  # fmt: skip


def count(asked: Asked) -> int:
    """Say how often what happened on each of the last days."""
    since = time.strftime("%Y-%m-%d", time.localtime(now_s() - (asked.days - 1) * _DAY_S))
    rows = _transactions(asked).counts.since(since)
    if asked.voice.json:
        for at, procedure, what, times in rows:
            asked.voice.event("count", day=at, procedure=procedure, what=what, times=times)
        return 0
    said = texts(asked.voice.lang)
    if not rows:
        asked.voice.tell(said["nothing"])
        return 0
    asked.voice.rows(
        [
            (f"{at} {printable(procedure)}".strip(), f"{said[what]}: {times}")
            for at, procedure, what, times in rows
        ]
    )
    return 0


def _add(asked: Asked) -> int:
    desk = Desk.open(asked.home)
    voice, said, transactions = asked.voice, texts(asked.voice.lang), _transactions(asked)
    passphrase = take_passphrase(asked.passphrase_file, voice, twice=True)
    made = transactions.staff.add(asked.name, passphrase, now_s=now_s())
    link = totp.link(made.secret, service=desk.policy().service, name=made.name)
    if voice.json:
        voice.event("staff", name=made.name, otpauth=link, secret=totp.secret_text(made.secret))
        return 0
    voice.tell("✓ " + said["added"].format(name=made.name), said["authenticator"])
    if not voice.plain:
        voice.drawn(half_blocks(link, colour=voice.colour))
    voice.rows([(said["secret"], _grouped(totp.secret_text(made.secret)))])
    voice.tell(said["shown_once"])
    return 0


def _list(asked: Asked) -> int:
    names = _transactions(asked).staff.names()
    voice, said = asked.voice, texts(asked.voice.lang)
    if voice.json:
        for name, made_at_s in names:
            voice.event("staff", name=name, made_at=made_at_s)
        return 0
    if not names:
        voice.tell(said["nobody"])
    since = Phrase(said["since"], voice.lang)
    voice.rows([(name, since.format(day=day(at_s, voice.lang))) for name, at_s in names])
    return 0


def _code(asked: Asked) -> int:
    account = _transactions(asked).staff.find(asked.name)
    at_s = now_s()
    shown = totp.digits_of(account.secret, totp.step_of(at_s))
    left_s = totp.STEP_S - at_s % totp.STEP_S
    if asked.voice.json:
        asked.voice.event("code", name=account.name, code=shown, seconds=left_s)
        return 0
    asked.voice.rows([(account.name, f"{shown[:3]} {shown[3:]}")])
    return 0


def _remove(asked: Asked) -> int:
    _transactions(asked).staff.remove(asked.name)
    if asked.voice.json:
        asked.voice.event("removed", name=asked.name)
        return 0
    asked.voice.tell(texts(asked.voice.lang)["removed"].format(name=asked.name))
    return 0


def _transactions(asked: Asked) -> Transactions:
    desk = Desk.open(asked.home)
    return desk.transactions(desk.policy().on_network().tenant)


def _grouped(text: str) -> str:
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))
