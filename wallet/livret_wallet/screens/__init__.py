"""What each screen says: facts in the reader's language, and the keys it has. Pure.

Two faces draw from here, the full screen (``livret_wallet.tui``) and line mode
(``livret_wallet.plain``), so that they carry the same facts. No clock, no file, no network:
the time, the zone and what the wallet holds are arguments. A module a screen:

    KEYS                              what may be pressed there (:mod:`~livret_wallet.screens.keys`)
    some frozen dataclass             what is said, every string through ``printable`` already
    a function that makes it          of contents, language and whether values are hidden

Words are those of ``livret_wallet.words.screen_texts``. A name from outside (a town hall's, a
service's, a claim's value) goes through :func:`livret_wallet.screens.facts.name` or
:func:`~livret_wallet.screens.facts.value`, and nothing else lets one in.
"""
