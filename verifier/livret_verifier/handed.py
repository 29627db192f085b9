"""What an application of somebody else's hands over: of the kind that is wanted, or its mistake.

A mistake in a program is a ``TypeError``, said at once and with what is wanted; what came from
outside is none, and has a code.
"""


def check_kind(given: object, wanted: type, said: str) -> None:
    """Check that *given* is of the kind *wanted*.

    Raises:
        TypeError: it is not; *said*, what is wanted, stands in it.
    """
    if not isinstance(given, wanted):
        raise TypeError(f"{said}; this is of the kind {type(given).__name__}")
