"""Commands that reach a town hall: receive an offer, go on, renew, fetch what dates a proof."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from livret_core.errors import LivretError, MalformedInput
from livret_core.words import explain_error, quoted, unsigned
from livret_edge.arguments import Asked
from livret_edge.files import named_by, read_secret
from livret_edge.saying import Voice, now_s
from livret_edge.trust import believe_first
from livret_wallet.cli.opening import authorities_of, open_vault
from livret_wallet.cli.telling import tell_absent, tell_dated, tell_received
from livret_wallet.words import texts

if TYPE_CHECKING:
    from livret_wallet.backup.restoring import Absent
    from livret_wallet.client.fetching import Fetched, Fetching
    from livret_wallet.client.web import Web
    from livret_wallet.pickup_record import Pickup
    from livret_wallet.receiving.collecting import PutOff
    from livret_wallet.receiving.needs import PinNeeded
    from livret_wallet.vault import Vault

_PIN_BYTES: Final = 256
_WAITS: Final = 3
_NOTHING_NEWER: Final = "pickup.nothing_newer"
_STDIN: Final = "-"


def receive(asked: Asked) -> int:
    """Fetch what an offer offers; 3 where it comes later."""
    from livret_wallet.client.fetching import COPIES, Fetched
    from livret_wallet.receiving import invitation
    from livret_wallet.vault.ledgers import Ledgers

    invited = invitation.parse(asked.answer)
    with open_vault(asked) as vault:
        if asked.anchors is None:
            believe_first(asked, Ledgers(vault))
        with _fetching(asked, vault) as fetching:
            done = fetching.receive(invited, copies=asked.copies or COPIES)
    status = _tell(asked.voice, done)
    if isinstance(done, Fetched) and not asked.voice.json:
        given, wanted = len(done.batch.copies), asked.copies or 0
        if given < wanted:
            said = texts(asked.voice.lang)["fewer_copies"]
            asked.voice.tell("! " + said.format(given=given, wanted=wanted))
    return status


def go_on(asked: Asked) -> int:
    """Go on with everything that was begun; the worst of what became of it."""
    voice, worst = asked.voice, 0
    with open_vault(asked) as vault, _fetching(asked, vault) as fetching:
        open_ones = fetching.open_pickups()
        if not open_ones and not voice.json:
            voice.tell(texts(voice.lang)["nothing_open"])
        for pickup in open_ones:
            try:
                done = fetching.go_on(pickup)
            except LivretError as error:
                if len(open_ones) == 1:
                    raise
                voice.complain_of(unsigned(pickup.issuer_name), error)
                worst = max(worst, 3 if error.branch == "unavailable" else 1)
                continue
            if done is not None:
                worst = max(worst, _tell(voice, done))
            elif voice.json:
                voice.event("told", id=pickup.batch_id)
            else:
                voice.tell("✓ " + texts(voice.lang)["told_now"])
    return worst


def renew(asked: Asked) -> int:
    """Fetch a newer one of a proof, or one for a proof whose keys are gone.

    Where none is named, what came back without keys goes first, all of it that can be fetched;
    and nothing is said of the one that is held without a word of those that are not.
    """
    from livret_wallet.choosing import find_batch
    from livret_wallet.vault import holdings

    with open_vault(asked) as vault, _fetching(asked, vault) as fetching:
        absent, held = _absent(vault), holdings.batches(vault)
        named = next((each.proof for each in absent if each.proof.id == asked.proof), None)
        is_any = asked.proof is None
        if is_any and absent and (not held or any(each.has_handle for each in absent)):
            return _renew_all(asked.voice, fetching, absent)
        proof = named or find_batch(held, asked.proof)
        try:
            done = fetching.renew(proof)
        except LivretError as error:
            if error.code != _NOTHING_NEWER or proof is named:
                raise
            _tell_nothing_newer(asked.voice, proof.id, error)
            status = 0
        else:
            status = _tell(asked.voice, done)
            if not status and not asked.voice.json:
                asked.voice.tell("✓ " + texts(asked.voice.lang)["renewed"])
    if is_any:
        tell_absent(asked.voice, absent)
    return status


def _renew_all(voice: Voice, fetching: "Fetching", absent: "Sequence[Absent]") -> int:
    """Fetch everything that came back without keys, and say of the rest where it is asked for."""
    worst, left = 0, [each for each in absent if not each.has_handle]
    for each in absent:
        if not each.has_handle:
            continue
        try:
            worst = max(worst, _tell(voice, fetching.renew(each.proof)))
        except LivretError as error:
            voice.complain_of(unsigned(each.proof.issuer_name), error)
            worst = max(worst, 3 if error.branch == "unavailable" else 1)
            left.append(each)
    tell_absent(voice, left)
    return max(worst, 1 if left else 0)


def _absent(vault: "Vault") -> "list[Absent]":
    """Find what came back without keys, and of which a town hall gives a new one by itself."""
    from livret_wallet.vault import holdings

    missing = [each for _, each in holdings.missing(vault)]
    if not missing:
        return []
    from livret_wallet.backup.restoring import Absent

    handles = {each.batch_id for _, each in holdings.pickups(vault) if each.refresh_token}
    return [Absent(each, each.id in handles) for each in missing]


def pass_by(asked: Asked) -> int:
    """Do once what an open wallet does by itself; nothing where nothing is due."""
    from livret_wallet.client.refilling import Refilling

    voice = asked.voice
    with open_vault(asked) as vault, _fetching(asked, vault) as fetching:
        passed = Refilling(clock=now_s, settles=False).pass_by(vault, fetching)
    for done in passed.fetched:
        _tell(voice, done)
    for pickup in passed.put_off:
        _tell_put_off(voice, pickup)
    for name, error in passed.failed:
        voice.complain_of(unsigned(name), error)
    if not (passed.fetched or passed.put_off or passed.failed or voice.json):
        voice.tell(texts(voice.lang)["nothing_due"])
    return 1 if passed.failed else 0


def fetch_dating(asked: Asked) -> int:
    """Fetch what dates a proof, check it, and keep it."""
    from livret_wallet.choosing import find_batch
    from livret_wallet.service import Wallet
    from livret_wallet.vault import holdings

    with open_vault(asked) as vault, _fetching(asked, vault) as fetching:
        batch = find_batch(holdings.batches(vault), asked.proof)
        dating = fetching.fetch_dating(batch)
        _, held = Wallet(vault).keep_dating(dating, now_s=now_s(), of=batch)
    tell_dated(asked.voice, batch, held)
    return 0


@contextmanager
def reaching(asked: Asked) -> "Iterator[Web]":
    """Open a way to the network, for one thing that is done over it."""
    from livret_edge.fetcher.wanted import fetcher_of
    from livret_wallet.client.web import Web

    web = Web(fetcher_of(asked))
    try:
        yield web
    finally:
        web.close()


@contextmanager
def _fetching(asked: Asked, vault: "Vault") -> "Iterator[Fetching]":
    from livret_wallet.client.fetching import Fetching

    with reaching(asked) as web:
        yield Fetching(
            vault,
            web,
            clock=now_s,
            ask_pin=_pin_of(asked),
            language=asked.voice.lang,
            x509=authorities_of(asked),
        )


def _tell(voice: Voice, done: "Fetched | PutOff") -> int:
    from livret_wallet.receiving.collecting import PutOff

    said = texts(voice.lang)
    if isinstance(done, PutOff):
        _tell_put_off(voice, done.pickup)
        return _WAITS
    tell_received(voice, done.batch, is_checked=done.is_checked)
    if not voice.json:
        if not done.is_told:
            voice.tell("! " + said["not_told"])
        if done.left_out:
            voice.tell("! " + said["left_out"].format(count=done.left_out))
    return 0


def _tell_nothing_newer(voice: Voice, proof_id: str, error: LivretError) -> None:
    if voice.json:
        voice.event("nothing_newer", id=proof_id)
        return
    voice.tell("· " + explain_error(error, voice.lang).what)


def _tell_put_off(voice: Voice, pickup: "Pickup") -> None:
    from livret_core.credential.type_names import type_name

    if voice.json:
        voice.event("put_off", id=pickup.id, type=pickup.vct, not_before_s=pickup.not_before_s)
        return
    proof, time = type_name(pickup.vct, voice.lang), voice.moment(pickup.not_before_s)
    voice.tell("! " + texts(voice.lang)["put_off"].format(proof=proof, time=time))


def _pin_of(asked: Asked) -> "Callable[[PinNeeded], str]":
    """Say where the PIN comes from: a file once, or whoever sits at the terminal."""

    def from_file(need: "PinNeeded") -> str:
        # Asking again would only cost the next attempt.
        if (failed := need.misfit or need.wrong) is not None:
            raise failed
        return _typed_in(asked.tx_code_file)

    def from_terminal(need: "PinNeeded") -> str:
        voice, said = asked.voice, texts(asked.voice.lang)
        if voice.json or not sys.stdin.isatty():
            raise MalformedInput("usage.missing", option="--tx-code-file")
        if (failed := need.misfit or need.wrong) is not None:
            voice.tell("! " + explain_error(failed, voice.lang).what)
        else:
            name = need.names.get(voice.lang) or next(iter(need.names.values()), need.issuer)
            voice.tell(said["hand_over"].format(issuer=quoted(name, voice.lang)))
            voice.lines([f"  {unsigned(need.issuer)}"])
            if need.tx_code.description is not None:
                voice.tell(quoted(need.tx_code.description, voice.lang, max_chars=300))
        voice.tell(said["pin_costs"])
        try:
            typed = input(said["pin_question"])
        except EOFError:
            raise MalformedInput("usage.missing", option="--tx-code-file") from None
        return typed

    if getattr(asked, "tx_code_file", None) is None:
        return from_terminal
    return from_file


def _typed_in(source: str) -> str:
    if source == _STDIN:
        return sys.stdin.read(_PIN_BYTES)
    with named_by("--tx-code-file"):
        raw = read_secret(Path(source), _PIN_BYTES)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise MalformedInput("input.malformed", "a PIN that is not UTF-8") from None
