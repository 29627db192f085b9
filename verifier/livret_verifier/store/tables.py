"""The tables of a desk's database. Every table knows its tenant."""

from typing import Final

import sqlalchemy as sa

from livret_edge.databases import Tables

METADATA: Final = sa.MetaData()
_OPEN: Final = sa.text("stand = 'open'")
_TEXT: Final = sa.String().with_variant(sa.String(collation="C"), "postgresql")

# One row a request over the network. Who has the database without the desk's key reads when
# something was asked and answered, and nothing of what, or by whom.
TRANSACTION: Final = sa.Table(
    "asked",
    METADATA,
    sa.Column("tenant", _TEXT, primary_key=True),
    sa.Column("code", _TEXT, primary_key=True),
    sa.Column("handle_sha256", sa.LargeBinary, nullable=False),
    sa.Column("session_sha256", sa.LargeBinary),
    sa.Column("terms", sa.LargeBinary),
    sa.Column("stand", _TEXT, nullable=False),
    sa.Column("ends_at_s", sa.BigInteger, nullable=False),
    sa.Column("opened_at_s", sa.BigInteger),
    sa.Column("answered_at_s", sa.BigInteger),
    sa.Column("forget_at_s", sa.BigInteger, nullable=False),
    sa.Column("verdict", sa.LargeBinary),
    sa.Column("return_sha256", sa.LargeBinary),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    # Of how many of them staff were told, so that each counts once.
    sa.Column("told", sa.Integer, nullable=False, server_default="0"),
    sa.Index("asked_by_handle", "tenant", "handle_sha256"),
    sa.Index("asked_by_end", "tenant", "forget_at_s"),
    # So that to count those that wait, which is done all day, reads none of the others.
    sa.Index(
        "asked_open", "tenant", "ends_at_s", "stand", sqlite_where=_OPEN, postgresql_where=_OPEN
    ),
)

# Who may see the desk's page. The passphrase is there as what Argon2id makes of it.
STAFF: Final = sa.Table(
    "staff",
    METADATA,
    sa.Column("tenant", _TEXT, primary_key=True),
    sa.Column("name", _TEXT, primary_key=True),
    sa.Column("salt", sa.LargeBinary, nullable=False),
    sa.Column("passes", sa.Integer, nullable=False),
    sa.Column("memory_kib", sa.Integer, nullable=False),
    sa.Column("digest", sa.LargeBinary, nullable=False),
    sa.Column("totp", sa.LargeBinary, nullable=False),
    sa.Column("last_step", sa.BigInteger, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("waits_until_s", sa.BigInteger, nullable=False),
    sa.Column("made_at_s", sa.BigInteger, nullable=False),
)

# Who is logged in: of the browser's secret its digest.
SESSION: Final = sa.Table(
    "session",
    METADATA,
    sa.Column("tenant", _TEXT, primary_key=True),
    sa.Column("session_sha256", sa.LargeBinary, primary_key=True),
    sa.Column("name", _TEXT, nullable=False),
    sa.Column("ends_at_s", sa.BigInteger, nullable=False),
)

# How often what happened on a day: no name, no hour, no order.
COUNTED: Final = sa.Table(
    "counted",
    METADATA,
    sa.Column("tenant", _TEXT, primary_key=True),
    sa.Column("day", _TEXT, primary_key=True),
    sa.Column("procedure", _TEXT, primary_key=True),
    sa.Column("what", _TEXT, primary_key=True),
    sa.Column("times", sa.BigInteger, nullable=False),
)
TABLES: Final = Tables(
    "livret desk", "livret_desk", 4, METADATA, TRANSACTION, (TRANSACTION, SESSION)
)
