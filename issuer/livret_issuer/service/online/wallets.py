"""What wallets do with a town hall; a method a route."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from typing import Final, final

from livret_core.credential.issuer import Profile
from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_core.oauth.bearer import Scheme
from livret_core.oauth.scope import Scope, parse_scope, told_scope
from livret_core.openid4vci.authorization_details import CredentialDetail, check_details
from livret_core.openid4vci.credential_request import (
    CredentialRequest,
    Granted,
    check_encryption,
    check_request,
)
from livret_core.openid4vci.credential_response import DeferredResponse, IssuedResponse
from livret_core.openid4vci.deferred import DeferredRequest
from livret_core.openid4vci.encryption import ResponseEncryption
from livret_core.openid4vci.errors import Stage
from livret_core.openid4vci.nonce import NonceResponse
from livret_core.openid4vci.notification import Notification
from livret_core.openid4vci.token import (
    PreAuthorizedRequest,
    RefreshRequest,
    TokenRequest,
    TokenResponse,
    check_granted,
    check_target,
    parse_token_request,
)
from livret_core.short_code import ShortCode
from livret_edge.serving.endpoint import Incoming, Outgoing, answer_json, problem
from livret_edge.serving.site import Site
from livret_issuer.describing import (
    CREDENTIAL,
    DATING,
    DEFERRED,
    NOTIFICATION,
    TOKEN,
    configuration_for,
    describe_offer,
    vcts_of,
    wants_jwt,
)
from livret_issuer.pickup.going_on import INTERVAL_S
from livret_issuer.pickup.records import Ask, Handed, KeyShown, Tokens, Waiting
from livret_issuer.service.online.opened import Now, Opened
from livret_issuer.service.online.shown import (
    DPOP_NONCE,
    Shown,
    answered,
    decrypted,
    marked,
    proof_of,
    refused,
    token_of,
)

_METADATA_KEPT: Final = "public, max-age=300"
_JWT: Final = "application/jwt"


@final
class Wallets:
    """The routes of one town hall that wallets call."""

    def __init__(self, opened: Opened, site: Site, clock: Callable[[], int]) -> None:
        """Take a town hall, where it is, and the time."""
        self._opened: Final = opened
        self._site: Final = site
        self._clock: Final = clock

    def issuer_metadata(self, incoming: Incoming) -> Outgoing:
        """Say what is issued here, signed for whoever would rather have it so."""
        headers = {"Cache-Control": _METADATA_KEPT, "Vary": "Accept"}
        if wants_jwt(", ".join(value for name, value in incoming.headers if name == "accept")):
            # While no key signs: without its word, which is what anybody is given (§12.2.2).
            with suppress(Refused):
                signed = self._opened.signed_metadata(now_s=self._clock())
                return Outgoing(body=signed.encode("ascii"), content_type=_JWT, headers=headers)
        return Outgoing(body=self._opened.now().metadata_json, headers=headers)

    async def server_metadata(self, _incoming: Incoming) -> Outgoing:
        """Say what becomes a token here."""
        headers = {"Cache-Control": _METADATA_KEPT}
        return Outgoing(body=self._opened.now().server_json, headers=headers)

    def offer(self, incoming: Incoming) -> Outgoing:
        """Show an offer to whoever has its address."""
        now = self._opened.now()
        opened = now.pickups.open(ShortCode.parse(incoming.path["code"]), now_s=self._clock())
        return Outgoing(body=describe_offer(now.hall, opened).format())

    def no_offer(self, error: LivretError) -> Outgoing:
        """Say that there is no such offer, or no more: whichever it is."""
        status = 503 if isinstance(error, Unavailable) else 404
        return problem(status, code=error.code)

    async def nonce(self, _incoming: Incoming) -> Outgoing:
        """Give a nonce for key proofs, to whoever asks."""
        now = self._opened.now()
        body = NonceResponse(now.pickups.nonce(now_s=self._clock())).format()
        return Outgoing(body=body, headers=self._nonce_header(now))

    def token(self, incoming: Incoming) -> Outgoing:
        """Give tokens for an offer's code and its PIN, or for a refresh token."""
        now, now_s = self._opened.now(), self._clock()
        request = parse_token_request(incoming.body)
        check_target(request, now.metadata.issuer)
        shown = proof_of(incoming, now, self._site.uri(incoming.tenant, TOKEN), now_s=now_s)
        if isinstance(request, RefreshRequest):
            given = self._refresh(request, now, shown, now_s=now_s)
        else:
            given = self._redeem(request, now, shown, now_s=now_s)
        scheme: Scheme = "DPoP" if given.is_bound else "Bearer"
        access = marked(given.access, request.client_id, has_identifiers=bool(request.details))
        one = configuration_for(given.vct, given.profile)
        answer = TokenResponse(
            access,
            scheme,
            given.lasts_s,
            given.refresh,
            _details(request, one),
            told_scope(request.scope, _scope_of(now, one)),
        )
        return Outgoing(body=answer.format(), headers=self._nonce_header(now))

    @staticmethod
    def _redeem(
        request: PreAuthorizedRequest, now: Now, shown: KeyShown | None, *, now_s: int
    ) -> Tokens:
        types = now.types
        check_details(request.details, issuer=now.metadata.issuer.text, offered=types)
        wanted = vcts_of((one.configuration_id for one in request.details), types)
        return now.pickups.redeem(
            request.code,
            request.tx_code,
            shown=shown,
            now_s=now_s,
            only=wanted if request.details else None,
        )

    @staticmethod
    def _refresh(
        request: RefreshRequest, now: Now, shown: KeyShown | None, *, now_s: int
    ) -> Tokens:
        def check(vct: str, profile: Profile) -> None:
            one = configuration_for(vct, profile)
            check_granted(request, now.metadata.issuer, one, _scope_of(now, one))

        return now.pickups.refresh(request.refresh_token, shown=shown, now_s=now_s, check=check)

    def credential(self, incoming: Incoming) -> Outgoing:
        """Hand over copies, or say that they have to be waited for."""
        with self._shown(incoming, CREDENTIAL) as (now, now_s, shown):
            raw, was_encrypted = decrypted(incoming, now.office.own_word().requests_key)
            request = CredentialRequest.parse(raw)
            types = now.types
            named = {one: one for one in types} if shown.has_identifiers else {}
            configuration = check_request(
                request, Granted(types.keys(), named), now.metadata, was_encrypted=was_encrypted
            )
            kind, profile = types[configuration]
            digest = hashlib.sha256(raw).digest()
            ask = Ask(kind.vct, request.proofs, digest, profile, shown.client)
            handed = now.pickups.ask(shown.token, ask, shown=shown.key, now_s=now_s)
            return self._hand(now, handed, request.response_encryption)

    def deferred(self, incoming: Incoming) -> Outgoing:
        """Hand over what had to be waited for, once it is ready."""
        with self._shown(incoming, DEFERRED) as (now, now_s, shown):
            raw, was_encrypted = decrypted(incoming, now.office.own_word().requests_key)
            request = DeferredRequest.parse(raw)
            check_encryption(request.response_encryption, now.metadata, was_encrypted=was_encrypted)
            handed = now.pickups.collect(
                shown.token, request.transaction_id, shown=shown.key, now_s=now_s
            )
            # In clear it has no name (§9.2: MAY). The library that many wallets are made of encrypts
            # nothing, and takes a name beside the copies for a malformed answer.
            is_named = request.response_encryption is not None
            return self._hand(now, handed, request.response_encryption, is_named=is_named)

    def notification(self, incoming: Incoming) -> Outgoing:
        """Take note of what became of a delivery."""
        with self._shown(incoming, NOTIFICATION) as (now, now_s, shown):
            said = Notification.parse(incoming.body)
            now.pickups.notify(
                shown.token, said.notification_id, said.event, shown=shown.key, now_s=now_s
            )
            return Outgoing(status=204, content_type="", headers=self._nonce_header())

    def dating(self, incoming: Incoming) -> Outgoing:
        """Give what dates the copies of a delivery, once the ledger has their day."""
        with self._shown(incoming, DATING) as (now, now_s, shown):
            name = _notification_id(incoming.body)
            try:
                found = now.pickups.dating(shown.token, name, shown=shown.key, now_s=now_s)
            except Unavailable as error:
                if error.code != "pickup.not_dated":
                    raise
                headers = {**self._nonce_header(), "Retry-After": str(INTERVAL_S)}
                return answer_json(
                    {"interval": INTERVAL_S}, status=202, headers=headers, code=error.code
                )
            return Outgoing(body=found.format(), headers=self._nonce_header())

    def refusing(self, stage: Stage) -> Callable[[LivretError], Outgoing]:
        """Say how an endpoint says no."""
        return partial(self._refuse, stage)

    def _refuse(self, stage: Stage, error: LivretError) -> Outgoing:
        return refused(error, stage, self._nonce_header())

    @contextmanager
    def _shown(self, incoming: Incoming, path: str) -> Iterator[tuple[Now, int, Shown]]:
        """Verify what a request shows; whatever becomes of the request, it was shown.

        Who has no token hears that before anything that is wrong with the rest.
        """
        now, now_s = self._opened.now(), self._clock()
        uri = self._site.uri(incoming.tenant, path)
        shown = token_of(incoming, now, uri, now_s=now_s)
        try:
            yield now, now_s, shown
        except LivretError:
            # All that was done for it is undone, and the proof with it.
            now.pickups.spend(shown.token, shown.key, now_s=now_s)
            raise

    def _hand(
        self,
        now: Now,
        handed: Handed | Waiting,
        asked: ResponseEncryption | None,
        *,
        is_named: bool = True,
    ) -> Outgoing:
        said: IssuedResponse | DeferredResponse
        if isinstance(handed, Handed):
            name = handed.notification_id if is_named else None
            said = IssuedResponse(handed.credentials, name)
        else:
            said = DeferredResponse(handed.transaction_id, handed.interval_s)
        return answered(said.format(), asked, status=said.status, headers=self._nonce_header(now))

    def _nonce_header(self, now: Now | None = None) -> Mapping[str, str]:
        pickups = (now or self._opened.now()).pickups
        return {DPOP_NONCE: pickups.dpop_nonce(now_s=self._clock())}


def _details(request: TokenRequest, configuration: str) -> tuple[CredentialDetail, ...]:
    """Name the one dataset that a token is for, to a wallet that asked for it by details."""
    if not request.details:
        return ()
    return (CredentialDetail(configuration, identifiers=(configuration,)),)


def _scope_of(now: Now, configuration: str) -> Scope:
    """Name the scope of a token: that of the configuration it is for, as it is published."""
    found = now.metadata.configurations.get(configuration)
    return () if found is None or found.scope is None else parse_scope(found.scope)


def _notification_id(raw: bytes) -> str:
    name = json_encoding.parse_object(raw, max_bytes=4_096).get("notification_id")
    if not isinstance(name, str) or not 0 < len(name) <= 512:
        raise MalformedInput("issuance.malformed", "`notification_id` is required")
    return name
