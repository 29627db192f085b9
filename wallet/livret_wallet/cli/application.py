"""`livret wallet` alone: the application, on the whole terminal or line by line."""

import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from livret_core.errors import MalformedInput
from livret_edge.arguments import Asked
from livret_edge.passphrase import take_passphrase
from livret_edge.saying import local_zone, now_s
from livret_wallet import settings
from livret_wallet.cli.opening import authorities_of, vault_path
from livret_wallet.settings import Settings

if TYPE_CHECKING:
    from livret_wallet.client.fetching import Network
    from livret_wallet.session import OpenWallet
    from livret_wallet.session.salvage import Salvage


_STATUS: Final = {"refused": 1, "malformed": 2, "unavailable": 3}


def start(asked: Asked) -> int:
    """Open the application; where there is no wallet yet, ask what is needed to make one.

    Args:
        asked: how it was started.

    Raises:
        MalformedInput: ``usage.terminal`` without one; ``home.malformed``.
    """
    if asked.voice.json or not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise MalformedInput("usage.terminal")
    passphrase, receives = None, False
    if asked.passphrase_file is not None:
        passphrase = take_passphrase(asked.passphrase_file, asked.voice)
    if not os.path.lexists(vault_path(asked)):
        from livret_wallet.cli import first_run

        begun = first_run.begin(asked, passphrase, reach=partial(_reach, asked))
        if begun is None:
            return 1
        if begun.next == "leave":
            return 0
        asked = asked.also(home=begun.home)
        passphrase, receives = begun.passphrase or passphrase, begun.next == "receive"
    chosen = settings.read(asked.home)
    if asked.lang is not None:
        chosen = replace(chosen, language=asked.lang)
    wallet = None if passphrase is None else _unlock(asked, passphrase)
    manner = asked.voice.manner
    is_plain = asked.plain or manner.plain or manner.dumb or chosen.reading == "lines"
    return (_in_lines if is_plain else _on_screen)(asked, chosen, wallet, receives=receives)


def _on_screen(
    asked: Asked, chosen: Settings, wallet: "OpenWallet | None", *, receives: bool
) -> int:
    from livret_wallet.tui.app import WalletApp

    app = WalletApp(
        partial(_unlock, asked),
        salvage=partial(_salvage, asked),
        settings=chosen,
        keep=partial(settings.write, asked.home),
        language=asked.voice.lang,
        clock=now_s,
        zone=local_zone,
        wallet=wallet,
        receives=receives,
    )
    try:
        app.run()
    finally:
        if app.wallet is not None:
            app.wallet.lock()
    if app.fault is not None:
        raise app.fault
    return 0


def _in_lines(
    asked: Asked, chosen: Settings, wallet: "OpenWallet | None", *, receives: bool
) -> int:
    from livret_wallet.plain.talk import Talk
    from livret_wallet.plain.terminal import Terminal
    from livret_wallet.plain.wallet import LineWallet

    terminal = Terminal()
    ended = LineWallet(
        Talk(terminal.write, terminal.read),
        partial(_unlock, asked),
        salvage=partial(_salvage, asked),
        ask_passphrase=lambda language: take_passphrase(None, asked.voice.in_language(language)),
        hear_hidden=lambda question: getpass.getpass(f"{question} "),
        settings=chosen,
        keep=partial(settings.write, asked.home),
        language=asked.voice.lang,
        clock=now_s,
        zone=local_zone,
    ).run(wallet, receives=receives)
    return 0 if ended is None else _STATUS[ended.branch]


def _unlock(asked: Asked, passphrase: bytes) -> "OpenWallet":
    from livret_wallet.session import OpenWallet

    return OpenWallet.unlock(
        vault_path(asked),
        passphrase,
        clock=now_s,
        reach=partial(_reach, asked),
        language=asked.voice.lang,
        x509=authorities_of(asked),
    )


def _salvage(asked: Asked, passphrase: bytes) -> "Salvage":
    from livret_wallet.session.salvage import Salvage

    return Salvage.of(vault_path(asked), passphrase)


@contextmanager
def _reach(asked: Asked) -> "Iterator[Network]":
    from livret_edge.fetcher.wanted import fetcher_of
    from livret_wallet.client.web import Web

    web = Web(fetcher_of(asked))
    try:
        yield web
    finally:
        web.close()
