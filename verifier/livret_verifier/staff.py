"""Who may see the desk's page: accounts of a name, a passphrase and an authenticator. Pure.

A try is counted before it is looked at, so that tries side by side count like tries one after
the other. After :data:`TRIES` in a row the account waits, each time twice as long.
"""

import hmac
import re
from dataclasses import dataclass
from typing import Final, final

from livret_core import totp
from livret_core.errors import MalformedInput, Refused
from livret_core.sealing import FLOOR, LEAST_CHARS, KdfParameters, encode_passphrase, stretch

TRIES: Final = 5
SESSION_S: Final = 10 * 3_600

_WAIT_S: Final = 30
_MOST_WAIT_S: Final = 900
_NAME: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,62}[A-Za-z0-9])?")


@final
@dataclass(frozen=True, slots=True)
class Account:
    """One account, as it is kept; its ``repr`` shows nothing that opens it.

    Attributes:
        name: as typed.
        salt, kdf: how its passphrase is stretched.
        digest: what comes out.
        secret: shared with its authenticator.
        last_step: in which its last code was shown.
        tries: since it was last entered.
        waits_until_s: before then nothing is looked at.
        made_at_s: seconds since 1970.
    """

    name: str
    salt: bytes
    kdf: KdfParameters
    digest: bytes
    secret: bytes
    last_step: int = -1
    tries: int = 0
    waits_until_s: int = 0
    made_at_s: int = 0

    def __repr__(self) -> str:
        return f"Account({self.name!r}, …)"


def check_name(name: str) -> str:
    """Check a name for an account.

    Raises:
        MalformedInput: ``staff.name``.
    """
    if _NAME.fullmatch(name) is None:
        raise MalformedInput("staff.name")
    return name


def make_account(
    name: str,
    passphrase: bytes,
    *,
    salt: bytes,
    secret: bytes,
    now_s: int,
    kdf: KdfParameters = FLOOR,
) -> Account:
    """Make an account.

    Raises:
        MalformedInput: ``staff.name``. Refused: ``staff.passphrase_short``.
    """
    check_name(name)
    if len(passphrase.decode("utf-8")) < LEAST_CHARS:
        raise Refused("staff.passphrase_short")
    digest = stretch(passphrase, salt, kdf)
    return Account(name, salt, kdf, digest, secret, made_at_s=now_s)


#: Stands for an account that there is not: a try at it costs as much.
NOBODY: Final = Account("", bytes(16), FLOOR, bytes(32), bytes(totp.SECRET_BYTES))


def wait_s(tries: int) -> int:
    """Say how long an account waits after so many tries in a row."""
    over = tries - TRIES
    return 0 if over < 0 else min(_MOST_WAIT_S, _WAIT_S << min(over, 8))


def check_waits_not(account: Account, *, now_s: int) -> None:
    """Check that an account may be tried now.

    Raises:
        Refused: ``staff.blocked``.
    """
    if now_s < account.waits_until_s:
        raise Refused("staff.blocked")


def entered(account: Account, passphrase: str, code: str, *, now_s: int) -> int:
    """Check what was typed; the step of the code, to be taken once.

    Raises:
        Refused: ``staff.unknown``, whichever of them is not right.
    """
    try:
        typed = encode_passphrase(passphrase)
    except MalformedInput:
        typed = b""
    is_right = hmac.compare_digest(stretch(typed, account.salt, account.kdf), account.digest)
    step = totp.find_step(account.secret, code, now_s=now_s, after=account.last_step)
    if not is_right or step is None or not account.name:
        raise Refused("staff.unknown")
    return step
