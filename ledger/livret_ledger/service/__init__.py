"""The ledger at work: one writer, its publications, and the service in front of them.

sequencer.py   the one writer: takes operations, many at a time
closing.py     ends what there is: a state.commit, and a signed head
asking.py      sends heads to witnesses and auditors, all at once
web_root.py    the folder of static files that everybody reads
publisher.py   a publication, step by step, and those who wait for it
http.py        POST /submit, GET /status.json, and the static files
serving.py     all of it together, until somebody ends it
"""
