"""Names that somebody types for a town hall, read so that people can be shown them."""

from livret_core.errors import MalformedInput
from livret_edge.arguments import Reader


def name_of(most: int) -> Reader:
    """Take a name: 1 to *most* characters, none of them hidden.

    Raises:
        MalformedInput: ``usage.text``.
    """

    def read(option: str, typed: str) -> str:
        from livret_core.credential.claim_text import check_text

        try:
            check_text({"name": typed})
        except MalformedInput as error:
            raise MalformedInput("usage.text", error.detail, option=option, most=most) from None
        if not typed.strip() or len(typed) > most:
            raise MalformedInput("usage.text", option=option, most=most)
        return typed

    return read
