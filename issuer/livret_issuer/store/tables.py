"""The tables of a town hall's database. Every table knows its tenant."""

from typing import Final

import sqlalchemy as sa

from livret_edge.databases import Tables

METADATA: Final = sa.MetaData()
# In the order of octets everywhere, whatever language a server was set up for.
TEXT: Final = sa.String().with_variant(sa.String(collation="C"), "postgresql")

HANDOVER: Final = sa.Table(
    "handover",
    METADATA,
    sa.Column("tenant", TEXT, primary_key=True),
    sa.Column("code", TEXT, primary_key=True),
    sa.Column("vct", TEXT, nullable=False),
    sa.Column("nonce", TEXT, nullable=False),
    sa.Column("max_copies", sa.Integer, nullable=False),
    sa.Column("source", TEXT, nullable=False),
    sa.Column("source_line", sa.Integer),
    sa.Column("claims", sa.LargeBinary),
    sa.Column("created_at_s", sa.BigInteger, nullable=False),
    sa.Column("expires_at_s", sa.BigInteger, nullable=False),
    sa.Column("issued_at_s", sa.BigInteger),
    sa.Column("request_sha256", sa.LargeBinary),
    sa.Column("response", sa.LargeBinary),
    sa.Column("cancelled_at_s", sa.BigInteger),
    sa.Column("changed_at_s", sa.BigInteger),
    sa.Column("person", sa.LargeBinary),
)
#: What of a hand-over is dropped when its time is over.
SAID: Final = sa.or_(
    HANDOVER.c.claims.is_not(None),
    HANDOVER.c.response.is_not(None),
    HANDOVER.c.person.is_not(None),
)
sa.Index(
    "handover_to_forget",
    HANDOVER.c.tenant,
    HANDOVER.c.expires_at_s,
    sqlite_where=SAID,
    postgresql_where=SAID,
)
COPY: Final = sa.Table(
    "copy",
    METADATA,
    sa.Column("tenant", TEXT, primary_key=True),
    sa.Column("list_number", sa.Integer, primary_key=True),
    sa.Column("slot", sa.Integer, primary_key=True),
    sa.Column("code", TEXT, nullable=False, index=True),
    sa.Column("status", sa.Integer, nullable=False),
    sa.Column("expires_at_s", sa.BigInteger),
    sqlite_with_rowid=False,
)
LIST: Final = sa.Table(
    "status_list",
    METADATA,
    sa.Column("tenant", TEXT, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("published_at_s", sa.BigInteger),
    sa.Column("key", TEXT, nullable=False),
    sa.Column("is_over", sa.Boolean, nullable=False),
    # Places that were given out: counting a hundred thousand of them takes milliseconds.
    sa.Column("taken", sa.Integer, nullable=False, server_default="0"),
)
AUDIT: Final = sa.Table(
    "audit",
    METADATA,
    sa.Column("tenant", TEXT, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("at_s", sa.BigInteger, nullable=False),
    sa.Column("action", TEXT, nullable=False),
    sa.Column("about", TEXT, nullable=False),
    sa.Column("chain_sha256", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
HEAD: Final = sa.Table(
    "audit_head",
    METADATA,
    sa.Column("tenant", TEXT, primary_key=True),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("chain_sha256", sa.LargeBinary, nullable=False),
    sa.Column("tag", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

# What was made for the ledger: the town's own journal, one row an operation.
OPERATION: Final = sa.Table(
    "operation",
    METADATA,
    sa.Column("tenant", TEXT, primary_key=True),
    sa.Column("id", TEXT, primary_key=True),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("record", TEXT, nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("made_at_s", sa.BigInteger, nullable=False),
    sa.Column("stand", TEXT, nullable=False),
    sa.Column("settled_at_s", sa.BigInteger),
    sa.Column("proof", sa.LargeBinary),
)
# The digests of each day that was committed, and the salt over the end of the audit log.
DAY: Final = sa.Table(
    "day",
    METADATA,
    sa.Column("tenant", TEXT, primary_key=True),
    sa.Column("operation", TEXT, primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("audit_salt", sa.LargeBinary, nullable=False),
)
# What is published, for each machine that serves the town hall; a place that is empty now stays.
PUBLISHED: Final = sa.Table(
    "published",
    METADATA,
    sa.Column("tenant", TEXT, primary_key=True),
    sa.Column("place", TEXT, primary_key=True),
    sa.Column("content", sa.LargeBinary),
    sa.Column("revision", sa.BigInteger, nullable=False),
)
# One row a copy that was signed: what dates it. The digest goes once it is counted in.
DATED: Final = sa.Table(
    "dated",
    METADATA,
    sa.Column("tenant", TEXT, primary_key=True),
    sa.Column("code", TEXT, primary_key=True),
    sa.Column("copy", sa.Integer, primary_key=True),
    sa.Column("salt", sa.LargeBinary, nullable=False),
    sa.Column("leaf", sa.LargeBinary, nullable=False),
    sa.Column("signed_at_s", sa.BigInteger, nullable=False),
    sa.Column("expires_at_s", sa.BigInteger),
    sa.Column("operation", TEXT, index=True),
    sa.Column("place", sa.Integer),
    sa.Column("path", sa.LargeBinary),
    sa.Column("handed_at_s", sa.BigInteger),
    sa.Index("dated_by_end", "tenant", "expires_at_s"),
)

# Hand-overs that are picked up over the network, one row each; pickup/records.py says what of.
PICKUP: Final = sa.Table(
    "pickup",
    METADATA,
    sa.Column("tenant", TEXT, primary_key=True),
    sa.Column("code", TEXT, primary_key=True),
    sa.Column("code_sha256", sa.LargeBinary),
    sa.Column("draw", sa.LargeBinary),
    sa.Column("pin_tag", sa.LargeBinary),
    sa.Column("attempts_left", sa.Integer, nullable=False),
    sa.Column("stand", TEXT, nullable=False),
    sa.Column("at_s", sa.BigInteger, nullable=False),
    sa.Column("renews", TEXT),
    sa.Column("by", TEXT),
    sa.Column("approval", TEXT, nullable=False),
    sa.Column("person", sa.LargeBinary),
    sa.Column("proofs", sa.LargeBinary),
    sa.Column("asked_at_s", sa.BigInteger),
    sa.Column("asked_sha256", sa.LargeBinary),
    sa.Column("keys_sha256", sa.LargeBinary),
    sa.Column("profile", TEXT, nullable=False),
    sa.Index("pickup_by_code", "tenant", "code_sha256"),
    sa.Index("pickup_by_renewed", "tenant", "renews"),
)
TOKEN: Final = sa.Table(
    "pickup_token",
    METADATA,
    sa.Column("tenant", TEXT, primary_key=True),
    sa.Column("sha256", sa.LargeBinary, primary_key=True),
    sa.Column("code", TEXT, nullable=False),
    sa.Column("kind", TEXT, nullable=False),
    sa.Column("jkt", TEXT),
    sa.Column("expires_at_s", sa.BigInteger, nullable=False),
    sa.Index("token_by_code", "tenant", "code", "kind", "expires_at_s"),
    sa.Index("token_by_end", "tenant", "expires_at_s", "kind", "code"),
    sqlite_with_rowid=False,
)
# What works once, remembered for as long as it would be believed: nonces and DPoP proofs.
ONCE: Final = sa.Table(
    "used_once",
    METADATA,
    sa.Column("tenant", TEXT, primary_key=True),
    sa.Column("sha256", sa.LargeBinary, primary_key=True),
    sa.Column("code", TEXT, nullable=False),
    sa.Column("expires_at_s", sa.BigInteger, nullable=False),
    sa.Index("once_by_code", "tenant", "code", "expires_at_s"),
    sa.Index("once_by_end", "tenant", "expires_at_s"),
    sqlite_with_rowid=False,
)

TABLES: Final = Tables("livret issuer", "livret_issuer", 4, METADATA, AUDIT, (HANDOVER, PICKUP))
