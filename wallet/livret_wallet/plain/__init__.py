"""Line mode: the same wallet in lines of at most 72 columns, for a screen reader or any terminal.

    talk.py     says facts and asks questions: no drawing, no cursor, no escape byte, ever
    opened.py   what every screen is handed: the open wallet, what it holds, how it is read
    wallet.py   unlock, screen after screen, lock
    <screen>.py one screen each, from ``livret_wallet.screens.<screen>``: the same facts and the
                same keys as the full screen, each key typed as it is written or as its word

A screen is a function of an :class:`~livret_wallet.plain.opened.Opened`; it says its facts, asks
:meth:`~livret_wallet.plain.opened.Opened.choose` which of its keys, and returns to go back. The
question comes last and spells its answers out; an empty line is no answer to any.
"""
