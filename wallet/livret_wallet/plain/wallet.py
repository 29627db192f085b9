"""The wallet in line mode: unlock, one screen after the other, lock."""

from collections.abc import Callable
from typing import Final, final

from livret_core.errors import LivretError
from livret_core.words import Language
from livret_core.words.figures import Zone
from livret_wallet.plain import cards, either
from livret_wallet.plain.opened import Left, Locked, Opened
from livret_wallet.plain.talk import Talk
from livret_wallet.preference_record import Preferences
from livret_wallet.screens import unlock as told
from livret_wallet.session import LOCK_AFTER_S, AutoLock, OpenWallet, Passing
from livret_wallet.session.salvage import DAMAGED, Salvage, looked
from livret_wallet.settings import Settings
from livret_wallet.words import screen_texts

_TRIES: Final = 5


class _Damaged(Exception):  # said already: it is not said again
    """The wallet is damaged, and what of it opens was said."""

    def __init__(self, error: LivretError) -> None:
        super().__init__()
        self.error: Final = error


@final
class LineWallet:
    """One citizen's wallet, line by line."""

    def __init__(
        self,
        talk: Talk,
        unlock: Callable[[bytes], OpenWallet],
        *,
        ask_passphrase: Callable[[Language], bytes],
        hear_hidden: Callable[[str], str],
        settings: Settings,
        keep: Callable[[Settings], None],
        language: Language,
        clock: Callable[[], int],
        zone: Zone,
        lock_after_s: int = LOCK_AFTER_S,
        salvage: Callable[[bytes], Salvage] | None = None,
    ) -> None:
        """Begin, locked.

        Args:
            talk: with whom.
            unlock: opens the wallet with a passphrase.
            ask_passphrase: asks for it in a language, and shows nothing of it.
            hear_hidden: asks any question, and shows nothing of what is typed.
            settings: how its holder reads.
            keep: keeps what the holder chooses instead.
            language: where the settings name none.
            clock: gives seconds since 1970.
            zone: of the reader.
            lock_after_s: after how long untouched it locks itself.
            salvage: says what still opens of one that is damaged.
        """
        self._talk: Final = talk
        self._unlock: Final = unlock
        self._ask_passphrase: Final = ask_passphrase
        self._hear_hidden: Final = hear_hidden
        self._keep: Final = keep
        self._clock: Final = clock
        self._zone: Final = zone
        self._lock_after_s: Final = lock_after_s
        self._locked_after_s = lock_after_s
        self._salvage: Final = salvage
        self._settings = settings
        self._language: Language = settings.language or language

    def run(
        self, wallet: OpenWallet | None = None, *, receives: bool = False
    ) -> LivretError | None:
        """Unlock, show, lock, and again, until its holder leaves.

        Args:
            wallet: open already, with a passphrase from a file.
            receives: whether a proof is to be received first.

        Returns:
            None where its holder left; the damage that ended it, which was said already.

        Raises:
            LivretError: what unlocking raises, after five tries.
        """
        by_itself_s: int | None = None
        while True:
            try:
                wallet = wallet or self._open(by_itself_s)
                by_itself_s = None
                self._show(wallet, receives=receives)
            except Locked as locked:
                by_itself_s = self._locked_after_s if locked.by_itself else None
            except (Left, EOFError):
                self._talk.say(screen_texts(self._language)["is_locked"])
                return None
            except _Damaged as damaged:
                return damaged.error
            finally:
                if wallet is not None:
                    wallet.lock()
                wallet, receives = None, False

    def _open(self, by_itself_s: int | None) -> OpenWallet:
        text = told.unlock(self._language, by_itself_s=by_itself_s)
        self._talk.say("livret", text.title, text.warning)
        for left in reversed(range(_TRIES)):
            passphrase = b""
            try:
                passphrase = self._ask_passphrase(self._language)
                wallet = self._unlock(passphrase)
            except LivretError as error:
                if error.code in DAMAGED:
                    found = None if self._salvage is None else looked(self._salvage, passphrase)
                    self._say_damage(error, found)
                    raise _Damaged(error) from None
                if not left:
                    raise
                self._talk.facts(told.refusal(error, self._language), self._language)
            else:
                wallet.language = self._language
                return wallet
        raise AssertionError("the last try raised")

    def _say_damage(self, error: LivretError, found: Salvage | None) -> None:
        facts = told.refusal(error, self._language)
        facts += () if found is None else told.salvage(found, self._language)
        self._talk.facts(facts, self._language)

    def _show(self, wallet: OpenWallet, *, receives: bool) -> None:
        after_s = self._lock_after_s
        if wallet.preferences != Preferences():
            after_s = wallet.preferences.lock_after_s
        opened = Opened(
            self._talk,
            wallet,
            self._language,
            self._zone,
            AutoLock(self._clock, after_s=after_s),
            self._keep,
            self._settings,
            self._hear_hidden,
        )
        opened.passing = Passing(wallet)
        try:
            opened.read()
            if receives:
                either.take_in(opened)
            cards.show(opened)
        except LivretError as error:
            if error.code in DAMAGED:
                self._say_damage(error, wallet.salvage())
                raise _Damaged(error) from None
            raise
        finally:
            opened.passing.stop()
            self._language, self._settings = opened.language, opened.settings
            self._locked_after_s = opened.lock.after_s
