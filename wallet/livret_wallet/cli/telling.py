"""What a wallet tells of what it took in, from a file or over the network."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from livret_core.words import Language, quoted, unsigned
from livret_edge.saying import Voice
from livret_wallet.words import keeping, texts

if TYPE_CHECKING:
    from livret_wallet.backup.restoring import Absent
    from livret_wallet.dating import HeldDating
    from livret_wallet.records import HeldBatch

_NAME: Final = 60


def tell_received(voice: Voice, batch: "HeldBatch", *, is_checked: bool) -> None:
    """Tell of a proof that was checked and is kept."""
    from livret_core.credential import catalogue
    from livret_wallet.called import issuer_place
    from livret_wallet.rendering import vouched_told

    said, copies = texts(voice.lang), len(batch.copies)
    if voice.json:
        ledger = None if batch.vouched is None else asdict(batch.vouched)
        voice.event(
            "received", id=batch.id, copies=copies, status_checked=is_checked, ledger=ledger
        )
        return
    voice.tell(
        "✓ " + said["received"].format(proof=catalogue.find(batch.vct).label(voice.lang)),
        "✓ " + said["signed_by"].format(place=issuer_place(batch.issuer_did)),
        vouched_told(batch, voice.lang, when=voice.moment),
        "✓ " + said["not_withdrawn"] if is_checked else "! " + said["status_unknown"],
        "✓ " + said["each_key"].format(copies=copies),
        "! " + said["names_itself"].format(issuer=quoted(batch.issuer_name, voice.lang)),
    )


def tell_dated(voice: Voice, batch: "HeldBatch", held: "HeldDating") -> None:
    """Tell of what dates a proof and is kept."""
    from livret_core.credential import catalogue

    said, copies = texts(voice.lang), len(held.dating.paths)
    if voice.json:
        voice.event(
            "dated",
            id=batch.id,
            day=held.dating.commit.day,
            copies=copies,
            existed_by_s=held.before_s,
        )
        return
    proof = catalogue.find(batch.vct).label(voice.lang)
    voice.tell(
        "✓ " + said["dating_kept"].format(proof=proof, copies=copies),
        "! " + said["dating_unchecked"]
        if held.before_s is None
        else "✓ " + said["dating_by"].format(time=voice.moment(held.before_s)),
        said["dating_next"],
    )


def tell_absent(voice: Voice, absent: "Sequence[Absent]") -> None:
    """Tell of what came back from a backup and cannot be shown: how each is asked for again."""
    said = keeping(voice.lang)
    if voice.json:
        for each in absent:
            voice.event(
                "to_issue_again",
                id=each.proof.id,
                type=each.proof.vct,
                issuer=each.proof.issuer_did,
                code=each.proof.code,
                handle=each.has_handle,
            )
        return
    if not absent:
        return
    voice.tell("! " + said["absent"].format(count=len(absent)))
    for each in absent:
        voice.tell(f"  {absent_told(each, voice.lang)}")
    if any(each.has_handle for each in absent):
        voice.tell(said["renew_step"])


def absent_told(absent: "Absent", language: Language) -> str:
    """Say of a proof that cannot be shown how it comes back."""
    from livret_core.credential.type_names import type_name
    from livret_wallet.listing import code_of

    said, proof = keeping(language), absent.proof
    name = f"{type_name(proof.vct, language)}, {unsigned(proof.issuer_name, max_chars=_NAME)}"
    if absent.has_handle:
        return said["absent_renew"].format(name=name, id=proof.id)
    return said["absent_counter"].format(name=name, code=code_of(proof.code))
