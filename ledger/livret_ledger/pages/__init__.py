"""The pages of a ledger that anybody reads: static, in four languages, without a script. Pure.

survey.py      what the pages say, from the records as of one head
changing.py    which of them an operation, or a day that goes by, changes
rendering.py   pages as octets, by their path beside the tiles
words/         what they say, one module a language
templates/     their form; style.css is the one stylesheet

    index.html                 asks for a language
    style.css
    checkpoint.txt             the head that they are made from, signed
    <language>/<page>.html     index, members, accreditations, services, checkpoints

A page is made from the ledger and signed by nobody: each says so, and as of when.
"""
