"""`livret` as it is, but for what a passphrase costs: for processes that tests begin.

A half second of a whole processor for each, on purpose: that is tried elsewhere. What is sealed so opens
only where the same is left out (:func:`tests.passphrases.passphrases_at_once`).
"""

import sys

import nacl.bindings

_stretch = nacl.bindings.crypto_pwhash_alg


def at_once(size: int, octets: bytes, salt: bytes, _passes: int, _memory: int, kind: int) -> bytes:
    """Stretch as little as the algorithm allows, whatever is asked for."""
    stretched: bytes = _stretch(size, octets, salt, 1, 8_192, kind)
    return stretched


if __name__ == "__main__":
    nacl.bindings.crypto_pwhash_alg = at_once  # type: ignore[assignment]  # by place, not by name

    from livret_town.command import main

    sys.exit(main())
