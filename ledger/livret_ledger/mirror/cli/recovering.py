"""A ledger's folder is made from a copy, and goes on with its key or another one."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from livret_core import limits
from livret_core.errors import MalformedInput
from livret_core.keys import Ed25519Signer
from livret_core.ledger.operation import Operation
from livret_core.ledger.trust_chain import TrustChain
from livret_core.tlog.note import SignatureType, VerifierKey
from livret_core.words import printable
from livret_edge.arguments import Asked
from livret_edge.fetcher import fetcher_of
from livret_edge.files import FILE, named_by, read_file
from livret_edge.new_homes import check_new_home
from livret_edge.pacing import paced
from livret_edge.passphrase import take_passphrase
from livret_edge.saying import now_s
from livret_edge.trust_file import trusted
from livret_ledger.mirror.cli.reaching import reading
from livret_ledger.mirror.words import texts
from livret_ledger.service.asking import post_with, show_with
from livret_ledger.service.recovering import (
    ROTATE,
    Found,
    check_own_key,
    check_server,
    look,
    rebuild,
    rehearse,
    take_over,
    trust_draft,
)
from livret_ledger.store.home import Home
from livret_ledger.store.keys import LOG_KEY, check_sealed, new_key, read_key
from livret_ledger.store.server import check_address


def recover(asked: Asked) -> int:
    """Make a ledger's folder from a copy, or let it go on under its new key."""
    if asked.rotate is not None:
        return _take_over(asked)
    chain = _check_asked(asked)
    if asked.dry_run and asked.key_lost:
        # The key that is made is for the checks alone: none is sealed under a passphrase.
        with _copy(asked, chain) as found:
            return _say_could(asked, found, new_key())
    passphrase = take_passphrase(asked.passphrase_file, asked.voice, twice=asked.key_lost)
    key = new_key() if asked.key_lost else _own_key(asked, passphrase)
    with _copy(asked, chain) as found:
        if not asked.key_lost:
            newest = found.chain.newest
            check_own_key(newest.origin, key, newest.log_keys)
        if asked.dry_run:
            return _say_could(asked, found, key)
        _rebuild(asked, found, key, passphrase)
    if asked.key_lost:
        _say_prepared(asked, found, key)
    else:
        _say_recovered(asked, found)
    return 0


def _check_asked(asked: Asked) -> TrustChain:
    """Check all that was typed, before anybody is asked for anything."""
    if asked.source is None or asked.trust is None:
        raise MalformedInput("usage.missing", option="--from, --trust")
    if (asked.key is None) != asked.key_lost:
        raise MalformedInput("usage.missing", option="--key, --key-lost")
    if asked.store is not None:
        check_address(asked.store)
    check_new_home(asked.to)
    if asked.key is not None:
        with named_by("--key"):
            check_sealed(asked.key)
    return trusted(asked)


@contextmanager
def _copy(asked: Asked, chain: TrustChain) -> Iterator[Found]:
    with closing(fetcher_of(asked)) as fetcher:
        reader, has_key = reading(asked.source, fetcher)(), not asked.key_lost
        post, show = post_with(fetcher), show_with(fetcher)
        yield look(reader, chain, post, has_key=has_key, now_s=now_s(), show=show)


def _own_key(asked: Asked, passphrase: bytes) -> Ed25519Signer:
    with named_by("--key"):
        return read_key(asked.key, passphrase, purpose=LOG_KEY, code=FILE)


def _rebuild(asked: Asked, found: Found, key: Ed25519Signer, passphrase: bytes) -> None:
    told = paced(asked, "replaying")
    rebuild(found, asked.to, key, passphrase, now_s=now_s(), address=asked.store, told=told)


def _say_recovered(asked: Asked, found: Found) -> None:
    voice, origin, size = asked.voice, found.chain.newest.origin, found.size
    if voice.json:
        voice.event("recovered", origin=origin, size=size, to=str(asked.to), **_kept(asked))
        return
    said, place = texts(voice.lang), printable(str(asked.to))
    voice.tell(
        "✓ " + said["recovered"].format(origin=printable(origin), path=place, size=size),
        "! " + said["old_off"],
        said["serve_next"].format(path=place),
    )


def _say_could(asked: Asked, found: Found, key: Ed25519Signer) -> int:
    """Replay its entries as when it is done, and say what it could go on from."""
    if asked.store is not None:
        check_server(asked.store, found)
    rehearse(found, key, now_s=now_s(), told=paced(asked, "replaying"))
    voice, origin, size = asked.voice, found.chain.newest.origin, found.size
    if voice.json:
        key_from_s = found.counts_from_s if asked.key_lost else None
        ahead = list(found.ahead)
        voice.event(
            "recoverable", origin=origin, size=size, from_s=key_from_s, ahead=ahead, dry_run=True
        )
        return 0
    said = texts(voice.lang)
    voice.tell(said["recoverable"].format(origin=printable(origin), size=size))
    if asked.key_lost:
        voice.rows([(said["not_before"], voice.moment(found.counts_from_s))])
    if found.ahead:
        voice.tell("! " + said["ahead"].format(names=", ".join(map(printable, found.ahead))))
    voice.tell(said["dry_run"])
    return 0


def _say_prepared(asked: Asked, found: Found, key: Ed25519Signer) -> None:
    voice, origin, size = asked.voice, found.chain.newest.origin, found.size
    text = VerifierKey.of(origin, SignatureType.ED25519, key).format()
    rotate, trust = asked.to / ROTATE, asked.to / trust_draft(found)
    if voice.json:
        voice.event(
            "prepared",
            origin=origin,
            size=size,
            key=text,
            rotate=str(rotate),
            trust=str(trust),
            from_s=found.counts_from_s,
            ahead=list(found.ahead),
            to=str(asked.to),
            **_kept(asked),
        )
        return
    said, place = texts(voice.lang), printable(str(asked.to))
    voice.tell("✓ " + said["recovered"].format(origin=printable(origin), path=place, size=size))
    voice.rows(
        [
            (said["new_key"], text),
            (said["rotate"], printable(str(rotate))),
            (said["trust"], printable(str(trust))),
            (said["not_before"], voice.moment(found.counts_from_s)),
        ]
    )
    voice.tell(said["prepared"].format(path=place))
    if found.ahead:
        voice.tell("! " + said["ahead"].format(names=", ".join(map(printable, found.ahead))))


def _kept(asked: Asked) -> dict[str, str]:
    """Say which server keeps it, in an event, if one does."""
    return {} if asked.store is None else {"store": asked.store}


def _take_over(asked: Asked) -> int:
    if asked.trust is None:
        raise MalformedInput("usage.missing", option="--trust")
    if asked.store is not None:
        raise MalformedInput("usage.arguments", option="--store")
    opened, chain = Home.open(asked.to), trusted(asked)
    with named_by("--rotate"):
        rotate = Operation.parse(read_file(asked.rotate, limits.OPERATION_BYTES))
    key = opened.read_key(take_passphrase(asked.passphrase_file, asked.voice))
    size = take_over(opened, rotate, chain, key, now_s=now_s(), dry_run=asked.dry_run)
    if asked.voice.json:
        asked.voice.event(
            "taken_over",
            origin=opened.origin,
            size=size,
            to=str(asked.to),
            dry_run=asked.dry_run,
        )
        return 0
    if asked.dry_run:
        said = texts(asked.voice.lang)
        asked.voice.tell(said["would_take_over"], said["dry_run"])
        return 0
    said, place = texts(asked.voice.lang), printable(str(asked.to))
    asked.voice.tell(
        "✓ " + said["taken_over"].format(size=size), said["serve_next"].format(path=place)
    )
    return 0
