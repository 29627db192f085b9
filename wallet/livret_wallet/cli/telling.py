"""What a wallet tells of what it took in, from a file or over the network."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from livret_core.words import printable
from livret_edge.saying import Voice
from livret_wallet.words import texts

if TYPE_CHECKING:
    from livret_wallet.dating import HeldDating
    from livret_wallet.records import HeldBatch


def tell_received(voice: Voice, batch: "HeldBatch", *, is_checked: bool) -> None:
    """Tell of a proof that was checked and is kept."""
    from livret_core.credential import catalogue
    from livret_wallet.rendering import issuer_place, vouched_told

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
        "! " + said["names_itself"].format(issuer=printable(batch.issuer_name)),
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
            existed_by=held.before_s,
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
