"""A proof that came back from a backup without its keys: how it is asked for again. Pure."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from livret_core.words import Language
from livret_wallet.contents import Contents
from livret_wallet.listing import code_of
from livret_wallet.screens.facts import Fact
from livret_wallet.screens.keys import Key
from livret_wallet.words import screen_texts

if TYPE_CHECKING:
    from livret_wallet.missing_record import MissingProof


def again(
    gone: "MissingProof", contents: Contents, language: Language, *, renew: Key, receive: Key
) -> Fact:
    """Say the one way by which a proof comes back.

    Args:
        gone: that one.
        contents: what is held; it knows whether the town hall can be asked from here.
        language: the reader's.
        renew: the key that fetches it.
        receive: the key that takes in what a counter hands over.
    """
    said, code = screen_texts(language), code_of(gone.code) if gone.code else ""
    way = "again_counter" if contents.renewable(gone.id) is None else "again_fetch"
    text = said[way if code else f"{way}_bare"].format(
        key=_named(renew, said), receive=_named(receive, said), code=code
    )
    return Fact(said["step"], text)


def _named(key: Key, said: Mapping[str, str]) -> str:
    return f"{key.label(said)} ({key.name_in(said)})"
