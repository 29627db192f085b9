"""A town hall is founded, and opened with its passphrase."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from livret_core.errors import MalformedInput, Refused
from livret_core.https_uri import HttpsUri
from livret_core.mirror_path import mirror_path
from livret_core.official_language import choose_language
from livret_core.territory import Territory
from livret_core.words import printable
from livret_edge.arguments import Asked
from livret_edge.files import named_by, read_file
from livret_edge.new_homes import check_new_home
from livret_edge.passphrase import take_passphrase
from livret_edge.resealing import change_passphrase
from livret_edge.saying import now_s
from livret_issuer.placing import Place, at_address, on_ledger
from livret_issuer.rights import not_before_s
from livret_issuer.words import texts

if TYPE_CHECKING:
    # The store behind it takes half a second to import, and no help needs it.
    from livret_core.credential.types import CredentialType
    from livret_issuer.service import Office

_OF_AN_ADDRESS: Final = frozenset({"did.host", "did.malformed", "did.path", "input.https_uri"})
_ANY_SCID: Final = "Q" * 46
_OF_A_NUMBER: Final = frozenset({"ledger.legal_id"})


def found(asked: Asked) -> int:
    """Make a town hall."""
    from livret_issuer.service import found_town_hall, recovery_files

    place = _place(asked)
    territory = _territory(asked.territory, "--territory")
    _check_language(territory, asked.language)  # before a passphrase is asked for
    check_new_home(asked.home)
    recovery = asked.recovery_to or asked.home.parent / f"{asked.home.name}-recovery"
    for sealed in recovery_files(recovery):
        if sealed.exists():
            raise MalformedInput("usage.file_exists", option="--recovery-to", file=str(sealed))
    database = None if asked.database_file is None else _database(asked.database_file)
    office = found_town_hall(
        asked.home,
        name=asked.name,
        authority=asked.authority or asked.name,
        territory=territory,
        language=asked.language,
        host=place.host,
        port=place.port,
        path=place.path,
        recovery=recovery,
        passphrase=take_passphrase(asked.passphrase_file, asked.voice, twice=True),
        now_s=now_s(),
        communes=asked.commune or (),
        ledger=place.ledger,
        url=asked.url,
        database=database,
        lists_at=asked.lists_at,
    )
    voice, did, public = asked.voice, office.hall.did.text, office.home.public
    if voice.json:
        voice.event(
            "founded",
            did=did,
            public=str(public),
            recovery=str(recovery),
            audit_head=office.audit_head().format_whole(),
        )
        return 0
    said = texts(voice.lang)
    voice.tell("✓ " + said["founded"].format(name=printable(asked.name)))
    voice.rows([(said["did"], did), (said["published"], str(public))])
    voice.tell("! " + said["recovery"].format(path=recovery))
    say_head(asked, office)
    voice.tell(said["audit_note"])
    if place.ledger is not None:
        voice.tell(said["register_next"])
    return 0


def change(asked: Asked) -> int:
    """Seal this town hall's keys under another passphrase."""
    from livret_issuer.service import Office
    from livret_issuer.store import KEYS_PURPOSE, Home

    def both(old: bytes, new: bytes) -> None:
        Office.open(asked.home, old).change_passphrase(old, new, now_s=now_s())

    path = Home.open(asked.home).sealed
    change_passphrase(asked, path, purpose=KEYS_PURPOSE, change=both)
    if not asked.voice.json:
        asked.voice.tell("! " + texts(asked.voice.lang)["recovery_keeps"])
    return 0


def open_office(asked: Asked) -> "Office":
    """Open the town hall that was asked for."""
    from livret_issuer.service import Office

    return Office.open(asked.home, take_passphrase(asked.passphrase_file, asked.voice))


def open_offices(asked: Asked) -> "list[Office]":
    """Open the town hall that was asked for, and those with it, under one passphrase, to stay.

    Raises:
        LivretError: as :meth:`Office.open`, with the folder whose it is.
    """
    from livret_issuer.service import Office

    passphrase = take_passphrase(asked.passphrase_file, asked.voice)
    offices = [Office.open(asked.home, passphrase, stays=True)]
    for home in asked.others or ():
        with asked.voice.naming(str(home)):
            offices.append(Office.open(home, passphrase, stays=True))
    return offices


def warn_of_right(asked: Asked, office: "Office", kind: "CredentialType", *, at_s: int) -> None:
    """Say that what is offered cannot be signed now: a right begins later, or there is none."""
    hall = office.hall
    try:
        not_before_s(hall.rights, hall.key_from_s, kind, hall.territory, now_s=at_s)
    except Refused as error:
        asked.voice.complain_of(printable(hall.name), error)


def say_head(asked: Asked, office: "Office") -> None:
    """Say where the audit log ends now, for whoever writes it down."""
    said = texts(asked.voice.lang)
    asked.voice.rows([(said["audit_head"], office.audit_head().format())])


def _database(file: Path) -> str:
    """Read where the records are to be; a password only from a file that is its owner's alone."""
    from livret_edge.database_addresses import ADDRESS_BYTES, read_address

    option = "--database-file"
    with named_by(option):
        raw = read_file(file, ADDRESS_BYTES)
        is_private = not file.stat().st_mode & 0o077
    return read_address(raw, option, may_have_secret=is_private)


def _place(asked: Asked) -> Place:
    """Read where it goes: where its owner says, or where a ledger wants it."""
    if (asked.at is None) == (asked.ledger is None):
        raise MalformedInput("usage.missing", option="--ledger, --at")
    if asked.at is not None:
        if asked.who is not None:
            raise MalformedInput("usage.contradiction", option="--at, --who")
        return _checked(asked.at, at_address, "--at")
    who, ledger = asked.who or asked.territory, asked.ledger
    try:
        return _checked(ledger, lambda typed: on_ledger(typed, who), "--ledger")
    except MalformedInput as error:
        if error.code in _OF_A_NUMBER:
            option = "--territory" if asked.who is None else "--who"
            raise MalformedInput("usage.territory", option=option) from None
        raise


def _checked(typed: str, place_of: Callable[[str], Place], option: str) -> Place:
    """Find a place, and see that a DID can lie there."""
    from livret_core.dids.webvh import PLACEHOLDER, WebvhDid, placeholder_did

    try:
        place = place_of(typed)
        did = placeholder_did(place.host, port=place.port, path=place.path)
        # A DID may have letters in its path that no folder of published files can mirror.
        mirror_path(HttpsUri.parse(WebvhDid.parse(did.replace(PLACEHOLDER, _ANY_SCID)).log_url))
    except MalformedInput as error:
        if error.code in _OF_AN_ADDRESS:
            raise MalformedInput("usage.address", error.detail, option=option) from None
        raise
    return place


def _check_language(territory: Territory, language: str | None) -> None:
    try:
        choose_language(territory, "commune", language)
    except Refused as error:
        known = str(error.facts["allowed"])
        raise MalformedInput("usage.choice", option="--language", known=known) from None


def _territory(typed: str, option: str) -> Territory:
    try:
        return Territory.parse(typed)
    except MalformedInput:
        raise MalformedInput("usage.territory", option=option) from None


def account() -> str | None:
    """Say under which account of this machine a clerk works: its number, no name; None if it has none.

    What a clerk types as ``--by`` is said; this the system says. Both stand in the audit log.
    """
    numbered = getattr(os, "getuid", None)
    return None if numbered is None else f"uid:{numbered()}"
