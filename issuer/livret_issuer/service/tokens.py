"""Tokens of wallets: drawn, found again by what they hash to, each DPoP proof taken once.

All of it happens in the transaction of whoever asks (:mod:`livret_issuer.service.pickups`).
"""

import secrets

from livret_core.credential import catalogue
from livret_core.encoding import base64url
from livret_core.errors import Refused
from livret_core.short_code import ShortCode
from livret_issuer.pickup import going_on
from livret_issuer.pickup.records import KeyShown, StoredPickup, StoredToken, TokenKind, Tokens
from livret_issuer.pickup.secrets import TOKEN_BYTES, digest_of
from livret_issuer.records import StoredHandover
from livret_issuer.store import Transaction


class PickupTokens:
    """Gives tokens, and knows them again."""

    def _give(
        self,
        transaction: Transaction,
        pickup: StoredPickup,
        handover: StoredHandover,
        shown: KeyShown | None,
        *,
        now_s: int,
    ) -> Tokens:
        """Draw the tokens of a redemption."""
        until_s, code = now_s + going_on.ACCESS_S, pickup.code
        transaction.pickups.drop_tokens(code)
        access = self._add(transaction, code, "access", shown, until_s)
        refresh = None
        if shown is not None:
            # A bearer's refresh token would be a proof for whoever steals it (RFC 9700 §2.2.2).
            kind = catalogue.find(handover.vct)
            last_s = going_on.refresh_until_s(kind, now_s=now_s)
            refresh = self._add(transaction, code, "refresh", shown, last_s)
        transaction.extend_handover(code, until_s=until_s)
        is_bound = shown is not None
        return Tokens(access, going_on.ACCESS_S, refresh, handover.vct, is_bound, pickup.profile)

    @staticmethod
    def _add(
        transaction: Transaction,
        code: ShortCode,
        kind: TokenKind,
        shown: KeyShown | None,
        until_s: int,
    ) -> str:
        token = base64url.encode(secrets.token_bytes(TOKEN_BYTES))
        jkt = None if shown is None else shown.jkt
        transaction.pickups.add_token(digest_of(token), code, kind, jkt=jkt, expires_at_s=until_s)
        return token

    def _token(
        self,
        transaction: Transaction,
        token: str,
        shown: KeyShown | None,
        *,
        kind: TokenKind,
        now_s: int,
    ) -> StoredToken:
        found = going_on.check_token(
            transaction.pickups.token(digest_of(token)), shown, kind=kind, now_s=now_s
        )
        self._see(transaction, found.code, shown, now_s=now_s)
        return found

    def _opened(
        self, transaction: Transaction, access: str, shown: KeyShown | None, *, now_s: int
    ) -> tuple[StoredPickup, StoredHandover]:
        found = transaction.pickups.opened_by(digest_of(access))
        token = None if found is None else found[0]
        checked = going_on.check_token(token, shown, kind="access", now_s=now_s)
        self._see(transaction, checked.code, shown, now_s=now_s)
        assert found is not None  # noqa: S101  # a token was checked
        return found[1:]

    @staticmethod
    def _see(
        transaction: Transaction, code: ShortCode, shown: KeyShown | None, *, now_s: int
    ) -> None:
        """Take a DPoP proof once. Only who has a right to the pickup gets so far."""
        if shown is None:
            return
        name, until_s = f"dpop {base64url.encode(shown.replay_id)}", shown.forget_after_s
        if not transaction.pickups.use_one_of(
            going_on.MAX_SEEN, name, code, until_s=until_s, now_s=now_s
        ):
            raise Refused("dpop.replayed")
