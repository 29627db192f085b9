"""Backups: what of a wallet goes into one, the file, and what comes back of it. Pure.

    recovery_words.py   twelve words on paper, and the secret that they stand for
    sheet.py            that paper
    contents.py         what is in a backup, as octets
    sealed.py           the file around it, under the words or a passphrase of its own
    choosing.py         what of a vault goes into one: without keys, or with them
    restoring.py        what a new wallet makes of one, and what must be issued again

``docs/spec/backup.md`` has the format byte for byte and what it does not defend.
"""
