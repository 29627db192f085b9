"""What an application of somebody else's hands over: of the kind that is wanted, or its mistake.

A mistake in a program is a ``TypeError``, said at once and with what is wanted; what came from
outside is none, and has a code.
"""


def check_kind(given: object, wanted: type | tuple[type, ...], said: str) -> None:
    """Check that *given* is of the kind *wanted*, or of one of those.

    A truth value passes for no number, though Python says that it is one.

    Raises:
        TypeError: it is not; *said*, what is wanted, stands in it.
    """
    if not isinstance(given, wanted) or (wanted is int and isinstance(given, bool)):
        raise TypeError(f"{said}; this is of the kind {type(given).__name__}")
