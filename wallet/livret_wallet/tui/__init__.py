"""The full-screen wallet. Nothing outside this folder imports Textual, and no rule is in it.

    app.py      what an application has: the open wallet, language, theme, the lock; it only wires
    face.py     what every screen has: header, footer, help, the language it is drawn in
    rows.py     a list of any length, of which only what is seen is drawn
    <screen>.py one screen each, drawn from ``livret_wallet.screens.<screen>``

A screen draws in :meth:`~livret_wallet.tui.face.Face.draw` from values, and never reaches the vault
or the network: :meth:`~livret_wallet.tui.app.WalletApp.work` calls an
:class:`~livret_wallet.session.OpenWallet` in a thread and hands what came of it to a method.
Text is drawn as ``Content`` and ``Segment``, in which markup means nothing.
"""
